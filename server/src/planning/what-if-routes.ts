import { Language } from '@bricka/domain/local-text'
import type { CatalogueOffer } from '@bricka/domain/pathway/closing-view'
import { moveOrders } from '@bricka/domain/planning/find-moves'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { loadMap } from '../skill/load-map.ts'
import { MovesAssumed, MoveView, readMoves } from './read-moves.ts'
import { ReachView, readReach } from './read-reach.ts'
import { BesideView, getRelease, readBeside, requirePlace } from './read-supply.ts'

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

  app.get(
    '/api/planning/what-if/reach',
    {
      schema: {
        tags: ['planning'],
        summary: 'How many in a place lack at most so many skills for an occupation, and which merits would move most',
        description: '`format=csv` gives the steps, what is lacking and the merits as rows of one file.',
        querystring: z.object({
          place: Code,
          occupation: Address,
          language: Language.default('sv'),
          format: z.enum(['json', 'csv']).default('json'),
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
      return query.format === 'csv' ? sendReach(reply, answer) : answer
    },
  )
}

type Answer = ReachView & { beside: BesideView }

function sendReach(reply: FastifyReply, { occupation, steps, lacking, merits, beside }: Answer): FastifyReply {
  const all = { place: beside.place.code, period: beside.period, occupation: occupation.uri }
  return sendCsv(reply, `reach-${beside.place.code}-${beside.period}`, [
    ...steps.map(({ lacksAtMost, people }) => row('lacks-at-most', String(lacksAtMost), people, people)),
    ...lacking.map(({ uri, people }) => row('lacks', uri, people, people)),
    ...merits.map(({ url, atLeast, atMost }) => row('merit', url, atLeast, atMost)),
  ])

  function row(kind: string, of: string, atLeast: number | null, atMost: number | null) {
    return { ...all, kind, of, atLeast, atMost, synthetic: beside.synthetic }
  }
}
