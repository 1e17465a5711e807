import { composeAchievement } from '@bricka/domain/issuing/compose-credential'
import type { FastifyInstance } from 'fastify'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { toParty } from '../organisation/to-party.ts'
import { getVersion } from './find-merit.ts'
import { meritUrl } from './merit-url.ts'

const address = /^\/merits\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/(\d{1,6}))?$/

/**
 * Answers at a merit's own address, which stands in every credential of it: whoever asks for JSON gets the achievement,
 * everyone else is left to the pages.
 */
export function serveAchievements(app: FastifyInstance, ground: Ground): void {
  app.addHook('preHandler', async (request, reply) => {
    const [path = ''] = request.url.split('?')
    const [, id, number] = address.exec(path) ?? []
    if (!id || request.method !== 'GET' || !prefersJson(request.headers.accept)) return
    const document = await ground.database.act(scopeOf(request.actor), async (work) => {
      const { url, ...version } = await getVersion(work, id, number ? Number(number) : undefined)
      const owner = await work
        .selectFrom('organisation')
        .selectAll()
        .where('id', '=', version.ownerId)
        .executeTakeFirstOrThrow()
      return composeAchievement({ version, versionUrl: url, meritUrl: meritUrl(ground, id), creator: toParty(owner) })
    })
    return reply
      .type('application/ld+json')
      .header('vary', 'accept')
      .header('cache-control', 'public, max-age=300')
      .send(JSON.stringify(document))
  })
}

/** A browser names text/html first of all; what comes for data names JSON and not HTML. */
const prefersJson = (accept = ''): boolean => /\bjson\b/.test(accept) && !accept.includes('text/html')
