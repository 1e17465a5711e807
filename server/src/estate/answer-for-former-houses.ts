import type { FastifyInstance } from 'fastify'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { composeOrganisationDid } from '../organisation/organisation-key.ts'

const known = /^\/(?:organisations\/[^/]+\/did\.json|mandates\/[^/]+(?:\/withdrawal)?|merits\/[^/]+(?:\/\d+)?)$/

/**
 * Where this house has been given the name of one that is gone, it answers there for what it took over: DID documents,
 * mandates, achievements. (Status lists are found by their id, whatever the house is called.) In the system's scope, for
 * all of it is public.
 */
export function answerForFormerHouses(app: FastifyInstance, ground: Ground): void {
  const own = new URL(ground.settings.baseUrl).host
  app.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.split('?')
    const { host } = request
    if (host === own || (request.method !== 'GET' && request.method !== 'HEAD') || !known.test(path)) return
    const found = await ground.database.act(systemScope, async (work) => {
      const [, kind, slug] = path.split('/')
      if (kind === 'organisations') {
        const did = `did:web:${encodeURIComponent(host)}:organisations:${slug}`
        const row = await work
          .selectFrom('organisation')
          .select('slug')
          .where('did', '=', did)
          .where('moved_to', 'is', null)
          .executeTakeFirst()
        const document = row && (await composeOrganisationDid(work, row.slug))
        return document && { media_type: 'application/did+json', body: JSON.stringify(document) }
      }
      return work
        .selectFrom('estate_document')
        .select(['media_type', 'body'])
        .where('url', 'in', [`https://${host}${path}`, `http://${host}${path}`])
        .executeTakeFirst()
    })
    if (!found) return
    return reply.type(found.media_type).header('cache-control', 'public, max-age=300').send(found.body)
  })
}
