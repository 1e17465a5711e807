import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { issueVcSdJwt, presentAsSdJwt } from './issue-vc-sd-jwt.ts'
import type { Json, JsonObject } from './json.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'
import { verifyPresentation } from './verify-presentation.ts'

const keeper = makeSigner()
const signer = { ...keeper, algorithm: 'EdDSA' } as const
const secrets = { power, randomBytes: (length: number) => new Uint8Array(randomBytes(length)) }
const options = { now, power, loadResource: serve({}) }

const document: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  type: ['VerifiableCredential'],
  issuer: keeper.did,
  validFrom: '2026-11-01T09:00:00Z',
  credentialSubject: {
    id: 'did:example:1',
    givenName: 'Maja',
    address: { street: 'Storgatan 1', 'post/code~': '123' },
    phones: ['08-1', '08-2', '08-3'],
  },
}
const paths = [
  '/credentialSubject/givenName',
  '/credentialSubject/address/street',
  '/credentialSubject/address/post~1code~0',
  '/credentialSubject/phones/1',
]

describe('a VC 2.0 document as an SD-JWT', () => {
  it('shows all to whoever has every part, and what is left to whoever has fewer', async () => {
    const whole = await issueVcSdJwt(document, signer, { ...secrets, selective: paths })
    const { codes, credential } = await verify(whole)
    expect(codes).toMatchObject({
      format: 'format-current',
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
    })
    expect(credential).toEqual(document)

    const [token = '', first = '', second = ''] = whole.split('~')
    const less = await verify(`${[token, first, second].join('~')}~`)
    expect(less.codes.signature).toBe('signature-valid')
    expect(JSON.stringify(less.credential)).not.toMatch(/08-2/)
    expect(JSON.stringify(less.credential)).toMatch(/08-1/)
    const bare = await verify(`${token}~`)
    expect(bare.credential.credentialSubject).toEqual({ id: 'did:example:1', address: {}, phones: ['08-1', '08-3'] })
  })

  it('tells by no digest what is hidden, nor where the hidden stood among the rest', async () => {
    const digests = async () => {
      const token = await issueVcSdJwt(document, signer, { ...secrets, selective: paths })
      const { credentialSubject: subject } = payloadOf(token) as { credentialSubject: JsonObject }
      return subject._sd
    }
    const one = await digests()
    expect(one).not.toEqual(await digests())
    expect(one).toEqual(Array.isArray(one) ? [...one].sort() : one)
  })

  it.each([
    ['a letter of the payload', (token: string) => swap(token, { validFrom: '2026-10-01T09:00:00Z' })],
    ['another issuer in the open', (token: string) => swap(token, { issuer: 'did:example:2' })],
    ['a part that was never signed', (token: string) => `${token}${encode(['salt', 'grade', 'A'])}~`],
    ['a part shown twice', (token: string) => `${token}${token.split('~')[1]}~`],
  ])('does not hold with %s', async (_what, change) => {
    const token = await issueVcSdJwt(document, signer, { ...secrets, selective: paths })
    expect((await verify(change(token))).codes.signature).toMatch(/signature-(invalid|malformed)/)
  })

  it('does not hold when iss is somebody else than the issuer, also where the issuer was hidden', async () => {
    const token = await issueVcSdJwt(document, signer, { ...secrets, selective: [] })
    expect((await verify(swap(token, { iss: 'did:example:2' }))).codes.signature).toBe('signature-malformed')
  })

  it.each([
    ['the issuer', ['/issuer']],
    ['the context', ['/@context']],
    ['the status', ['/credentialStatus']],
    ['what is not there', ['/credentialSubject/grade']],
    ['what is beyond the list', ['/credentialSubject/phones/3']],
  ])('does not hide %s', async (_what, selective) => {
    await expect(issueVcSdJwt(document, signer, { ...secrets, selective })).rejects.toMatchObject({
      code: 'pointer-invalid',
    })
  })

  it('is not signed by another than its issuer, nor when the model is broken', async () => {
    const issue = (change: JsonObject) =>
      issueVcSdJwt({ ...document, ...change }, signer, { ...secrets, selective: [] })
    await expect(issue({ issuer: 'did:example:2' })).rejects.toMatchObject({ code: 'signer-mismatch' })
    await expect(issue({ validFrom: 'today' })).rejects.toMatchObject({ code: 'data-model-broken' })
  })
})

describe('a presentation as an SD-JWT', () => {
  const presentation: JsonObject = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    type: ['VerifiablePresentation'],
    holder: keeper.did,
  }

  it('may hide even what it is and who holds it', async () => {
    const entry = { ...document, id: 'urn:x:1' }
    const token = await presentAsSdJwt({ ...presentation, verifiableCredential: [entry] }, signer, {
      ...secrets,
      selective: ['/type', '/holder'],
    })
    const { checks, credentials } = await verifyPresentation(token, options)
    expect(checks.map(({ code }) => code)).toEqual(['format-current', 'signature-valid', 'holder-unproven'])
    expect(credentials).toHaveLength(1)
    expect(credentials[0]).toMatchObject({
      report: { checks: expect.arrayContaining([expect.objectContaining({ code: 'signature-missing' })]) },
    })
  })

  it('is signed by its holder only', async () => {
    const present = (change: JsonObject) =>
      presentAsSdJwt({ ...presentation, ...change }, signer, { ...secrets, selective: [] })
    await expect(present({ holder: 'did:example:2' })).rejects.toMatchObject({ code: 'signer-mismatch' })
    await expect(present({ type: ['VerifiableCredential'] })).rejects.toMatchObject({ code: 'data-model-broken' })
  })
})

const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const payloadOf = (token: string): JsonObject =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

function swap(token: string, change: JsonObject): string {
  const [header, payload = '', ...rest] = token.split('.')
  const changed = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...change }
  return [header, encode(changed), ...rest].join('.')
}

async function verify(token: string): Promise<{ codes: Record<string, string>; credential: JsonObject }> {
  const read = readCredential(token)
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report, credential } = await verifyCredential(read.credential, options)
  return { codes: Object.fromEntries(report.checks.map(({ name, code }) => [name, code])), credential }
}
