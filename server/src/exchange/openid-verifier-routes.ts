import type { FastifyInstance } from 'fastify'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import { Parameters } from './make-presentation-request.ts'
import { answerRefusals, refuse } from './openid-refusal.ts'
import { formOf, takeForms } from './read-form.ts'
import { signJwt } from './sign-jwt.ts'
import { takePresentation } from './take-presentation.ts'

type Id = { Params: { id: string } }
const everyone = { schema: { hide: true }, config: { rateLimit: { max: 240, timeWindow: '1 minute' } } } as const

/** What wallets speak to a verifier (OpenID4VP 1.0): the signed request, and the answer. */
export function openidVerifierRoutes(app: FastifyInstance, ground: Ground): void {
  answerRefusals(app)
  takeForms(app)
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
  })

  const giveRequest = async (id: string, walletNonce: string | undefined) => {
    const { parameters, signer } = await ground.database.act(systemScope, async (work) => {
      const row = isId(id)
        ? await work.selectFrom('presentation_request').selectAll().where('id', '=', id).executeTakeFirst()
        : undefined
      if (!row?.organisation_id) throw new Problem('not-found', 'Nobody asks at this address.')
      if (row.state !== 'open' || row.expires_at <= ground.now())
        return refuse('invalid_request', 'The request was answered or is too old.')
      return {
        parameters: Parameters.parse(row.parameters),
        signer: await findSigner(ground, work, row.organisation_id),
      }
    })
    const iat = Math.floor(ground.now().getTime() / 1000)
    return signJwt(
      'oauth-authz-req+jwt',
      {
        ...parameters,
        aud: 'https://self-issued.me/v2',
        iat,
        exp: iat + 600,
        ...(walletNonce !== undefined && { wallet_nonce: walletNonce }),
      },
      signer,
    )
  }

  app.get<Id>('/openid/presentations/:id/request', everyone, async (request, reply) => {
    const jwt = await giveRequest(request.params.id, undefined)
    return reply.type('application/oauth-authz-req+jwt').header('cache-control', 'no-store').send(jwt)
  })

  app.post<Id>('/openid/presentations/:id/request', everyone, async (request, reply) => {
    const nonce = request.body === undefined ? undefined : formOf(request).wallet_nonce
    const jwt = await giveRequest(request.params.id, nonce)
    return reply.type('application/oauth-authz-req+jwt').header('cache-control', 'no-store').send(jwt)
  })

  app.post<Id>('/openid/presentations/:id', everyone, async (request, reply) => {
    if (!isId(request.params.id)) throw new Problem('not-found', 'Nobody asks at this address.')
    const answer = await takePresentation(ground, request.params.id, formOf(request))
    return reply.header('cache-control', 'no-store').send(answer)
  })
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
