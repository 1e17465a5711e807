import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { openToSites } from '../http/open-to-sites.ts'
import { composeHouseDid } from '../organisation/house-key.ts'
import { ClrChoice, ClrOrder, giveClr, listClrChoices } from './clr-give.ts'

/** A passport as one Comprehensive Learner Record. */
export function clrRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get('/.well-known/did.json', { schema: { hide: true } }, async (_request, reply) =>
    openToSites(reply)
      .type('application/did+json')
      .header('cache-control', 'public, max-age=300')
      .send(JSON.stringify(composeHouseDid(ground))),
  )

  app.get(
    '/api/passport/clr',
    {
      schema: {
        summary: 'What of my passport can go into a learner’s record (CLR 2.0)',
        response: { 200: z.object({ items: z.array(ClrChoice) }) },
      },
    },
    async ({ actor }) => {
      const { personId } = requirePerson(actor)
      return { items: await ground.database.act(scopeOf(actor), (work) => listClrChoices(work, personId)) }
    },
  )

  app.post(
    '/api/passport/clr',
    {
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary:
          'Chosen credentials of mine as one learner’s record (CLR 2.0), signed by this house as who put it together',
        description: 'docs/guides/clr.md says what stands in it.',
        body: ClrOrder,
        response: { 200: z.object({ mediaType: z.string(), record: z.string() }) },
      },
    },
    async ({ actor, body }) => {
      const person = requirePerson(actor)
      const record = await ground.database.act(scopeOf(actor), (work) => giveClr(ground, work, person, body))
      return { mediaType: body.as === 'jws' ? 'application/vc+jwt' : 'application/vc', record }
    },
  )
}
