import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { sessionCookie } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { sendLoginLink, useLoginLink } from './login-link.ts'
import { closeSession, openSession, sessionDays } from './session.ts'

/** A path on this site; never another site's address, so that a login link cannot be used to send people away. */
const LocalPath = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])/)

const Me = z.object({
  kind: z.enum(['anonymous', 'person', 'token']),
  name: z.string().optional(),
  email: z.string().optional(),
  memberships: z
    .array(
      z.object({ organisationId: z.string(), slug: z.string(), legalName: z.string(), roles: z.array(z.string()) }),
    )
    .default([]),
})
export type Me = z.infer<typeof Me>

export function personRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get('/api/me', { schema: { summary: 'Who is logged in', response: { 200: Me } } }, async ({ actor }) => {
    if (actor.kind !== 'person') return { kind: actor.kind, memberships: [] }
    const ids = actor.memberships.map((membership) => membership.organisationId)
    const organisations = ids.length
      ? await ground.database.act(systemScope, (work) =>
          work.selectFrom('organisation').select(['id', 'slug', 'legal_name']).where('id', 'in', ids).execute(),
        )
      : []
    return {
      kind: actor.kind,
      name: actor.name,
      email: actor.email,
      memberships: actor.memberships.flatMap(({ organisationId, roles }) => {
        const organisation = organisations.find((row) => row.id === organisationId)
        return organisation
          ? [{ organisationId, slug: organisation.slug, legalName: organisation.legal_name, roles: [...roles] }]
          : []
      }),
    }
  })

  app.post(
    '/api/login/email',
    {
      config: { rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: {
        summary: 'Send a login link by e-mail',
        body: z.object({
          email: z.email().max(200),
          next: LocalPath.optional(),
          language: z.string().max(5).default('sv'),
        }),
        response: { 202: z.object({ sent: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      await sendLoginLink(ground, request.body.email, request.body.next, request.body.language)
      return reply.code(202).send({ sent: true })
    },
  )

  app.post(
    '/api/login/link',
    {
      schema: {
        summary: 'Log in with the token of a login link',
        body: z.object({ token: z.string().min(10).max(100) }),
        response: { 200: z.object({ next: z.string().nullable() }) },
      },
    },
    async (request, reply) => {
      const { personId, next } = await useLoginLink(ground, request.body.token)
      await logIn(ground, reply, personId)
      return { next }
    },
  )

  app.post('/api/logout', { schema: { summary: 'Log out', response: { 204: z.null() } } }, async (request, reply) => {
    const token = request.cookies[sessionCookie]
    if (token) await closeSession(ground, token)
    return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null)
  })

  if (ground.settings.demo)
    app.post(
      '/api/demo/login',
      {
        schema: {
          summary: 'Log in as one of the demo world’s people (only where the demo world is on)',
          body: z.object({ email: z.email() }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const row = await ground.database.act(systemScope, (work) =>
          work
            .selectFrom('person_email')
            .select('person_id')
            .where('email', '=', request.body.email)
            .executeTakeFirst(),
        )
        if (!row?.person_id || !request.body.email.endsWith('.example'))
          throw new Problem('not-found', 'No such person in the demo world.')
        await logIn(ground, reply, row.person_id)
        return reply.code(204).send(null)
      },
    )
}

export async function logIn(ground: Ground, reply: FastifyReply, personId: string): Promise<void> {
  reply.setCookie(sessionCookie, await openSession(ground, personId), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: ground.settings.baseUrl.startsWith('https:'),
    maxAge: sessionDays * 86_400,
  })
}
