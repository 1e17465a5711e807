import { MeritDesign } from '@bricka/domain/merit/merit'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { requirePermission } from '../organisation/permission.ts'
import { getMerit, getVersion } from './find-merit.ts'
import { publishMerit } from './publish-merit.ts'
import { addMerit, saveDraft } from './write-draft.ts'

const MeritPath = z.object({ meritId: z.uuid() })

export function meritRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/merits',
    {
      schema: {
        summary: 'Begin a merit',
        body: z.object({ organisationId: z.uuid(), design: MeritDesign }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const permission = requirePermission(request.actor, request.body.organisationId, 'design')
      const id = await ground.database.act(scopeOf(request.actor), (work) =>
        addMerit(ground, work, permission, request.body.design),
      )
      return reply.code(201).send({ id })
    },
  )

  app.put(
    '/api/merits/:meritId/draft',
    { schema: { summary: 'Save the draft', params: MeritPath, body: MeritDesign, response: { 204: z.null() } } },
    async (request, reply) => {
      await ground.database.act(scopeOf(request.actor), async (work) => {
        const merit = await getMerit(work, request.params.meritId)
        const permission = requirePermission(request.actor, merit.ownerId, 'design')
        await saveDraft(ground, work, permission, merit.id, request.body)
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/merits/:meritId/publish',
    {
      schema: {
        summary: 'Publish the draft as the next version',
        params: MeritPath,
        body: z.object({ changes: z.array(z.string().trim().min(1).max(500)).max(50).default([]) }),
        response: { 201: z.object({ number: z.number(), url: z.string() }) },
      },
    },
    async (request, reply) => {
      const version = await ground.database.act(scopeOf(request.actor), async (work) => {
        const merit = await getMerit(work, request.params.meritId)
        const permission = requirePermission(request.actor, merit.ownerId, 'design')
        return publishMerit(ground, work, permission, merit.id, request.body.changes)
      })
      return reply.code(201).send(version)
    },
  )

  app.get(
    '/api/merits/:meritId/versions/:number',
    {
      schema: {
        summary: 'A published version',
        params: MeritPath.extend({ number: z.coerce.number().int().positive() }),
        response: {
          200: z.object({
            meritId: z.string(),
            number: z.number(),
            ownerId: z.string(),
            url: z.string(),
            profileId: z.string(),
            publishedAt: z.string(),
            changes: z.array(z.string()),
            design: MeritDesign,
          }),
        },
      },
    },
    async (request) =>
      ground.database.act(systemScope, (work) => getVersion(work, request.params.meritId, request.params.number)),
  )
}
