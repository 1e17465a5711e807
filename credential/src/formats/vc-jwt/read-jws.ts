import { decodeBase64Url, decodeBase64UrlText } from '../../encode-base.ts'
import { isObject, isText, type JsonObject } from '../../json.ts'
import type { KeyType, SignatureAlgorithm } from '../../power.ts'
import { readJson } from '../../read-json.ts'

/** A JWS in compact form, taken apart. */
export type Jws = {
  readonly header: JsonObject
  readonly payload: JsonObject
  readonly signature: Uint8Array
  /** What is signed: the two first parts as they were written. */
  readonly signed: string
  readonly algorithm: SignatureAlgorithm
}

export type JwsRead =
  | { readonly read: true; readonly jws: Jws }
  | { readonly read: false; readonly code: 'jwt-malformed' | 'jwt-algorithm-unknown'; readonly detail: string }

/** `none` and shared secrets (HS…) are not here on purpose, nor is anything that a header could talk us into. */
const algorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  EdDSA: 'EdDSA',
  Ed25519: 'EdDSA',
  ES256: 'ES256',
  ES384: 'ES384',
  ES512: 'ES512',
  RS256: 'RS256',
  RS384: 'RS384',
  RS512: 'RS512',
  PS256: 'PS256',
}

export const keyTypeOf = {
  EdDSA: 'Ed25519',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
  RS256: 'RSA',
  RS384: 'RSA',
  RS512: 'RSA',
  PS256: 'RSA',
} as const satisfies Record<SignatureAlgorithm, KeyType>

export const findAlgorithm = (name: unknown): SignatureAlgorithm | undefined =>
  isText(name) && Object.hasOwn(algorithms, name) ? algorithms[name] : undefined

export function readJws(text: string): JwsRead {
  const parts = text.split('.')
  const [head = '', body = '', tail = ''] = parts
  const header = readPart(head)
  const payload = readPart(body)
  const signature = decodeBase64Url(tail)
  if (parts.length !== 3 || !header || !payload || !signature)
    return malformed('A JWT is three base64url parts of JSON.')
  // A header that must be understood and is not makes the whole unreadable (RFC 7515, 4.1.11).
  if (header.crit !== undefined || header.b64 !== undefined)
    return malformed('The header demands an extension that is not known here.')
  const algorithm = findAlgorithm(header.alg)
  if (!algorithm)
    return { read: false, code: 'jwt-algorithm-unknown', detail: `No credential is signed with "${header.alg}".` }
  return { read: true, jws: { header, payload, signature, signed: `${head}.${body}`, algorithm } }
}

const malformed = (detail: string): JwsRead => ({ read: false, code: 'jwt-malformed', detail })

export function readPart(part: string): JsonObject | undefined {
  const text = decodeBase64UrlText(part)
  const json = text === undefined ? undefined : readJson(text)
  return json?.read && isObject(json.value) ? json.value : undefined
}

/** Three parts, the first of base64url; whether the others are, is for reading them to say. */
export function looksLikeJwt(text: string): boolean {
  const first = text.indexOf('.')
  const second = text.indexOf('.', first + 1)
  const three = second > first + 1 && text.indexOf('.', second + 1) < 0
  return three && /^[A-Za-z0-9_-]+$/.test(text.slice(0, first)) && !text.includes('~')
}
