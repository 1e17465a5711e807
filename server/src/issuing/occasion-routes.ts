import { Occasion } from '@bricka/domain/merit/occasion'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { requirePermission } from '../organisation/permission.ts'
import { addOccasion, callOffOccasion, listOccasions, OccasionView } from './occasion.ts'

const tags = ['issuing']
const OrganisationPath = z.object({ organisationId: z.uuid() })

/** When and where merits are given, said by those who give them. */
export function occasionRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/occasions',
    {
      schema: {
        tags,
        summary: 'What is given when and where, of a merit or by an issuer, the next first',
        querystring: Paging.extend({
          meritId: z.uuid().optional(),
          issuerId: z.uuid().optional(),
          coming: z.stringbool().default(true).describe('Without what has begun and what is called off'),
        }),
        response: { 200: pageOf(OccasionView) },
      },
    },
    async ({ actor, query }, reply) => {
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listOccasions(work, query, ground.now()),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'occasions',
          items.map(({ merit, issuer, occasion, ...rest }) => ({
            ...rest,
            merit: merit.title,
            issuer: issuer.legalName,
            ...occasion,
          })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/occasions',
    {
      schema: {
        tags,
        summary: 'Say when and where the organisation gives a merit that it may issue',
        params: OrganisationPath,
        body: z.strictObject({ meritId: z.uuid(), occasion: Occasion }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body: { meritId, occasion } }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'issue')
      const added = await ground.database.act(scopeOf(actor), (work) =>
        addOccasion(ground, work, permission, meritId, occasion),
      )
      return reply.code(201).send(added)
    },
  )

  app.post(
    '/api/organisations/:organisationId/occasions/:occasionId/call-off',
    {
      schema: {
        tags,
        summary: 'Call an occasion off: it is shown no more',
        params: OrganisationPath.extend({ occasionId: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'issue')
      await ground.database.act(scopeOf(actor), (work) => callOffOccasion(ground, work, permission, params.occasionId))
      return reply.code(204).send(null)
    },
  )
}
