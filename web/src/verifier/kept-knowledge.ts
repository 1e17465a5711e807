import type { LoadResource } from '@bricka/credential'
import { z } from 'zod'

/** Everything of the site that checking asks for, as this device has it. */
const Kept = z.object({
  takenAt: z.string(),
  items: z.array(z.object({ url: z.string(), mediaType: z.string(), body: z.string() })),
})
export type Kept = z.infer<typeof Kept>

const cacheName = 'bricka-knowledge'
const keptAt = '/api/knowledge/kept'

export async function readKept(): Promise<Kept | undefined> {
  const cache = await openCache()
  const kept = await cache?.match(keptAt)
  if (!kept) return undefined
  const read = Kept.safeParse(await kept.json())
  return read.success ? read.data : undefined
}

/** Gathers all there is, page by page, and only then replaces what was kept. @throws when the network is not there */
export async function keepKnowledge(): Promise<Kept> {
  const items: Kept['items'] = []
  let takenAt = ''
  for (let page = 1, total = 1; items.length < total; page++) {
    const answer = Page.parse(await fetchJson(`/api/knowledge?page=${page}&perPage=200`))
    // As old as its oldest part.
    takenAt ||= answer.takenAt
    total = answer.total
    items.push(...answer.items)
    if (answer.items.length === 0) break
  }
  const kept: Kept = { takenAt, items }
  const cache = await openCache()
  if (!cache) throw new Error('This browser keeps nothing.')
  await cache.put(keptAt, Response.json(kept))
  return kept
}

const Page = Kept.extend({ total: z.number() })

async function fetchJson(path: string): Promise<unknown> {
  const response = await fetch(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return response.json()
}

export async function forgetKnowledge(): Promise<void> {
  if ('caches' in window) await caches.delete(cacheName)
}

/** Not there on pages that are not served safely. */
const openCache = async (): Promise<Cache | undefined> => ('caches' in window ? caches.open(cacheName) : undefined)

/** How a check on this device was fed: by the network, or by what is kept. */
export type Feed = { readonly loadResource: LoadResource; withoutNetwork: boolean; nothingKept: boolean }

const patience = 5000

/** Asks the site itself, and where it does not answer, what is kept. Nobody else is asked: who checks whom is nobody's business. */
export function makeFeed(): Feed {
  let kept: Promise<Kept | undefined> | undefined
  const feed: { loadResource: LoadResource; withoutNetwork: boolean; nothingKept: boolean } = {
    withoutNetwork: false,
    nothingKept: false,
    loadResource: async (url) => {
      const address = URL.parse(url)
      if (address?.host !== location.host) return { found: false, code: 'resource-unreachable' }
      if (navigator.onLine && !feed.withoutNetwork) {
        const response = await fetch(address.pathname, { signal: AbortSignal.timeout(patience) }).catch(() => undefined)
        if (response?.ok) return found(new Uint8Array(await response.arrayBuffer()))
        if (response) return { found: false, code: 'resource-status' }
      }
      feed.withoutNetwork = true
      kept ??= readKept()
      const known = await kept
      feed.nothingKept = known === undefined
      const item = known?.items.find((one) => one.url === url)
      return item ? found(new TextEncoder().encode(item.body)) : { found: false, code: 'resource-unreachable' }
    },
  }
  return feed
}

const found = (bytes: Uint8Array) => ({ found: true, bytes, mediaType: 'application/json', maxAgeSeconds: 0 }) as const
