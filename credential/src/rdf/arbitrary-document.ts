import fc, { type GeneratorValue } from 'fast-check'
import type { JsonObject } from './active-context.ts'

/** A document, and the contexts beyond the known ones that its addresses lead to. */
export type Case = { readonly document: JsonObject; readonly contexts: ReadonlyMap<string, JsonObject> }

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const credentials = 'https://www.w3.org/ns/credentials/v2'
const openBadges = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const both = [credentials, openBadges]

const plainStrings = [
  'Fiber',
  'å "q" \\ \n\t',
  '',
  'ex:foo',
  'T0',
  'p0',
  'e\u0301',
  '2025-01-01T00:00:00Z',
  '1',
  '1.0',
  'true',
  'abc@en',
  '"^^<x>',
  'b',
  'a',
]
const oddStrings = [
  '\u{1F600}',
  '\uFF5E',
  '\uFF5E\u{1F600}',
  '\u{10000}z',
  '\u0000\u0007\u001f\u007f\u0085',
  '\ud800',
  'x\udc00y',
  '@type',
  '@foo',
  '5.3e3',
]
const iris = [
  'https://e.x/1',
  'https://e.x/2',
  'urn:uuid:00000000-0000-4000-8000-000000000001',
  'did:web:example.org',
  'did:key:z6Mk#z6Mk',
  'ex:foo',
  'urn:å',
  'https://e.x/\u{1F600}',
  'https://e.x/~',
]
const oddIris = [
  'relative',
  './a',
  '../x:y',
  'a b',
  'http://a b',
  'http://a<b>',
  'urn:x:"q"',
  '_:b0',
  '_:x',
  'p0',
  'T1',
  '@id',
  '@other',
  '',
  '#frag',
  '//host/x',
  'mailto:',
  'x:',
  ':x',
  'http://a\u00a0b',
  'none:x',
  'id:x',
]
/** Every text that stands in these documents, the odd ones too. */
export const someTexts: readonly string[] = [...plainStrings, ...oddStrings, ...iris, ...oddIris]
const plainNumbers = [0, 1, -1, 42, 1.5, -1.1, 100, 0.5, 7]
const oddNumbers = [-0, 1e-7, 1e21, 1e20, 5e-324, 0.1 + 0.2, 2 ** 53, 123456789.123, 1e300]
const properties = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9']
const types = ['T0', 'T1', 'T2', 'T3']
const languages = ['sv', 'en', 'en-us', 'SV-se', '@none', 'none', 'not a language', 'abcdefghi']
const xsd = 'http://www.w3.org/2001/XMLSchema#'

/** One drawing: everything below asks it for choices. */
type Draw = {
  of<T>(list: readonly T[]): T
  odds(percent: number): boolean
  upTo(most: number): number
}

function createDraw(g: GeneratorValue): Draw {
  const upTo = (most: number): number => g(drawNumber, most)
  return {
    upTo,
    odds: (percent) => upTo(99) < percent,
    of: (list) => {
      const chosen = list[upTo(list.length - 1)]
      if (chosen === undefined) throw new RangeError('nothing to choose from')
      return chosen
    },
  }
}

/** Evenly, for fast-check would rather draw the ends. */
function drawNumber(most: number): fc.Arbitrary<number> {
  return fc.noBias(fc.nat(most))
}

function drawTerm(draw: Draw, name: string, depth: number): Json {
  const iri = draw.odds(80) ? `https://e.x/${name}` : draw.of(['ex:foo', `ex:${name}`, 'https://e.x/p0', 'ex:ex'])
  const kind = draw.upTo(15)
  if (kind < 3) return iri
  if (kind === 3 && draw.odds(30)) return null
  const term: { [key: string]: Json } = { '@id': draw.odds(1) && draw.odds(10) ? name : iri }
  if (kind < 9) {
    term['@type'] = draw.of([
      '@id',
      '@id',
      '@vocab',
      '@json',
      '@none',
      `${xsd}date`,
      `${xsd}double`,
      `${xsd}integer`,
      'ex:type',
      `${xsd}string`,
    ])
  }
  if (kind > 6) {
    term['@container'] = draw.of<Json>([
      '@set',
      '@list',
      '@list',
      '@language',
      '@language',
      '@graph',
      ['@graph', '@set'],
      ['@set'],
      '@index',
      '@id',
      '@type',
      ['@language', '@set'],
    ])
  }
  if (kind > 12) term['@language'] = draw.of([...languages.slice(0, 4), null])
  if (depth > 0 && draw.odds(10)) term['@context'] = draw.odds(10) ? null : drawContext(draw, depth - 1)
  if (draw.odds(5)) term['@protected'] = draw.odds(70)
  if (draw.odds(3)) term['@prefix'] = true
  if (term['@container'] === '@type' && draw.odds(95)) delete term['@type']
  return term
}

function drawType(draw: Draw, name: string, depth: number): Json {
  if (depth === 0 || draw.odds(40)) return `https://e.x/${name}`
  return { '@id': `https://e.x/${name}`, '@context': drawContext(draw, depth - 1) }
}

function drawContext(draw: Draw, depth: number): { [key: string]: Json } {
  const context: { [key: string]: Json } = {}
  if (draw.odds(6)) context['@protected'] = true
  if (draw.odds(10)) context['@language'] = draw.of(languages.slice(0, 4))
  if (draw.odds(12)) context['@vocab'] = draw.of<Json>(['https://v.x/#', 'https://v.x/', null])
  if (draw.odds(96)) context.id = '@id'
  if (draw.odds(96)) context.type = draw.odds(98) ? '@type' : 'https://e.x/type'
  if (draw.odds(30)) context.ex = draw.of<Json>(['https://e.x/', { '@id': 'https://e.x/', '@prefix': true }])
  for (const [alias, keyword] of [
    ['val', '@value'],
    ['lang', '@language'],
    ['lst', '@list'],
    ['st', '@set'],
    ['none', '@none'],
    ['kind', '@type'],
  ] as const) {
    if (draw.odds(15)) context[alias] = keyword
  }
  for (const name of properties) if (draw.odds(94)) context[name] = drawTerm(draw, name, depth)
  for (const name of types) if (draw.odds(85)) context[name] = drawType(draw, name, depth)
  if (draw.odds(1) && draw.odds(30)) context['@propagate'] = draw.odds(50)
  return context
}

function drawText(draw: Draw): string {
  return draw.odds(92) ? draw.of(plainStrings) : draw.of(oddStrings)
}

function drawNumeral(draw: Draw): number {
  return draw.odds(85) ? draw.of(plainNumbers) : draw.of(oddNumbers)
}

function drawString(draw: Draw): string {
  const kind = draw.upTo(9)
  if (kind < 5) return draw.of(iris)
  return kind === 9 && draw.odds(8) ? draw.of(oddIris) : drawText(draw)
}

function drawScalar(draw: Draw): Json {
  const kind = draw.upTo(11)
  if (kind < 8) return drawString(draw)
  if (kind < 10) return drawNumeral(draw)
  return kind === 10 ? draw.odds(50) : null
}

function drawValue(draw: Draw, depth: number): Json {
  const kind = draw.upTo(19)
  if (depth <= 0 || kind < 8) return drawScalar(draw)
  if (kind < 13) return drawNode(draw, depth - 1)
  if (kind < 16) return Array.from({ length: draw.upTo(4) }, () => drawValue(draw, depth - 1))
  if (kind === 16) return drawValueObject(draw, depth)
  if (kind === 17) return { [draw.of(['@list', 'lst'])]: drawValue(draw, depth - 1) }
  if (kind === 18) return { [draw.of(['@set', 'st'])]: drawValue(draw, depth - 1) }
  return drawMap(draw, depth)
}

function drawValueObject(draw: Draw, depth: number): Json {
  const value: { [key: string]: Json } = { [draw.of(['@value', '@value', 'val'])]: drawScalar(draw) }
  const kind = draw.upTo(5)
  if (kind === 1) value[draw.of(['@language', 'lang'])] = draw.odds(90) ? draw.of(languages) : null
  if (kind === 2)
    value[draw.of(['@type', 'type'])] = draw.of([
      `${xsd}date`,
      `${xsd}double`,
      `${xsd}string`,
      'T0',
      'ex:t',
      '@json',
      'rel',
    ])
  if (kind === 3) {
    value['@type'] = '@json'
    value['@value'] = drawValue(draw, depth - 1)
  }
  if (kind === 4 && draw.odds(20)) value[draw.of(['@index', 'p0', 'id', '@direction'])] = 'ltr'
  return value
}

function drawMap(draw: Draw, depth: number): Json {
  const map: { [key: string]: Json } = {}
  for (let left = draw.upTo(3); left > 0; left--) {
    map[draw.of(languages)] = draw.odds(85) ? drawText(draw) : drawValue(draw, depth - 1)
  }
  return map
}

function drawNode(draw: Draw, depth: number): { [key: string]: Json } {
  const node: { [key: string]: Json } = {}
  if (draw.odds(40)) node[draw.of(['id', 'id', 'id', '@id'])] = draw.odds(99) ? draw.of(iris) : draw.of(oddIris)
  if (draw.odds(50)) {
    const type = draw.odds(97) ? draw.of(types) : draw.of([...oddIris, ...iris])
    const key = draw.of(['type', 'type', 'type', '@type', 'kind'])
    node[key] = draw.odds(50) ? type : Array.from({ length: draw.upTo(3) }, () => draw.of(types))
  }
  if (draw.odds(3))
    node['@context'] = draw.of<Json>([
      'https://f.x/1',
      'https://f.x/2',
      both,
      credentials,
      [],
      { p0: 'https://e.x/inline' },
    ])
  for (let left = draw.upTo(4); left > 0; left--) {
    const key = draw.odds(99) ? draw.of(properties) : drawOddKey(draw)
    node[key] = drawValue(draw, depth)
  }
  return node
}

function drawOddKey(draw: Draw): string {
  const odd = [
    'ex:foo',
    'https://e.x/abs',
    'urn:x:y',
    'undefined',
    '@foo',
    '_:p',
    '',
    'constructor',
    'http://a b',
    'T0',
    '@graph',
    '@reverse',
    '@included',
    '@nest',
    '@index',
    'a:b:c',
    'toString',
    'https://e.x/<',
  ]
  return draw.of(odd)
}

/** Documents over contexts that are themselves drawn: scoped by type and property, aliases, maps, lists, sets. */
export const drawnContexts: fc.Arbitrary<Case> = fc.gen().map((g) => {
  const draw = createDraw(g)
  const contexts = new Map<string, JsonObject>([
    ['https://f.x/1', { '@context': drawContext(draw, 2) }],
    [
      'https://f.x/2',
      { '@context': draw.odds(80) ? drawContext(draw, 1) : [drawContext(draw, 0), drawContext(draw, 0)] },
    ],
  ])
  const context: Json = draw.odds(70)
    ? 'https://f.x/1'
    : draw.of<Json>([['https://f.x/1', 'https://f.x/2'], [credentials, 'https://f.x/1'], drawContext(draw, 1)])
  return {
    document: { '@context': context, ...drawNode(draw, 4), [draw.of(properties)]: drawValue(draw, 3) },
    contexts,
  }
})

/** Credentials in the shape of Open Badges 3.0, then changed in a few places as strangers' documents are. */
export const changedCredentials: fc.Arbitrary<Case> = fc.gen().map((g) => {
  const draw = createDraw(g)
  const document = drawCredential(draw)
  for (let left = draw.odds(60) ? draw.upTo(3) : 0; left > 0; left--) change(draw, document)
  return { document, contexts: new Map() }
})

function drawCredential(draw: Draw): { [key: string]: Json } {
  const credential: { [key: string]: Json } = {
    '@context': draw.odds(90) ? [...both] : [credentials],
    type: draw.of<Json>([
      ['VerifiableCredential', 'OpenBadgeCredential'],
      ['VerifiableCredential', 'AchievementCredential'],
    ]),
    issuer: draw.odds(30) ? draw.of(iris) : drawProfile(draw),
    validFrom: '2025-01-01T00:00:00Z',
    credentialSubject: drawSubject(draw),
  }
  if (draw.odds(80)) credential.id = draw.of(iris)
  if (draw.odds(50)) credential.name = drawText(draw)
  if (draw.odds(30)) credential.awardedDate = '2025-01-01T00:00:00Z'
  if (draw.odds(30)) credential.endorsement = repeat(draw, 3, () => drawEndorsement(draw))
  if (draw.odds(30))
    credential.evidence = repeat(draw, 3, () => ({
      type: ['Evidence'],
      narrative: drawText(draw),
      ...(draw.odds(30) ? { id: draw.of(iris) } : {}),
    }))
  if (draw.odds(30))
    credential.credentialStatus = {
      id: 'https://e.x/s#1',
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: '1',
      statusListCredential: 'https://e.x/s',
    }
  if (draw.odds(30))
    credential.credentialSchema = repeat(draw, 2, () => ({
      id: draw.of(iris),
      type: '1EdTechJsonSchemaValidator2019',
    }))
  if (draw.odds(20)) credential.proof = draw.odds(50) ? drawProof(draw) : [drawProof(draw), drawProof(draw)]
  return credential
}

function repeat(draw: Draw, most: number, make: () => Json): Json[] {
  const copies: Json[] = []
  for (let left = draw.upTo(most); left > 0; left--) copies.push(draw.odds(25) ? (copies[0] ?? make()) : make())
  return copies
}

function drawProfile(draw: Draw): Json {
  const profile: { [key: string]: Json } = {
    id: draw.of(iris),
    type: draw.odds(50) ? ['Profile'] : 'Profile',
    name: drawText(draw),
  }
  if (draw.odds(20))
    profile.address = {
      type: ['Address'],
      addressCountry: 'SE',
      geo: { type: 'GeoCoordinates', latitude: drawNumeral(draw), longitude: 18.06 },
    }
  if (draw.odds(20)) profile.image = { id: draw.of(iris), type: 'Image', caption: drawText(draw) }
  if (draw.odds(20))
    profile.otherIdentifier = repeat(draw, 2, () => ({
      type: 'IdentifierEntry',
      identifier: '1',
      identifierType: 'identifier',
    }))
  return profile
}

function drawSubject(draw: Draw): Json {
  const subject: { [key: string]: Json } = { type: ['AchievementSubject'], achievement: drawAchievement(draw) }
  if (draw.odds(60)) subject.id = draw.of(iris)
  if (draw.odds(40))
    subject.identifier = repeat(draw, 2, () => ({
      type: 'IdentityObject',
      hashed: draw.odds(50),
      identityHash: drawText(draw),
      identityType: 'name',
    }))
  if (draw.odds(40))
    subject.result = repeat(draw, 4, () => ({
      type: ['Result'],
      value: draw.of(['A', 'B']),
      ...(draw.odds(50) ? { resultDescription: 'urn:uuid:r1' } : {}),
    }))
  if (draw.odds(20)) subject.creditsEarned = drawNumeral(draw)
  return subject
}

function drawAchievement(draw: Draw): Json {
  const achievement: { [key: string]: Json } = {
    id: draw.of(iris),
    type: ['Achievement'],
    name: drawText(draw),
    description: drawText(draw),
    criteria: draw.odds(70) ? { narrative: drawText(draw) } : { id: draw.of(iris), narrative: 'n' },
  }
  if (draw.odds(60))
    achievement.alignment = repeat(draw, 5, () => ({
      type: ['Alignment'],
      targetName: draw.of(['a', 'b', 'c']),
      targetUrl: draw.of(iris),
      ...(draw.odds(40) ? { targetType: 'ext:Skill' } : {}),
    }))
  if (draw.odds(30)) achievement.tag = repeat(draw, 3, () => drawText(draw))
  if (draw.odds(30)) achievement.creator = drawProfile(draw)
  if (draw.odds(40)) achievement.resultDescription = repeat(draw, 4, () => drawResultDescription(draw))
  if (draw.odds(20))
    achievement.related = repeat(draw, 2, () => ({ id: draw.of(iris), type: ['Related'], inLanguage: 'en' }))
  return achievement
}

function drawResultDescription(draw: Draw): Json {
  const description: { [key: string]: Json } = {
    type: ['ResultDescription'],
    name: draw.of(['grade', 'g']),
    resultType: 'LetterGrade',
  }
  if (draw.odds(60)) description.id = draw.of(['urn:uuid:r1', 'urn:uuid:r2', 'urn:uuid:r3'])
  if (draw.odds(80))
    description.allowedValue = draw.of<Json>([['A', 'B'], ['A', 'B'], ['A', 'B', 'C'], [], ['A'], ['A', 'A']])
  if (draw.odds(30))
    description.rubricCriterionLevel = repeat(draw, 3, () => ({
      type: ['RubricCriterionLevel'],
      name: draw.of(['low', 'high']),
      level: '1',
    }))
  return description
}

function drawEndorsement(draw: Draw): Json {
  const endorsement: { [key: string]: Json } = {
    type: ['VerifiableCredential', 'EndorsementCredential'],
    issuer: drawProfile(draw),
    validFrom: '2025-01-01T00:00:00Z',
    credentialSubject: { id: draw.of(iris), type: ['EndorsementSubject'], endorsementComment: drawText(draw) },
  }
  if (draw.odds(50)) endorsement['@context'] = [...both]
  if (draw.odds(50)) endorsement.id = draw.of(iris)
  if (draw.odds(50)) endorsement.proof = draw.odds(50) ? drawProof(draw) : [drawProof(draw)]
  return endorsement
}

function drawProof(draw: Draw): Json {
  return {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: '2025-01-01T00:00:00Z',
    proofPurpose: 'assertionMethod',
    verificationMethod: draw.of(iris),
    proofValue: `z${draw.of(['1', '2'])}`,
  }
}

type Holder = { [key: string]: Json }

function listHolders(value: Json, found: Holder[]): Holder[] {
  if (typeof value !== 'object' || value === null) return found
  if (!Array.isArray(value)) found.push(value)
  for (const inner of Object.values(value)) listHolders(inner, found)
  return found
}

/** One change somewhere in a document: taken away, put in, exchanged, wrapped, doubled. */
function change(draw: Draw, document: Holder): void {
  const holder = draw.of(listHolders(document, []))
  const keys = Object.keys(holder)
  const key = keys.length === 0 ? 'name' : draw.of(keys)
  const value = holder[key] ?? null
  const kind = draw.upTo(9)
  if (kind === 0) delete holder[key]
  else if (kind === 1) holder[key] = drawValue(draw, 2)
  else if (kind === 2)
    holder[
      draw.of([
        'name',
        'description',
        'type',
        'id',
        'achievement',
        'alignment',
        'proof',
        'evidence',
        'undefinedTerm',
        '@type',
        '@value',
        '@id',
        '@language',
        'holder',
        'narrative',
        'url',
        'https://e.x/p',
      ])
    ] = drawScalar(draw)
  else if (kind === 3) holder[key] = [value]
  else if (kind === 4) holder[key] = [value, drawValue(draw, 1)]
  else if (kind === 5)
    holder[key] = { id: draw.of(iris), type: draw.of(['Profile', 'Image', 'Evidence', 'Address', 'Unknown']) }
  else if (kind === 6)
    holder['@context'] = draw.of<Json>([
      [...both],
      credentials,
      openBadges,
      'https://www.w3.org/2018/credentials/v1',
      'https://unknown.x/',
      { extra: 'https://e.x/extra' },
    ])
  else if (kind === 7) holder[key] = { '@value': drawScalar(draw), '@type': `${xsd}string` }
  else if (kind === 8) holder[key] = null
  else
    holder[draw.of(['type', '@type'])] = draw.of<Json>([
      'Profile',
      ['Achievement', 'Profile'],
      'Alignment',
      'VerifiableCredential',
      [],
    ])
}
