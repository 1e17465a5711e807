import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { assessorPages } from './assessor/pages.ts'
import { counsellorPages } from './counsellor/pages.ts'
import { creatorPages } from './creator/pages.ts'
import { issuerPages } from './issuer/pages.ts'
import type { SiteSettings } from './kit/page.ts'
import { servePages } from './kit/serve-pages.tsx'
import { learnerPages } from './learner/pages.ts'
import { partnerPages } from './partner/pages.ts'
import { plannerPages } from './planner/pages.ts'
import { publicPages } from './public/pages.ts'
import { verifierPages } from './verifier/pages.ts'

/** The door of the built pages: the server calls it once, after its own routes. */
export async function registerWeb(app: FastifyInstance, settings: SiteSettings): Promise<void> {
  const pages = [
    ...publicPages,
    ...verifierPages,
    ...learnerPages,
    ...creatorPages,
    ...issuerPages,
    ...assessorPages,
    ...counsellorPages,
    ...plannerPages,
    ...partnerPages,
  ]
  await servePages(app, pages, settings, join(import.meta.dirname, '../client'))
}
