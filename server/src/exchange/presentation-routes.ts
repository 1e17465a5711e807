import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePermission } from '../organisation/permission.ts'
import { makePresentationRequest, PresentationOrder } from './make-presentation-request.ts'
import { PresentationView, showPresentation } from './show-presentation.ts'

const secretHeader = 'x-request-secret'
const cookieOf = (id: string): string => `bricka_request_${id}`

/** Asking wallets for merits, for whoever wants to see them; no account is needed. */
export function presentationRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/presentation-requests',
    {
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        summary: 'Ask a wallet for merits, and only for the claims named',
        description:
          'The answer is shown to whoever has the secret: as the cookie that is set here, or in the header `x-request-secret`.',
        body: PresentationOrder,
        response: { 201: z.object({ id: z.string(), secret: z.string(), link: z.string(), expiresAt: z.string() }) },
      },
    },
    async (request, reply) => {
      const { organisationId } = request.body
      const permission =
        organisationId === undefined ? undefined : requirePermission(request.actor, organisationId, 'read')
      const made = await ground.database.act(systemScope, (work) =>
        makePresentationRequest(ground, work, request.body, permission),
      )
      return reply
        .setCookie(cookieOf(made.id), made.secret, {
          path: '/',
          httpOnly: true,
          sameSite: 'lax',
          secure: ground.settings.baseUrl.startsWith('https:'),
          maxAge: 86_400,
        })
        .code(201)
        .send(made)
    },
  )

  app.get(
    '/api/presentation-requests/:id',
    {
      schema: {
        summary: 'How a request stands, and what was shown',
        params: z.object({ id: z.uuid() }),
        querystring: z.object({ response_code: z.string().max(100).optional() }),
        response: { 200: PresentationView },
      },
    },
    async (request) => {
      const { id } = request.params
      const secret = request.cookies[cookieOf(id)] ?? headerOf(request)
      return ground.database.act(systemScope, (work) =>
        showPresentation(ground, work, id, secret, request.query.response_code),
      )
    },
  )
}

function headerOf(request: FastifyRequest): string | undefined {
  const header = request.headers[secretHeader]
  return typeof header === 'string' ? header : undefined
}
