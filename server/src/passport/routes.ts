import { SelfClaim } from '@bricka/domain/passport/self-claim'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Actor, requirePerson, scopeOf } from '../http/actor.ts'
import { limitAttempts, manyFromOneAddress } from '../http/limit-attempts.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { maySealFor } from '../organisation/seal-organisation.ts'
import { logIn } from '../person/login-routes.ts'
import { Verified, verifyText } from '../verifying/verify-text.ts'
import { claimCredentials, lookBehindClaim, sendLoginForClaim, useClaimLink } from './claim-link.ts'
import { isSharedBy } from './open-share.ts'
import { getPassportItem, listPassport, PassportView } from './passport-view.ts'
import { addSelfClaim, changeSelfClaim, listSelfClaims, removeSelfClaim, SelfClaimView } from './self-claim.ts'

export const WaitingView = z.object({
  standing: z
    .enum(['open', 'log-in'])
    .describe('Whether one press takes what waits, or the passport is in use and its holder logs in first'),
  name: z.string(),
  items: z.array(z.object({ title: z.string(), issuer: z.string(), issuedAt: z.string(), claimed: z.boolean() })),
})
export type WaitingView = z.infer<typeof WaitingView>

export const PassportItem = PassportView.extend(Verified.shape).extend({
  europass: z.boolean().describe('Whether its issuer can seal it as a European credential'),
})
export type PassportItem = z.infer<typeof PassportItem>

const Id = z.object({ id: z.uuid() })
const ClaimToken = z.object({ token: z.string().min(10).max(100) })
const verifiableCredential = 'application/vc'

export function passportRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const limit = limitAttempts(app)

  app.get(
    '/api/claims/:token',
    {
      schema: {
        summary: 'What waits behind a claim link; looking changes nothing',
        params: ClaimToken,
        response: { 200: WaitingView },
      },
    },
    async (request) => {
      const waiting = await lookBehindClaim(ground, request.params.token, personOf(request.actor))
      return { ...waiting, items: [...waiting.items] }
    },
  )

  app.post(
    '/api/claims/login',
    {
      config: manyFromOneAddress,
      schema: {
        summary: 'Send a login link to the mailbox that a claim link came to',
        body: ClaimToken.extend({ language: z.string().max(5).default('sv') }),
        response: { 202: z.object({ sent: z.literal(true) }) },
      },
    },
    async (request, reply) => {
      await limit(request, reply, `login ${request.body.token}`)
      await sendLoginForClaim(ground, request.body.token, request.body.language)
      return reply.code(202).send({ sent: true })
    },
  )

  app.post(
    '/api/claims',
    {
      config: manyFromOneAddress,
      schema: {
        summary: 'Claim what waits behind a claim link; it logs in a newcomer, and once',
        body: ClaimToken,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await limit(request, reply, request.body.token)
      const personId = personOf(request.actor)
      const holderId = await useClaimLink(ground, request.body.token, personId)
      if (holderId !== personId) await logIn(ground, reply, holderId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/passport/claim',
    { schema: { summary: 'Claim everything that waits for me', response: { 200: z.object({ claimed: z.number() }) } } },
    async (request) => {
      const person = requirePerson(request.actor)
      const claimed = await ground.database.act(systemScope, (work) => claimCredentials(ground, work, person.personId))
      return { claimed }
    },
  )

  app.get(
    '/api/passport',
    { schema: { summary: 'My own merits', querystring: Paging, response: { 200: pageOf(PassportView) } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { page, perPage, format } = request.query
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listPassport(work, person.personId, request.query),
      )
      if (format === 'csv') return sendCsv(reply, 'passport', items)
      return { items, total, page, perPage }
    },
  )

  app.get(
    '/api/passport/credentials/:id',
    { schema: { summary: 'One of my merits, checked now', params: Id, response: { 200: PassportItem } } },
    async (request) => {
      const person = requirePerson(request.actor)
      const { view, document } = await ground.database.act(scopeOf(person), (work) =>
        getPassportItem(work, person.personId, request.params.id),
      )
      const europass = await ground.database.act(systemScope, (work) =>
        maySealFor(work, person.personId, request.params.id, ground.now()),
      )
      return { ...view, europass, ...(await verifyText(ground, document)) }
    },
  )

  app.get(
    '/api/passport/credentials/:id/download',
    { schema: { summary: 'One of my merits as the issuer signed it', params: Id } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const { document } = await ground.database.act(scopeOf(person), (work) =>
        getPassportItem(work, person.personId, request.params.id),
      )
      return reply
        .type(verifiableCredential)
        .header('content-disposition', `attachment; filename="merit-${request.params.id}.json"`)
        .send(document)
    },
  )

  app.get(
    '/credentials/:id',
    {
      schema: {
        summary: 'A credential at its own address: for its holder, or with the token of a share that contains it',
        params: Id,
        querystring: z.object({ share: z.string().max(100).optional() }),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { share } = request.query
      const { actor } = request
      const document = await ground.database.act(systemScope, async (work) => {
        const row = await work
          .selectFrom('credential_address')
          .innerJoin('credential', (join) =>
            join
              .onRef('credential.holder_id', '=', 'credential_address.holder_id')
              .onRef('credential.id', '=', 'credential_address.id'),
          )
          .select(['credential.holder_id', 'document'])
          .where('credential_address.id', '=', id)
          .executeTakeFirst()
        const own = actor.kind === 'person' && actor.personId === row?.holder_id
        const shared = share !== undefined && (await isSharedBy(ground, work, share, id))
        return own || shared ? row?.document : undefined
      })
      // Whether it exists is nobody else's business: the answer is the same as for an address that never was.
      if (!document) throw new Problem('not-found', 'There is nothing here that you may see.')
      return reply.type(verifiableCredential).header('cache-control', 'no-store').send(document)
    },
  )

  app.get(
    '/api/passport/self-claims',
    { schema: { summary: 'What I say of myself', response: { 200: z.object({ items: z.array(SelfClaimView) }) } } },
    async (request) => {
      const person = requirePerson(request.actor)
      return ground.database.act(scopeOf(person), async (work) => ({
        items: await listSelfClaims(work, person.personId),
      }))
    },
  )

  app.post(
    '/api/passport/self-claims',
    {
      schema: {
        summary: 'Add something I say of myself',
        body: SelfClaim,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      const id = await ground.database.act(scopeOf(person), (work) => addSelfClaim(ground, work, person, request.body))
      return reply.code(201).send({ id })
    },
  )

  app.put(
    '/api/passport/self-claims/:id',
    { schema: { summary: 'Change what I said', params: Id, body: SelfClaim, response: { 204: z.null() } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      await ground.database.act(scopeOf(person), (work) =>
        changeSelfClaim(ground, work, person, request.params.id, request.body),
      )
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/passport/self-claims/:id',
    { schema: { summary: 'Take back what I said', params: Id, response: { 204: z.null() } } },
    async (request, reply) => {
      const person = requirePerson(request.actor)
      await ground.database.act(scopeOf(person), (work) => removeSelfClaim(ground, work, person, request.params.id))
      return reply.code(204).send(null)
    },
  )
}

const personOf = (actor: Actor): string | undefined => (actor.kind === 'person' ? actor.personId : undefined)
