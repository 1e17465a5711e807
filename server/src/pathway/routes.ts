import { type LocalText, pickText } from '@bricka/domain/local-text'
import { StackContent } from '@bricka/domain/pathway/stack'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { requirePermission } from '../organisation/permission.ts'
import { CoverageView, makePieces, NewPieces, showCoverage } from './break-down.ts'
import { listOwnStacks, OwnStackView } from './list-own-stacks.ts'
import { ProgressView, showOwnProgress } from './own-progress.ts'
import { StackPage, showStack } from './show-stack.ts'
import { getStack, listStacks, StackView, saveStack, setStackState } from './stack.ts'

const tags = ['pathway']
const Id = z.object({ id: z.uuid() })
const Body = z.strictObject({ content: StackContent, meritId: z.uuid().optional() })
/** Stacks: ways from small merits to a larger one, and how far someone has come. */
export function pathwayRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/stacks',
    {
      schema: { tags, summary: 'Published stacks', querystring: Paging, response: { 200: pageOf(StackView) } },
    },
    async ({ actor, query }, reply) => {
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listStacks(work, query))
      if (query.format === 'csv') return sendCsv(reply, 'stacks', items.map(toRow))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/organisations/:organisationId/stacks',
    {
      schema: {
        tags,
        summary: 'The organisation’s own stacks, also drafts',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging,
        response: { 200: pageOf(StackView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listStacks(work, { ...query, ownerId: params.organisationId }),
      )
      if (query.format === 'csv') return sendCsv(reply, 'stacks', items.map(toRow))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/stacks',
    {
      schema: {
        tags,
        summary: 'Begin a stack',
        params: z.object({ organisationId: z.uuid() }),
        body: Body,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      const id = await ground.database.act(scopeOf(actor), (work) =>
        saveStack(ground, work, permission, body.content, { meritId: body.meritId }),
      )
      return reply.code(201).send({ id })
    },
  )

  app.put(
    '/api/stacks/:id',
    { schema: { tags, summary: 'Change a draft', params: Id, body: Body, response: { 204: z.null() } } },
    async ({ actor, params, body }, reply) => {
      await ground.database.act(scopeOf(actor), async (work) => {
        const { owner } = await getStack(work, params.id)
        const permission = requirePermission(actor, owner.id, 'design')
        await saveStack(ground, work, permission, body.content, { id: params.id, meritId: body.meritId })
      })
      return reply.code(204).send(null)
    },
  )

  for (const [verb, to] of [
    ['publish', 'published'],
    ['retire', 'retired'],
  ] as const)
    app.post(
      `/api/stacks/:id/${verb}`,
      {
        schema: {
          tags,
          summary: verb === 'publish' ? 'Let people count on it; its rules stay as they are' : 'Take no one new',
          params: Id,
          response: { 204: z.null() },
        },
      },
      async ({ actor, params }, reply) => {
        await ground.database.act(scopeOf(actor), async (work) => {
          const { owner } = await getStack(work, params.id)
          await setStackState(ground, work, requirePermission(actor, owner.id, 'design'), params.id, to)
        })
        return reply.code(204).send(null)
      },
    )

  app.get(
    '/api/organisations/:organisationId/merits/:meritId/coverage',
    {
      schema: {
        tags,
        summary: 'What of a qualification the organisation’s other merits hold, outcome by outcome',
        params: z.object({ organisationId: z.uuid(), meritId: z.uuid() }),
        response: { 200: CoverageView },
      },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      return ground.database.act(scopeOf(actor), (work) =>
        showCoverage(work, permission.organisationId, params.meritId),
      )
    },
  )

  app.post(
    '/api/organisations/:organisationId/merits/:meritId/pieces',
    {
      schema: {
        tags,
        summary: 'Break a qualification into drafts of smaller merits',
        params: z.object({ organisationId: z.uuid(), meritId: z.uuid() }),
        body: NewPieces,
        response: { 201: z.object({ ids: z.array(z.string()) }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      const made = await ground.database.act(scopeOf(actor), (work) =>
        makePieces(ground, work, permission, params.meritId, body),
      )
      return reply.code(201).send(made)
    },
  )

  app.get(
    '/api/stacks/:id',
    {
      schema: { tags, summary: 'One stack, with the merits it names', params: Id, response: { 200: StackPage } },
    },
    async ({ actor, params }) => ground.database.act(scopeOf(actor), (work) => showStack(work, params.id)),
  )

  app.get(
    '/api/passport/stacks',
    {
      schema: {
        tags,
        summary: 'The stacks that something of mine counts in, the nearest first',
        querystring: Paging,
        response: { 200: pageOf(OwnStackView) },
      },
    },
    async ({ actor, query }, reply) => {
      const person = requirePerson(actor)
      const { items, total } = await ground.database.act(scopeOf(person), (work) =>
        listOwnStacks(ground, work, person, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'own-stacks',
          items.map(({ title, owner, ...rest }) => ({ title: nameOf(title), owner: owner.name, ...rest })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/passport/stacks/:id/progress',
    {
      schema: {
        tags,
        summary: 'How far I have come and what would close the rest; it gives no right to the larger credential',
        params: Id,
        response: { 200: ProgressView },
      },
    },
    async ({ actor, params }) => {
      const person = requirePerson(actor)
      return ground.database.act(scopeOf(person), (work) => showOwnProgress(ground, work, person, params.id))
    },
  )
}

const toRow = ({ id, owner, state, content }: z.infer<typeof StackView>) => ({
  id,
  title: nameOf(content.title),
  owner: owner.name,
  route: content.route,
  state,
})

const nameOf = (title: LocalText): string => pickText(title, 'sv')?.text ?? ''
