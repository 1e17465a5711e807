import { Language } from '@bricka/domain/local-text'
import { horizons } from '@bricka/domain/need/survey'
import { branches } from '@bricka/domain/planning/branch'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { loadMap } from '../skill/load-map.ts'
import { GapFigure, listPlaceGaps, NearView, PlaceGap, readGaps, readNear } from './read-gap.ts'
import { BesideView, getRelease, readBeside, requirePlace } from './read-supply.ts'
import { sendGap } from './send-gap.ts'
import { exportFormats } from './send-supply.ts'

const Code = z.string().min(1).max(20)
const Asked = z.object({
  branch: z
    .enum(branches)
    .optional()
    .describe('Only skills that an occupation of the branch needs or may have (ISCO-08)'),
  until: z.enum(horizons).default('three-years').describe('Who is wanted sooner counts too'),
  language: Language.default('sv'),
})
/** Several in one address: `skill=…&skill=…`. */
const Skills = z
  .union([z.string(), z.array(z.string())])
  .transform((one) => [one].flat())
  .pipe(z.array(z.string().min(1).max(400)).min(1).max(30))

/** What is wanted beside who is there: both sides published, both through the gate. */
export function gapRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const load = (language: Language) => loadMap(ground, { framework: 'ESCO', version: undefined, language })

  app.get(
    '/api/planning/gap',
    {
      schema: {
        tags: ['planning'],
        summary: 'What employers in a place want beside who has shown it, the greatest lack first',
        description: '`format` is json, csv, json-stat or sdmx-csv.',
        querystring: Paging.omit({ format: true }).extend({
          ...Asked.shape,
          place: Code,
          skill: Skills.optional().describe('Only these'),
          format: exportFormats.default('json'),
        }),
        response: { 200: pageOf(GapFigure).extend({ beside: BesideView }) },
      },
    },
    async ({ actor, query }, reply) => {
      requirePlace(query.place)
      const { index } = await load(query.language)
      const { all, beside } = await ground.database.act(scopeOf(actor), async (work) => {
        const release = await getRelease(work, undefined)
        return {
          all: await readGaps(work, release, index, { ...query, concepts: query.skill }),
          beside: await readBeside(work, release, query.place),
        }
      })
      const sought = query.search.toLocaleLowerCase(query.language)
      const items = all.filter(({ label }) => label.toLocaleLowerCase(query.language).includes(sought))
      if (query.format !== 'json') return sendGap(reply, query.format, query.until, { items, beside })
      const from = (query.page - 1) * query.perPage
      return {
        items: items.slice(from, from + query.perPage),
        total: items.length,
        page: query.page,
        perPage: query.perPage,
        beside,
      }
    },
  )

  app.get(
    '/api/planning/gap/places',
    {
      schema: {
        tags: ['planning'],
        summary: 'Every place that a published survey of employers asked about, by how much is lacking',
        querystring: Asked.omit({ language: true }).extend({
          within: Code.optional().describe('Only places in this one'),
          format: z.enum(['json', 'csv']).default('json'),
        }),
        response: { 200: z.object({ items: z.array(PlaceGap) }) },
      },
    },
    async ({ actor, query }, reply) => {
      if (query.within !== undefined) requirePlace(query.within)
      const { index } = await load('en')
      const items = await ground.database.act(scopeOf(actor), async (work) =>
        listPlaceGaps(work, await getRelease(work, undefined), index, query),
      )
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'gap-places',
          items.map(({ place, ...rest }) => ({ place: place.code, placeName: place.name, ...rest })),
        )
      return { items }
    },
  )

  app.get(
    '/api/planning/near',
    {
      schema: {
        tags: ['planning'],
        summary: 'Who in a place is near some skills: figures of the same families, and occupations that bring them',
        querystring: z.object({ place: Code, skill: Skills, language: Language.default('sv') }),
        response: { 200: NearView },
      },
    },
    async ({ actor, query: { place, skill, language } }) => {
      requirePlace(place)
      const { index } = await load(language)
      return ground.database.act(scopeOf(actor), async (work) =>
        readNear(work, await getRelease(work, undefined), index, { place, concepts: [...new Set(skill)], language }),
      )
    },
  )
}
