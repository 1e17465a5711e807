import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { TokenSigner } from '../../issue-token.ts'
import { issueVcCose, presentAsCose } from '../../issue-vc-cose.ts'
import type { JsonObject } from '../../json.ts'
import { power } from '../../power/node.ts'
import { power as webPower } from '../../power/web.ts'
import { type Cbor, readCbor } from '../../read-cbor.ts'
import { readCredential } from '../../read-credential.ts'
import { makeBadge, now, serve } from '../../testing/test-world.ts'
import { verifyCredential } from '../../verify-credential.ts'
import { verifyPresentation } from '../../verify-presentation.ts'
import { writeCbor } from '../../write-cbor.ts'
import { composeSigned } from './read-cose.ts'

const issuer = 'https://issuer.example/cose'

describe('a credential in a COSE_Sign1', () => {
  it.each(['EdDSA', 'ES256', 'ES384', 'ES512'] as const)(
    'signed with %s holds, in Node and in a browser',
    async (algorithm) => {
      const { signer, document } = makeSigner(algorithm)
      const bytes = await issueVcCose(makeBadge(issuer), signer)
      expect([...bytes.subarray(0, 2)]).toEqual([0xd2, 0x84])
      for (const strength of [power, webPower])
        expect(await codesOf(bytes, document, strength)).toMatchObject({
          signature: 'signature-valid',
          issuer: 'issuer-controls-key',
          format: 'format-current',
        })
    },
  )

  const { signer, document } = makeSigner('ES256')
  const { signer: stranger } = makeSigner('ES256')
  const badge = makeBadge(issuer)
  const twins: readonly (readonly [string, () => Promise<Uint8Array>, string])[] = [
    [
      'one byte of the payload is changed',
      async () => flip(await issueVcCose(badge, signer), 200),
      'signature-invalid',
    ],
    [
      'one byte of the signature is changed',
      async () => flip(await issueVcCose(badge, signer), -5),
      'signature-invalid',
    ],
    [
      'another key signed',
      () => issueVcCose(badge, { ...stranger, verificationMethod: signer.verificationMethod }),
      'signature-invalid',
    ],
    ['the algorithm is of another kind of key', () => make({ 1: -8, 4: `${issuer}#key-1` }), 'key-type-wrong'],
    ['no key is named', () => make({ 1: -7 }), 'proof-incomplete'],
    ['a key is named that the issuer does not have', () => make({ 1: -7, 4: 'key-2' }), 'key-not-found'],
  ]
  it.each(twins)('does not hold when %s', async (_what, issue, code) => {
    expect(await codesOf(await issue(), document)).toMatchObject({ signature: code })
  })

  it('may name its key by the name that it has as a JWK', async () => {
    expect(await codesOf(await make({ 1: -7, 4: 'jwk-name' }), document)).toMatchObject({
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
    })
  })

  const unread: readonly (readonly [string, Record<number, Cbor>, string])[] = [
    ['an unknown algorithm', { 1: -257 }, 'cose-algorithm-unknown'],
    ['no algorithm', {}, 'cose-algorithm-unknown'],
    ['an extension that must be understood', { 1: -7, 2: [99] }, 'cose-malformed'],
    ['another media type', { 1: -7, 16: 'application/pdf' }, 'not-a-credential'],
    ['other content', { 1: -7, 3: 'text/plain' }, 'not-a-credential'],
  ]
  it.each(unread)('is not read with %s', async (_what, header, code) => {
    expect(readCredential(toUrl(await make({ 4: 'key-1', ...header })))).toMatchObject({ read: false, code })
  })

  it.each([
    ['nothing', ''],
    ['another tag', Buffer.from([0xd8, 0x62, 0x84]).toString('base64')],
    ['half of it', Buffer.from([0xd2, 0x84, 0x43]).toString('base64')],
    ['hexadecimal', 'd28443a10126a0'],
    ['no base64', '*'],
  ])('is not read from %s', (_what, packed) => {
    expect(readCredential(`data:application/vc+cose;base64,${packed}`).read).toBe(false)
  })

  it('stands in an enveloped credential, only under the context that defines it', async () => {
    const id = toUrl(await issueVcCose(badge, signer)).replace(/=+$/, '')
    const envelope = { '@context': 'https://www.w3.org/ns/credentials/v2', type: 'EnvelopedVerifiableCredential', id }
    expect(readCredential(JSON.stringify(envelope)).read).toBe(true)
    for (const change of [{ '@context': [] }, { type: 'VerifiableCredential' }, { id: id.slice(5) }]) {
      const read = readCredential(JSON.stringify({ ...envelope, ...change }))
      expect(read.read && read.credential.envelope.format === 'vc-cose').toBe(false)
    }
  })

  it('is presented by its holder, and by nobody else', async () => {
    const presentation = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      type: ['VerifiablePresentation'],
      holder: issuer,
    }
    const bytes = await presentAsCose(presentation, signer)
    const { checks } = await verifyPresentation(toUrl(bytes), optionsWith(document))
    expect(checks.map(({ code }) => code)).toEqual(['format-current', 'signature-valid', 'holder-unproven'])
    await expect(presentAsCose({ ...presentation, holder: 'did:example:other' }, signer)).rejects.toThrow(
      /not did:example/,
    )
    await expect(issueVcCose(makeBadge('did:example:other'), signer)).rejects.toThrow(/not did:example/)
    await expect(issueVcCose(presentation, signer)).rejects.toMatchObject({ code: 'signer-mismatch' })
  })

  /** Signed by hand, with a header of one's own. */
  async function make(header: Record<number, Cbor>): Promise<Uint8Array> {
    const head = writeCbor(new Map(Object.entries(header).map(([label, value]) => [Number(label), value])))
    const payload = new TextEncoder().encode(JSON.stringify(badge))
    const signature = await signer.sign(composeSigned(head, payload))
    return Uint8Array.of(0xd2, ...writeCbor([head, new Map(), payload, signature]))
  }
})

describe('CBOR', () => {
  const values: readonly Cbor[] = [
    0,
    23,
    24,
    255,
    256,
    65_536,
    -1,
    -24,
    -25,
    -257,
    'å',
    [],
    [1, [2]],
    new Map([[1, -7]]),
  ]
  it.each(values)('%j is read as it is written', (value) => {
    expect(readCbor(writeCbor(value))).toEqual(value)
  })
  it.each(['', '18', '3903', '9f01ff', 'c101', 'f6', '0101'])('%s is not read', (hex) => {
    expect(readCbor(Buffer.from(hex, 'hex'))).toBeUndefined()
  })
})

const algorithms = { EdDSA: undefined, ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const
const hashes = { EdDSA: null, ES256: 'sha256', ES384: 'sha384', ES512: 'sha512' } as const

function makeSigner(algorithm: TokenSigner['algorithm']): { signer: TokenSigner; document: JsonObject } {
  const namedCurve = algorithms[algorithm]
  const { publicKey, privateKey } = namedCurve
    ? generateKeyPairSync('ec', { namedCurve })
    : generateKeyPairSync('ed25519')
  const { kty = '', crv = '', x = '', y } = publicKey.export({ format: 'jwk' })
  const id = `${issuer}#key-1`
  const publicKeyJwk = { kty, crv, x, ...(y !== undefined && { y }), kid: 'jwk-name' }
  const method = { id, type: 'JsonWebKey', controller: issuer, publicKeyJwk }
  return {
    signer: {
      verificationMethod: id,
      algorithm,
      sign: (bytes) => sign(hashes[algorithm], bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    },
    document: { id: issuer, verificationMethod: [method], assertionMethod: [id], authentication: [id] },
  }
}

const toUrl = (bytes: Uint8Array): string => `data:application/vc+cose;base64,${Buffer.from(bytes).toString('base64')}`

const optionsWith = (document: JsonObject, strength = power) => ({
  now,
  power: strength,
  loadResource: serve({ [issuer]: document }),
})

async function codesOf(bytes: Uint8Array, document: JsonObject, strength = power): Promise<Record<string, string>> {
  const read = readCredential(toUrl(bytes))
  if (!read.read) throw new Error(read.detail)
  const { report } = await verifyCredential(read.credential, optionsWith(document, strength))
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}

const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === (at < 0 ? bytes.length + at : at) ? byte ^ 1 : byte))
