import { SelfCheck } from '@bricka/domain/recognition/quality-factor'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { type Actor, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { mayDo, requirePermission } from '../organisation/permission.ts'
import { AssessorContent, AssessorView, listAssessors, registerAssessor } from './assessor.ts'
import { closeOffer, OfferSettings, offerValidation } from './offer.ts'
import {
  drawSample,
  listMeetings,
  listSelfChecks,
  Meeting,
  MeetingView,
  recordMeeting,
  recordSelfCheck,
  SampledCase,
  SamplePolicy,
  SelfCheckView,
} from './quality.ts'

const Provider = z.object({ organisationId: z.uuid() })
const tags = ['recognition']

/** What a provider of validation sets up, and how it looks after its quality. */
export function providerRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.put(
    '/api/organisations/:organisationId/validation/offers/:meritId',
    {
      schema: {
        tags,
        summary: 'Offer validation against a merit that the organisation may issue',
        params: Provider.extend({ meritId: z.uuid() }),
        body: OfferSettings,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'coordinate')
      const mayIssue = requirePermission(actor, params.organisationId, 'issue')
      await ground.database.act(scopeOf(actor), (work) =>
        offerValidation(ground, work, permission, mayIssue, params.meritId, body),
      )
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/api/organisations/:organisationId/validation/offers/:meritId',
    {
      schema: {
        tags,
        summary: 'Take no new cases for a merit; open ones go on',
        params: Provider.extend({ meritId: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'coordinate')
      await ground.database.act(scopeOf(actor), (work) => closeOffer(ground, work, permission, params.meritId))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/assessors',
    {
      schema: {
        tags,
        summary: 'Who may assess, with training, trade and authorisation',
        params: Provider,
        response: { 200: z.object({ items: z.array(AssessorView) }) },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      return { items: await ground.database.act(scopeOf(actor), (work) => listAssessors(work, permission)) }
    },
  )

  app.put(
    '/api/organisations/:organisationId/assessors/:personId',
    {
      schema: {
        tags,
        summary: 'Write down why a member may assess, and until when',
        params: Provider.extend({ personId: z.uuid() }),
        body: AssessorContent,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'coordinate')
      await ground.database.act(scopeOf(actor), (work) =>
        registerAssessor(ground, work, permission, params.personId, body),
      )
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/validation/sample',
    {
      schema: {
        tags,
        summary: 'The cases of a time that are to be looked at again, and why each',
        params: Provider,
        querystring: SamplePolicy,
        response: { 200: z.object({ items: z.array(SampledCase) }) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'assure')
      const items = await ground.database.act(scopeOf(actor), (work) => drawSample(ground, work, permission, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'sample',
          items.map(({ why, ...one }) => ({ ...one, why: why.join(' ') })),
        )
      return { items }
    },
  )

  app.get(
    '/api/organisations/:organisationId/validation/meetings',
    {
      schema: {
        tags,
        summary: 'Standardisation meetings, the newest first',
        params: Provider,
        querystring: Paging,
        response: { 200: pageOf(MeetingView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listMeetings(work, permission, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'meetings',
          items.map(({ present, ...one }) => ({ ...one, present: present.join(', ') })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/validation/meetings',
    {
      schema: {
        tags,
        summary: 'Record a standardisation meeting',
        params: Provider,
        body: Meeting,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requireQuality(actor, params.organisationId)
      const id = await ground.database.act(scopeOf(actor), (work) => recordMeeting(ground, work, permission, body))
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/organisations/:organisationId/validation/self-checks',
    {
      schema: {
        tags,
        summary: 'Self-checks on the eight Nordic quality factors, the newest first',
        params: Provider,
        querystring: Paging,
        response: { 200: pageOf(SelfCheckView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listSelfChecks(work, permission, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'self-checks',
          items.flatMap(({ on, answers }) => answers.map((answer) => ({ on, ...answer }))),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/validation/self-checks',
    {
      schema: {
        tags,
        summary: 'Record a self-check',
        params: Provider,
        body: SelfCheck,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requireQuality(actor, params.organisationId)
      const id = await ground.database.act(scopeOf(actor), (work) => recordSelfCheck(ground, work, permission, body))
      return reply.code(201).send({ id })
    },
  )
}

/** Quality is the coordinator's and the quality assurer's. */
const requireQuality = (actor: Actor, organisationId: string) =>
  mayDo(actor, organisationId, 'assure')
    ? requirePermission(actor, organisationId, 'assure')
    : requirePermission(actor, organisationId, 'coordinate')
