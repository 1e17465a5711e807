import type { Check } from '../check.ts'
import type { Ground } from '../formats/format.ts'

/** A list as it is kept: opened, believed, and how it was served. */
export type KeptList<List> = {
  readonly list: List
  /** How many bytes it takes, so that strangers' lists cannot fill the memory. */
  readonly size: number
  /** For how long its issuer lets it be kept, and until when it is valid at all. */
  readonly ttlMilliseconds: number
  readonly validUntil: number
  readonly maxAgeSeconds: number | undefined
  readonly etag: string | undefined
}

export type ListLoaded<List> =
  | { readonly loaded: true; readonly kept: KeptList<List> }
  | { readonly loaded: false; readonly unchanged: true; readonly maxAgeSeconds: number | undefined }
  | { readonly loaded: false; readonly check: Check }

type Entry = { readonly kept: KeptList<unknown>; readonly from: number; readonly freshUntil: number }

/**
 * Status lists that were fetched, opened and believed, for the next credential that points to them. The caller holds
 * it and gives it to each `verifyCredential`; those that verify with other trust anchors or contexts hold another.
 */
export type StatusListCache = {
  readonly mostBytes: number
  readonly entries: Map<string, Entry>
  readonly pending: Map<string, Promise<ListLoaded<unknown>>>
}

/** @param mostBytes how much memory opened lists may take, 64 megabytes when nothing is said; the oldest leave first */
export const createStatusListCache = ({ mostBytes = 67_108_864 }: { mostBytes?: number } = {}): StatusListCache => ({
  mostBytes,
  entries: new Map(),
  pending: new Map(),
})

export type ListFound<List> =
  | { readonly found: true; readonly list: List }
  | { readonly found: false; readonly check: Check }

/**
 * The list of an address: kept, while its ttl, its `max-age` and its validity last; else fetched, once for all who wait.
 * A list that can no longer be fetched is away, whatever was kept of it.
 */
export async function findList<List>(
  name: string,
  { statusLists: cache, now }: Ground,
  load: (etag: string | undefined) => Promise<ListLoaded<List>>,
  isList: (value: unknown) => value is List,
): Promise<ListFound<List>> {
  const known = cache?.entries.get(name)
  const own = known && isList(known.kept.list) ? { ...known, list: known.kept.list } : undefined
  if (own && now >= own.from && now < own.freshUntil) return { found: true, list: own.list }
  const waiting = cache?.pending.get(name)
  const loading = waiting ?? load(own?.kept.etag)
  if (cache && !waiting) cache.pending.set(name, loading)
  try {
    const loaded = await loading
    if (!loaded.loaded) {
      if ('check' in loaded) return { found: false, check: loaded.check }
      if (!cache || !own) throw new RangeError('An address said "unchanged" of a list that nobody has.')
      keep(cache, name, { ...own.kept, maxAgeSeconds: loaded.maxAgeSeconds }, now)
      return { found: true, list: own.list }
    }
    const { kept } = loaded
    if (cache && !waiting) keep(cache, name, kept, now)
    if (!isList(kept.list)) throw new RangeError('Another kind of list is kept under this name.')
    return { found: true, list: kept.list }
  } finally {
    if (!waiting) cache?.pending.delete(name)
  }
}

function keep(cache: StatusListCache, name: string, kept: KeptList<unknown>, now: number): void {
  const served = kept.maxAgeSeconds === undefined ? Number.POSITIVE_INFINITY : kept.maxAgeSeconds * 1000
  const freshUntil = Math.min(now + kept.ttlMilliseconds, now + served, kept.validUntil)
  cache.entries.delete(name)
  if (kept.size > cache.mostBytes) return
  // Also what is stale at once is kept: with its ETag it need not be sent again.
  if (freshUntil <= now && kept.etag === undefined) return
  cache.entries.set(name, { kept, from: now, freshUntil })
  let bytes = 0
  for (const entry of cache.entries.values()) bytes += entry.kept.size
  for (const [oldest, entry] of cache.entries) {
    if (bytes <= cache.mostBytes) break
    bytes -= entry.kept.size
    cache.entries.delete(oldest)
  }
}
