import { describe, expect, it } from 'vitest'
import { canonicaliseByReference } from './canonicalise.ts'
import { findKnownContext } from './contexts/known-contexts.ts'
import { absoluteStatus } from './credential.ts'
import { issueCredential } from './issue-credential.ts'
import type { JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

const terms = 'https://www.w3.org/2018/credentials#'
const dateTime = 'http://www.w3.org/2001/XMLSchema#dateTime'
const status = {
  id: 'https://issuer.example/status/1#5',
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '5',
  statusListCredential: 'https://issuer.example/status/1',
}
const validUntil = '2026-11-01T10:00:00Z'

/** How a holder might hide that a credential is withdrawn and past its day; the statements are the same in each. */
const tricks: Readonly<Record<string, (rest: JsonObject) => JsonObject>> = {
  'names of its own': (rest) =>
    withContext(
      { ...rest, state: status, until: validUntil },
      {
        state: { '@id': `${terms}credentialStatus`, '@type': '@id' },
        until: { '@id': `${terms}validUntil`, '@type': dateTime },
      },
    ),
  'names in a context inside': (rest) => ({
    ...rest,
    '@context': [...listed(rest), { '@vocab': 'https://www.w3.org/2018/credentials#valid' }],
    [absoluteStatus]: status,
    Until: { '@value': validUntil, '@type': dateTime },
  }),
  'a prefix': (rest) =>
    withContext(
      { ...rest, 'c:credentialStatus': status, 'c:validUntil': { '@value': validUntil, '@type': dateTime } },
      { c: terms },
    ),
  'a prefix of a prefix': (rest) =>
    withContext(
      { ...rest, state: status, until: validUntil },
      {
        w: 'https://www.w3.org/2018/',
        c: { '@id': 'w:credentials#', '@prefix': true },
        state: { '@id': 'c:credentialStatus', '@type': '@id' },
        until: { '@id': 'c:validUntil', '@type': dateTime },
      },
    ),
  'whole addresses': (rest) => ({
    ...rest,
    [absoluteStatus]: status,
    [`${terms}validUntil`]: { '@value': validUntil, '@type': dateTime },
  }),
  '@nest': (rest) => ({ ...rest, '@nest': { credentialStatus: status, validUntil } }),
  'a name for @nest': (rest) =>
    withContext({ ...rest, box: { credentialStatus: status, validUntil } }, { box: '@nest' }),
  '@included': (rest) => ({
    ...rest,
    '@included': [{ id: rest.id ?? null, type: rest.type ?? null, credentialStatus: status, validUntil }],
  }),
}

describe('a withdrawn credential whose status and last day are written where no reader looks', () => {
  for (const [way, hide] of Object.entries(tricks))
    it(`by ${way} is refused, though its statements are those that were signed`, async () => {
      const { proof, ...content } = await issue()
      const { credentialStatus: _status, validUntil: _until, ...rest } = content
      const hidden = hide(rest)
      expect(await statementsOf(hidden)).toBe(await statementsOf(content))
      expect(await judge({ ...hidden, proof: proof ?? null })).toMatchObject({
        format: 'term-hidden',
        signature: 'signature-unchecked',
        issuer: 'issuer-unchecked',
      })
    })

  it('is found out where they stand open', async () => {
    expect(await judge(await issue())).toMatchObject({
      format: 'format-current',
      signature: 'signature-valid',
      validity: 'expired',
      status: 'status-list-away',
    })
  })

  it('is found out where they stand inside, on an object of the same id', async () => {
    const signer = makeSigner()
    const refresh = { id: 'https://issuer.example/credentials/1', type: 'https://issuer.example/Refresh' }
    const {
      proof,
      validUntil: until,
      ...content
    } = await issueCredential({ ...makeBadge(signer.did), refreshService: refresh, validUntil }, signer, { now, power })
    const type = ['VerifiableCredential', 'OpenBadgeCredential', refresh.type]
    const moved = { ...content, refreshService: { ...refresh, type, validUntil: until ?? null } }
    expect(await statementsOf(moved)).toBe(await statementsOf({ ...content, validUntil: until ?? null }))
    expect(await judge({ ...moved, proof: proof ?? null })).toMatchObject({ format: 'format-invalid' })
  })
})

describe('text that JSON-LD drops, so that no signature covers it', () => {
  const ways: Readonly<Record<string, (badge: JsonObject) => JsonObject>> = {
    '@index': (badge) => ({ ...badge, '@index': 'With honours' }),
    'a name for @index': (badge) => withContext({ ...badge, note: 'With honours' }, { note: '@index' }),
    'a map by @index': (badge) =>
      withContext(
        { ...badge, notes: { 'With honours': [] } },
        { notes: { '@id': 'urn:x:notes', '@container': '@index' } },
      ),
    __proto__: (badge) =>
      JSON.parse(JSON.stringify({ ...badge, proto: 'With honours' }).replace('"proto"', '"__proto__"')),
  }
  for (const [way, smuggle] of Object.entries(ways))
    it(`is refused: ${way}`, async () => {
      const signed = await issue()
      expect(await judge(smuggle(signed))).toMatchObject({ format: expect.stringMatching(/^term-(hidden|undefined)$/) })
    })
})

describe('names of the document’s own', () => {
  it('are taken where nothing known has them', async () => {
    const signer = makeSigner()
    const own = withContext(
      { ...makeBadge(signer.did), cable: 'G.652' },
      { cable: 'https://norrfiber.example/terms#cable' },
    )
    const signed = await issueCredential(own, signer, { now, power, byReference: true })
    expect(await judge(signed)).toMatchObject({ format: 'format-current', signature: 'signature-valid' })
    expect(await judge({ ...signed, cable: 'G.657' })).toMatchObject({ signature: 'signature-invalid' })
  })

  it('may not change places, where a vocabulary takes any name', async () => {
    const signer = makeSigner()
    const examples = 'https://www.w3.org/ns/credentials/examples'
    const own = {
      ...makeBadge(signer.did),
      '@context': ['https://www.w3.org/ns/credentials/v2', `${examples}/v2`],
      type: ['VerifiableCredential'],
      credentialSubject: { passed: 'welding', failed: 'measuring' },
    }
    const signed = await issueCredential(own, signer, { now, power })
    const swapped = withContext(
      { ...signed, credentialSubject: { passed: 'measuring', failed: 'welding' } },
      { passed: `${examples}#failed`, failed: `${examples}#passed` },
    )
    expect(await judge(signed)).toMatchObject({ format: 'format-current', signature: 'signature-valid' })
    expect(await judge(swapped)).toMatchObject({ format: 'term-hidden', signature: 'signature-unchecked' })
  })

  it('may not make an address another than the one that is read', async () => {
    const signed = await issue()
    const { id, ...rest } = signed
    const shortened = withContext({ ...rest, id: 'n:1' }, { n: String(id).slice(0, -1) })
    expect(await judge(shortened)).toMatchObject({ format: 'term-hidden' })
  })
})

describe('documents made to keep a verifier busy', () => {
  const many = <Item>(length: number, make: (index: number) => Item): Item[] =>
    Array.from({ length }, (_, i) => make(i))
  const own = { item: 'urn:x:item' }
  const directed = (index: number): JsonObject => ({ '@value': `item ${index}`, '@direction': 'rtl' })

  it('are refused where only the reference could read them and they are large', async () => {
    const signed = await issue()
    const small = withContext({ ...signed, item: many(20, directed) }, own)
    expect(await judge(small)).toMatchObject({ signature: 'signature-invalid' })
    const large = withContext({ ...signed, item: many(5_000, directed) }, own)
    expect(await judge(large)).toMatchObject({ format: 'graph-too-complex', signature: 'signature-unchecked' })
    const contexts = withContext(
      { ...signed, item: many(60, () => ({ '@context': listed(signed), ...directed(0) })) },
      own,
    )
    expect(await judge(contexts)).toMatchObject({ format: 'graph-too-complex' })
  })

  it('are context-unknown where that is why our own path cannot read them', async () => {
    const signed = await issue()
    const unknown = 'https://vocabulary.example/v1'
    const large = { ...signed, '@context': [...listed(signed), unknown], item: many(6_000, (index) => `item ${index}`) }
    expect(await judge(large)).toMatchObject({ format: 'context-unknown' })
  })

  it('are refused where a name could mean ever more', async () => {
    const signed = await issue()
    const contexts = many(12, (index) => ({ p: `q:${index}`, q: `r:${index}`, r: `urn:x:${index}#` }))
    const endless = { ...signed, '@context': [...listed(signed), ...contexts], 'p:1': 'x' }
    expect(await judge(endless)).toMatchObject({ format: 'term-hidden' })
  })
})

describe('a proof that does not say what it is', () => {
  it('is incomplete, not of an unknown kind', async () => {
    const signed = await issue()
    const [proof] = [signed.proof ?? []].flat()
    const { type: _type, ...untyped } = Object(proof)
    expect(await judge({ ...signed, proof: untyped })).toMatchObject({ signature: 'proof-incomplete' })
    const { cryptosuite: _suite, ...unsuited } = Object(proof)
    expect(await judge({ ...signed, proof: unsuited })).toMatchObject({ signature: 'proof-incomplete' })
    expect(await judge({ ...signed, proof: { ...Object(proof), cryptosuite: 'x-2030' } })).toMatchObject({
      signature: 'cryptosuite-unknown',
    })
  })
})

function issue(): Promise<JsonObject> {
  const signer = makeSigner()
  return issueCredential({ ...makeBadge(signer.did), credentialStatus: status, validUntil }, signer, { now, power })
}

const listed = (document: JsonObject) => [document['@context'] ?? []].flat()

const withContext = (document: JsonObject, context: JsonObject): JsonObject => ({
  ...document,
  '@context': [...listed(document), context],
})

async function statementsOf(document: JsonObject): Promise<string> {
  const canonical = await canonicaliseByReference(document, findKnownContext)
  if (!canonical.done) throw new Error(canonical.detail)
  return canonical.nquads
}

async function judge(document: JsonObject): Promise<Record<string, string>> {
  const read = readCredential(JSON.stringify(document))
  if (!read.read) throw new Error(read.code)
  const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve({}) })
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
