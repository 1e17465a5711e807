import { typedText } from '@bricka/domain/typed-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { getMerit } from '../merit/find-merit.ts'
import { mayDo, requirePermission } from '../organisation/permission.ts'
import { grantMandate } from './grant-mandate.ts'
import { listIssuable, listMandates } from './list-mandates.ts'
import { IssuableView, MandateView } from './mandate-views.ts'
import { withdrawMandate } from './withdraw-mandate.ts'

const verifiableCredential = 'application/vc'

export function trustRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/merits/:meritId/mandates',
    {
      schema: {
        tags: ['trust'],
        summary: 'Who may issue this merit: in force for everyone, all for its owner',
        params: z.object({ meritId: z.uuid() }),
        response: { 200: z.object({ items: z.array(MandateView) }) },
      },
    },
    async ({ actor, params }) =>
      ground.database.act(scopeOf(actor), async (work) => {
        const merit = await getMerit(work, params.meritId)
        return { items: await listMandates(work, merit.id, mayDo(actor, merit.ownerId, 'read'), ground.now()) }
      }),
  )

  app.post(
    '/api/merits/:meritId/mandates',
    {
      schema: {
        tags: ['trust'],
        summary: 'Give an issuer the right to issue this merit',
        params: z.object({ meritId: z.uuid() }),
        body: z.strictObject({
          issuerId: z.uuid(),
          validFrom: z.iso.datetime().optional().describe('Now, when left out'),
          validUntil: z.iso.datetime().nullable().default(null).describe('Without end, when null'),
        }),
        response: { 201: z.object({ id: z.string(), url: z.string() }) },
      },
    },
    async ({ actor, params, body: { issuerId, validFrom, validUntil } }, reply) => {
      const mandate = await ground.database.act(scopeOf(actor), async (work) => {
        const merit = await getMerit(work, params.meritId)
        const permission = requirePermission(actor, merit.ownerId, 'mandate')
        return grantMandate(ground, work, permission, {
          meritId: merit.id,
          issuerId,
          validFrom: validFrom ? new Date(validFrom) : ground.now(),
          validUntil: validUntil ? new Date(validUntil) : null,
        })
      })
      return reply.code(201).send(mandate)
    },
  )

  app.post(
    '/api/mandates/:id/withdraw',
    {
      schema: {
        tags: ['trust'],
        summary: 'Withdraw a mandate for the future; what was issued before keeps its ground',
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({
          reason: typedText().min(1).max(1000),
          from: z.iso.datetime().optional().describe('Now, when left out; never in the past'),
        }),
        response: { 200: z.object({ withdrawnAt: z.string() }) },
      },
    },
    async ({ actor, params, body: { reason, from } }) => {
      const { withdrawnAt } = await ground.database.act(scopeOf(actor), async (work) => {
        const mandate = await work
          .selectFrom('mandate')
          .select('creator_id')
          .where('id', '=', params.id)
          .executeTakeFirst()
        if (!mandate) throw new Problem('not-found', 'No mandate has this id.')
        const permission = requirePermission(actor, mandate.creator_id, 'mandate')
        return withdrawMandate(ground, work, permission, {
          mandateId: params.id,
          reason,
          ...(from && { from: new Date(from) }),
        })
      })
      return { withdrawnAt: withdrawnAt.toISOString() }
    },
  )

  app.get(
    '/api/organisations/:organisationId/mandates',
    {
      schema: {
        tags: ['trust'],
        summary: 'What this organisation may issue: its own merits and those it has a mandate for',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging,
        response: { 200: pageOf(IssuableView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const all = await ground.database.act(scopeOf(actor), (work) => listIssuable(work, permission, ground.now()))
      const wanted = query.search.toLowerCase()
      const found = all.filter(({ merit }) => `${merit.title} ${merit.ownerName}`.toLowerCase().includes(wanted))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'mandates',
          found.map(({ merit, mandate, state }) => ({
            merit: merit.title,
            owner: merit.ownerName,
            state,
            from: mandate?.validFrom ?? '',
            until: mandate?.validUntil ?? '',
          })),
        )
      const { page, perPage } = query
      return { items: found.slice((page - 1) * perPage, page * perPage), total: found.length, page, perPage }
    },
  )

  app.get<{ Params: { id: string } }>('/mandates/:id', { schema: { hide: true } }, async ({ actor, params }, reply) => {
    const mandate = await ground.database.act(scopeOf(actor), (work) =>
      work
        .selectFrom('mandate')
        .select('document')
        .where('url', '=', `${ground.settings.baseUrl}/mandates/${params.id}`)
        .executeTakeFirst(),
    )
    if (!mandate) throw new Problem('not-found', 'No mandate has this address.')
    return reply.type(verifiableCredential).header('cache-control', 'public, max-age=86400').send(mandate.document)
  })

  app.get<{ Params: { id: string } }>(
    '/mandates/:id/withdrawal',
    { schema: { hide: true } },
    async ({ actor, params }, reply) => {
      const mandate = await ground.database.act(scopeOf(actor), (work) =>
        work
          .selectFrom('mandate')
          .select('withdrawal_document')
          .where('url', '=', `${ground.settings.baseUrl}/mandates/${params.id}`)
          .executeTakeFirst(),
      )
      if (!mandate?.withdrawal_document) throw new Problem('not-found', 'The mandate is not withdrawn, or not ours.')
      return reply
        .type(verifiableCredential)
        .header('cache-control', 'public, max-age=300')
        .send(mandate.withdrawal_document)
    },
  )
}
