import { pickText } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { mayDo, requirePermission } from '../organisation/permission.ts'
import { tellAnswered, tellOrganisation } from '../organisation/tell-organisation.ts'
import {
  ApplicationView,
  applyForCredit,
  getApplication,
  listApplications,
  NewApplication,
  withdrawApplication,
} from './credit-application.ts'
import { appealDecision, decideApplication, NewAppeal, NewDecision } from './decide-credit.ts'
import { listRelations, RelationKind, RelationView } from './list-relations.ts'
import { getPrecedent, listPrecedents, PrecedentView } from './precedent.ts'

const tags = ['recognition']
const Id = z.object({ id: z.uuid() })

/** The doors between merits and formal education: asking, deciding, and what was decided before. */
export function creditRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/passport/credit-applications',
    {
      schema: {
        tags,
        summary: 'Ask a formal education whether merits of mine count',
        body: NewApplication,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, body }, reply) => {
      const person = requirePerson(actor)
      const { id, deciderId } = await ground.database.act(scopeOf(person), (work) =>
        applyForCredit(ground, work, person, body),
      )
      await tellOrganisation(ground, deciderId, 'coordinate', { what: body.target.title, path: `/credit/${id}` })
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/passport/credit-applications',
    {
      schema: { tags, summary: 'What I have asked', querystring: Paging, response: { 200: pageOf(ApplicationView) } },
    },
    async ({ actor, query }, reply) => {
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listApplications(ground, work, person, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'credit-applications', items.map(toRow))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/passport/credit-applications/:id/withdraw',
    {
      schema: {
        tags,
        summary: 'Withdraw what I asked, and what I shared for it',
        params: Id,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      await ground.database.act(scopeOf(person), (work) => withdrawApplication(ground, work, person, params.id))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/credit-applications/:id',
    { schema: { tags, summary: 'An application, for both its sides', params: Id, response: { 200: ApplicationView } } },
    async ({ actor, params }) => {
      const person = requirePerson(actor)
      const { view, holderId } = await ground.database.act(scopeOf(person), (work) =>
        getApplication(ground, work, params.id),
      )
      if (holderId !== person.personId) requirePermission(actor, view.decider.id, 'read')
      return view
    },
  )

  app.get(
    '/api/credit-applications/:id/decision',
    { schema: { tags, summary: 'The decision as the organisation signed it, for its applicant', params: Id } },
    async ({ actor, params }, reply) => {
      const person = requirePerson(actor)
      const { document, holderId } = await ground.database.act(scopeOf(person), (work) =>
        getApplication(ground, work, params.id),
      )
      if (!document || holderId !== person.personId) throw new Problem('not-found', 'There is no decision here yet.')
      return reply
        .type('application/vc')
        .header('content-disposition', `attachment; filename="decision-${params.id}.json"`)
        .send(document)
    },
  )

  app.post(
    '/api/credit-applications/:id/decide',
    {
      schema: {
        tags,
        summary: 'Decide, or decide anew on an appeal; signed, and a precedent unless it is kept back',
        params: Id,
        body: NewDecision,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const { view, holderId } = await ground.database.act(scopeOf(actor), async (work) => {
        const found = await getApplication(ground, work, params.id)
        const permission = requirePermission(actor, found.view.decider.id, 'coordinate')
        await decideApplication(ground, work, permission, params.id, body)
        return found
      })
      await tellAnswered(ground, holderId, {
        organisation: view.decider.name,
        what: view.target.title,
        path: `/passport/credit/${view.id}`,
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/passport/credit-applications/:id/appeal',
    {
      schema: {
        tags,
        summary: 'Ask for a decision to be looked at again, by someone else',
        params: Id,
        body: NewAppeal,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      const { deciderId, title } = await ground.database.act(scopeOf(person), (work) =>
        appealDecision(ground, work, person, params.id, body),
      )
      await tellOrganisation(ground, deciderId, 'coordinate', { what: title, path: `/credit/${params.id}` })
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/credit-applications',
    {
      schema: {
        tags,
        summary: 'What the organisation is asked to credit',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging,
        response: { 200: pageOf(ApplicationView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = mayDo(actor, params.organisationId, 'read')
        ? requirePermission(actor, params.organisationId, 'read')
        : requirePermission(actor, params.organisationId, 'coordinate')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listApplications(ground, work, permission, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'credit-applications', items.map(toRow))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/precedents',
    {
      schema: {
        tags,
        summary: 'What was decided before, without whom it was decided for',
        querystring: Paging.extend({
          meritIds: z
            .string()
            .transform((text) => text.split(','))
            .pipe(z.array(z.uuid()).max(30))
            .optional(),
          extent: z.enum(['full', 'partial', 'none']).optional(),
        }),
        response: { 200: pageOf(PrecedentView) },
      },
    },
    async ({ query }, reply) => {
      const { items, total } = await listPrecedents(ground, query)
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'precedents',
          items.map(({ decidedIn, deciderName, target, extent, rule, current }) => ({
            decidedIn,
            decidedBy: deciderName,
            target: target.title,
            extent,
            rule,
            current,
          })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/relations',
    {
      schema: {
        tags,
        summary: 'How merits and qualifications hang together, with the status of every decision',
        querystring: Paging.extend({
          kind: RelationKind.optional(),
          current: z
            .enum(['true', 'false'])
            .transform((text) => text === 'true')
            .optional()
            .describe('Only what holds today'),
        }),
        response: { 200: pageOf(RelationView) },
      },
    },
    async ({ query }, reply) => {
      const { items, total } = await listRelations(ground, query)
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'relations',
          items.map(({ merit, id: _, ...one }) => ({
            meritId: merit.id,
            merit: pickText(merit.title, 'sv')?.text ?? '',
            ...one,
          })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/precedents/:id',
    {
      schema: { tags, summary: 'One of them', params: Id, response: { 200: PrecedentView } },
    },
    async ({ params }) => getPrecedent(ground, params.id),
  )
}

const toRow = ({ createdAt, applicant, decider, target, state, decision }: ApplicationView) => ({
  createdAt,
  applicant,
  decider: decider.name,
  target: target.title,
  state,
  extent: decision?.extent ?? '',
})
