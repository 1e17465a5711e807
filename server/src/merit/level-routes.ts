import { CreditUnitId, convertCredit, creditUnits } from '@bricka/domain/merit/credit-unit'
import { type LevelFramework, LevelFrameworkId, levelFrameworks, toEqf } from '@bricka/domain/merit/level-framework'
import { levelClaimsOf, profiles } from '@bricka/domain/merit/profile'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sendCsv } from '../http/paging.ts'

const Source = z.object({
  source: z.string(),
  url: z.string().optional(),
  basis: z
    .enum(['read', 'inferred', 'general'])
    .describe('`read` in the source itself, `inferred` from it, or `general`: commonly stated and not yet read'),
  asOf: z.string(),
})

const LevelsView = z.object({
  frameworks: z.array(
    Source.extend({
      id: LevelFrameworkId,
      fullName: z.string(),
      country: z.string().nullable(),
      status: z.enum(['in-force', 'planned']),
      levels: z.array(Source.extend({ level: z.string(), eqf: z.array(z.number()) })),
      claims: z.array(
        z.object({
          code: z.string(),
          force: z.enum(['refusal', 'advice']),
          source: z.string(),
          asOf: z.string(),
        }),
      ),
    }),
  ),
  sizes: z.array(
    z.object({
      profile: z.string(),
      units: z.array(z.string()),
      least: z.number().optional(),
      most: z.number().optional(),
      force: z.enum(['refusal', 'advice']),
      source: z.string(),
      asOf: z.string(),
    }),
  ),
  units: z.array(
    z.object({ id: CreditUnitId, fullName: z.string(), country: z.string().nullable(), measures: z.string() }),
  ),
  conversions: z.array(
    z.object({
      from: CreditUnitId,
      to: CreditUnitId,
      standing: z.enum(['equal', 'length-only', 'typical-range']),
      least: z.number().describe('Of ten units'),
      most: z.number(),
      source: z.string(),
    }),
  ),
  refusals: z.array(z.object({ from: CreditUnitId, to: CreditUnitId, why: z.string() })),
})
export type LevelsView = z.infer<typeof LevelsView>

/** Ten of a unit: enough for a rate to show in whole numbers. */
const sample = 10

/** The tables that levels and credits are judged by, with the source of every row. */
export function levelRoutes(instance: FastifyInstance): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/levels',
    {
      schema: {
        tags: ['merit'],
        summary:
          'Levels of the Nordic frameworks with their mapping to the EQF, units and lawful conversions, each sourced',
        querystring: z.object({ format: z.enum(['json', 'csv']).default('json') }),
        response: { 200: LevelsView },
      },
    },
    async ({ query }, reply) => {
      const tables = readTables()
      if (query.format === 'csv')
        return sendCsv(
          reply,
          'levels',
          tables.frameworks.flatMap(({ id, country, status, levels }) =>
            levels.map(({ level, eqf, source, url, basis, asOf }) => ({
              framework: id,
              country: country ?? '',
              status,
              level,
              eqf: eqf.join(' '),
              source,
              url: url ?? '',
              basis,
              asOf,
            })),
          ),
        )
      return tables
    },
  )
}

function readTables(): LevelsView {
  const pairs = CreditUnitId.options.flatMap((from) =>
    CreditUnitId.options
      .filter((to) => to !== from)
      .map((to) => ({ from, to, result: convertCredit(sample, from, to) })),
  )
  return {
    frameworks: LevelFrameworkId.options.map(readFramework),
    sizes: Object.values(profiles).flatMap(({ id, sizeLimits }) =>
      sizeLimits.map(({ units, least, most, force, source, asOf }) => ({
        profile: id,
        units: [...units],
        ...(least !== undefined && { least }),
        ...(most !== undefined && { most }),
        force,
        source,
        asOf,
      })),
    ),
    units: CreditUnitId.options.map((id) => {
      const { fullName, country, measures } = creditUnits[id]
      return { id, fullName, country: country ?? null, measures }
    }),
    conversions: pairs.flatMap(({ from, to, result }) =>
      'standing' in result
        ? [
            {
              from,
              to,
              standing: result.standing,
              least: result.converted.least,
              most: result.converted.most,
              source: result.source,
            },
          ]
        : [],
    ),
    refusals: pairs.flatMap(({ from, to, result }) => ('standing' in result ? [] : [{ from, to, why: result.why }])),
  }
}

function readFramework(id: LevelFrameworkId): LevelsView['frameworks'][number] {
  const { fullName, country, status, source, url, basis, asOf, toEqf: table }: LevelFramework = levelFrameworks[id]
  return {
    id,
    fullName,
    country: country ?? null,
    status,
    source,
    ...(url && { url }),
    basis,
    asOf,
    levels: Object.keys(table)
      .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
      .map((level) => {
        const candidates = toEqf(id, level)
        const [first] = candidates
        return {
          level,
          eqf: candidates.map(({ eqf }) => eqf),
          source: first?.source ?? source,
          ...(first?.url && { url: first.url }),
          basis: first?.basis ?? basis,
          asOf: first?.asOf ?? asOf,
        }
      }),
    claims: levelClaimsOf(id).map(({ code, force, source, asOf }) => ({ code, force, source, asOf })),
  }
}
