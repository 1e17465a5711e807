import { Note } from '@bricka/domain/guidance/entry'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { GuidanceLine, GuidanceView, listGuidances, listReadings, ReadingView, viewGuidance } from './guidance-view.ts'
import { answerHandover, HandoverAnswer } from './hand-over.ts'
import { openOwn } from './open-guidance.ts'
import {
  endGuidance,
  listOrganisations,
  NewConsents,
  NewGuidance,
  OrganisationLine,
  shareThings,
  startGuidance,
  withdrawConsent,
} from './start-guidance.ts'
import { tellCounsellor, tellCounsellors } from './tell-guidance.ts'
import { answerProposal, ProposalAnswer, writeAsLearner } from './write-entry.ts'

const tags = ['guidance']
const Id = z.object({ id: z.uuid() })

/** The learner's side: asking, sharing, taking back, answering, and reading what was seen. */
export function guidanceRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/guidance/organisations',
    {
      schema: {
        tags,
        summary: 'Organisations that guide',
        querystring: Paging,
        response: { 200: pageOf(OrganisationLine) },
      },
    },
    async ({ query }, reply) => {
      const { items, total } = await listOrganisations(ground, query)
      if (query.format === 'csv') return sendCsv(reply, 'counsellors', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/passport/guidances',
    { schema: { tags, summary: 'My guidances', querystring: Paging, response: { 200: pageOf(GuidanceLine) } } },
    async ({ actor, query }, reply) => {
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listGuidances(ground, work, person, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'guidances',
          items.map(({ organisation, ...line }) => ({ ...line, organisation: organisation?.name ?? '' })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/passport/guidances',
    {
      schema: {
        tags,
        summary: 'Ask an organisation to guide me, or make a link for a counsellor',
        body: NewGuidance,
        response: { 201: z.object({ id: z.string(), url: z.string().nullable() }) },
      },
    },
    async ({ actor, body }, reply) => {
      const person = requirePerson(actor)
      const made = await ground.database.act(scopeOf(person), (work) => startGuidance(ground, work, person, body))
      if (body.organisationId) await tellCounsellors(ground, body.organisationId)
      return reply.code(201).send(made)
    },
  )

  app.get(
    '/api/passport/guidances/:id',
    {
      schema: {
        tags,
        summary: 'One of my guidances: what is shared, what was written, what was seen',
        params: Id,
        response: { 200: GuidanceView },
      },
    },
    async ({ actor, params }) => {
      const person = requirePerson(actor)
      return ground.database.act(scopeOf(person), (work) => viewGuidance(ground, work, person, params.id))
    },
  )

  app.get(
    '/api/passport/guidances/:id/readings',
    {
      schema: {
        tags,
        summary: 'What my counsellors have seen, visit by visit; it stays when I have withdrawn consent',
        params: Id,
        querystring: Paging,
        response: { 200: pageOf(ReadingView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listReadings(work, person, params.id, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'readings',
          items.map(({ at, by, things }) => ({ at, by, things: things.map(({ title }) => title).join('; ') })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/passport/guidances/:id/consents',
    {
      schema: {
        tags,
        summary: 'Let my counsellor read these things, for this purpose',
        params: Id,
        body: NewConsents,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      const counsellorId = await ground.database.act(scopeOf(person), async (work) => {
        await shareThings(ground, work, person, params.id, body)
        return (await openOwn(work, person, params.id)).row.counsellor_id
      })
      await tellCounsellor(ground, counsellorId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/passport/guidances/:id/consents/:consentId/withdraw',
    {
      schema: {
        tags,
        summary: 'Withdraw one consent: from this moment nothing of it can be read',
        params: Id.extend({ consentId: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(person), (work) =>
        withdrawConsent(ground, work, person, params.id, params.consentId),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/passport/guidances/:id/end',
    { schema: { tags, summary: 'End it, and everything I shared in it', params: Id, response: { 204: z.null() } } },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      const counsellorId = await ground.database.act(scopeOf(person), async (work) => {
        const { row } = await openOwn(work, person, params.id)
        await endGuidance(ground, work, person, params.id)
        return row.counsellor_id
      })
      await tellCounsellor(ground, counsellorId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/passport/guidances/:id/notes',
    {
      schema: {
        tags,
        summary: 'Write to my counsellor',
        params: Id,
        body: Note.omit({ kind: true }),
        response: { 201: z.object({ number: z.int() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      const { number, counsellorId } = await ground.database.act(scopeOf(person), (work) =>
        writeAsLearner(ground, work, person, params.id, { kind: 'note', ...body }),
      )
      await tellCounsellor(ground, counsellorId)
      return reply.code(201).send({ number })
    },
  )

  app.post(
    '/api/passport/guidances/:id/proposals/:number/answer',
    {
      schema: {
        tags,
        summary: 'Take a proposal into my plan, or decline it',
        params: Id.extend({ number: z.coerce.number().int().min(1) }),
        body: ProposalAnswer,
        response: { 200: z.object({ added: z.int().describe('Steps that came into the plan') }) },
      },
    },
    async ({ actor, params, body }) => {
      const person = requirePerson(actor)
      const { added, counsellorId } = await ground.database.act(scopeOf(person), (work) =>
        answerProposal(ground, work, person, params.id, params.number, body),
      )
      await tellCounsellor(ground, counsellorId)
      return { added }
    },
  )

  app.post(
    '/api/passport/guidances/:id/handover',
    {
      schema: {
        tags,
        summary: 'Let another counsellor take over, with what I choose to go along; or not',
        params: Id,
        body: HandoverAnswer,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      const { before, now } = await ground.database.act(scopeOf(person), (work) =>
        answerHandover(ground, work, person, params.id, body),
      )
      for (const one of new Set([before, now])) await tellCounsellor(ground, one)
      return reply.code(204).send(null)
    },
  )
}
