import { connect } from 'node:net'
import { readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeLocalConfig } from './compose-local-config.ts'
import { decideVerdict } from './decide-verdict.ts'
import { makeAdapter, maxBytes } from './make-adapter.ts'
import { serveAdapter } from './serve-adapter.ts'

const now = '2026-11-24T12:00:00Z'
const v2 = 'https://www.w3.org/ns/credentials/v2'
const suites = [
  ...['eddsa-rdfc-2022', 'eddsa-jcs-2022', 'ecdsa-rdfc-2019-p256', 'ecdsa-rdfc-2019-p384'],
  ...['ecdsa-jcs-2019-p256', 'ecdsa-jcs-2019-p384', 'vc-jwt'],
]

let base: string
let stop: () => Promise<void>
let dids: ReadonlyMap<string, string>

beforeAll(async () => {
  const served = await serveAdapter(makeAdapter({ baseUrl: 'https://localhost:40443', clock: () => new Date(now) }), {
    port: 0,
  })
  stop = served.stop
  base = `http://127.0.0.1:${served.port}`
  dids = readDids(await (await fetch(`${base}/local-config.cjs`)).text())
})
afterAll(() => stop())

describe('issuing for the suites', () => {
  it.each(suites)('%s: what it issues verifies, and no longer when one field is changed', async (name) => {
    const signed = await issue(name)
    expect(signed.status).toBe(201)
    const { verifiableCredential: credential } = signed.body
    expect((await verify(credential)).status).toBe(200)
    const changed = name === 'vc-jwt' ? { ...credential, id: flip(credential.id) } : { ...credential, validFrom: now }
    expect((await verify(changed)).status).toBe(400)
  })

  it('signs a document of the old model as the credential of today that says the same', async () => {
    const old = {
      ...unsigned('eddsa-rdfc-2022'),
      '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/security/data-integrity/v2'],
      issuanceDate: now,
      expirationDate: '2030-01-01T00:00:00Z',
    }
    const { body } = await post('/issuers/eddsa-rdfc-2022/credentials/issue', { credential: old })
    expect(body.verifiableCredential).toMatchObject({
      '@context': [v2],
      validFrom: now,
      validUntil: '2030-01-01T00:00:00Z',
    })
    expect(body.verifiableCredential).not.toHaveProperty('issuanceDate')
  })

  it('adds a status from its own list, and believes it only while the list can be seen', async () => {
    const { body } = await post('/issuers/eddsa-rdfc-2022/status/credentials/issue', {
      credential: unsigned('eddsa-rdfc-2022'),
    })
    const { verifiableCredential: credential } = body
    expect(credential.credentialStatus).toMatchObject({ type: 'BitstringStatusListEntry', statusListIndex: '1' })
    expect((await verify(credential)).body.checks).toContainEqual(expect.objectContaining({ code: 'status-good' }))

    const revoked = { ...credential.credentialStatus, statusListIndex: '0' }
    const away = { ...credential.credentialStatus, statusListCredential: 'https://away.example/list' }
    for (const [credentialStatus, code] of [
      [revoked, 'status-revoked'],
      [away, 'status-list-away'],
    ]) {
      const { body: other } = await issue('eddsa-rdfc-2022', { credentialStatus })
      expect((await verify(other.verifiableCredential)).body).toMatchObject({ status: 400, title: code })
    }
  })

  it('hands out what is read as published: the list is a signed credential', async () => {
    const list = await (await fetch(`${base}/status/1`)).text()
    const read = readCredential(list)
    if (!read.read) throw new Error(read.detail)
    const { report } = await verifyCredential(read.credential, {
      now,
      power,
      loadResource: async () => ({ found: false, code: 'resource-unreachable' }),
    })
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
  })

  it('refuses to pin a document by a digest that is not its own', async () => {
    const related = (digestSRI: string) => issue('eddsa-rdfc-2022', { relatedResource: { id: v2, digestSRI } })
    const published = 'sha256-WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ='
    expect((await related(published)).status).toBe(201)
    expect((await related(published.replace('WZ', 'ZW'))).body).toMatchObject({ status: 422, title: 'related-changed' })
  })

  it('derives what is chosen from a base proof, which itself is nothing to show', async () => {
    const { body } = await issue('ecdsa-sd-2023', {}, { mandatoryPointers: ['/issuer'] })
    expect((await verify(body.verifiableCredential)).status).toBe(400)
    const derived = await derive(body.verifiableCredential, ['/credentialSubject/id'])
    expect(derived.body.verifiableCredential.credentialSubject).toEqual({ id: 'did:example:subject' })
    expect((await verify(derived.body.verifiableCredential)).status).toBe(200)
    const changed = { ...derived.body.verifiableCredential, credentialSubject: { id: 'did:example:another' } }
    expect((await verify(changed)).status).toBe(400)
  })
})

describe('whose key it is', () => {
  it('is asked of everyone, and passed over only where the suites bring keys of strangers', async () => {
    const { body } = await issue('eddsa-rdfc-2022')
    const { proof, ...document } = body.verifiableCredential
    const other = await post('/issuers/eddsa-jcs-2022/credentials/issue', { credential: document })
    expect(other.body).toMatchObject({ status: 422, title: 'signer-mismatch' })

    expect((await verify(strangersCredential)).body).toMatchObject({ status: 400, title: 'issuer-not-controller' })
    expect((await verify(strangersCredential, 'proof-only')).status).toBe(200)
    const tampered = { ...strangersCredential, name: 'Another name' }
    expect((await verify(tampered, 'proof-only')).body).toMatchObject({ status: 400, title: 'signature-invalid' })
    expect(proof).toMatchObject({ type: 'DataIntegrityProof' })
  })

  it('is missing where no issuer is named, in every mode', () => {
    const missing = { name: 'issuer', outcome: 'failed', code: 'issuer-missing', detail: {} } as const
    expect(decideVerdict([missing], [], 'proof-only').verified).toBe(false)
  })
})

describe('presentations', () => {
  const presentation = { '@context': [v2], type: ['VerifiablePresentation'] }
  const present = (verifiablePresentation: unknown) =>
    post('/whole/presentations/verify', { verifiablePresentation, options: { challenge: 'c', domain: 'd' } })

  it('may be unsigned, and then show nothing but what is in them', async () => {
    const { body } = await issue('eddsa-rdfc-2022')
    expect((await present(presentation)).status).toBe(200)
    expect((await present({ ...presentation, verifiableCredential: [body.verifiableCredential] })).status).toBe(200)
  })

  it('are refused for one credential that does not hold, or for what is no credential', async () => {
    const { body } = await issue('eddsa-rdfc-2022')
    const changed = { ...body.verifiableCredential, validFrom: now }
    for (const entry of [changed, 'https://example.org/credential', 17, {}])
      expect((await present({ ...presentation, verifiableCredential: [entry] })).status).toBe(400)
    expect((await present({ ...presentation, type: ['Something'] })).status).toBe(400)
  })
})

describe('bad input', () => {
  const addresses = [
    '/issuers/eddsa-rdfc-2022/credentials/issue',
    '/issuers/ecdsa-sd-2023/credentials/issue',
    '/issuers/vc-jwt/credentials/issue',
    '/holder/credentials/derive',
    '/whole/credentials/verify',
    '/proof-only/credentials/verify',
    '/whole/presentations/verify',
  ]
  const bodies: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['half a text', '{"credential":'],
    ['no JSON', 'hello'],
    ['no object', '[]'],
    ['a number', '17'],
    ['an empty object', '{}'],
    ['a key twice', '{"credential":{},"credential":{}}'],
    ['nesting without end', `{"credential":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['deep objects', `{"verifiableCredential":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
    ['half a surrogate pair', '{"credential":{"name":"\\ud800"}}'],
    ['a number without bounds', '{"credential":{"n":1e999}}'],
    ['a prototype', '{"credential":{"__proto__":{"a":1},"constructor":null}}'],
    ...['null', '[]', '17', '"text"', '{}', '{"@context":null,"type":17,"proof":"x"}'].map(
      (value) =>
        [
          `${value} in each place`,
          `{"credential":${value},"verifiableCredential":${value},"verifiablePresentation":${value},"options":${value}}`,
        ] as const,
    ),
    [
      'pointers that are none',
      '{"credential":{},"verifiableCredential":{},"options":{"mandatoryPointers":[17],"selectivePointers":"/a"}}',
    ],
  ]

  for (const address of addresses)
    it.each(bodies)(`to ${address}: %s is 400 or 422, with a code`, async (_what, body) => {
      const answer = await fetch(base + address, { method: 'POST', body })
      expect([400, 422]).toContain(answer.status)
      expect(await answer.json()).toMatchObject({
        title: expect.stringMatching(/^[a-z-]+$/),
        detail: expect.any(String),
      })
    })

  it.each(addresses)('to %s: more than the most is 413', async (address) => {
    const body = `{"credential":"${'a'.repeat(maxBytes)}"}`
    expect((await fetch(base + address, { method: 'POST', body })).status).toBe(413)
  })

  it('is also an address that is none, and a body that breaks off', async () => {
    const { port } = new URL(base)
    const say = (text: string, whole: boolean) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.write(text, () => {
            if (!whole) socket.destroy()
          }),
        )
        let heard = ''
        socket.on('data', (part) => {
          heard += part
          socket.destroy()
        })
        socket.on('close', () => resolve(heard)).on('error', reject)
      })
    expect(await say('POST // HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}', true)).toMatch(/^HTTP\/1.1 400/)
    await say('POST /whole/credentials/verify HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{ breaks off', false)
    expect((await fetch(`${base}/local-config.cjs`)).status).toBe(200)
  })

  it('finds only what is there, by its own method', async () => {
    expect((await fetch(`${base}/whole/credentials/verify`, { method: 'DELETE' })).status).toBe(405)
    for (const path of ['/', '/credentials/verify', '/issuers/other/credentials/issue', '/issuers/__proto__/x/y'])
      expect((await post(path, {})).status).toBe(404)
    expect((await fetch(`${base}/local-config.cjs?verifier=anyone`)).status).toBe(404)
  })
})

describe('the controls', () => {
  it('say yes or no to anything', async () => {
    expect((await post('/controls/always-yes/credentials/verify', {})).status).toBe(200)
    expect((await post('/controls/always-no/credentials/verify', {})).status).toBe(400)
  })

  it('are asked only by a configuration that says so', () => {
    const config = composeLocalConfig({ baseUrl: 'https://localhost:1', issuers: new Map() }, 'whole')
    expect(config).not.toContain('controls')
    expect(config).toContain('https://localhost:1/whole/credentials/verify')
  })
})

type Answered = {
  status: number
  body: {
    checks: readonly object[]
    verifiableCredential: { id: string; proof: object; credentialStatus: object; credentialSubject: object }
  }
}

async function post(path: string, body: unknown): Promise<Answered> {
  const answer = await fetch(base + path, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}

const unsigned = (name: string, more: object = {}) => ({
  '@context': [v2],
  type: ['VerifiableCredential'],
  issuer: dids.get(name),
  credentialSubject: { id: 'did:example:subject' },
  ...more,
})

const issue = (name: string, more: object = {}, options: object = {}) =>
  post(`/issuers/${name}/credentials/issue`, { credential: unsigned(name, more), options })
const verify = (verifiableCredential: unknown, strictness = 'whole') =>
  post(`/${strictness}/credentials/verify`, { verifiableCredential })
const derive = (verifiableCredential: unknown, selectivePointers: readonly string[]) =>
  post('/holder/credentials/derive', { verifiableCredential, options: { selectivePointers } })

/** Another letter in the middle of the signature. */
const flip = (text: string) => `${text.slice(0, -10)}${text.at(-10) === 'A' ? 'B' : 'A'}${text.slice(-9)}`

function readDids(config: string): ReadonlyMap<string, string> {
  const parsed: { implementations: { issuers: { id: string; endpoint: string }[] }[] } = JSON.parse(
    config.replace('module.exports = ', ''),
  )
  return new Map(
    parsed.implementations.flatMap(({ issuers }) =>
      issuers.map(({ id, endpoint }) => [/issuers\/([^/]+)\//.exec(endpoint)?.[1] ?? '', id] as const),
    ),
  )
}

/** VC 2.0's own example of Ed25519Signature2020: a key that the named issuer does not control. */
const strangersCredential = {
  '@context': [v2, 'https://www.w3.org/ns/credentials/examples/v2', 'https://w3id.org/security/suites/ed25519-2020/v1'],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'AlumniCredential'],
  name: 'Alumni Credential',
  description: 'A minimum viable example of an Alumni Credential.',
  issuer: 'https://vc.example/issuers/5678',
  validFrom: '2023-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
  proof: {
    type: 'Ed25519Signature2020',
    created: '2023-02-24T23:36:38Z',
    verificationMethod:
      'did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2',
    proofPurpose: 'assertionMethod',
    proofValue: 'z57Mm1vboMtZiCyJ4aReZsv8co4Re64Y8GEjL1ZARzMbXZgkARFLqFs1P345NpPGG2hgCrS4nNdvJhpwnrNyG3kEF',
  },
}
