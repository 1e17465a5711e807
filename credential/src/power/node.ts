import {
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
  randomFillSync,
  sign,
  verify,
} from 'node:crypto'
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import type { KeyType, Power, PublicKey, Secrets, SignatureAlgorithm } from '../power.ts'
import { isAcceptedBySodium } from './sodium.ts'

/**
 * The strength of Node: `node:crypto`, synchronous, which is several times faster per call than WebCrypto; beside it
 * libsodium, where it is installed, for Ed25519.
 */
export const power: Power = {
  sha256: (bytes) => readBytes(hash('sha256', bytes, 'binary')),
  sha256Hex: (text) => hash('sha256', text, 'hex'),
  sha256Text: (text) => readBytes(hash('sha256', text, 'binary')),
  sha256Base64Url: (text) => hash('sha256', text, 'base64url'),
  sha384: (bytes) => hash('sha384', bytes, 'buffer'),
  // Level 6 is the knee: level 9 costs ten times more for a percent.
  gzip: (bytes) => gzipSync(bytes, { level: bytes.length > 65_536 ? 1 : 6 }),
  gunzip: (bytes, maxBytes) => gunzipSync(bytes, { maxOutputLength: maxBytes }),
  inflate: (bytes, maxBytes) => inflateSync(bytes, { maxOutputLength: maxBytes }),
  deflate: (bytes) => deflateSync(bytes),
  verify(algorithm, key, bytes, signature) {
    if (!fits(algorithm, key)) return false
    if (algorithm === 'EdDSA' && isAcceptedBySodium(key.bytes, bytes, signature)) return true
    const opened = openKey(key)
    if (!opened) return false
    if (algorithm === 'EdDSA') return verify(null, bytes, opened, signature)
    const rsaHash = rsaHashes[algorithm]
    if (rsaHash) return verify(rsaHash, bytes, opened, signature)
    if (algorithm === 'PS256') return verify('sha256', bytes, { key: opened, padding: 6, saltLength: 32 }, signature)
    return verify(ecdsaHashes[algorithm], bytes, { key: opened, dsaEncoding: 'ieee-p1363' }, signature)
  },
}

/** A hash by way of a text: making a Buffer of its own costs Node more than hashing a kilobyte. */
function readBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < bytes.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

/** Node's random and one-time keys. */
export const secrets: Secrets = {
  randomBytes: drawBytes,
  makeOneTimeKey() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const odd = (Buffer.from(y, 'base64url').at(-1) ?? 0) & 1
    return {
      publicKey: new Uint8Array([2 + odd, ...Buffer.from(x, 'base64url')]),
      sign: (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    }
  },
}

/** Asking for many at once costs as much as asking for few. What was given out is not kept here. */
const pool = new Uint8Array(4_096)
let poolAt = pool.length

function drawBytes(length: number): Uint8Array {
  if (length > pool.length / 4) return new Uint8Array(randomBytes(length))
  if (poolAt + length > pool.length) {
    randomFillSync(pool)
    poolAt = 0
  }
  const drawn = pool.slice(poolAt, poolAt + length)
  pool.fill(0, poolAt, poolAt + length)
  poolAt += length
  return drawn
}

const ecdsaHashes: Partial<Record<SignatureAlgorithm, string>> = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512' }
const rsaHashes: Partial<Record<SignatureAlgorithm, string>> = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' }

const keyTypes: Record<SignatureAlgorithm, KeyType> = {
  EdDSA: 'Ed25519',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  RS256: 'RSA',
  RS384: 'RSA',
  RS512: 'RSA',
  PS256: 'RSA',
}

const fits = (algorithm: SignatureAlgorithm, { type }: PublicKey): boolean => keyTypes[algorithm] === type

/** What stands before the bytes of a key in its SubjectPublicKeyInfo, by the key's length. */
const derPrefixes: Record<Exclude<KeyType, 'RSA'>, Readonly<Record<number, string>>> = {
  Ed25519: { 32: '302a300506032b6570032100' },
  'P-256': {
    33: '3039301306072a8648ce3d020106082a8648ce3d030107032200',
    65: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  },
  'P-384': {
    49: '3046301006072a8648ce3d020106052b81040022033200',
    97: '3076301006072a8648ce3d020106052b81040022036200',
  },
  'P-521': { 133: '30819b301006072a8648ce3d020106052b8104002303818600' },
}

function toDer({ type, bytes }: PublicKey): Buffer | undefined {
  if (type === 'RSA') return Buffer.from(bytes)
  const prefix = derPrefixes[type][bytes.length]
  return prefix === undefined ? undefined : Buffer.concat([Buffer.from(prefix, 'hex'), bytes])
}

/** Opening a key costs as much as verifying with it, and the same issuers come again: kept, the oldest leave first. */
const openedKeys = new Map<string, KeyObject>()
const openedKeysMost = 2_000
const openedByObject = new WeakMap<PublicKey, KeyObject>()

function openKey(key: PublicKey): KeyObject | undefined {
  const known = openedByObject.get(key)
  if (known) return known
  const name = `${key.type}:${Buffer.from(key.bytes).toString('base64')}`
  let opened = openedKeys.get(name)
  if (!opened) {
    const der = toDer(key)
    if (!der) return undefined
    try {
      opened = createPublicKey({ key: der, format: 'der', type: 'spki' })
    } catch {
      return undefined
    }
    if (openedKeys.size >= openedKeysMost)
      for (const oldest of openedKeys.keys()) {
        openedKeys.delete(oldest)
        break
      }
    openedKeys.set(name, opened)
  }
  openedByObject.set(key, opened)
  return opened
}
