import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, Paging, pageOf, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { logIn } from '../person/login-routes.ts'
import { normaliseEmail } from '../person/person.ts'
import { DemoPerson, listDemoPeople } from './list-demo-people.ts'

/** A message that the demo world's own SMTP server received. */
export const DemoMail = z.object({
  id: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  receivedAt: z.string(),
  /** Web addresses in the message, in order. */
  links: z.array(z.string()),
})
export type DemoMail = z.infer<typeof DemoMail>

/** Nothing here exists where the demo world is off. */
export function demoRoutes(instance: FastifyInstance, ground: Ground): void {
  if (!ground.settings.demo) return
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/demo/people',
    {
      schema: {
        summary: 'Who one can be in the demo world',
        response: { 200: z.object({ items: z.array(DemoPerson) }) },
      },
    },
    async () => ({ items: await listDemoPeople(ground) }),
  )

  app.post(
    '/api/demo/login',
    {
      schema: {
        summary: 'Log in as one of the demo world’s people',
        body: z.object({ email: z.email() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const email = normaliseEmail(request.body.email)
      const people = await listDemoPeople(ground)
      const row = people.some((person) => person.email === email)
        ? await ground.database.act(systemScope, (work) =>
            work.selectFrom('person_email').select('person_id').where('email', '=', email).executeTakeFirst(),
          )
        : undefined
      if (!row) throw new Problem('not-found', 'No such person is in the demo world.')
      await logIn(ground, reply, row.person_id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/demo/mail',
    {
      schema: {
        summary: 'The demo world’s mail, newest first',
        querystring: Paging.extend({ recipient: z.string().max(200).optional() }),
        response: { 200: pageOf(DemoMail) },
      },
    },
    async (request) => {
      const { page, perPage, search, recipient } = request.query
      const { limit, offset } = windowOf({ ...request.query, format: 'json' })
      return ground.database.act(systemScope, async (work) => {
        const all = work
          .selectFrom('demo_mail')
          .where((where) =>
            where.or([
              where('subject', 'ilike', likePattern(search)),
              where('recipient', 'ilike', likePattern(search)),
            ]),
          )
          .$if(recipient !== undefined, (query) => query.where('recipient', '=', normaliseEmail(recipient ?? '')))
        const { total } = await all.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
        const rows = await all
          .selectAll()
          .orderBy('received_at', 'desc')
          .orderBy('id', 'desc')
          .limit(limit)
          .offset(offset)
          .execute()
        return { items: rows.map(toView), total: Number(total), page, perPage }
      })
    },
  )

  app.get(
    '/api/demo/mail/:id',
    {
      schema: { summary: 'One message', params: z.object({ id: z.uuid() }), response: { 200: DemoMail } },
    },
    async (request) => {
      const row = await ground.database.act(systemScope, (work) =>
        work.selectFrom('demo_mail').selectAll().where('id', '=', request.params.id).executeTakeFirst(),
      )
      if (!row) throw new Problem('not-found', 'There is no such message.')
      return toView(row)
    },
  )
}

const toView = (row: {
  id: string
  recipient: string
  subject: string
  text_body: string
  received_at: Date
}): DemoMail => ({
  id: row.id,
  recipient: row.recipient,
  subject: row.subject,
  text: row.text_body,
  receivedAt: row.received_at.toISOString(),
  links: row.text_body.match(/https?:\/\/\S+/g) ?? [],
})
