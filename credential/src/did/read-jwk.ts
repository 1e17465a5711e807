import { decodeBase64Url } from '../encode-base.ts'
import { isText, type JsonObject } from '../json.ts'
import type { PublicKey } from '../power.ts'

const curves = {
  Ed25519: { kty: 'OKP', size: 32 },
  'P-256': { kty: 'EC', size: 32 },
  'P-384': { kty: 'EC', size: 48 },
  'P-521': { kty: 'EC', size: 66 },
} as const

/** A public JWK as a key. One that carries its private half is refused: whoever published it gave the key away. */
export function readJwk(jwk: JsonObject): PublicKey | undefined {
  if (jwk.d !== undefined || jwk.k !== undefined) return undefined
  const { crv } = jwk
  if (jwk.kty === 'RSA') return readRsa(jwk)
  if (crv !== 'Ed25519' && crv !== 'P-256' && crv !== 'P-384' && crv !== 'P-521') return undefined
  const { kty, size } = curves[crv]
  const x = isText(jwk.x) ? decodeBase64Url(jwk.x) : undefined
  if (jwk.kty !== kty || x?.length !== size) return undefined
  if (crv === 'Ed25519') return { type: crv, bytes: x }
  const y = isText(jwk.y) ? decodeBase64Url(jwk.y) : undefined
  if (y?.length !== size) return undefined
  return { type: crv, bytes: new Uint8Array([4, ...x, ...y]) }
}

function readRsa(jwk: JsonObject): PublicKey | undefined {
  const n = isText(jwk.n) ? decodeBase64Url(jwk.n) : undefined
  const e = isText(jwk.e) ? decodeBase64Url(jwk.e) : undefined
  if (!n || !e || n.length < 256 || n.length > 1024) return undefined
  const numbers = der(0x30, [...derInteger(n), ...derInteger(e)])
  const algorithm = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00]
  return { type: 'RSA', bytes: new Uint8Array(der(0x30, [...algorithm, ...der(0x03, [0, ...numbers])])) }
}

const derInteger = (bytes: Uint8Array): number[] => der(0x02, (bytes[0] ?? 0) > 127 ? [0, ...bytes] : [...bytes])

function der(tag: number, content: number[]): number[] {
  const { length } = content
  if (length < 128) return [tag, length, ...content]
  return length < 256 ? [tag, 0x81, length, ...content] : [tag, 0x82, length >> 8, length & 255, ...content]
}
