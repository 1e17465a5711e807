import { Language } from '@bricka/domain/local-text'
import { moveOrders } from '@bricka/domain/planning/find-moves'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { loadMap } from '../skill/load-map.ts'
import { MovesAssumed, MoveView, readMoves } from './read-moves.ts'
import { BesideView, getRelease, readBeside, requirePlace } from './read-supply.ts'

const Code = z.string().min(1).max(20)
const Address = z.string().min(1).max(400)

/** What if: reckoned from the classification and from figures that have left the gate, never from people. */
export function whatIfRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const load = (language: Language) => loadMap(ground, { framework: 'ESCO', version: undefined, language })

  app.get(
    '/api/planning/what-if/moves',
    {
      schema: {
        tags: ['planning'],
        summary: 'Where people of an occupation that becomes free in a place could go, and what of it employers lack',
        description:
          'A calculation: everyone is taken to have what the classification says of the occupation. The number of people is as asked.',
        querystring: Paging.extend({
          place: Code,
          from: Address,
          people: z.coerce.number().int().min(1).max(1_000_000).default(100),
          order: z
            .enum(moveOrders)
            .default('near')
            .describe('`wanted`: of the fifty nearest, what employers lack most'),
          language: Language.default('sv'),
        }),
        response: { 200: pageOf(MoveView).extend({ assumed: MovesAssumed, beside: BesideView }) },
      },
    },
    async ({ query, actor }, reply) => {
      requirePlace(query.place)
      const map = await load(query.language)
      const answer = await ground.database.act(scopeOf(actor), async (work) => {
        const release = await getRelease(work, undefined)
        return {
          ...(await readMoves(work, release, map, query, query)),
          beside: await readBeside(work, release, query.place),
        }
      })
      if (query.format === 'csv') {
        const { origin, people } = answer.assumed
        return sendCsv(
          reply,
          `what-if-${query.place}`,
          answer.items.map((item) => ({
            place: query.place,
            from: origin.uri,
            fromLabel: origin.label,
            people,
            ...item,
          })),
        )
      }
      return { ...answer, page: query.page, perPage: query.perPage }
    },
  )
}
