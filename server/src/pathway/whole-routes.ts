import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { requirePermission } from '../organisation/permission.ts'
import { tellAnswered, tellOrganisation } from '../organisation/tell-organisation.ts'
import {
  askForWhole,
  declineWhole,
  getWholeRequest,
  issueWhole,
  listWholeRequests,
  NewWholeRequest,
  WholeAnswer,
  WholeRefusal,
  WholeRequestView,
  withdrawWholeRequest,
} from './whole-request.ts'

const tags = ['pathway']
const Id = z.object({ id: z.uuid() })

/** Asking for the whole of a stack, and answering: the larger credential names its parts and is checked with them. */
export function wholeRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/passport/stacks/:id/whole-requests',
    {
      schema: {
        tags,
        summary: 'Ask the stack’s owner for the whole, and share the parts that count with it',
        params: Id,
        body: NewWholeRequest,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const person = requirePerson(actor)
      const { id, ownerId, title } = await ground.database.act(scopeOf(person), (work) =>
        askForWhole(ground, work, person, params.id, body),
      )
      await tellOrganisation(ground, ownerId, 'issue', { what: title, path: `/wholes/${id}` })
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/passport/whole-requests',
    {
      schema: {
        tags,
        summary: 'The wholes I have asked for',
        querystring: Paging,
        response: { 200: pageOf(WholeRequestView) },
      },
    },
    async ({ actor, query }, reply) => {
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listWholeRequests(ground, work, person, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'whole-requests', items.map(toRow))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/passport/whole-requests/:id/withdraw',
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
      await ground.database.act(scopeOf(person), (work) => withdrawWholeRequest(ground, work, person, params.id))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/organisations/:organisationId/whole-requests',
    {
      schema: {
        tags,
        summary: 'The wholes that people ask the organisation for',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging,
        response: { 200: pageOf(WholeRequestView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'issue')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listWholeRequests(ground, work, permission, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'whole-requests', items.map(toRow))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/whole-requests/:id',
    { schema: { tags, summary: 'One of them, for both its sides', params: Id, response: { 200: WholeRequestView } } },
    async ({ actor, params }) => {
      const person = requirePerson(actor)
      const { view, holderId } = await ground.database.act(scopeOf(person), (work) =>
        getWholeRequest(ground, work, params.id),
      )
      if (holderId !== person.personId) requirePermission(actor, view.owner.id, 'issue')
      return view
    },
  )

  app.post(
    '/api/whole-requests/:id/issue',
    {
      schema: {
        tags,
        summary: 'Issue the whole, made of the parts that count today',
        params: Id,
        body: WholeAnswer,
        response: {
          201: z.object({ credentialId: z.string(), state: z.enum(['issued', 'awaiting-approval']) }),
        },
      },
    },
    async ({ actor, params, body }, reply) => {
      const { view, holderId } = await ground.database.act(scopeOf(actor), (work) =>
        getWholeRequest(ground, work, params.id),
      )
      const permission = requirePermission(actor, view.owner.id, 'issue')
      const issued = await ground.database.act(scopeOf(actor), (work) =>
        issueWhole(ground, work, permission, params.id, body),
      )
      await tellAnswered(ground, holderId, {
        organisation: view.owner.name,
        what: view.stack.title,
        path: `/passport/stacks/${view.stack.id}`,
      })
      return reply.code(201).send(issued)
    },
  )

  app.post(
    '/api/whole-requests/:id/decline',
    {
      schema: { tags, summary: 'Say no, and why', params: Id, body: WholeRefusal, response: { 204: z.null() } },
    },
    async ({ actor, params, body }, reply) => {
      const { view, holderId } = await ground.database.act(scopeOf(actor), (work) =>
        getWholeRequest(ground, work, params.id),
      )
      const permission = requirePermission(actor, view.owner.id, 'issue')
      await ground.database.act(scopeOf(actor), (work) => declineWhole(ground, work, permission, params.id, body))
      await tellAnswered(ground, holderId, {
        organisation: view.owner.name,
        what: view.stack.title,
        path: `/passport/stacks/${view.stack.id}`,
      })
      return reply.code(204).send(null)
    },
  )
}

const toRow = ({ createdAt, applicant, owner, stack, state, decidedAt }: z.infer<typeof WholeRequestView>) => ({
  createdAt,
  applicant,
  owner: owner.name,
  stack: stack.title,
  state,
  decidedAt,
})
