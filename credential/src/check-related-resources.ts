import { type Check, find } from './check.ts'
import { matchesSri } from './digest-sri.ts'
import { decodeMultibase } from './encode-base.ts'
import type { Ground } from './formats/format.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import type { Power } from './power.ts'

const mostResources = 20
const maxBytes = 2_000_000

/** Are the documents that the credential pins by digest still what they were (VC 2.0, 5.3)? */
export async function checkRelatedResources(document: JsonObject, ground: Ground): Promise<Check> {
  const resources = listOf(document.relatedResource)
  if (resources.length === 0) return find('related-none')
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
  const accept = isText(resource.mediaType) ? resource.mediaType : '*/*'
  const loaded = await loadResource(id, { accept, maxBytes })
  if (!loaded.found) return find('related-away', { resource: id, cause: loaded.code })
  const matches = [
    ...sri.map((digest) => matchesSri(digest, loaded.bytes, power)),
    ...multibase.map((digest) => matchesMultibase(digest, loaded.bytes, power)),
  ]
  if (matches.includes(false)) return find('related-changed', { resource: id })
  if (matches.includes(undefined)) return find('related-digest-unknown', { resource: id })
  return find('related-unchanged', { resource: id })
}

/** Multihash: the code of the hash (0x12 SHA-256, 0x20 SHA-384), its length, its bytes. */
function matchesMultibase(text: string, bytes: Uint8Array, power: Power): boolean | undefined {
  const decoded = decodeMultibase(text)
  const hash = decoded?.[0] === 0x12 ? power.sha256 : decoded?.[0] === 0x20 ? power.sha384 : undefined
  if (!decoded || !hash) return undefined
  const computed = hash(bytes)
  return (
    decoded[1] === computed.length &&
    decoded.length === computed.length + 2 &&
    computed.every((byte, at) => byte === decoded[at + 2])
  )
}
