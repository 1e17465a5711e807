import { type KeyObject, sign } from 'node:crypto'
import { createRequire } from 'node:module'

/**
 * libsodium's Ed25519: it verifies and signs in six tenths of the time that OpenSSL takes, and is an optional
 * dependency. Where it is not installed, or there is no build of it for the machine, `node:crypto` does it all.
 */
type Sodium = {
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean
  crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
}

let looked = false
let loaded: Sodium | undefined

function findSodium(): Sodium | undefined {
  if (looked) return loaded
  looked = true
  try {
    const candidate: unknown = createRequire(import.meta.url)('sodium-native')
    loaded = isSodium(candidate) && signsRight(candidate) ? candidate : undefined
  } catch {
    loaded = undefined
  }
  return loaded
}

const isSodium = (candidate: unknown): candidate is Sodium =>
  typeof candidate === 'object' &&
  candidate !== null &&
  'crypto_sign_verify_detached' in candidate &&
  'crypto_sign_detached' in candidate

/** RFC 8032, 7.1, TEST 2, and that another message is refused: a broken build is as good as none. */
function signsRight(sodium: Sodium): boolean {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
  const secret = bytes('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
  const publicKey = bytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
  const wanted = bytes(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  )
  const made = new Uint8Array(64)
  sodium.crypto_sign_detached(made, bytes('72'), new Uint8Array([...secret, ...publicKey]))
  return (
    Buffer.compare(made, wanted) === 0 &&
    sodium.crypto_sign_verify_detached(wanted, bytes('72'), publicKey) &&
    !sodium.crypto_sign_verify_detached(wanted, bytes('73'), publicKey)
  )
}

/** From here on OpenSSL's SHA-512, which is the faster one, weighs more than libsodium's curve. */
const longestToVerify = 32_768
const longestToSign = 8_192

/**
 * Whether libsodium accepts an Ed25519 signature. It accepts nothing that OpenSSL refuses, but refuses keys and points of
 * small order, which OpenSSL took until lately: so `true` is the answer, and `false` only that `node:crypto` is to say.
 */
export function isAcceptedBySodium(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean {
  if (bytes.length > longestToVerify || publicKey.length !== 32 || signature.length !== 64) return false
  return findSodium()?.crypto_sign_verify_detached(signature, bytes, publicKey) ?? false
}

export type Sign = (bytes: Uint8Array) => Uint8Array

/**
 * What signs with an Ed25519 private key: the same bytes from libsodium as from `node:crypto`, for one message has one
 * signature (RFC 8032, 5.1.6). The key is held in memory as long as the function is.
 *
 * @throws TypeError for a key of another kind
 */
export function makeEd25519Sign(privateKey: KeyObject): Sign {
  const { crv, d, x } = privateKey.export({ format: 'jwk' })
  if (crv !== 'Ed25519' || d === undefined || x === undefined) throw new TypeError('This is no Ed25519 private key.')
  const sodium = findSodium()
  if (!sodium) return (bytes) => sign(null, bytes, privateKey)
  const secretKey = Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')])
  return (bytes) => {
    if (bytes.length > longestToSign) return sign(null, bytes, privateKey)
    const signature = new Uint8Array(64)
    sodium.crypto_sign_detached(signature, bytes, secretKey)
    return signature
  }
}
