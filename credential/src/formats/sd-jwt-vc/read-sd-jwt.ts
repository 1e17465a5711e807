import { decodeBase64UrlTexts } from '../../encode-base.ts'
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
  const decoded = decodeBase64UrlTexts(disclosures)
  for (const [index, text] of disclosures.entries()) {
    const disclosure = readDisclosure(decoded[index])
    const digest = power.sha256Base64Url(text)
    if (!disclosure || byDigest.has(digest))
      return { disclosed: false, detail: 'A shown part is malformed or shown twice.' }
    byDigest.set(digest, disclosure)
  }
  try {
    const claims = openObject(jws.payload, byDigest, new Set(), '_sd_alg')
    for (const { used } of byDigest.values())
      if (!used) return { disclosed: false, detail: 'A shown part has no place in what the issuer signed.' }
    if (claims._sd_alg === undefined) return { disclosed: true, claims }
    const { _sd_alg: _shown, ...rest } = claims
    return { disclosed: true, claims: rest }
  } catch (error) {
    if (error instanceof DisclosureProblem) return { disclosed: false, detail: error.message }
    throw error
  }
}

class DisclosureProblem extends Error {}

function readDisclosure(decoded: string | undefined): Disclosure | undefined {
  const json = decoded === undefined ? undefined : readJson(decoded)
  if (!json?.read || !Array.isArray(json.value)) return undefined
  const [first, second, third] = json.value
  if (!isText(first)) return undefined
  if (json.value.length === 2 && second !== undefined) return { name: undefined, value: second, used: false }
  if (json.value.length !== 3 || !isText(second) || third === undefined || second === '_sd' || second === '...')
    return undefined
  return { name: second, value: third, used: false }
}

type Opened = { [key: string]: Json }

function open(value: Json, byDigest: ReadonlyMap<string, Disclosure>, seen: Set<string>): Json {
  if (typeof value !== 'object' || value === null) return value
  if (isObject(value)) return openObject(value, byDigest, seen)
  return value.flatMap((item: Json) => {
    if (!isObject(item) || item['...'] === undefined || Object.keys(item).length > 1)
      return [open(item, byDigest, seen)]
    const disclosure = take(item['...'], false, byDigest, seen)
    return disclosure ? [open(disclosure.value, byDigest, seen)] : []
  })
}

function openObject(
  value: JsonObject,
  byDigest: ReadonlyMap<string, Disclosure>,
  seen: Set<string>,
  without?: '_sd_alg',
): Opened {
  const opened: Opened = {}
  for (const key of Object.keys(value))
    if (key !== '_sd' && key !== without) setOwn(opened, key, open(value[key] ?? null, byDigest, seen))
  for (const digest of listOf(value._sd)) {
    const disclosure = take(digest, true, byDigest, seen)
    if (!disclosure) continue
    const name = disclosure.name ?? ''
    if (Object.hasOwn(opened, name) || (name === without && Object.hasOwn(value, name)))
      throw new DisclosureProblem(`A shown part would overwrite "${name}".`)
    setOwn(opened, name, open(disclosure.value, byDigest, seen))
  }
  return opened
}

function take(
  digest: Json,
  named: boolean,
  byDigest: ReadonlyMap<string, Disclosure>,
  seen: Set<string>,
): Disclosure | undefined {
  if (!isText(digest) || seen.has(digest)) throw new DisclosureProblem('A digest is repeated or is no text.')
  seen.add(digest)
  const disclosure = byDigest.get(digest)
  if (!disclosure) return undefined
  if ((disclosure.name !== undefined) !== named)
    throw new DisclosureProblem('A shown part is of the wrong kind for its place.')
  disclosure.used = true
  return disclosure
}

/** Assigning to `__proto__` would set what an object inherits instead of what it says. */
function setOwn(object: Opened, key: string, value: Json): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}
