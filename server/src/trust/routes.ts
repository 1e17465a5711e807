import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { getMerit } from '../merit/find-merit.ts'
import { requirePermission } from '../organisation/permission.ts'
import { grantMandate } from './grant-mandate.ts'

const verifiableCredential = 'application/vc'

export function trustRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/merits/:meritId/mandates',
    {
      schema: {
        summary: 'Give an issuer the right to issue this merit',
        params: z.object({ meritId: z.uuid() }),
        body: z.object({
          issuerId: z.uuid(),
          validFrom: z.iso.datetime().optional(),
          validUntil: z.iso.datetime().nullable().default(null),
        }),
        response: { 201: z.object({ id: z.string(), url: z.string() }) },
      },
    },
    async (request, reply) => {
      const merit = await ground.database.act(systemScope, (work) => getMerit(work, request.params.meritId))
      const permission = requirePermission(request.actor, merit.ownerId, 'mandate')
      const { issuerId, validFrom, validUntil } = request.body
      const mandate = await grantMandate(ground, permission, {
        meritId: merit.id,
        issuerId,
        validFrom: validFrom ? new Date(validFrom) : ground.now(),
        validUntil: validUntil ? new Date(validUntil) : null,
      })
      return reply.code(201).send(mandate)
    },
  )

  app.get<{ Params: { id: string } }>('/mandates/:id', { schema: { hide: true } }, async (request, reply) => {
    const mandate = await ground.database.act(systemScope, (work) =>
      work
        .selectFrom('mandate')
        .select('document')
        .where('url', '=', `${ground.settings.baseUrl}/mandates/${request.params.id}`)
        .executeTakeFirst(),
    )
    if (!mandate) throw new Problem('not-found', 'No mandate has this address.')
    return reply.type(verifiableCredential).header('cache-control', 'public, max-age=300').send(mandate.document)
  })
}
