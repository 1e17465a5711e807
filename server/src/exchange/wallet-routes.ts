import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { requirePermission } from '../organisation/permission.ts'
import { answerRequest, Consent, declineRequest } from './answer-request.ts'
import { AuthorizationView, decideAuthorization, showAuthorization } from './authorize-wallet.ts'
import { listRepresentations, RepresentationView } from './list-representations.ts'
import { beginLogIn, takeLoggedIn } from './log-in-for-offer.ts'
import { makeWalletOffer, WalletOfferView } from './make-wallet-offer.ts'
import { RequestView, readRequest } from './read-request.ts'
import { OfferView, readOffer, TakenView, takeOffer } from './take-offer.ts'

const Way = z.object({
  way: z
    .enum(['code', 'log-in'])
    .default('code')
    .describe('A transaction code that is told apart from the offer, or a log-in at the wallet’s side'),
})

/** Merits into wallets, as seen from the passport and from an issuer's console. */
export function walletRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/passport/credentials/:id/wallet-offers',
    {
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        summary: 'Offer one of my merits to my wallet',
        params: z.object({ id: z.uuid() }),
        body: Way,
        response: { 201: WalletOfferView },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const place = { holderId: person.personId, credentialId: request.params.id }
      const offer = await ground.database.act(systemScope, (work) =>
        makeWalletOffer(ground, work, person, place, request.body.way),
      )
      return reply.code(201).send(offer)
    },
  )

  app.post(
    '/api/organisations/:id/credentials/:credentialId/wallet-offers',
    {
      config: { rateLimit: { max: 600, timeWindow: '1 minute' } },
      schema: {
        summary: 'Offer a merit that the organisation issues to its holder’s wallet, also before it is approved',
        params: z.object({ id: z.uuid(), credentialId: z.uuid() }),
        body: Way,
        response: { 201: WalletOfferView },
      },
    },
    async (request, reply) => {
      const { id, credentialId } = request.params
      const { actor } = requirePermission(request.actor, id, 'issue')
      const offer = await ground.database.act(systemScope, async (work) => {
        const place = await work
          .selectFrom('credential_address')
          .select(['holder_id', 'issuer_id'])
          .where('id', '=', credentialId)
          .executeTakeFirst()
        if (place?.issuer_id !== id) throw new Problem('not-found', 'The organisation has issued no such merit.')
        return makeWalletOffer(ground, work, actor, { holderId: place.holder_id, credentialId }, request.body.way)
      })
      return reply.code(201).send(offer)
    },
  )

  app.get(
    '/api/passport/wallets',
    {
      schema: {
        summary: 'Which of my merits lie in wallets',
        querystring: Paging,
        response: { 200: pageOf(RepresentationView) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { page, perPage, format } = request.query
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listRepresentations(work, person.personId, request.query),
      )
      if (format === 'csv') return sendCsv(reply, 'wallets', items)
      return { items, total, page, perPage }
    },
  )

  app.get(
    '/api/passport/authorizations/:token',
    {
      schema: {
        summary: 'What a wallet asks for, and which of my merits could go there',
        params: Token,
        response: { 200: AuthorizationView },
      },
    },
    async (request) => {
      const person = requirePerson(request.actor)
      return ground.database.act(systemScope, (work) => showAuthorization(ground, work, person, request.params.token))
    },
  )

  app.post(
    '/api/passport/authorizations/:token',
    {
      schema: {
        summary: 'Let the wallet have one of them, or none',
        params: Token,
        body: z.object({ credentialId: z.uuid().nullable() }),
        response: { 201: z.object({ redirectTo: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { credentialId } = request.body
      const decided = await ground.database.act(systemScope, (work) =>
        decideAuthorization(ground, work, person, request.params.token, credentialId),
      )
      return reply.code(201).send(decided)
    },
  )

  app.post(
    '/api/passport/offers',
    {
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary: 'Read another issuer’s offer (OpenID4VCI); nothing is taken yet',
        body: z.object({ offer: z.string().trim().min(1).max(20_000) }),
        response: { 201: OfferView },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      return reply.code(201).send(await readOffer(ground, person, request.body.offer))
    },
  )

  app.post(
    '/api/passport/offers/:token/take',
    {
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary: 'Take what was offered into my passport, bound to a key of mine',
        params: Token,
        body: z.object({ configuration: z.string().max(300), txCode: z.string().trim().max(100).optional() }),
        response: { 201: TakenView },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { configuration, txCode } = request.body
      const chosen = { configuration, txCode: txCode === '' ? undefined : txCode }
      return reply.code(201).send(await takeOffer(ground, person, request.params.token, chosen))
    },
  )

  app.post(
    '/api/passport/offers/:token/log-in',
    {
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary: 'Where to log in at the issuer for what was offered; it leads back to the passport',
        params: Token,
        body: z.object({ configuration: z.string().max(300) }),
        response: { 201: z.object({ redirectTo: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { configuration } = request.body
      return reply.code(201).send(await beginLogIn(ground, person, request.params.token, configuration))
    },
  )

  app.post(
    '/api/passport/offers/logged-in',
    {
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary: 'Take what was offered, with the answer that came back from the log-in at the issuer',
        body: z.object({ query: z.string().min(1).max(8000) }),
        response: { 201: TakenView },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      return reply.code(201).send(await takeLoggedIn(ground, person, request.body.query))
    },
  )

  app.post(
    '/api/passport/requests',
    {
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        summary: 'Read a verifier’s request (OpenID4VP), and what of mine answers it; nothing is shown yet',
        body: z.object({ request: z.string().trim().min(1).max(40_000) }),
        response: { 201: RequestView },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      return reply.code(201).send(await readRequest(ground, person, request.body.request))
    },
  )

  app.post(
    '/api/passport/requests/:token/answer',
    {
      schema: {
        summary: 'Answer it with what I agree to show, claim by claim',
        params: Token,
        body: Consent,
        response: { 201: z.object({ redirectTo: z.string().nullable() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      return reply.code(201).send(await answerRequest(ground, person, request.params.token, request.body))
    },
  )

  app.post(
    '/api/passport/requests/:token/decline',
    { schema: { summary: 'Show nothing, and tell the verifier so', params: Token, response: { 204: z.null() } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      await declineRequest(ground, person, request.params.token)
      return reply.code(204).send(null)
    },
  )
}

const Token = z.object({ token: z.string().min(10).max(100) })
