import { Language } from '@bricka/domain/local-text'
import type { CatalogueOffer } from '@bricka/domain/pathway/closing-view'
import { moveOrders } from '@bricka/domain/planning/find-moves'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf } from '../http/paging.ts'
import { loadMap } from '../skill/load-map.ts'
import { MovesAssumed, MoveView, readMoves } from './read-moves.ts'
import { ReachView, readReach } from './read-reach.ts'
import { BesideView, getRelease, readBeside, requirePlace } from './read-supply.ts'
import { exportFormats } from './send-supply.ts'
import { sendMoves, sendReach } from './send-what-if.ts'

const Code = z.string().min(1).max(20)
const Address = z.string().min(1).max(400)

/** The catalogue, as those later in the order of nouns make it. */
type ListOffers = (work: Work, language: Language, now: Date) => Promise<CatalogueOffer[]>

/** What if: reckoned from the classification and from figures that have left the gate, never from people. */
export function whatIfRoutes(instance: FastifyInstance, ground: Ground, listOffers: ListOffers): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const load = (language: Language) => loadMap(ground, { framework: 'ESCO', version: undefined, language })

  app.get(
    '/api/planning/what-if/moves',
    {
      schema: {
        tags: ['planning'],
        summary: 'Where people of an occupation that becomes free in a place could go, and what of it employers lack',
        description:
          'A calculation: everyone is taken to have what the classification says of the occupation. The number of people is as asked. `format` is json, csv, json-stat or sdmx-csv.',
        querystring: Paging.omit({ format: true }).extend({
          place: Code,
          from: Address,
          people: z.coerce.number().int().min(1).max(1_000_000).default(100),
          order: z
            .enum(moveOrders)
            .default('near')
            .describe('`wanted`: of the fifty nearest, what employers lack most'),
          language: Language.default('sv'),
          format: exportFormats.default('json'),
        }),
        response: { 200: pageOf(MoveView).extend({ assumed: MovesAssumed, beside: BesideView }) },
      },
    },
    async ({ query, actor }, reply) => {
      requirePlace(query.place)
      const map = await load(query.language)
      const paging = { ...query, format: query.format === 'json' ? ('json' as const) : ('csv' as const) }
      const answer = await ground.database.act(scopeOf(actor), async (work) => {
        const release = await getRelease(work, undefined)
        return {
          ...(await readMoves(work, release, map, query, paging)),
          beside: await readBeside(work, release, query.place),
        }
      })
      if (query.format !== 'json') return sendMoves(reply, query.format, answer)
      return { ...answer, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/planning/what-if/reach',
    {
      schema: {
        tags: ['planning'],
        summary: 'How many in a place lack at most so many skills for an occupation, and which merits would move most',
        description:
          '`format` is json, csv, json-stat or sdmx-csv: the last three give the steps, what is lacking and the merits as one table.',
        querystring: z.object({
          place: Code,
          occupation: Address,
          language: Language.default('sv'),
          format: exportFormats.default('json'),
        }),
        response: { 200: ReachView.extend({ beside: BesideView }) },
      },
    },
    async ({ query, actor }, reply) => {
      requirePlace(query.place)
      const map = await load(query.language)
      const answer = await ground.database.act(scopeOf(actor), async (work) => {
        const release = await getRelease(work, undefined)
        return {
          ...(await readReach(work, release, map, {
            ...query,
            offers: await listOffers(work, query.language, ground.now()),
          })),
          beside: await readBeside(work, release, query.place),
        }
      })
      return query.format === 'json' ? answer : sendReach(reply, query.format, answer)
    },
  )
}
