import { Language } from '@bricka/domain/local-text'
import { closeGap, type Prover } from '@bricka/domain/pathway/close-gap'
import { CatalogueOffer, ClosingView, viewClosing } from '@bricka/domain/pathway/closing-view'
import { Constraints, Objective, Offer } from '@bricka/domain/pathway/offer'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { listOffers } from './list-offers.ts'
import { makeProver } from './prove-with-highs.ts'

const tags = ['pathway']
const Address = z.string().min(1).max(400)

export function closingRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  let prover: Promise<Prover> | undefined

  app.get(
    '/api/pathways/offers',
    {
      schema: {
        tags,
        summary: 'The catalogue as offers, to look for a way on one’s own device',
        querystring: z.object({ language: Language.default('sv') }),
        response: { 200: z.object({ items: z.array(CatalogueOffer) }) },
      },
    },
    async ({ query }, reply) => {
      reply.header('cache-control', 'public, max-age=300')
      return { items: await ground.database.act(systemScope, (work) => listOffers(work, query.language, ground.now())) }
    },
  )

  app.post(
    '/api/pathways/closing',
    {
      schema: {
        tags,
        summary: 'The fewest, cheapest or shortest merits that close a gap, proved where it can be; nothing is kept',
        body: z.object({
          missing: z.array(Address).min(1).max(300),
          objective: Objective.default('fewest'),
          constraints: Constraints.default({ online: true }),
          heldMerits: z.array(z.string().max(200)).max(2000).default([]),
          claimed: z.array(Address).max(300).default([]),
          offers: z.array(Offer).max(5000).optional().describe('Instead of the catalogue'),
          alternatives: z.int().min(0).max(10).default(3),
          language: Language.default('sv'),
        }),
        response: { 200: ClosingView },
      },
    },
    async ({ body: { language, alternatives, offers, ...question } }) => {
      const all = offers ?? (await ground.database.act(systemScope, (work) => listOffers(work, language, ground.now())))
      prover ??= makeProver()
      return viewClosing(closeGap({ ...question, offers: all }, 'thorough', alternatives, await prover), all)
    },
  )
}
