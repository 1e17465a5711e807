import { setGlobalConfig } from '@openid4vc/oauth2'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { findMoved, findTakenOver } from '../organisation/find-moved.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import { statusSeconds } from '../organisation/status-list.ts'
import { readTokenStatusList, tokenListUrl } from '../organisation/token-status-list.ts'
import { beginAuthorization, pushAuthorization } from './authorize-wallet.ts'
import { findWalletIssuer } from './find-wallet-issuer.ts'
import { giveAccess } from './give-access.ts'
import { giveCredential, giveDeferred, readAccess, takeNotification } from './give-credential.ts'
import { readWalletOffer } from './make-wallet-offer.ts'
import { composeIssuerMetadata, composeServerMetadata } from './openid-configurations.ts'
import { answerRefusals } from './openid-refusal.ts'
import { formOf, takeForms } from './read-form.ts'
import { signJwt } from './sign-jwt.ts'
import { keepToken } from './wallet-token.ts'

type Slug = { Params: { slug: string } }
const everyone = { schema: { hide: true }, config: { rateLimit: { max: 600, timeWindow: '1 minute' } } } as const
const guessed = { schema: { hide: true }, config: { rateLimit: { max: 120, timeWindow: '1 minute' } } } as const

/** What wallets speak to an issuer (OpenID4VCI 1.0): metadata, offers, tokens, nonces, credentials. */
export function openidIssuerRoutes(app: FastifyInstance, ground: Ground): void {
  // The library wants https everywhere, which a demo on one's own machine does not have.
  setGlobalConfig({ allowInsecureUrls: ground.settings.baseUrl.startsWith('http:') })
  answerRefusals(app)
  takeForms(app)
  // Wallets may be pages of other sites; nothing here is opened by a cookie.
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
  })
  app.options('/openid/*', everyone, async (_request, reply) =>
    reply
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .code(204)
      .send(null),
  )

  // 1.0 and RFC 8414 put the well-known part before the path of the issuer; wallets of the drafts look after it.
  for (const place of [
    (name: string) => `/.well-known/${name}/openid/:slug`,
    (name: string) => `/openid/:slug/.well-known/${name}`,
  ]) {
    app.get<Slug>(place('openid-credential-issuer'), everyone, async (request, reply) => {
      const issuer = await findWalletIssuer(ground, request.params.slug)
      const metadata = composeIssuerMetadata(issuer.url, issuer.organisation)
      reply.header('cache-control', 'public, max-age=300').header('vary', 'accept')
      // Signed for whoever asks so (OpenID4VCI 12.2.2, 12.2.3).
      if (!/application\/jwt/.test(request.headers.accept ?? '')) return metadata
      const signer = await ground.database.act(systemScope, (work) => findSigner(ground, work, issuer.organisation.id))
      const iat = Math.floor(ground.now().getTime() / 1000)
      const payload = { ...metadata, iss: issuer.organisation.did, sub: issuer.url, iat, exp: iat + 86_400 }
      return reply.type('application/jwt').send(await signJwt('openidvci-issuer-metadata+jwt', payload, signer))
    })

    app.get<Slug>(place('oauth-authorization-server'), everyone, async (request, reply) => {
      const issuer = await findWalletIssuer(ground, request.params.slug)
      reply.header('cache-control', 'public, max-age=300')
      return composeServerMetadata(issuer.url)
    })
  }

  app.get<{ Params: { token: string } }>('/openid/offers/:token', everyone, async (request, reply) => {
    const offer = await ground.database.act(systemScope, (work) => readWalletOffer(ground, work, request.params.token))
    return reply.header('cache-control', 'no-store').send(offer)
  })

  // The bits are compressed already.
  app.get<{ Params: { id: string } }>(
    '/status/:id/tokens',
    { ...everyone, compress: false },
    async (request, reply) => {
      const { id } = request.params
      const own = `${ground.settings.baseUrl}/status/${id}`
      const url = tokenListUrl((await findTakenOver(ground, id)) ?? own)
      const token = await ground.database.act(systemScope, (work) => readTokenStatusList(ground, work, url))
      if (!token) {
        const moved = await findMoved(ground, url)
        if (moved) return reply.redirect(moved, 307)
        throw new Problem('not-found', 'No status list has this address.')
      }
      reply.header('cache-control', `public, max-age=${statusSeconds}`)
      return reply.type('application/statuslist+jwt').send(token)
    },
  )

  app.post<Slug>('/openid/:slug/nonce', everyone, async (request, reply) => {
    const { organisation } = await findWalletIssuer(ground, request.params.slug)
    const nonce = await ground.database.act(systemScope, (work) =>
      keepToken(ground, work, 'nonce', { holderId: null, issuerId: organisation.id }, {}),
    )
    return reply.header('cache-control', 'no-store').send({ c_nonce: nonce })
  })

  app.post<Slug>('/openid/:slug/token', guessed, async (request, reply) => {
    const issuer = await findWalletIssuer(ground, request.params.slug)
    const answer = await giveAccess(ground, issuer, {
      url: `${issuer.url}/token`,
      headers: headersOf(request),
      form: formOf(request),
    })
    return reply.header('cache-control', 'no-store').send(answer)
  })

  app.post<Slug>('/openid/:slug/par', guessed, async (request, reply) => {
    const issuer = await findWalletIssuer(ground, request.params.slug)
    const answer = await pushAuthorization(ground, issuer, formOf(request))
    return reply.code(201).header('cache-control', 'no-store').send(answer)
  })

  app.get<Slug>('/openid/:slug/authorize', guessed, async (request, reply) => {
    const issuer = await findWalletIssuer(ground, request.params.slug)
    const form = formOf({ body: new URL(request.url, ground.settings.baseUrl).search.slice(1) })
    const start = await beginAuthorization(ground, issuer, form)
    return reply.redirect(start.to === 'page' ? `/wallet/authorize/${start.token}` : start.url)
  })

  app.post<Slug>('/openid/:slug/credential', everyone, async (request, reply) => {
    const { issuer, access } = await read(request)
    const { status, answer } = await giveCredential(ground, issuer, access, request.body)
    return reply.code(status).header('cache-control', 'no-store').send(answer)
  })

  app.post<Slug>('/openid/:slug/deferred', everyone, async (request, reply) => {
    const { issuer, access } = await read(request)
    const { status, answer } = await giveDeferred(ground, issuer, access, request.body)
    return reply.code(status).header('cache-control', 'no-store').send(answer)
  })

  app.post<Slug>('/openid/:slug/notification', everyone, async (request, reply) => {
    const { access } = await read(request)
    await takeNotification(ground, access, request.body)
    return reply.code(204).send(null)
  })

  async function read(request: FastifyRequest<Slug>) {
    const issuer = await findWalletIssuer(ground, request.params.slug)
    const query = new URL(request.url, ground.settings.baseUrl).searchParams
    const access = await readAccess(ground, issuer, request.headers.authorization, Object.fromEntries(query.entries()))
    return { issuer, access }
  }
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  return headers
}
