import { type Check, find } from './check.ts'
import { publishedDigests } from './contexts/published-digests.ts'
import { type Digests, digestsOf, matchesSri } from './digest-sri.ts'
import { decodeMultibase } from './encode-base.ts'
import type { Ground } from './formats/format.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import type { LoadResource, Power } from './power.ts'

const mostResources = 20
const maxBytes = 2_000_000

/** Are the documents that the credential pins by digest still what they were (VC 2.0, 5.3)? */
export function checkRelatedResources(document: JsonObject, ground: Ground): Check | Promise<Check> {
  const resources = listOf(document.relatedResource)
  return resources.length === 0 ? find('related-none') : checkEach(resources, ground)
}

async function checkEach(resources: readonly Json[], ground: Ground): Promise<Check> {
  if (resources.length > mostResources) return find('related-malformed', { resources: resources.length })
  const checks = await Promise.all(resources.map((resource) => checkResource(resource, ground)))
  const of = (outcome: string) => checks.find((check) => check.outcome === outcome)
  return of('failed') ?? of('unchecked') ?? find('related-unchanged', { resources: resources.length })
}

async function checkResource(resource: Json, { loadResource, power }: Ground): Promise<Check> {
  if (!isObject(resource) || !isText(resource.id)) return find('related-malformed')
  const { id } = resource
  const sri = textsOf(resource.digestSRI)
  const multibase = textsOf(resource.digestMultibase)
  if (sri.length + multibase.length === 0) return find('related-malformed', { resource: id })
  const published = publishedDigests.get(id)
  const hash = published ?? (await hashResource(id, resource.mediaType, loadResource, power))
  if ('cause' in hash) return find('related-away', { resource: id, cause: hash.cause })
  const matches = [
    ...sri.map((digest) => matchesSri(digest, hash)),
    ...multibase.map((digest) => matchesMultibase(digest, hash)),
  ]
  if (matches.includes(false)) return find('related-changed', { resource: id })
  if (matches.includes(undefined)) return find('related-digest-unknown', { resource: id })
  return find('related-unchanged', { resource: id })
}

/** A document that everybody uses is known by its digest, and never fetched. */
async function hashResource(
  id: string,
  mediaType: Json | undefined,
  loadResource: LoadResource,
  power: Power,
): Promise<Digests | { readonly cause: string }> {
  const loaded = await loadResource(id, { accept: isText(mediaType) ? mediaType : '*/*', maxBytes })
  if (!loaded.found) return { cause: loaded.code }
  return digestsOf(loaded.bytes, power)
}

/**
 * Multihash: the code of the hash (0x12 SHA-256, 0x20 SHA-384), its length, its bytes. VC 2.0's own example (5.3) has
 * the bare bytes, whose length says the hash as well.
 */
function matchesMultibase(text: string, digests: Digests): boolean | undefined {
  const decoded = decodeMultibase(text)
  if (!decoded) return undefined
  const marked = decoded.length === 34 || decoded.length === 50
  const stated = marked ? decoded.subarray(2) : decoded
  const name = ({ 32: 'sha256', 48: 'sha384' } as const)[stated.length]
  if (!name || (marked && (decoded[0] !== codes[name] || decoded[1] !== stated.length))) return undefined
  const computed = digests[name]()
  return computed.every((byte, at) => byte === stated[at])
}

const codes = { sha256: 0x12, sha384: 0x20 } as const
