import { createHash, createPublicKey, ECDH, randomBytes } from 'node:crypto'
import { findKey, type JsonObject, type LoadResource, type PublicKey, readJwk } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { type CallbackContext, HashAlgorithm, type Jwk, type JwtSigner, zJwk } from '@openid4vc/oauth2'
import { readCertificateKey } from './read-request-certificate.ts'

const hashes = {
  [HashAlgorithm.Sha256]: 'sha256',
  [HashAlgorithm.Sha384]: 'sha384',
  [HashAlgorithm.Sha512]: 'sha512',
} as const

/** How proofs and request objects are signed here and by others: no symmetric algorithm, and never none. */
export const proofAlgorithms = ['ES256', 'EdDSA', 'ES384', 'ES512'] as const
const isProofAlgorithm = (name: string): name is (typeof proofAlgorithms)[number] =>
  proofAlgorithms.some((one) => one === name)

/**
 * The strength that the protocol library asks for, from ours. A key by DID is looked up as for any credential: in the
 * DID itself, or through the guard.
 */
export function makeCallbacks(
  loadResource: LoadResource,
): Pick<CallbackContext, 'hash' | 'generateRandom' | 'verifyJwt'> {
  return {
    hash: (data, algorithm) => createHash(hashes[algorithm]).update(data).digest(),
    generateRandom: (length) => randomBytes(length),
    verifyJwt: async (signer, { compact }) => {
      const key = await findSignerKey(signer, loadResource)
      if (!key || !isProofAlgorithm(signer.alg)) return { verified: false }
      const end = compact.lastIndexOf('.')
      const verified = await power.verify(
        signer.alg,
        key,
        new TextEncoder().encode(compact.slice(0, end)),
        Buffer.from(compact.slice(end + 1), 'base64url'),
      )
      return verified ? { verified, signerJwk: toJwk(key) } : { verified }
    },
  }
}

async function findSignerKey(signer: JwtSigner, loadResource: LoadResource): Promise<PublicKey | undefined> {
  if (signer.method === 'jwk') return readJwk(toJson(signer.publicJwk))
  if (signer.method === 'x5c') {
    const jwk = readCertificateKey(signer.x5c[0] ?? '')
    return jwk && readJwk(JSON.parse(JSON.stringify(jwk)))
  }
  if (signer.method !== 'did') return undefined
  const found = await findKey(signer.didUrl, 'authentication', loadResource)
  // Who signs now does it with a key in use: one that was retired or lost proves nothing of today.
  return found.found && !found.key.retiredAt && !found.key.revokedAt ? found.key.key : undefined
}

const toJson = (jwk: Jwk): JsonObject => JSON.parse(JSON.stringify(jwk))

const curves = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' } as const

/** A public key as a JWK with nothing in it but the key. */
export function toJwk({ type, bytes }: PublicKey): Jwk {
  if (type === 'Ed25519') return { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes).toString('base64url') }
  if (type === 'RSA')
    return zJwk.parse(
      createPublicKey({ key: Buffer.from(bytes), format: 'der', type: 'spki' }).export({ format: 'jwk' }),
    )
  const point = Buffer.from(ECDH.convertKey(bytes, curves[type], undefined, undefined, 'uncompressed'))
  const half = (point.length - 1) / 2
  const part = (from: number) => point.subarray(from, from + half).toString('base64url')
  return { kty: 'EC', crv: type, x: part(1), y: part(1 + half) }
}
