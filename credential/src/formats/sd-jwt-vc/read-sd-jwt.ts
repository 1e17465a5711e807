import { decodeBase64UrlText } from '../../encode-base.ts'
import { isObject, isText, type Json, type JsonObject, listOf } from '../../json.ts'
import type { Power } from '../../power.ts'
import { readJson } from '../../read-json.ts'
import { type Jws, readJws } from '../vc-jwt/read-jws.ts'

/** An SD-JWT taken apart (RFC 9901): what the issuer signed, what the holder chose to show, and the holder's own word. */
export type SdJwt = {
  readonly jws: Jws
  readonly disclosures: readonly string[]
  readonly keyBinding: Jws | undefined
  /** Everything before the key binding: what the holder's signature pins. */
  readonly presented: string
}

export type SdJwtRead =
  | { readonly read: true; readonly sdJwt: SdJwt }
  | { readonly read: false; readonly detail: string }

const mostDisclosures = 500

export function readSdJwt(text: string): SdJwtRead {
  const parts = text.split('~')
  const [issued = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined || rest.length > mostDisclosures)
    return { read: false, detail: 'An SD-JWT has its parts between "~".' }
  const jws = readJws(issued)
  if (!jws.read) return { read: false, detail: jws.detail }
  const binding = last === '' ? undefined : readJws(last)
  if (binding && !binding.read) return { read: false, detail: binding.detail }
  const presented = text.slice(0, text.length - last.length)
  return { read: true, sdJwt: { jws: jws.jws, disclosures: rest, keyBinding: binding?.jws, presented } }
}

type Disclosure = { readonly name: string | undefined; readonly value: Json; used: boolean }

export type Disclosed =
  | { readonly disclosed: true; readonly claims: JsonObject }
  | { readonly disclosed: false; readonly detail: string }

/**
 * Puts the shown parts in their places (RFC 9901, 7.1). What is shown twice, shown without a place, or would overwrite
 * another claim makes the whole refused: it would say something that the issuer did not sign in that place.
 */
export function disclose({ jws, disclosures }: SdJwt, power: Pick<Power, 'sha256Base64Url'>): Disclosed {
  const { _sd_alg: algorithm = 'sha-256' } = jws.payload
  if (algorithm !== 'sha-256')
    return { disclosed: false, detail: `The hash ${JSON.stringify(algorithm)} is not known here.` }
  const byDigest = new Map<string, Disclosure>()
  for (const text of disclosures) {
    const disclosure = readDisclosure(text)
    const digest = power.sha256Base64Url(text)
    if (!disclosure || byDigest.has(digest))
      return { disclosed: false, detail: 'A shown part is malformed or shown twice.' }
    byDigest.set(digest, disclosure)
  }
  try {
    const claims = open(jws.payload, byDigest, new Set())
    if (!isObject(claims) || [...byDigest.values()].some(({ used }) => !used))
      return { disclosed: false, detail: 'A shown part has no place in what the issuer signed.' }
    const { _sd_alg: _algorithm, ...rest } = claims
    return { disclosed: true, claims: rest }
  } catch (error) {
    if (error instanceof DisclosureProblem) return { disclosed: false, detail: error.message }
    throw error
  }
}

class DisclosureProblem extends Error {}

function readDisclosure(text: string): Disclosure | undefined {
  const decoded = decodeBase64UrlText(text)
  const json = decoded === undefined ? undefined : readJson(decoded)
  if (!json?.read || !Array.isArray(json.value)) return undefined
  const [first, second, third] = json.value
  if (!isText(first)) return undefined
  if (json.value.length === 2 && second !== undefined) return { name: undefined, value: second, used: false }
  if (json.value.length !== 3 || !isText(second) || third === undefined || second === '_sd' || second === '...')
    return undefined
  return { name: second, value: third, used: false }
}

function open(value: Json, byDigest: ReadonlyMap<string, Disclosure>, seen: Set<string>): Json {
  const take = (digest: Json, named: boolean): Disclosure | undefined => {
    if (!isText(digest) || seen.has(digest)) throw new DisclosureProblem('A digest is repeated or is no text.')
    seen.add(digest)
    const disclosure = byDigest.get(digest)
    if (!disclosure) return undefined
    if ((disclosure.name !== undefined) !== named)
      throw new DisclosureProblem('A shown part is of the wrong kind for its place.')
    disclosure.used = true
    return disclosure
  }
  if (Array.isArray(value))
    return value.flatMap((item: Json) => {
      if (!isObject(item) || item['...'] === undefined || Object.keys(item).length > 1)
        return [open(item, byDigest, seen)]
      const disclosure = take(item['...'], false)
      return disclosure ? [open(disclosure.value, byDigest, seen)] : []
    })
  if (!isObject(value)) return value
  const opened = new Map<string, Json>()
  for (const [key, inner] of Object.entries(value)) if (key !== '_sd') opened.set(key, open(inner, byDigest, seen))
  for (const digest of listOf(value._sd)) {
    const disclosure = take(digest, true)
    if (!disclosure) continue
    const name = disclosure.name ?? ''
    if (opened.has(name)) throw new DisclosureProblem(`A shown part would overwrite "${name}".`)
    opened.set(name, open(disclosure.value, byDigest, seen))
  }
  return Object.fromEntries(opened)
}
