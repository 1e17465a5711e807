import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { refuseLaunch } from './lti-claims.ts'
import { readToolKeys } from './lti-key.ts'
import { takeLaunch } from './lti-launch.ts'
import { chooseMerit, confirmMembers, LaunchedView, showLaunched } from './lti-launched.ts'
import { beginLaunch, loginCookie } from './lti-login.ts'
import { takeForms } from './read-form.ts'

const guessed = { schema: { hide: true }, config: { rateLimit: { max: 240, timeWindow: '1 minute' } } } as const
const Token = z.object({ token: z.string().max(100) })

/** What learning platforms speak to a tool (LTI 1.3), and what the launched page asks. */
export function ltiRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  takeForms(app)
  const secure = ground.settings.baseUrl.startsWith('https:')

  app.get('/lti/jwks', guessed, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').send(await readToolKeys(ground)),
  )

  const begin = async (text: string) => beginLaunch(ground, readForm(text))
  for (const method of ['GET', 'POST'] as const)
    app.route({
      method,
      url: '/lti/login',
      ...guessed,
      handler: async (request, reply) => {
        const query = new URL(request.url, ground.settings.baseUrl).search.slice(1)
        const { to, state } = await begin(method === 'GET' ? query : String(request.body ?? ''))
        return reply
          .setCookie(loginCookie(state), state, {
            path: '/lti',
            httpOnly: true,
            secure,
            // The platform posts the answer from its own page: only `none` lets the cookie come along there.
            sameSite: secure ? 'none' : 'lax',
            maxAge: 600,
          })
          .header('cache-control', 'no-store')
          .redirect(to)
      },
    })

  app.post('/lti/launch', guessed, async (request, reply) => {
    const form = readForm(String(request.body ?? ''))
    const name = loginCookie(form.state ?? '')
    const cookie = request.cookies[name]
    // A browser that keeps cookies from other sites' forms sends it along from a page of ours.
    if (cookie === undefined && form.state && form.again === undefined)
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(onceMore(form))
    const token = await takeLaunch(ground, form, cookie)
    return reply.clearCookie(name, { path: '/lti' }).redirect(`/lms/${token}`, 303)
  })

  app.get(
    '/api/lms/launches/:token',
    {
      config: { rateLimit: { max: 240, timeWindow: '1 minute' } },
      schema: {
        summary: 'What a launch from a learning platform opened',
        params: Token,
        response: { 200: LaunchedView },
      },
    },
    async ({ params }) => showLaunched(ground, params.token),
  )

  app.post(
    '/api/lms/launches/:token/choose',
    {
      schema: {
        summary: 'Choose the merit that a link in the course stands for (deep linking)',
        params: Token,
        body: z.strictObject({ meritId: z.uuid() }),
        response: { 200: z.object({ returnUrl: z.string(), jwt: z.string() }) },
      },
    },
    async ({ params, body }) => chooseMerit(ground, params.token, body.meritId),
  )

  app.post(
    '/api/lms/launches/:token/confirm',
    {
      schema: {
        summary: 'As a teacher, say who has completed the course; issuing is for whoever may issue',
        params: Token,
        body: z.strictObject({ members: z.array(z.string().max(500)).min(1).max(5000) }),
        response: { 204: z.null() },
      },
    },
    async ({ params, body }, reply) => {
      await confirmMembers(ground, params.token, body.members)
      return reply.code(204).send(null)
    },
  )
}

function readForm(text: string): Readonly<Record<string, string>> {
  const entries = [...new URLSearchParams(text).entries()]
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    return refuseLaunch('form-unreadable', 'A parameter comes twice.')
  return Object.fromEntries(entries)
}

/** The same form, sent by whoever presses its button. */
function onceMore(form: Readonly<Record<string, string>>): string {
  const fields = Object.entries({ ...form, again: '1' })
    .map(([name, value]) => `<input type="hidden" name="${escapeText(name)}" value="${escapeText(value)}">`)
    .join('')
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Bricka</title>
<main><form method="post" action="/lti/launch">${fields}<button>Bricka →</button></form></main></html>`
}

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
