import { Entry } from '@bricka/domain/guidance/entry'
import { Language } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { type Actor, requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { type MayCounsel, mayDo, requirePermission } from '../organisation/permission.ts'
import { CounselLine, CounselView, listCounselled, viewCounselled } from './counsel-view.ts'
import { askHandover, Colleague, HandoverWish, listColleagues } from './hand-over.ts'
import { openGuided } from './open-guidance.ts'
import { InvitationView, leaveGuidance, takeAsked, takeByLink, viewInvitation } from './take-guidance.ts'
import { tellLearner } from './tell-guidance.ts'
import { writeAsCounsellor } from './write-entry.ts'

const tags = ['guidance']
const Id = z.object({ id: z.uuid() })
const OrganisationId = z.object({ organisationId: z.uuid() })
const Link = z.object({ token: z.string().min(10).max(100) })

/** The counsellor's side. There is no note here that its learner cannot read. */
export function counselRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  /** A counsellor of the organisation that the guidance is at, now: the role may have been taken away since. */
  const permit = async (actor: Actor, id: string, standing: 'asked' | 'open'): Promise<MayCounsel> => {
    const person = requirePerson(actor)
    const { organisationId } = await ground.database.act(scopeOf(person), (work) =>
      openGuided(work, person, id, standing),
    )
    return requirePermission(actor, organisationId, 'counsel')
  }

  app.get(
    '/api/organisations/:organisationId/guidances',
    {
      schema: {
        tags,
        summary: 'Whom I guide here, and who has asked and waits',
        params: OrganisationId,
        querystring: Paging,
        response: { 200: pageOf(CounselLine) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'counsel')
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listCounselled(work, person, permission, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'guidances', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/organisations/:organisationId/counsellors',
    {
      schema: {
        tags,
        summary: 'My colleagues who counsel, to hand over to',
        params: OrganisationId,
        response: { 200: z.object({ items: z.array(Colleague) }) },
      },
    },
    async ({ actor, params }) => ({
      items: await listColleagues(ground, requirePermission(actor, params.organisationId, 'counsel')),
    }),
  )

  app.get(
    '/api/guidance-links/:token',
    {
      schema: { tags, summary: 'Who asks by a link', params: Link, response: { 200: InvitationView } },
    },
    async ({ actor, params }) => {
      requirePerson(actor)
      return viewInvitation(ground, params.token)
    },
  )

  app.post(
    '/api/guidance-links/:token/take',
    {
      schema: {
        tags,
        summary: 'Take a guidance that a link leads to, for an organisation that I counsel for',
        params: Link,
        body: z.strictObject({ organisationId: z.uuid() }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, body.organisationId, 'counsel')
      const { id, holderId } = await takeByLink(ground, requirePerson(actor), permission, params.token)
      await tellLearner(ground, holderId, id)
      return reply.code(201).send({ id })
    },
  )

  app.post(
    '/api/guidances/:id/take',
    {
      schema: {
        tags,
        summary: 'Guide somebody who has asked my organisation',
        params: Id,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = await permit(actor, params.id, 'asked')
      const person = requirePerson(actor)
      const { holderId } = await ground.database.act(scopeOf(person), (work) =>
        takeAsked(ground, work, person, permission, params.id),
      )
      await tellLearner(ground, holderId, params.id)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/guidances/:id',
    {
      schema: {
        tags,
        summary: 'What a learner shares with me; that I saw it is written down for them',
        params: Id,
        querystring: z.object({ language: Language.default('sv') }),
        response: { 200: CounselView },
      },
    },
    async ({ actor, params, query }) => {
      const person = requirePerson(actor)
      const counselled = person.memberships
        .map(({ organisationId }) => organisationId)
        .filter((organisationId) => mayDo(actor, organisationId, 'counsel'))
      if (counselled.length === 0) throw new Problem('not-found', 'There is no such guidance for you.')
      return viewCounselled(ground, person, counselled, params.id, query.language)
    },
  )

  app.post(
    '/api/guidances/:id/entries',
    {
      schema: {
        tags,
        summary: 'Write a note, or propose steps; the learner reads all of it',
        params: Id,
        body: Entry,
        response: { 201: z.object({ number: z.int() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      await permit(actor, params.id, 'open')
      const person = requirePerson(actor)
      const { number, holderId } = await ground.database.act(scopeOf(person), (work) =>
        writeAsCounsellor(ground, work, person, params.id, body),
      )
      await tellLearner(ground, holderId, params.id)
      return reply.code(201).send({ number })
    },
  )

  app.post(
    '/api/guidances/:id/handover',
    {
      schema: {
        tags,
        summary: 'Ask the learner whether a colleague may take over',
        params: Id,
        body: HandoverWish,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = await permit(actor, params.id, 'open')
      const person = requirePerson(actor)
      const colleagues = await listColleagues(ground, permission)
      const { holderId } = await ground.database.act(scopeOf(person), (work) =>
        askHandover(ground, work, person, params.id, body, colleagues),
      )
      await tellLearner(ground, holderId, params.id)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/guidances/:id/leave',
    {
      schema: {
        tags,
        summary: 'Step back: it ends, and I read nothing more',
        params: Id,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      await permit(actor, params.id, 'open')
      const { holderId } = await leaveGuidance(ground, requirePerson(actor), params.id)
      await tellLearner(ground, holderId, params.id)
      return reply.code(204).send(null)
    },
  )
}
