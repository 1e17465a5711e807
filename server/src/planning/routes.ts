import { Language } from '@bricka/domain/local-text'
import { allFacets } from '@bricka/domain/planning/count-supply'
import { places } from '@bricka/domain/planning/place'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { requirePerson, scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { loadMap } from '../skill/load-map.ts'
import { changeConsent, readConsent, StatisticsChoice, StatisticsConsent } from './consent.ts'
import { findPlaceMap, PlaceMapView } from './find-place-map.ts'
import { LackingSkill, listLacking } from './list-lacking.ts'
import {
  BesideView,
  BreakdownView,
  getRelease,
  listBySubplace,
  listSupply,
  Part,
  PlaceFigure,
  PlaceView,
  readBeside,
  readBreakdown,
  requirePlace,
  SkillFigure,
  viewPlace,
} from './read-supply.ts'
import { exportFormats, sendSupply } from './send-supply.ts'

const Period = z
  .string()
  .regex(/^\d{4}-Q[1-4]$/)
  .optional()
  .describe('A release; the newest when left out')
const Code = z.string().min(1).max(20)
const Facet = z
  .string()
  .regex(/^(all|(level|form|issuer):[a-z0-9-]{1,30}|until:\d{4}-Q[1-4])$/)
  .default(allFacets)
  .describe('No breakdown, or one of `level:4`, `form:prior-learning`, `issuer:employer`, `until:2027-Q1`')

/** Figures for everyone: what was released, through the gate. Nothing here counts people while someone waits. */
export function planningRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/planning/places',
    {
      schema: {
        tags: ['planning'],
        summary: 'Countries, regions and municipalities that figures are about, by their codes',
        response: { 200: z.object({ items: z.array(PlaceView) }) },
      },
    },
    async () => ({ items: [...places.keys()].map(viewPlace) }),
  )

  app.get(
    '/api/planning/supply',
    {
      schema: {
        tags: ['planning'],
        summary: 'Stock of verified skills in a place: distinct holders of a valid merit, protected',
        description:
          'Parts need not add up to their whole: each figure is protected on its own. `format` is json, csv, json-stat or sdmx-csv.',
        querystring: Paging.omit({ format: true }).extend({
          place: Code,
          period: Period,
          facet: Facet,
          kind: z.enum(['skill', 'family', 'any']).default('any'),
          order: z.enum(['most', 'fewest']).default('most'),
          language: Language.default('sv'),
          format: exportFormats.default('json'),
        }),
        response: { 200: pageOf(SkillFigure).extend({ beside: BesideView }) },
      },
    },
    async (request, reply) => {
      const { format, period, ...question } = request.query
      requirePlace(question.place)
      const paging = { ...question, format: format === 'json' ? ('json' as const) : ('csv' as const) }
      const answer = await ground.database.act(scopeOf(request.actor), async (work) => {
        const release = await getRelease(work, period)
        return {
          ...(await listSupply(work, release, question, paging)),
          beside: await readBeside(work, release, question.place),
        }
      })
      if (format !== 'json') return sendSupply(reply, format, question.facet, answer)
      return { ...answer, page: question.page, perPage: question.perPage }
    },
  )

  app.get(
    '/api/planning/supply/places',
    {
      schema: {
        tags: ['planning'],
        summary: 'One skill over all places in a place (over all regions when it is left out)',
        querystring: z.object({
          within: Code.optional(),
          kind: Part.optional().describe('All of this kind in it; what lies right within it when left out'),
          concept: z.string().min(1).max(400),
          period: Period,
          format: z.enum(['json', 'csv']).default('json'),
        }),
        response: { 200: z.object({ period: z.string(), items: z.array(PlaceFigure) }) },
      },
    },
    async ({ query, actor }, reply) => {
      if (query.within !== undefined) requirePlace(query.within)
      const { period, synthetic, items } = await ground.database.act(scopeOf(actor), async (work) => {
        const release = await getRelease(work, query.period)
        const items = await listBySubplace(work, release, { ...query, within: query.within })
        return { period: release.period, synthetic: release.synthetic, items }
      })
      if (query.format === 'json') return { period, items }
      return sendCsv(
        reply,
        `supply-places-${query.within ?? 'all'}-${period}`,
        items.map(({ place, people, perThousand }) => ({
          place: place.code,
          placeName: place.name,
          period,
          uri: query.concept,
          people,
          perThousand: perThousand?.value ?? null,
          synthetic,
        })),
      )
    },
  )

  app.get(
    '/api/planning/shapes',
    {
      schema: {
        tags: ['planning'],
        summary: 'The municipalities or regions of a place as a picture, where their outlines are here',
        description: 'SVG paths in whole units, equal in area. Say the source wherever you show them.',
        querystring: z.object({ within: Code, kind: Part.default('municipality') }),
        response: { 200: z.object({ map: PlaceMapView.nullable() }) },
      },
    },
    async ({ query: { within, kind }, actor }) => {
      requirePlace(within)
      const map = await ground.database.act(scopeOf(actor), (work) => findPlaceMap(work, within, kind))
      return { map: map ?? null }
    },
  )

  app.get(
    '/api/planning/supply/skill',
    {
      schema: {
        tags: ['planning'],
        summary: 'One skill in one place: by level, form, issuer, when it ends, and over time',
        querystring: z.object({
          place: Code,
          concept: z.string().min(1).max(400),
          period: Period,
          language: Language.default('sv'),
        }),
        response: { 200: BreakdownView.extend({ beside: BesideView }) },
      },
    },
    async ({ query, actor }) => {
      requirePlace(query.place)
      return ground.database.act(scopeOf(actor), async (work) => {
        const release = await getRelease(work, query.period)
        return { ...(await readBreakdown(work, release, query)), beside: await readBeside(work, release, query.place) }
      })
    },
  )

  app.get(
    '/api/planning/lacking',
    {
      schema: {
        tags: ['planning'],
        summary: 'What an occupation cannot do without, the scarcest in a place first',
        querystring: z.object({
          place: Code,
          occupation: z.string().min(1).max(400),
          period: Period,
          language: Language.default('sv'),
        }),
        response: { 200: z.object({ items: z.array(LackingSkill), occupation: z.string(), beside: BesideView }) },
      },
    },
    async ({ query, actor }) => {
      requirePlace(query.place)
      const map = await loadMap(ground, { framework: 'ESCO', version: undefined, language: query.language })
      return ground.database.act(scopeOf(actor), async (work) => {
        const release = await getRelease(work, query.period)
        const { occupations } = map.index.map
        return {
          items: await listLacking(work, release, map, query),
          occupation: occupations.labels[map.index.occupationAt.get(query.occupation) ?? -1] ?? '',
          beside: await readBeside(work, release, query.place),
        }
      })
    },
  )

  app.get(
    '/api/passport/statistics',
    {
      schema: {
        tags: ['planning'],
        summary: 'Whether I am counted in statistics',
        response: { 200: StatisticsConsent },
      },
    },
    async ({ actor }) => readConsent(ground, requirePerson(actor)),
  )

  app.put(
    '/api/passport/statistics',
    {
      schema: {
        tags: ['planning'],
        summary: 'Let my merits be counted in statistics, or take that back; both take effect at once',
        body: StatisticsChoice,
        response: { 200: StatisticsConsent },
      },
    },
    async ({ actor, body }) => {
      const person = requirePerson(actor)
      await changeConsent(ground, person, body)
      return readConsent(ground, person)
    },
  )
}
