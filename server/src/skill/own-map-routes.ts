import { hasText, Language, LocalText } from '@bricka/domain/local-text'
import { BranchProfile, editsOfProfile } from '@bricka/domain/skill/branch-profile'
import { EditReason, MapEdit } from '@bricka/domain/skill/map-edit'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { requirePermission } from '../organisation/permission.ts'
import { listEdits, listMaps } from './list-own-maps.ts'
import { loadMap } from './load-map.ts'
import { addMap, closeMap, decideEdit, EditView, getMap, OwnMapView, proposeEdits } from './own-map.ts'

const tags = ['skills']
const MapParams = z.object({ mapId: z.uuid() })
const EditParams = MapParams.extend({ editId: z.uuid() })
const Added = z.object({ id: z.string() })

/** Maps that people edit beside a classification: proposals with who, when and why, taken or refused by the owner. */
export function ownMapRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const source = async (map: string) =>
    (await loadMap(ground, { framework: '', version: undefined, language: 'sv', map })).source

  app.get(
    '/api/skill-maps',
    {
      schema: {
        tags,
        summary: 'Maps that organisations have made beside the classifications',
        querystring: Paging.extend({ organisationId: z.uuid().optional() }),
        response: { 200: pageOf(OwnMapView) },
      },
    },
    async ({ actor, query }, reply) => {
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listMaps(work, query))
      if (query.format === 'csv') return sendCsv(reply, 'skill-maps', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/skill-maps',
    {
      schema: {
        tags,
        summary: 'Make a map: beside a classification’s version, or from a branch’s own profile',
        params: z.object({ organisationId: z.uuid() }),
        body: z.strictObject({
          base: z
            .strictObject({ framework: z.string().min(1).max(120), version: z.string().min(1).max(40).optional() })
            .nullable()
            .default(null),
          title: LocalText.refine(hasText, { error: 'Write a title in at least one language' }),
          about: LocalText.nullable().default(null),
          profile: BranchProfile.optional().describe(
            'Taken into the map at once: profile, modules, outcomes, criteria',
          ),
        }),
        response: { 201: Added },
      },
    },
    async ({ actor, params, body: { base, title, about, profile } }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'design')
      const loaded =
        base && (await loadMap(ground, { framework: base.framework, version: base.version, language: 'sv' })).source
      const id = await ground.database.act(scopeOf(actor), async (work) => {
        const added = await addMap(ground, work, permission, {
          base: loaded && { framework: loaded.framework, version: loaded.version },
          title,
          about,
        })
        if (profile)
          await proposeEdits(
            ground,
            work,
            permission,
            { row: await getMap(work, added), source: loaded ?? emptySource },
            {
              edits: editsOfProfile(profile, `${ground.settings.baseUrl}/skill-maps/${added}`),
              reason: 'The organisation’s own profile',
              taken: true,
            },
          )
        return added
      })
      return reply.code(201).send({ id })
    },
  )

  app.get(
    '/api/skill-maps/:mapId',
    { schema: { tags, summary: 'One map', params: MapParams, response: { 200: OwnMapView } } },
    async ({ actor, params }) => {
      const question = Paging.parse({})
      const { items } = await ground.database.act(scopeOf(actor), (work) =>
        listMaps(work, { ...question, id: params.mapId }),
      )
      const [map] = items
      if (!map) throw new Problem('not-found', 'No map has this id.')
      return map
    },
  )

  app.get(
    '/api/skill-maps/:mapId/edits',
    {
      schema: {
        tags,
        summary:
          'Who proposed what, when and why: what is taken for everyone, the rest for its owner and who proposed it',
        params: MapParams,
        querystring: Paging.extend({
          decision: z.enum(['open', 'taken', 'refused', 'withdrawn']).optional(),
          language: Language.default('sv').describe('What names of skills and occupations are shown in'),
        }),
        response: { 200: pageOf(EditView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const { items, total } = await ground.database.act(scopeOf(actor), async (work) => {
        await getMap(work, params.mapId)
        return listEdits(work, { ...query, mapId: params.mapId })
      })
      if (query.format === 'csv') return sendCsv(reply, 'skill-map-edits', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/skill-maps/:mapId/edits/:editId',
    {
      schema: {
        tags,
        summary: 'One edit, for whoever may see it',
        params: EditParams,
        querystring: z.object({ language: Language.default('sv') }),
        response: { 200: EditView },
      },
    },
    async ({ actor, params, query }) => {
      const { items } = await ground.database.act(scopeOf(actor), (work) =>
        listEdits(work, { ...Paging.parse({}), ...params, ...query }),
      )
      const [edit] = items
      if (!edit) throw new Problem('not-found', 'The map has no such proposal.')
      return edit
    },
  )

  app.post(
    '/api/skill-maps/:mapId/edits',
    {
      schema: {
        tags,
        summary: 'Propose edits, with the reason; the map’s owner decides them one by one',
        params: MapParams,
        body: z.strictObject({
          organisationId: z.uuid().describe('For whom it is proposed'),
          edits: z.array(MapEdit).min(1).max(200),
          reason: EditReason,
        }),
        response: { 201: z.object({ ids: z.array(z.string()) }) },
      },
    },
    async ({ actor, params, body: { organisationId, edits, reason } }, reply) => {
      const permission = requirePermission(actor, organisationId, 'design')
      const now = await source(params.mapId)
      const ids = await ground.database.act(scopeOf(actor), async (work) =>
        proposeEdits(
          ground,
          work,
          permission,
          { row: await getMap(work, params.mapId), source: now },
          { edits, reason, taken: false },
        ),
      )
      return reply.code(201).send({ ids })
    },
  )

  app.post(
    '/api/skill-maps/:mapId/edits/:editId/decide',
    {
      schema: {
        tags,
        summary: 'Take or refuse a proposal, for the map’s owner',
        params: EditParams,
        body: z.strictObject({ decision: z.enum(['taken', 'refused']), reason: EditReason }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const row = await ground.database.act(scopeOf(actor), (work) => getMap(work, params.mapId))
      const permission = requirePermission(actor, row.owner_id, 'design')
      const now = await source(params.mapId)
      await ground.database.act(scopeOf(actor), (work) =>
        decideEdit(ground, work, permission, { row, source: now }, { editId: params.editId, ...body }),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/skill-maps/:mapId/edits/:editId/withdraw',
    {
      schema: {
        tags,
        summary: 'Withdraw one’s own proposal before it is decided',
        params: EditParams,
        body: z.strictObject({ reason: EditReason }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params, body }, reply) => {
      const proposal = await ground.database.act(scopeOf(actor), (work) =>
        work
          .selectFrom('skill_map_edit')
          .select('proposed_by_organisation')
          .where('map_id', '=', params.mapId)
          .where('id', '=', params.editId)
          .executeTakeFirst(),
      )
      if (!proposal) throw new Problem('not-found', 'The map has no such proposal.')
      const permission = requirePermission(actor, proposal.proposed_by_organisation, 'design')
      await ground.database.act(scopeOf(actor), async (work) =>
        decideEdit(
          ground,
          work,
          permission,
          { row: await getMap(work, params.mapId), source: emptySource },
          { editId: params.editId, decision: 'withdrawn', reason: body.reason },
        ),
      )
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/skill-maps/:mapId/close',
    {
      schema: {
        tags,
        summary: 'Close a map: it stays readable, and nothing more is proposed or decided',
        params: MapParams,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      await ground.database.act(scopeOf(actor), async (work) => {
        const row = await getMap(work, params.mapId)
        await closeMap(ground, work, requirePermission(actor, row.owner_id, 'design'), params.mapId)
      })
      return reply.code(204).send(null)
    },
  )
}

const emptySource = {
  ...{ framework: '', version: '', attribution: '', language: 'sv' },
  ...{ occupations: [], skills: [], families: [], links: [] },
}
