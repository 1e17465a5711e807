import { type JsonObject, readSdJwt } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { z } from 'zod'

/** One claim that an SD-JWT shows or could show: where it stands, and the text that shows it. */
export type DisclosedClaim = { path: readonly (string | number)[]; text: string; value: unknown }

const Disclosure = z.union([z.tuple([z.string(), z.string(), z.unknown()]), z.tuple([z.string(), z.unknown()])])

/** Every part that can be left out, with its place: outer ones before what lies in them. */
export function readDisclosures(sdJwt: string): readonly DisclosedClaim[] {
  const read = readSdJwt(sdJwt)
  if (!read.read) return []
  const { jws, disclosures } = read.sdJwt
  const byDigest = new Map(
    disclosures.map((text) => [Buffer.from(power.sha256Text(text)).toString('base64url'), text] as const),
  )
  const found: DisclosedClaim[] = []
  walk(jws.payload, [], byDigest, found)
  return found
}

function walk(
  value: unknown,
  path: readonly (string | number)[],
  byDigest: ReadonlyMap<string, string>,
  found: DisclosedClaim[],
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const digest = isObject(item) ? item['...'] : undefined
      if (typeof digest === 'string') take(digest, [...path, index], byDigest, found)
      else walk(item, [...path, index], byDigest, found)
    }
    return
  }
  if (!isObject(value)) return
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '_sd') walk(inner, [...path, key], byDigest, found)
    else if (Array.isArray(inner)) for (const digest of inner) take(digest, path, byDigest, found)
  }
}

function take(
  digest: unknown,
  path: readonly (string | number)[],
  byDigest: ReadonlyMap<string, string>,
  found: DisclosedClaim[],
): void {
  const text = typeof digest === 'string' ? byDigest.get(digest) : undefined
  const read = text === undefined ? undefined : Disclosure.safeParse(parse(text))
  if (text === undefined || !read?.success) return
  const { data } = read
  const place = data.length === 3 ? [...path, data[1]] : path
  const inner = data.length === 3 ? data[2] : data[1]
  found.push({ path: place, text, value: inner })
  walk(inner, place, byDigest, found)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A step of a DCQL path: `null` is every member of a list. */
export type ClaimPath = readonly (string | number | null)[]

/** Whether one of two places lies in the other. */
export const touches = (place: readonly (string | number)[], asked: ClaimPath): boolean =>
  place.every((step, index) => {
    const wanted = asked[index]
    return wanted === undefined || wanted === step || (wanted === null && typeof step === 'number')
  })
