import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { type Actor, scopeOf } from '../http/actor.ts'
import { agreeToRelease, askRelease, showFourEyes, withdrawRelease } from './four-eyes.ts'
import { type MayApprove, type MayRepresent, mayDo, requirePermission } from './permission.ts'

export const FourEyesView = z.object({
  on: z.boolean(),
  release: z
    .object({
      askedBy: z.string(),
      askedAt: z.string(),
      takesEffectAt: z.string().nullable().describe('Null where another has to agree'),
      own: z.boolean().describe('Whether it was the one who reads this that asked'),
    })
    .nullable()
    .describe('What is asked for: that one person shall issue alone'),
})
export type FourEyesView = z.infer<typeof FourEyesView>

/** Two pairs of eyes at every issuing: switched on at once (with the organisation's other settings), off never alone. */
export function fourEyesRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const params = z.object({ organisationId: z.uuid() })
  const tags = ['organisation']

  app.get(
    '/api/organisations/:organisationId/four-eyes',
    {
      schema: { tags, summary: 'Whether two persons issue together', params, response: { 200: FourEyesView } },
    },
    async ({ actor, params: { organisationId } }) => {
      const permission = requirePermission(actor, organisationId, 'read')
      const { on, release } = await ground.database.act(scopeOf(actor), (work) => showFourEyes(work, permission))
      if (!release) return { on, release }
      return {
        on,
        release: {
          askedBy: release.askedBy,
          askedAt: release.askedAt.toISOString(),
          takesEffectAt: release.takesEffectAt?.toISOString() ?? null,
          own: actor.kind === 'person' && actor.personId === release.askedById,
        },
      }
    },
  )

  app.post(
    '/api/organisations/:organisationId/four-eyes/release',
    {
      schema: {
        tags,
        summary:
          'Ask that one person shall issue alone; another agrees, or where there is nobody else it waits 72 hours',
        params,
        response: { 202: z.object({ takesEffectAt: z.string().nullable() }) },
      },
    },
    async ({ actor, params: { organisationId } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'represent')
      const takesEffectAt = await ground.database.act(scopeOf(actor), (work) => askRelease(ground, work, permission))
      return reply.code(202).send({ takesEffectAt: takesEffectAt?.toISOString() ?? null })
    },
  )

  app.post(
    '/api/organisations/:organisationId/four-eyes/release/agree',
    {
      schema: {
        tags,
        summary: 'Agree, as another representative or an approver, that one person shall issue alone',
        params,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params: { organisationId } }, reply) => {
      const permission = requireWatcher(actor, organisationId)
      await ground.database.act(scopeOf(actor), (work) => agreeToRelease(ground, work, permission))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/organisations/:organisationId/four-eyes/release',
    {
      schema: {
        tags,
        summary: 'Withdraw what was asked: two persons go on issuing together',
        params,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params: { organisationId } }, reply) => {
      const permission = requireWatcher(actor, organisationId)
      await ground.database.act(scopeOf(actor), (work) => withdrawRelease(ground, work, permission))
      return reply.code(204).send(null)
    },
  )
}

const requireWatcher = (actor: Actor, organisationId: string): MayApprove | MayRepresent =>
  mayDo(actor, organisationId, 'approve')
    ? requirePermission(actor, organisationId, 'approve')
    : requirePermission(actor, organisationId, 'represent')
