import { Language } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Paging, pageOf, sendCsv, windowOf } from '../http/paging.ts'
import { findSkills, listNewest, nestedFrameworks, SkillView } from './find-skills.ts'

export const SkillPage = pageOf(SkillView).extend({
  /** The sentences that must be shown beside what is shown of a framework. */
  attributions: z.array(z.string()),
})
export type SkillPage = z.infer<typeof SkillPage>

export const FrameworkView = z.object({
  name: z.string(),
  version: z.string(),
  languages: z.array(z.string()),
  attribution: z.string().nullable(),
  concepts: z.number(),
})
export type FrameworkView = z.infer<typeof FrameworkView>

export function skillRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/skills',
    {
      schema: {
        summary: 'Find skills, knowledge and occupations by name, in any language, also mistyped, or by code',
        querystring: Paging.extend({
          language: Language.default('sv'),
          framework: z.string().max(120).optional(),
          type: z.string().max(40).optional(),
        }),
        response: { 200: SkillPage },
      },
    },
    async (request, reply) => {
      const { page, perPage, format, search, language, framework, type } = request.query
      const { limit, offset } = windowOf(request.query)
      const found = await ground.database.act(systemScope, (work) =>
        findSkills(work, { search, language, framework, type, limit, offset }),
      )
      if (format === 'csv') return sendCsv(reply, 'skills', found.items)
      return { ...found, page, perPage }
    },
  )

  app.get(
    '/api/skills/frameworks',
    {
      schema: {
        summary: 'The frameworks that skills are taken from',
        response: { 200: z.object({ items: z.array(FrameworkView) }) },
      },
    },
    async () => ({
      items: await ground.database.act(systemScope, async (work) => {
        const counts = await work
          .selectFrom('skill_concept')
          .select(({ fn }) => ['framework', 'version', 'type', fn.countAll<string>().as('count')])
          .groupBy(['framework', 'version', 'type'])
          .execute()
        const newest = await listNewest(work, undefined)
        const count = (is: (row: (typeof counts)[number]) => boolean): number =>
          counts.filter(is).reduce((sum, row) => sum + Number(row.count), 0)
        return newest.flatMap(({ name, version, languages, attribution }) => {
          const own = { version, languages, attribution }
          const inVersion = (row: { framework: string; version: string }): boolean =>
            row.framework === name && row.version === version
          const nested = nestedFrameworks.filter(({ within }) => within === name)
          return [
            { name, ...own, concepts: count(inVersion) },
            ...nested
              .map((one) => ({
                name: one.name,
                ...own,
                concepts: count((row) => inVersion(row) && one.isOf.test(row.type)),
              }))
              .filter(({ concepts }) => concepts > 0),
          ]
        })
      }),
    }),
  )
}
