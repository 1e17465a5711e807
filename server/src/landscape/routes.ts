import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Paging, pageOf, sendCsv, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { JudgedMerit, judgeMerits } from './judge-merits.ts'

const tags = ['landscape']

/** Merits beside the principles that they are to follow. */
export function landscapeRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/merits/:meritId/principles',
    {
      schema: {
        tags,
        summary: 'Which signs of the ten principles of Annex II (2022/C 243/02) a published merit shows',
        params: z.object({ meritId: z.uuid() }),
        response: { 200: JudgedMerit },
      },
    },
    async ({ params }) => {
      const { items } = await ground.database.act(systemScope, (work) =>
        judgeMerits(work, { meritId: params.meritId, limit: 1, offset: 0 }, ground.now()),
      )
      const [merit] = items
      if (!merit) throw new Problem('not-found', 'The catalogue has no merit with this address.')
      return merit
    },
  )

  app.get(
    '/api/organisations/:slug/principles',
    {
      schema: {
        tags,
        summary: 'The same for every published merit of an organisation',
        params: z.object({ slug: z.string().max(61) }),
        querystring: Paging,
        response: { 200: pageOf(JudgedMerit) },
      },
    },
    async ({ params, query }, reply) => {
      const { items, total } = await ground.database.act(systemScope, async (work) => {
        const owner = await work
          .selectFrom('organisation')
          .select('id')
          .where('slug', '=', params.slug)
          .executeTakeFirst()
        if (!owner) throw new Problem('not-found', 'No organisation has this short name.')
        return judgeMerits(work, { ownerId: owner.id, ...windowOf(query) }, ground.now())
      })
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'principles',
          items.flatMap(({ meritId, title, principles }) =>
            principles.flatMap(({ principle, signs }) =>
              signs.map(({ sign, shown }) => ({
                meritId,
                title: Object.values(title)[0] ?? '',
                principle,
                sign,
                shown,
              })),
            ),
          ),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )
}
