import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { sha256, sha384 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { encodeBase64Url } from '../encode-base.ts'
import type { LoadResource, Power, Secrets, SignatureAlgorithm } from '../power.ts'

const encoder = new TextEncoder()

/**
 * The strength of a browser: its own compression and RSA, and audited JavaScript (`@noble`) for the rest, for the hash
 * must be synchronous and not every browser has Ed25519.
 */
export const power: Power = {
  sha256: (bytes) => sha256(bytes),
  sha256Hex: (text) => bytesToHex(sha256(encoder.encode(text))),
  sha256Text: (text) => sha256(encoder.encode(text)),
  sha256Base64Url: (text) => encodeBase64Url(sha256(encoder.encode(text))),
  sha384: (bytes) => sha384(bytes),
  gzip: (bytes) => transform(bytes, new CompressionStream('gzip'), Number.POSITIVE_INFINITY),
  deflate: (bytes) => transform(bytes, new CompressionStream('deflate'), Number.POSITIVE_INFINITY),
  gunzip: (bytes, maxBytes) => transform(bytes, new DecompressionStream('gzip'), maxBytes),
  inflate: (bytes, maxBytes) => transform(bytes, new DecompressionStream('deflate'), maxBytes),
  verify(algorithm, key, bytes, signature) {
    try {
      // ZIP 215 would take signatures that RFC 8032, and so Node, refuses.
      if (algorithm === 'EdDSA' && key.type === 'Ed25519')
        return ed25519.verify(signature, bytes, key.bytes, { zip215: false })
      if (algorithm === 'ES256' && key.type === 'P-256')
        return p256.verify(signature, bytes, key.bytes, { lowS: false })
      if (algorithm === 'ES384' && key.type === 'P-384')
        return p384.verify(signature, bytes, key.bytes, { lowS: false })
      if (algorithm === 'ES512' && key.type === 'P-521')
        return p521.verify(signature, bytes, key.bytes, { lowS: false })
      if (key.type === 'RSA') return verifyRsa(algorithm, key.bytes, bytes, signature)
    } catch {
      return false
    }
    return false
  },
}

/** A browser's random and one-time keys. */
export const secrets: Secrets = {
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  makeOneTimeKey() {
    const secretKey = p256.utils.randomSecretKey()
    return { publicKey: p256.getPublicKey(secretKey, true), sign: (bytes) => p256.sign(bytes, secretKey) }
  },
}

async function verifyRsa(
  algorithm: SignatureAlgorithm,
  spki: Uint8Array,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const name = algorithm === 'PS256' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5'
  const hash = { RS384: 'SHA-384', RS512: 'SHA-512' }[String(algorithm)] ?? 'SHA-256'
  try {
    const key = await crypto.subtle.importKey('spki', new Uint8Array(spki), { name, hash }, false, ['verify'])
    return await crypto.subtle.verify({ name, saltLength: 32 }, key, new Uint8Array(signature), new Uint8Array(bytes))
  } catch {
    return false
  }
}

async function transform(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
  maxBytes: number,
): Promise<Uint8Array> {
  const whole = await readAtMost(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(stream), maxBytes)
  if (whole === undefined) throw new RangeError(`It opens to more than ${maxBytes} bytes.`)
  return whole
}

/** By a reader: not every browser goes through a stream with `for await`. */
async function readAtMost(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = stream.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > maxBytes) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const patienceMilliseconds = 15_000

/**
 * Fetches what a credential names (keys of did:web, status lists, schemas) as a browser may: over https, without cookies,
 * within the size that is asked for and fifteen seconds.
 *
 * A browser reads only what its server opens to other sites (CORS); everything else is `resource-unreachable`, and the
 * check that needed it is `unchecked`.
 */
export const fetchResource: LoadResource = async (url, { accept, maxBytes, anyStatus = false }) => {
  if (!/^https:\/\//.test(url)) return { found: false, code: 'url-scheme-refused' }
  const signal = AbortSignal.timeout(patienceMilliseconds)
  try {
    const answer = await fetch(url, { headers: { accept }, credentials: 'omit', referrerPolicy: 'no-referrer', signal })
    if (!answer.ok && !anyStatus) return { found: false, code: 'resource-status' }
    const bytes = answer.body === null ? new Uint8Array() : await readAtMost(answer.body, maxBytes)
    if (bytes === undefined) return { found: false, code: 'resource-too-large' }
    const mediaType = answer.headers.get('content-type') ?? ''
    return { found: true, bytes, mediaType, url: answer.url, status: answer.status }
  } catch {
    return { found: false, code: signal.aborted ? 'resource-timeout' : 'resource-unreachable' }
  }
}
