/// <reference lib="webworker" />

/**
 * Lets the page for printed codes open without a network. It keeps what that page hands it, answers with it only where
 * the network does not (files whose name is their content: at once), and never touches anything else of the site.
 */
declare const self: ServiceWorkerGlobalScope

const cacheName = 'bricka-code-page'

self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  const [port] = event.ports
  if (event.data?.forget) event.waitUntil(caches.delete(cacheName))
  else if (Array.isArray(event.data?.keep))
    event.waitUntil(
      keep(event.data.keep).then(
        () => port?.postMessage('kept'),
        (error: unknown) => port?.postMessage(String(error)),
      ),
    )
})

/** All or nothing: half a page is none. What no longer belongs to it goes. */
async function keep(paths: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName)
  await cache.addAll(paths.map((path) => new Request(path, { cache: path === '/v' ? 'reload' : 'default' })))
  for (const request of await cache.keys())
    if (!paths.includes(new URL(request.url).pathname)) await cache.delete(request)
}

self.addEventListener('fetch', (event) => {
  const { method, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (pathname === '/v') event.respondWith(fetch(event.request).catch(() => findKept(event.request)))
  else if (pathname.startsWith('/assets/')) event.respondWith(findKept(event.request).catch(() => fetch(event.request)))
})

async function findKept(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  const found = await cache.match(request, { ignoreSearch: true, ignoreVary: true })
  if (!found) throw new TypeError('Nothing is kept for this address.')
  return found
}
