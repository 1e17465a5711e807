import { MeritDesign, MeritState } from '@bricka/domain/merit/merit'
import { typedLine, typedText } from '@bricka/domain/typed-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type Actor, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { type MayDesign, mayDo, requirePermission } from '../organisation/permission.ts'
import { getMerit } from './find-merit.ts'
import { importRoutes } from './import-routes.ts'
import { listOwnMerits } from './list-own-merits.ts'
import { DraftView, MeritView, OwnMeritView } from './merit-views.ts'
import { publishMerit } from './publish-merit.ts'
import { reinstateMerit, retireMerit } from './retire-merit.ts'
import { CataloguePage, CatalogueQuery, searchCatalogue } from './search-catalogue.ts'
import { showDraft } from './show-draft.ts'
import { showMerit } from './show-merit.ts'
import { addMerit, saveDraft, undoDraft } from './write-draft.ts'

const MeritPath = z.object({ meritId: z.uuid() })
const VersionPath = MeritPath.extend({ number: z.coerce.number().int().positive().max(100_000) })

export function meritRoutes(instance: FastifyInstance, ground: Ground): void {
  publicRoutes(instance, ground)
  designRoutes(instance, ground)
  importRoutes(instance, ground)
}

function publicRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/catalogue',
    {
      schema: {
        tags: ['merit'],
        summary: 'Search published merits by text, skill, level, size, place, form, benefit',
        querystring: CatalogueQuery,
        response: { 200: CataloguePage },
      },
    },
    async ({ actor, query }, reply) => {
      const page = await ground.database.act(scopeOf(actor), (work) => searchCatalogue(work, query, ground.now()))
      if (query.format === 'json') return page
      return sendCsv(
        reply,
        'catalogue',
        page.items.map(({ owner, ...item }) => ({ ...item, owner: owner.legalName, country: owner.country })),
      )
    },
  )

  app.get(
    '/api/merits/:meritId',
    {
      schema: {
        tags: ['merit'],
        summary: 'The newest published version of a merit',
        description: 'Members of the owner also learn whether there is a draft.',
        params: MeritPath,
        response: { 200: MeritView.extend({ hasDraft: z.boolean().optional() }) },
      },
    },
    async ({ actor, params }) =>
      ground.database.act(scopeOf(actor), async (work) => {
        const view = await showMerit(work, params.meritId, undefined, ground.now())
        if (!mayDo(actor, view.owner.id, 'read')) return view
        return { ...view, hasDraft: (await getMerit(work, params.meritId)).draft !== null }
      }),
  )

  app.get(
    '/api/merits/:meritId/versions/:number',
    {
      schema: {
        tags: ['merit'],
        summary: 'A published version, as it will always be',
        params: VersionPath,
        response: { 200: MeritView },
      },
    },
    async ({ actor, params }) =>
      ground.database.act(scopeOf(actor), (work) => showMerit(work, params.meritId, params.number, ground.now())),
  )
}

function designRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  const asDesigner = <T>(actor: Actor, meritId: string, work: (work: Work, permission: MayDesign) => Promise<T>) =>
    ground.database.act(scopeOf(actor), async (transaction) => {
      const merit = await getMerit(transaction, meritId)
      return work(transaction, requirePermission(actor, merit.ownerId, 'design'))
    })

  app.get(
    '/api/organisations/:organisationId/merits',
    {
      schema: {
        tags: ['merit'],
        summary: 'The organisation’s own merits, drafts too',
        params: z.object({ organisationId: z.uuid() }),
        querystring: Paging.extend({ state: MeritState.optional() }),
        response: { 200: pageOf(OwnMeritView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await listOwnMerits(ground, permission, query)
      if (query.format === 'csv') return sendCsv(reply, 'merits', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/merits',
    {
      schema: {
        tags: ['merit'],
        summary: 'Begin a merit',
        body: z.strictObject({
          organisationId: z.uuid().describe('Who will own it'),
          design: MeritDesign,
          profileId: z.string().max(20).optional().describe('Left out, the one of the owner’s country'),
        }),
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async ({ actor, body }, reply) => {
      const permission = requirePermission(actor, body.organisationId, 'design')
      const id = await ground.database.act(scopeOf(actor), (work) =>
        addMerit(ground, work, permission, body.design, body.profileId),
      )
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/merits/:meritId/draft',
    {
      schema: {
        tags: ['merit'],
        summary: 'The draft, with what it lacks and what to think of before publishing',
        params: MeritPath,
        response: { 200: DraftView },
      },
    },
    async ({ actor, params }) =>
      asDesigner(actor, params.meritId, (work, permission) =>
        showDraft(work, permission, params.meritId, ground.now()),
      ),
  )

  app.put(
    '/api/merits/:meritId/draft',
    {
      schema: {
        tags: ['merit'],
        summary: 'Save the draft, complete or not',
        params: MeritPath,
        body: z.strictObject({
          design: MeritDesign,
          profileId: z.string().max(20).optional(),
          savedAt: z.iso.datetime().optional().describe('As the draft said when it was loaded'),
        }),
        response: { 200: z.object({ savedAt: z.string() }) },
      },
    },
    async ({ actor, params, body: { savedAt, ...saving } }) => {
      const saved = await asDesigner(actor, params.meritId, (work, permission) =>
        saveDraft(ground, work, permission, params.meritId, {
          ...saving,
          ...(savedAt && { savedAt: new Date(savedAt) }),
        }),
      )
      return { savedAt: saved.toISOString() }
    },
  )

  app.delete(
    '/api/merits/:meritId/draft',
    {
      schema: {
        tags: ['merit'],
        summary: 'Undo the draft; a merit that was never published is deleted',
        params: MeritPath,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      await asDesigner(actor, params.meritId, (work, permission) => undoDraft(ground, work, permission, params.meritId))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/merits/:meritId/publish',
    {
      schema: {
        tags: ['merit'],
        summary: 'Publish the draft as the next version',
        params: MeritPath,
        body: z
          .strictObject({ changes: z.array(typedLine().min(1).max(500)).max(50).default([]) })
          .default({ changes: [] }),
        response: { 201: z.object({ number: z.number(), url: z.string() }) },
      },
    },
    async ({ actor, params, body }, reply) => {
      const version = await asDesigner(actor, params.meritId, (work, permission) =>
        publishMerit(ground, work, permission, params.meritId, body.changes),
      )
      return reply.code(201).send(version)
    },
  )

  app.post(
    '/api/merits/:meritId/retire',
    {
      schema: {
        tags: ['merit'],
        summary: 'Take a merit out of use; what was issued stays good',
        params: MeritPath,
        body: z.strictObject({ reason: typedText().min(1).max(1000), replacedBy: z.uuid().optional() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      await asDesigner(actor, params.meritId, (work, permission) =>
        retireMerit(ground, work, permission, params.meritId, body),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/merits/:meritId/reinstate',
    {
      schema: {
        tags: ['merit'],
        summary: 'Put a retired merit into use again',
        params: MeritPath,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      await asDesigner(actor, params.meritId, (work, permission) =>
        reinstateMerit(ground, work, permission, params.meritId),
      )
      return reply.code(204).send(null)
    },
  )
}
