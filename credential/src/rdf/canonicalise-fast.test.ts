import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicaliseByReference } from '../canonicalise.ts'
import { findKnownContext } from '../contexts/known-contexts.ts'
import { canonicaliseFast, type Purpose } from './canonicalise-fast.ts'

const contexts = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json']
const hashText = (text: string): string => hash('sha256', text, 'hex')

function run(document: unknown, purpose: Purpose = 'issue', more: ReadonlyMap<string, object> = new Map()) {
  return canonicaliseFast(document, (url) => more.get(url) ?? findKnownContext(url), hashText, purpose)
}

function badge(changes: object = {}, subject: object = {}) {
  return {
    '@context': contexts,
    id: 'urn:uuid:1',
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    issuer: 'did:web:school.example',
    validFrom: '2026-01-01T00:00:00Z',
    credentialSubject: { id: 'did:example:1', type: ['AchievementSubject'], ...subject },
    ...changes,
  }
}

const achievement = (changes: object) => ({
  achievement: { id: 'urn:a:1', type: ['Achievement'], name: 'Fiber', criteria: { narrative: 'n' }, ...changes },
})

const refused = (code: string, pointer?: string) => ({ refused: true, code, ...(pointer !== undefined && { pointer }) })

describe('what must not be signed, for another would read it otherwise', () => {
  const cases: readonly (readonly [string, unknown, string, string?])[] = [
    [
      'values whose order by code point and by UTF-16 unit differ',
      badge({}, achievement({ tag: ['\uFF5E', '\u{1F600}'] })),
      'order-ambiguous',
    ],
    ['a number that some write as 0', badge({}, achievement({ creditsAvailable: 1e-7 })), 'number-ambiguous'],
    ['a number with too many digits', badge({}, achievement({ creditsAvailable: 0.1 + 0.2 })), 'number-not-portable'],
    ['a number beyond exact integers', badge({}, achievement({ creditsAvailable: 1e20 })), 'number-not-portable'],
    ['a control character', badge({ name: 'a\u0001' }), 'control-character', '/name'],
    [
      'a text that is said twice of one thing, plainly and as xsd:string, which some write twice',
      badge({
        id: 'urn:a:1',
        name: 'a',
        credentialSubject: {
          id: 'did:example:1',
          type: ['AchievementSubject'],
          ...achievement({ name: { '@value': 'a', '@type': 'http://www.w3.org/2001/XMLSchema#string' } }),
        },
      }),
      'value-repeated',
    ],
    [
      'a language tag with a capital',
      badge({ name: { '@value': 'a', '@language': 'sv-SE' } }),
      'language-case',
      '/name/@language',
    ],
    ['a term that no context defines', badge({ nickname: 'x' }), 'term-undefined', '/nickname'],
    ['a relative type', badge({ type: ['VerifiableCredential', 'Nonsense'] }), 'type-relative', '/type'],
    ['a relative identifier', badge({ id: 'credentials' }), 'iri-relative', '/id'],
    ['an identifier with a space', badge({ id: 'urn:a b' }), 'iri-invalid', '/id'],
    ['an identifier with a brace', badge({ id: 'urn:a{b}' }), 'iri-invalid', '/id'],
    ['a blank node’s name', badge({}, { id: '_:b0' }), 'blank-node-id', '/credentialSubject/id'],
    ['a context in the document', badge({ '@context': [...contexts, { x: 'urn:x' }] }), 'context-inline', '/@context'],
    ['half a surrogate pair', badge({ name: 'a\ud800' }), 'string-not-well-formed', '/name'],
    ['a value object whose value is an empty list', badge({ name: { '@value': [] } }), 'value-object-empty'],
    ['what only looks like a keyword', badge({ '@nonsense': 1 }), 'keyword-lookalike', '/@nonsense'],
    [
      'the key that JavaScript loses',
      JSON.parse(JSON.stringify(badge()).replace('"id"', '"__proto__":{},"id"')),
      'term-undefined',
    ],
  ]
  for (const [what, document, code, pointer] of cases)
    it(`such as ${what}: ${code}`, () => {
      expect(run(document)).toMatchObject(refused(code, pointer))
    })

  it('nor what is nested beyond all reason', () => {
    let deep: object = { type: ['Evidence'] }
    for (let depth = 0; depth < 150; depth++) deep = { type: ['Profile'], parentOrg: deep }
    expect(run(badge({}, { source: deep }))).toMatchObject(refused('too-deep'))
  })

  it('nor blank nodes that are made to be endless to tell apart', () => {
    const more = new Map([['https://e.x/c', { '@context': { to: 'urn:to', id: '@id', all: 'urn:all' } }]])
    const twelve = <T>(inner: T): T[] => Array.from({ length: 12 }, () => structuredClone(inner))
    const alike = twelve({ to: twelve({ to: twelve({ to: [{}, {}] }) }) })
    expect(run({ '@context': 'https://e.x/c', id: 'urn:x', all: alike }, 'verify', more)).toMatchObject(
      refused('blank-nodes-alike'),
    )
  })
})

describe('what is signed as it stands, alike everywhere', () => {
  const cases: readonly (readonly [string, object])[] = [
    ['integers and short decimals', badge({}, achievement({ creditsAvailable: 7.5 }))],
    ['a language tag in small letters', badge({ name: { '@value': 'a', '@language': 'sv' } })],
    ['line feeds, quotes and letters beyond ASCII', badge({ name: 'å "q" \\ \n\t €' })],
    ['an emoji alone', badge({ name: '\u{1F600}' })],
    [
      'two lists that are equal, as result descriptions have them',
      badge(
        {},
        achievement({
          resultDescription: ['a', 'b'].map((id) => ({
            id: `urn:r:${id}`,
            type: ['ResultDescription'],
            name: id,
            resultType: 'LetterGrade',
            allowedValue: ['F', 'E', 'D'],
          })),
        }),
      ),
    ],
    [
      'a subject that is met again, inside itself',
      badge(
        {},
        {
          source: { id: 'did:example:1', type: ['Profile'], parentOrg: { type: ['Profile'], name: 'between' } },
        },
      ),
    ],
    [
      'the same form of node with another type, and the same type with other keys',
      badge(
        {
          evidence: [
            { type: ['Evidence'], name: 'one' },
            { type: ['Evidence'], narrative: 'two' },
            { type: ['Evidence', 'Achievement'], name: 'three' },
            { name: 'four', type: ['Evidence'] },
            { type: 'Evidence', name: 'five' },
          ],
        },
        {},
      ),
    ],
    [
      'an endorsement with contexts of its own',
      badge({
        endorsement: [
          {
            '@context': contexts,
            type: ['VerifiableCredential', 'EndorsementCredential'],
            issuer: { id: 'did:web:school.example', type: ['Profile'], name: 'School' },
            validFrom: '2026-01-01T00:00:00Z',
            credentialSubject: { id: 'did:example:1', type: ['EndorsementSubject'], endorsementComment: 'Good.' },
          },
        ],
      }),
    ],
    [
      'an endorsement with a proof of its own, which is a graph',
      badge({
        endorsement: [
          {
            type: ['VerifiableCredential', 'EndorsementCredential'],
            issuer: 'did:web:school.example',
            validFrom: '2026-01-01T00:00:00Z',
            credentialSubject: { id: 'urn:a:1', type: ['EndorsementSubject'], endorsementComment: 'Good.' },
            proof: { type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofValue: 'z1' },
          },
        ],
      }),
    ],
    ['a property under its whole name beside its term', badge({ name: 'b', 'https://schema.org/name': 'a' })],
    ['a day whose type stays the unresolved xsd:dateTime', badge({ awardedDate: '2026-01-01T00:00:00Z' })],
  ]
  for (const [what, document] of cases)
    it(`such as ${what}`, async () => {
      const reference = await canonicaliseByReference(JSON.parse(JSON.stringify(document)), findKnownContext)
      for (let time = 0; time < 2; time++)
        expect(run(document)).toEqual({ handled: true, nquads: reference.done ? reference.nquads : reference.detail })
    })

  it('by its contexts’ content: what an address says at another time is not remembered from the first', () => {
    const document = { '@context': 'https://e.x/c', '@id': 'urn:x', p: 'v' }
    const write = (iri: string) => run(document, 'verify', new Map([['https://e.x/c', { '@context': { p: iri } }]]))
    expect(write('urn:one')).toMatchObject({ nquads: '<urn:x> <urn:one> "v" .\n' })
    expect(write('urn:two')).toMatchObject({ nquads: '<urn:x> <urn:two> "v" .\n' })
  })

  it('and a JSON value by its canonical form, null and integer-like keys in it', () => {
    const more = new Map([['https://e.x/c', { '@context': { j: { '@id': 'urn:j', '@type': '@json' } } }]])
    const written = (value: unknown) => run({ '@context': 'https://e.x/c', '@id': 'urn:x', j: value }, 'verify', more)
    const literal = (json: string) => ({ handled: true, nquads: `<urn:x> <urn:j> "${json}"^^<${rdfJson}> .\n` })
    expect(written(null)).toEqual(literal('null'))
    expect(written({ b: 1, 10: 2, 9: 3 })).toEqual(literal('{\\"10\\":2,\\"9\\":3,\\"b\\":1}'))
  })
})

const rdfJson = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON'

describe('what our own path does not know goes to the reference, and says why', () => {
  it.each([
    ['a context that is not here', { '@context': 'https://e.x/unknown', '@id': 'urn:x' }, 'context-unknown'],
    ['a list in a list', { ...badge(), 'urn:p': { '@list': [['a']] } }, 'list-nested'],
    ['a word that turns properties round', { ...badge(), '@reverse': { 'urn:p': { id: 'urn:y' } } }, 'keyword'],
  ])('such as %s', (_, document, why) => {
    expect(run(document, 'verify')).toEqual({ handled: false, why })
  })

  it('such as types that bring a context in which their own key is a property', () => {
    const scoped = (type: string) => ({
      '@context': { type: '@type', a: 'urn:a', T: { '@id': 'urn:T', '@context': { type, a: 'urn:a' } } },
    })
    const types = { '@context': 'https://e.x/c', type: ['T', 'Nonsense'], a: 'x' }
    const under = (type: string) => run(types, 'verify', new Map([['https://e.x/c', scoped(type)]]))
    expect(under('urn:property')).toEqual({ handled: false, why: 'types-shifted' })
    expect(under('@type')).toMatchObject(refused('type-relative', '/type'))
  })
})
