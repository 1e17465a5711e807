import { NewEndorsement, Stand } from '@bricka/domain/trust/endorsement'
import { typedText } from '@bricka/domain/typed-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { mayDo, requirePermission } from '../organisation/permission.ts'
import { addRemark, listRemarks, RemarkView } from './discuss-merit.ts'
import { endorseMerit, withdrawEndorsement } from './endorse-merit.ts'
import { EndorsementView, listMeritEndorsements, listOwnEndorsements } from './list-endorsements.ts'

const tags = ['trust']
const MeritPath = z.object({ meritId: z.uuid() })

/** Social partners behind merits: endorsing, taking back, and the discussion with creators and issuers. */
export function endorsementRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const { database, settings } = ground

  app.get(
    '/api/merits/:meritId/endorsements',
    {
      schema: {
        tags,
        summary: 'Which social partners stand behind a merit, and why',
        params: MeritPath,
        response: { 200: z.object({ items: z.array(EndorsementView) }) },
      },
    },
    async ({ actor, params }) => ({
      items: await listMeritEndorsements(ground, scopeOf(actor), params.meritId),
    }),
  )

  app.post(
    '/api/merits/:meritId/endorsements',
    {
      schema: {
        tags,
        summary: 'Endorse a version of a merit, for a social partner',
        params: MeritPath,
        body: NewEndorsement,
        response: { 201: z.object({ id: z.string(), url: z.string() }) },
      },
    },
    async ({ actor, params, body: { organisationId, ...endorsement } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'represent')
      const made = await database.act(scopeOf(actor), (work) =>
        endorseMerit(ground, work, permission, params.meritId, endorsement),
      )
      return reply.code(201).send(made)
    },
  )

  app.post(
    '/api/endorsements/:id/withdraw',
    {
      schema: {
        tags,
        summary: 'Take an endorsement back',
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({ organisationId: z.uuid(), reason: typedText().min(1).max(1000) }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body: { organisationId, reason } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'represent')
      await database.act(scopeOf(actor), (work) =>
        withdrawEndorsement(ground, work, permission, { endorsementId: params.id, reason }),
      )
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/endorsements',
    {
      schema: {
        tags,
        summary: 'What a social partner has endorsed',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging,
        response: { 200: pageOf(EndorsementView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      requirePermission(actor, params.organisationId, 'read')
      const listing = await database.act(scopeOf(actor), (work) =>
        listOwnEndorsements(work, params.organisationId, settings.baseUrl, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'endorsements',
          listing.items.map(({ merit, by, ...rest }) => ({
            merit: merit.id,
            title: merit.title,
            version: merit.version,
            by: by.legalName,
            ...rest,
          })),
        )
      return { ...listing, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/organisations/:organisationId/merits/:meritId/discussion',
    {
      schema: {
        tags,
        summary: 'What creator, issuers and social partners say to each other of a merit',
        params: MeritPath.extend({ organisationId: z.uuid() }),
        querystring: Paging,
        response: { 200: pageOf(RemarkView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const listing = await database.act(systemScope, (work) =>
        listRemarks(ground, work, permission, params.meritId, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'discussion', listing.items)
      return { ...listing, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/merits/:meritId/discussion',
    {
      schema: {
        tags,
        summary: 'Say something of a merit; it stays as it was said',
        params: MeritPath.extend({ organisationId: z.uuid() }),
        body: z.strictObject({ stand: Stand.default('remark'), words: typedText().min(1).max(4000) }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      // Who may only read does not speak for the organisation.
      const speaks = (['represent', 'design', 'issue'] as const).find((one) => mayDo(actor, params.organisationId, one))
      const permission = requirePermission(actor, params.organisationId, speaks ?? 'design')
      const made = await database.act(systemScope, (work) => addRemark(ground, work, permission, params.meritId, body))
      return reply.code(201).send(made)
    },
  )

  app.get<{ Params: { id: string } }>(
    '/endorsements/:id',
    { schema: { hide: true } },
    async ({ actor, params }, reply) => {
      const id = z.uuid().safeParse(params.id)
      const row =
        id.success &&
        (await database.act(scopeOf(actor), (work) =>
          work.selectFrom('endorsement').select('document').where('id', '=', id.data).executeTakeFirst(),
        ))
      if (!row) throw new Problem('not-found', 'No endorsement has this address.')
      return reply.type('application/vc').header('cache-control', 'public, max-age=86400').send(row.document)
    },
  )
}
