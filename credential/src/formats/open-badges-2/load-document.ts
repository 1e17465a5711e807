import { isObject, type JsonObject } from '../../json.ts'
import { readJson } from '../../read-json.ts'
import type { Ground } from '../format.ts'

export type DocumentLoaded =
  | { readonly found: true; readonly document: JsonObject; readonly gone: boolean }
  | { readonly found: false; readonly cause: string }

const maxBytes = 1_000_000

/**
 * A document of Open Badges 2.0 from its own address: its id is where it was asked for, and the answer came from there.
 *
 * A server that sends on to another site does not speak for the address: an open redirect would let anyone speak for it.
 */
export async function loadDocument(url: string, ground: Ground, { anyId = false } = {}): Promise<DocumentLoaded> {
  if (!URL.canParse(url)) return { found: false, cause: 'url-invalid' }
  const limits = { accept: 'application/ld+json, application/json', maxBytes, anyStatus: true }
  const loaded = await ground.loadResource(url, limits)
  if (!loaded.found) return { found: false, cause: loaded.code }
  if (originOf(loaded.url ?? url) !== originOf(url)) return { found: false, cause: otherOrigin }
  const status = loaded.status ?? 200
  // 410 with `revoked` is how a hosted badge is taken back (Open Badges 2.0, "Revoking a Hosted Assertion").
  const gone = status === 410
  if (status !== 200 && !gone) return { found: false, cause: 'resource-status' }
  const json = readJson(loaded.bytes, { maxBytes })
  if (!json.read || !isObject(json.value)) return { found: false, cause: json.read ? 'not-json' : json.code }
  if (!anyId && json.value.id !== url) return { found: false, cause: otherId }
  return { found: true, document: json.value, gone }
}

export const otherOrigin = 'other-origin'
export const otherId = 'other-id'

export const originOf = (url: string): string | undefined => URL.parse(url)?.origin
