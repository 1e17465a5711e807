import { describe, expect, it } from 'vitest'
import { decodeMultikey } from '../did/multikey.ts'
import { signToken } from '../issue-token.ts'
import type { JsonObject } from '../json.ts'
import { power } from '../power/node.ts'
import { readCredential } from '../read-credential.ts'
import { makeBadge, makeSigner, now, serve } from '../testing/test-world.ts'
import { verifyCredential } from '../verify-credential.ts'

const keeper = makeSigner()
const signer = { ...keeper, algorithm: 'EdDSA' } as const
const badge = makeBadge(keeper.did)

describe('what a token calls itself', () => {
  it.each([undefined, 'JWT', 'jwt', 'vc+jwt', 'application/vc+jwt', 'vc+ld+jwt', 'vc-ld+jwt', 'vp+jwt'])(
    '%s may be a credential',
    async (typ) => expect(readCredential(await token(typ)).read).toBe(true),
  )
  it.each(['at+jwt', 'kb+jwt', 'statuslist+jwt', 'vc+sd-jwt', 'openid4vci-proof+jwt', 'bad+typ', '', 5, null])(
    '%s is none',
    async (typ) => expect(readCredential(await token(typ))).toMatchObject({ read: false, code: 'not-a-credential' }),
  )
  it.each(['dc+sd-jwt', 'vc+sd-jwt', 'application/vc+sd-jwt'])('%s may be an SD-JWT', async (typ) => {
    expect(readCredential(`${await token(typ)}~`).read).toBe(true)
  })
  it.each(['vc+jwt', 'at+jwt', 'bad+typ', 5])('%s is no SD-JWT', async (typ) => {
    expect(readCredential(`${await token(typ)}~`)).toMatchObject({ read: false, code: 'not-a-credential' })
  })

  it('is one thing only: a vc+jwt has no vc or vp claim beside the credential', async () => {
    for (const claim of [{ vc: 'x' }, { vc: badge }, { vp: {} }])
      expect(readCredential(await token('vc+jwt', claim))).toMatchObject({ read: false, code: 'jwt-malformed' })
  })
})

describe('an envelope', () => {
  const envelope = async (change: JsonObject = {}, mediaType = 'application/vc+jwt') =>
    readCredential(
      JSON.stringify({
        '@context': 'https://www.w3.org/ns/credentials/v2',
        type: 'EnvelopedVerifiableCredential',
        id: `data:${mediaType},${await token('vc+jwt')}`,
        ...change,
      }),
    )
  it.each(['application/vc+jwt', 'application/jwt'])('of %s is opened', async (mediaType) => {
    expect((await envelope({}, mediaType)).read).toBe(true)
  })
  it.each([
    ['no context', { '@context': [] }],
    ['a context that does not define it', { '@context': 'https://www.w3.org/ns/credentials/examples/v2' }],
    ['no data URL', { id: 'not-a-credential' }],
    ['a broken token', { id: 'data:application/vc+jwt,e30.e30....' }],
  ])('with %s is none, and no credential without proof either', async (_what, change) => {
    expect(await envelope(change)).toMatchObject({ read: false })
  })
})

describe('when a token says that it was made', () => {
  const codeOf = async (claims: JsonObject) => {
    const read = readCredential(await token('vc+jwt', claims))
    if (!read.read) throw new Error(read.detail)
    const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve({}) })
    return report.checks.find(({ name }) => name === 'signature')?.code
  }
  it.each([{ iat: 1_760_000_000 }, { iat: '2026-11-01T09:00:00Z' }, { exp: 1_900_000_000 }])(
    '%j is a time',
    async (claims) => expect(await codeOf(claims)).toBe('signature-valid'),
  )
  it.each([
    [{ iat: 'today' }, 'signature-malformed'],
    [{ iat: '2026-11-01' }, 'signature-malformed'],
    [{ iat: '2027-11-01T09:00:00Z' }, 'proof-created-later'],
    [{ exp: '2026-11-01T09:00:00Z' }, 'proof-expired'],
    [{ exp: 1_760_000_000 }, 'proof-expired'],
  ])('%j: %s', async (claims, code) => expect(await codeOf(claims)).toBe(code))
})

describe('a key that a token names', () => {
  const issuer = 'https://issuer.example/keys'
  const { publicKeyMultibase, kid } = { publicKeyMultibase: keeper.multibase, kid: 'thumbprint' }
  const method = { id: `${issuer}#1`, type: 'JsonWebKey', controller: issuer, publicKeyMultibase }
  const named = { ...method, publicKeyMultibase: undefined, publicKeyJwk: { ...jwkOf(), kid } }
  const document = (entry: object, uses: readonly string[]) => ({
    id: issuer,
    verificationMethod: [entry],
    assertionMethod: uses,
  })
  const codesOf = async (name: string, served: object) => {
    const read = readCredential(await signToken({ typ: 'vc+jwt', kid: name }, { ...makeBadge(issuer) }, signer))
    if (!read.read) throw new Error(read.detail)
    const options = { now, power, loadResource: serve({ [issuer]: served }) }
    const { report } = await verifyCredential(read.credential, options)
    return report.checks.slice(1, 3).map(({ code }) => code)
  }
  it.each([`${issuer}#1`, '#1', '1', 'thumbprint'])('as %s is found in its issuer’s document', async (name) => {
    expect(await codesOf(name, document(named, [`${issuer}#1`]))).toEqual(['signature-valid', 'issuer-controls-key'])
  })
  it('is not found by a name that it does not have, and not used for what it is not meant for', async () => {
    expect(await codesOf('other', document(named, [`${issuer}#1`]))).toEqual(['key-not-found', 'issuer-unchecked'])
    expect(await codesOf('thumbprint', document(named, []))).toEqual(['key-purpose-wrong', 'issuer-unchecked'])
    expect(await codesOf('thumbprint', document(method, [`${issuer}#1`]))).toEqual([
      'key-not-found',
      'issuer-unchecked',
    ])
  })

  it('by a DID method that is not known here is asked of the caller, who may not know it either', async () => {
    const did = 'did:example:issuer'
    const read = readCredential(await signToken({ typ: 'vc+jwt', kid: `${did}#1` }, { ...makeBadge(did) }, signer))
    if (!read.read) throw new Error(read.detail)
    const verified = async (served: Record<string, object>) => {
      const { report } = await verifyCredential(read.credential, { now, power, loadResource: serve(served) })
      return report.checks.slice(1, 3).map(({ code }) => code)
    }
    const own = { ...method, id: `${did}#1`, controller: did }
    const known = { id: did, verificationMethod: [own], assertionMethod: [`${did}#1`] }
    expect(await verified({ [did]: known })).toEqual(['signature-valid', 'issuer-controls-key'])
    expect(await verified({})).toEqual(['key-method-unknown', 'issuer-unchecked'])
    expect(await verified({ [did]: { ...known, id: 'did:example:other' } })).toEqual([
      'key-document-invalid',
      'issuer-unchecked',
    ])
  })
})

const token = (typ: string | number | null | undefined, more: JsonObject = {}): Promise<string> =>
  signToken(typ === undefined ? {} : { typ }, { ...badge, ...more }, signer)

function jwkOf(): JsonObject {
  const bytes = decodeMultikey(keeper.multibase)?.bytes ?? new Uint8Array()
  return { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') }
}
