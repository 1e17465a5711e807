import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { sessionCookie } from '../http/actor.ts'
import { limitAttempts, manyFromOneAddress } from '../http/limit-attempts.ts'
import { Problem } from '../http/problem.ts'
import { sendLoginLink, useLoginLink } from './login-link.ts'
import { beginOidc, finishOidc } from './oidc-login.ts'
import { AuthenticationResponse, beginPasskeyLogin, usePasskey } from './passkey.ts'
import { normaliseEmail } from './person.ts'
import { closeSession, openSession, sessionDays } from './session.ts'

/** A path on this site; never another site's address, so that a login link cannot be used to send people away. */
export const LocalPath = z
  .string()
  .max(500)
  // Browsers leave tabs and line breaks out of an address: "/<tab>/other.example" would lead away.
  .regex(/^\/(?![/\\])[^\p{Cc}]*$/u)

const ticketCookie = 'bricka_oidc'
const ticketPath = '/api/login/oidc'
const attempts = manyFromOneAddress

export function loginRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const secure = ground.settings.baseUrl.startsWith('https:')
  const limit = limitAttempts(app)

  app.post(
    '/api/login/email',
    {
      config: attempts,
      schema: {
        summary: 'Send a login link by e-mail',
        description: 'Answers the same whether or not anyone is known at the address.',
        body: z.object({
          email: z.email().max(200),
          next: LocalPath.optional(),
          language: z.string().max(5).default('sv'),
        }),
        response: { 202: z.object({ sent: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      // Together with who asks: nobody shall be able to use up what someone else may ask for.
      await limit(request, reply, `${request.ip} ${normaliseEmail(request.body.email)}`)
      await sendLoginLink(ground, request.body.email, request.body.next, request.body.language)
      return reply.code(202).send({ sent: true })
    },
  )

  app.post(
    '/api/login/link',
    {
      config: attempts,
      schema: {
        summary: 'Log in with the token of a login link',
        description: 'Only this uses the link up; opening it does not, since mail programs open links by themselves.',
        body: z.object({ token: z.string().min(10).max(100) }),
        response: { 200: z.object({ next: z.string().nullable() }) },
      },
    },
    async (request, reply) => {
      await limit(request, reply, request.body.token)
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

  app.post(
    '/api/login/passkey/options',
    { config: attempts, schema: { summary: 'Begin a login by passkey: what navigator.credentials.get() needs' } },
    async () => beginPasskeyLogin(ground),
  )

  app.post(
    '/api/login/passkey',
    {
      config: attempts,
      schema: {
        summary: 'Log in with a passkey',
        body: z.object({ response: AuthenticationResponse }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await limit(request, reply, request.body.response.id)
      await logIn(ground, reply, await usePasskey(ground, request.body.response))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/login/oidc',
    {
      config: attempts,
      schema: {
        summary: 'Log in with the login service (OpenID Connect)',
        querystring: z.object({ next: LocalPath.optional() }),
      },
    },
    async (request, reply) => {
      const { url, ticket } = await beginOidc(ground, request.query.next ?? null)
      return reply
        .setCookie(ticketCookie, ticket, { path: ticketPath, httpOnly: true, sameSite: 'lax', secure, maxAge: 600 })
        .redirect(url)
    },
  )

  app.get('/api/login/oidc/callback', { config: attempts, schema: { hide: true } }, async (request, reply) => {
    reply.clearCookie(ticketCookie, { path: ticketPath })
    try {
      const query = new URL(request.url, ground.settings.baseUrl).search
      const { personId, next } = await finishOidc(ground, request.cookies[ticketCookie], query)
      await logIn(ground, reply, personId)
      return reply.redirect(next ?? '/')
    } catch (error) {
      // A browser stands here, not a program: the login page says what the code means.
      if (error instanceof Problem) return reply.redirect(`/login?problem=${error.code}`)
      throw error
    }
  })
}

export async function logIn(ground: Ground, reply: FastifyReply, personId: string): Promise<void> {
  reply.setCookie(sessionCookie, await openSession(ground, personId, reply.request.headers['user-agent']), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: ground.settings.baseUrl.startsWith('https:'),
    maxAge: sessionDays * 86_400,
  })
}
