import { AssessmentFacts } from '@bricka/domain/issuing/compose-credential'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { requirePermission } from '../organisation/permission.ts'
import { sendClaimLink } from '../passport/claim-link.ts'
import { issueMerit } from './issue-merit.ts'
import { readStatusList } from './status-list.ts'

export function issuingRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/credentials',
    {
      schema: {
        summary: 'Issue a merit to one person',
        body: z.object({
          organisationId: z.uuid(),
          meritId: z.uuid(),
          version: z.number().int().positive().optional(),
          recipient: z.object({ name: z.string().trim().min(1).max(200), email: z.email().max(200) }),
          facts: AssessmentFacts,
          validUntil: z.iso.datetime().optional(),
          key: z.string().min(1).max(200),
        }),
        response: { 201: z.object({ credentialId: z.string(), known: z.boolean() }) },
      },
    },
    async (request, reply) => {
      const { organisationId, meritId, version, recipient, facts, validUntil, key } = request.body
      const permission = requirePermission(request.actor, organisationId, 'issue')
      const issued = await ground.database.act(systemScope, (work) =>
        issueMerit(ground, work, permission, {
          meritId,
          recipient,
          facts,
          key,
          ...(version && { version }),
          ...(validUntil && { validUntil: new Date(validUntil) }),
        }),
      )
      if (!issued.known) await sendClaimLink(ground, issued.holderId, issued.credentialId)
      return reply.code(201).send({ credentialId: issued.credentialId, known: issued.known })
    },
  )

  app.get<{ Params: { id: string } }>('/status/:id', { schema: { hide: true } }, async (request, reply) => {
    const url = `${ground.settings.baseUrl}/status/${request.params.id}`
    const document = await ground.database.act(systemScope, (work) => readStatusList(ground, work, url))
    if (!document) throw new Problem('not-found', 'No status list has this address.')
    return reply.type('application/vc').header('cache-control', 'public, max-age=60').send(document)
  })
}
