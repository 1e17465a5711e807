import { areas } from '@bricka/domain/landscape/learning-unit'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { JudgedMerit, judgeMerits } from './judge-merits.ts'
import { LandscapeView, listUnits, readLandscape, UnitQuestion, UnitView, unitRows, viewUnit } from './read-units.ts'
import { listTerms, RecommendationView, readRecommendations, TermQuestion, TermView } from './register.ts'

const tags = ['landscape']

/** Merits beside the principles that they are to follow, and small learning as it was found, called merit or not. */
export function landscapeRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/merits/:meritId/principles',
    {
      schema: {
        tags,
        summary: 'Which signs of the ten principles of Annex II (2022/C 243/02) a published merit shows',
        params: z.object({ meritId: z.uuid() }),
        response: { 200: JudgedMerit },
      },
    },
    async ({ params }) => {
      const { items } = await ground.database.act(systemScope, (work) =>
        judgeMerits(work, { meritId: params.meritId, limit: 1, offset: 0 }, ground.now()),
      )
      const [merit] = items
      if (!merit) throw new Problem('not-found', 'The catalogue has no merit with this address.')
      return merit
    },
  )

  app.get(
    '/api/organisations/:slug/principles',
    {
      schema: {
        tags,
        summary: 'The same for every published merit of an organisation',
        params: z.object({ slug: z.string().max(61) }),
        querystring: Paging,
        response: { 200: pageOf(JudgedMerit) },
      },
    },
    async ({ params, query }, reply) => {
      const { items, total } = await ground.database.act(systemScope, async (work) => {
        const owner = await work
          .selectFrom('organisation')
          .select('id')
          .where('slug', '=', params.slug)
          .executeTakeFirst()
        if (!owner) throw new Problem('not-found', 'No organisation has this short name.')
        return judgeMerits(work, { ownerId: owner.id, ...windowOf(query) }, ground.now())
      })
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'principles',
          items.flatMap(({ meritId, title, principles }) =>
            principles.flatMap(({ principle, signs }) =>
              signs.map(({ sign, shown }) => ({
                meritId,
                title: Object.values(title)[0] ?? '',
                principle,
                sign,
                shown,
              })),
            ),
          ),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/landscape',
    {
      schema: {
        tags,
        summary: 'Where which kinds of small learning occur, and how far they are from the European definition',
        querystring: UnitQuestion,
        response: { 200: LandscapeView },
      },
    },
    async ({ actor, query }, reply) => {
      const view = await ground.database.act(scopeOf(actor), (work) => readLandscape(work, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'landscape',
          view.areas.flatMap(({ area, kinds }) => kinds.map(({ kind, units }) => ({ area, kind, units }))),
        )
      return view
    },
  )

  app.get(
    '/api/landscape/units',
    {
      schema: {
        tags,
        summary: 'Small learning units that published studies have recorded',
        querystring: UnitQuestion,
        response: { 200: pageOf(UnitView) },
      },
    },
    async ({ actor, query }, reply) => {
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listUnits(work, query))
      if (query.format === 'csv') return sendCsv(reply, 'learning-units', unitRows(items))
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/landscape/units/:unitId',
    {
      schema: {
        tags,
        summary: 'One recorded unit',
        params: z.object({ unitId: z.uuid() }),
        response: { 200: UnitView },
      },
    },
    async ({ actor, params }) => ground.database.act(scopeOf(actor), (work) => viewUnit(work, params.unitId)),
  )

  app.get(
    '/api/landscape/terms',
    {
      schema: {
        tags,
        summary: 'What words mean where, and who says so',
        querystring: TermQuestion,
        response: { 200: pageOf(TermView) },
      },
    },
    async ({ actor, query }, reply) => {
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listTerms(work, query))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'terms',
          items.map(({ id, term, by }) => ({ id, ...term, url: term.url ?? '', enteredBy: by.legalName })),
        )
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/landscape/recommendations',
    {
      schema: {
        tags,
        summary: 'How far each recommendation of the Nordic policy brief has come, by country and area',
        querystring: z.object({ area: z.enum(areas).optional(), format: z.enum(['json', 'csv']).default('json') }),
        response: { 200: z.object({ items: z.array(RecommendationView) }) },
      },
    },
    async ({ actor, query }, reply) => {
      const items = await ground.database.act(scopeOf(actor), (work) => readRecommendations(work, query.area))
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'recommendations',
          items.flatMap(({ recommendation, level, notes }) =>
            notes.map(({ id: _, by, ...note }) => ({ level, recommendation, ...note, by: by.legalName })),
          ),
        )
      return { items }
    },
  )
}
