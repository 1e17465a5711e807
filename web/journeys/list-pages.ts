import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fastify from 'fastify'
import type { registerWeb } from '../src/entry.ts'

type Entry = { registerWeb: typeof registerWeb }

/** What is served beside the pages: files, and what only another party's wallet leads to (`wallets.spec.ts`, `paper.spec.ts`). */
const besides = new Set([
  ...['/service-worker.js', '/icon.svg', '/app.webmanifest', '/passport/:id/paper'],
  ...['/passport/wallet/take', '/passport/wallet/answer', '/wallet/authorize/:token'],
  ...['/passport/wallet/log-in', '/passport/wallet/back'],
])

/** The address of every page that the built web workspace serves, as it registers them: `/org/:slug/issue`. */
export async function listPages(): Promise<string[]> {
  const { registerWeb }: Entry = await import(pathToFileURL(join(import.meta.dirname, '../dist/server/entry.js')).href)
  const app = fastify()
  const pages: string[] = []
  app.addHook('onRoute', ({ method, path }) => {
    if (method === 'GET' && path !== '/*' && !path.startsWith('/assets/') && !besides.has(path)) pages.push(path)
  })
  await app.register((scope) => registerWeb(scope, { baseUrl: 'http://localhost', demo: true, oidcName: undefined }))
  await app.ready()
  await app.close()
  return pages
}

/** Which of the pages an address shows: the one with the fewest open places, as the router decides it. */
export const findPage = (pages: readonly string[], path: string): string | undefined =>
  pages
    .filter((page) => new RegExp(`^${page.replaceAll(/:[^/]+/g, '[^/]+')}$`).test(path))
    .toSorted((one, other) => one.split(':').length - other.split(':').length)[0]
