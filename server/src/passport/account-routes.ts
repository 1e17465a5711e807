import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf, sessionCookie } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { deleteAccount, type Remainder, remainders } from './delete-account.ts'
import { exportAccount } from './export-account.ts'
import { LogView, listLog } from './list-log.ts'

export const DeletionView = z.object({
  removed: z.object({
    merits: z.number(),
    imports: z.number(),
    selfClaims: z.number(),
    validations: z.number(),
    creditApplications: z.number(),
    aims: z.number(),
    guidances: z.number(),
    wholeRequests: z.number(),
    shares: z.number(),
    passkeys: z.number(),
    sessions: z.number(),
  }),
  /** What is left without naming anyone, as codes. */
  remains: z.array(z.enum(Object.keys(remainders) as [Remainder, ...Remainder[]])),
})
export type DeletionView = z.infer<typeof DeletionView>

export function accountRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.delete(
    '/api/me',
    {
      schema: {
        summary: 'Delete my account with everything in it',
        body: z.object({ confirm: z.string().max(200) }),
        response: { 200: DeletionView },
      },
    },
    async (request, reply) => {
      const deletion = await deleteAccount(ground, requirePerson(request.actor), request.body.confirm)
      reply.clearCookie(sessionCookie, { path: '/' })
      return deletion
    },
  )

  app.get(
    '/api/me/export',
    { schema: { summary: 'Everything that is held about me, as a file' } },
    async (request, reply) => {
      const held = await exportAccount(ground, requirePerson(request.actor))
      return reply
        .type('application/json')
        .header('content-disposition', 'attachment; filename="bricka.json"')
        .send(JSON.stringify(held, undefined, 2))
    },
  )

  app.get(
    '/api/passport/log',
    {
      schema: {
        summary: 'Everything that was done with what is mine',
        querystring: Paging,
        response: { 200: pageOf(LogView) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { page, perPage, format } = request.query
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listLog(work, person.personId, request.query),
      )
      if (format === 'csv') return sendCsv(reply, 'log', items)
      return { items, total, page, perPage }
    },
  )
}
