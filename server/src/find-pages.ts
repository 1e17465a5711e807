import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FastifyInstance } from 'fastify'
import type { Settings } from './read-settings.ts'

export type PageSettings = Pick<Settings, 'baseUrl' | 'demo'> & { oidcName: string | undefined }

type WebEntry = { registerWeb(app: FastifyInstance, settings: PageSettings): Promise<void> }

/** The built web workspace's door. Undefined when it was not built: then only the API is served. */
export async function findPages(settings: Settings): Promise<((app: FastifyInstance) => Promise<void>) | undefined> {
  const entry = join(import.meta.dirname, '../../web/dist/server/entry.js')
  if (!existsSync(entry)) return undefined
  const web: WebEntry = await import(pathToFileURL(entry).href)
  const { baseUrl, demo, oidc } = settings
  return (app) => web.registerWeb(app, { baseUrl, demo, oidcName: oidc?.name })
}
