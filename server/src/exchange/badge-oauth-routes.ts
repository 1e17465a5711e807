import type { FastifyInstance } from 'fastify'
import type { Ground } from '../ground.ts'
import { giveBadgeAccess, revokeBadgeToken } from './badge-access.ts'
import { registerClient } from './badge-client.ts'
import { beginConnecting } from './badge-connect.ts'
import { answerRefusals } from './openid-refusal.ts'
import { formOf, takeForms } from './read-form.ts'

const guessed = { schema: { hide: true }, config: { rateLimit: { max: 120, timeWindow: '1 minute' } } } as const
const rare = { schema: { hide: true }, config: { rateLimit: { max: 20, timeWindow: '1 minute' } } } as const

/** How an app comes to a holder's passport: register, ask, get a token, give it back (OAuth 2.0). */
export function badgeOauthRoutes(app: FastifyInstance, ground: Ground): void {
  answerRefusals(app)
  takeForms(app)
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
  })

  app.post('/ims/oauth/register', rare, async (request, reply) =>
    reply.code(201).send(await registerClient(ground, request.body)),
  )

  app.get('/ims/oauth/authorize', guessed, async (request, reply) => {
    const form = formOf({ body: new URL(request.url, ground.settings.baseUrl).search.slice(1) })
    return reply.redirect(await beginConnecting(ground, form))
  })

  app.post('/ims/oauth/token', guessed, async (request) =>
    giveBadgeAccess(ground, request.headers.authorization, formOf(request)),
  )

  app.post('/ims/oauth/revoke', guessed, async (request, reply) => {
    await revokeBadgeToken(ground, request.headers.authorization, formOf(request))
    return reply.code(200).send({})
  })
}
