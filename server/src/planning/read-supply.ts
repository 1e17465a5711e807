import { allFacets, anySkill } from '@bricka/domain/planning/count-supply'
import { describePrecision } from '@bricka/domain/planning/disclosure-policy'
import { type PlaceKind, places, placesIn } from '@bricka/domain/planning/place'
import { type ProtectedFigure, protectRatio, readReleased } from '@bricka/domain/planning/protect-figure'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { requireGate } from './release-supply.ts'

/** A figure as it is written out: its value, or null where none is shown, for whatever reason. */
export const FigureView = z
  .number()
  .int()
  .nullable()
  .describe('Protected; null is none, too few, or too few organisations')
export const RatioView = z.object({ value: z.number(), atLeast: z.number(), atMost: z.number() }).nullable()

export const PlaceView = z.object({
  code: z.string(),
  name: z.string(),
  kind: z.enum(['country', 'region', 'municipality'] satisfies PlaceKind[]),
  parent: z.string().nullable(),
})
export type PlaceView = z.infer<typeof PlaceView>

/** What stands beside every figure, so that nobody takes what is registered for all that people can. */
export const BesideView = z.object({
  period: z.string(),
  periods: z.array(z.string()).describe('All releases, newest first'),
  madeAt: z.string(),
  synthetic: z.boolean().describe('Made by a generator: no person stands behind it'),
  place: PlaceView,
  population: z.object({ persons: z.number(), year: z.number(), source: z.string() }).nullable(),
  people: FigureView.describe('How many are in the statistics here at all'),
  coverage: RatioView.describe('Their share of those of working age, in hundredths'),
  forms: z.array(z.object({ code: z.string(), people: FigureView })),
  issuers: z.array(z.object({ code: z.string(), people: FigureView })),
  precision: z
    .object({ most: z.number(), usual: z.number() })
    .describe('How far a figure can be, and as a rule is, from the truth'),
  rules: z.object({ persons: z.number(), organisations: z.number(), roundTo: z.number() }),
})
export type BesideView = z.infer<typeof BesideView>

export const SkillFigure = z.object({
  uri: z.string(),
  label: z.string(),
  type: z.enum(['skill', 'family']),
  people: FigureView,
  perThousand: RatioView.describe('For each 1,000 of working age'),
})
export type SkillFigure = z.infer<typeof SkillFigure>

const forms = ['course', 'prior-learning', 'both'] as const
const issuers = [
  'formal-education',
  'non-formal-provider',
  'employer',
  'social-partner',
  'civil-society',
  'authority',
] as const

export function requirePlace(code: string) {
  const place = places.get(code)
  if (!place) throw new Problem('place-unknown', `No country, region or municipality here has the code ${code}.`)
  return place
}

export const viewPlace = (code: string): PlaceView => {
  const { name, kind, parent } = requirePlace(code)
  return { code, name, kind, parent: parent ?? null }
}

/** The release that is asked for, or the newest. @throws Problem `statistics-not-released` */
export async function getRelease(work: Work, period: string | undefined): Promise<Row<'supply_release'>> {
  const releases = work.selectFrom('supply_release').selectAll().orderBy('period', 'desc').limit(1)
  const row = await (period === undefined ? releases : releases.where('period', '=', period)).executeTakeFirst()
  if (!row)
    throw new Problem(
      'statistics-not-released',
      'A release is made when a quarter has ended and someone has let their merits be counted.',
    )
  return row
}

export async function readBeside(work: Work, release: Row<'supply_release'>, code: string): Promise<BesideView> {
  const place = viewPlace(code)
  const rows = await work
    .selectFrom('supply_figure')
    .select(['facet', 'value'])
    .where('period', '=', release.period)
    .where('place', '=', code)
    .where('concept', '=', anySkill)
    .execute()
  const figure = (facet: string): ProtectedFigure => readReleased(rows.find((row) => row.facet === facet)?.value)
  const population = await findPopulation(work, code)
  const periods = await work.selectFrom('supply_release').select('period').orderBy('period', 'desc').limit(40).execute()
  const { policy } = release
  return {
    period: release.period,
    periods: periods.map((row) => row.period),
    madeAt: release.made_at.toISOString(),
    synthetic: release.synthetic,
    place,
    population: population ?? null,
    people: write(figure(allFacets)),
    coverage: population
      ? writeRatio(protectRatio(requireGate(policy), figure(allFacets), population.persons, 100))
      : null,
    forms: forms.map((form) => ({ code: form, people: write(figure(`form:${form}`)) })),
    issuers: issuers.map((kind) => ({ code: kind, people: write(figure(`issuer:${kind}`)) })),
    precision: describePrecision(policy),
    rules: { persons: policy.minimumPersons, organisations: policy.minimumOrganisations, roundTo: policy.roundTo },
  }
}

export const write = (figure: ProtectedFigure): number | null => (figure.shown ? figure.value : null)

const round = (value: number): number => Math.round(value * 100) / 100

export const writeRatio = (ratio: ReturnType<typeof protectRatio>): z.infer<typeof RatioView> =>
  ratio.shown ? { value: round(ratio.value), atLeast: round(ratio.atLeast), atMost: round(ratio.atMost) } : null

export async function findPopulation(work: Work, place: string) {
  return work
    .selectFrom('population')
    .select(['persons', 'year', 'source'])
    .where('place', '=', place)
    .orderBy('year', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export type SupplyQuestion = {
  place: string
  facet: string
  kind: 'skill' | 'family' | 'any'
  order: 'most' | 'fewest'
  language: string
}

/** The stock of a place, skill by skill, as it was released. Its cost hangs on what is shown, not on people. */
export async function listSupply(
  work: Work,
  release: Row<'supply_release'>,
  { place, facet, kind, order, language }: SupplyQuestion,
  paging: Paging,
): Promise<{ items: SkillFigure[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const families = sql<boolean>`concept.type = 'skill-group'`
  const found = await sql<{ uri: string; label: string | null; family: boolean | null; value: number; total: string }>`
    with figure as (
      select concept, value from supply_figure
      where period = ${release.period} and place = ${place} and facet = ${facet} and concept <> ${anySkill}
    ), named as (
      select figure.concept as uri, figure.value, concept.family, coalesce(concept.label, figure.concept) as label
      from figure left join lateral (
        select ${families} as family, coalesce(concept.labels ->> ${language}, concept.labels ->> 'en') as label
        from skill_concept concept where concept.uri = figure.concept order by concept.version desc limit 1
      ) concept on true
    )
    select *, count(*) over () as total from named
    where label ilike ${likePattern(paging.search)}
      and (${kind} = 'any' or coalesce(family, false) = (${kind} = 'family'))
    order by case when ${order} = 'fewest' then value else -value end, label
    limit ${limit} offset ${offset}`.execute(work)
  const population = await findPopulation(work, place)
  const gate = requireGate(release.policy)
  return {
    total: Number(found.rows[0]?.total ?? 0),
    items: found.rows.map(({ uri, label, family, value }) => {
      const figure = readReleased(value)
      return {
        uri,
        label: label ?? uri,
        type: family ? 'family' : 'skill',
        people: write(figure),
        perThousand: population ? writeRatio(protectRatio(gate, figure, population.persons, 1000)) : null,
      }
    }),
  }
}

export const PlaceFigure = z.object({ place: PlaceView, people: FigureView, perThousand: RatioView })
export type PlaceFigure = z.infer<typeof PlaceFigure>

export const Part = z.enum(['region', 'municipality'])
export type Part = z.infer<typeof Part>

/** One skill over all places in a place: what a map shows, and the table beside it. */
export async function listBySubplace(
  work: Work,
  release: Row<'supply_release'>,
  { within, concept, kind }: { within: string | undefined; concept: string; kind?: Part | undefined },
): Promise<PlaceFigure[]> {
  const codes = listParts(within, kind)
  if (codes.length === 0) return []
  const rows = await work
    .selectFrom('supply_figure')
    .select(['place', 'value'])
    .where('period', '=', release.period)
    .where('concept', '=', concept)
    .where('facet', '=', allFacets)
    .where('place', 'in', codes)
    .execute()
  const people = await work
    .selectFrom('population')
    .select(['place', 'persons'])
    .distinctOn('place')
    .where('place', 'in', codes)
    .orderBy('place')
    .orderBy('year', 'desc')
    .execute()
  const gate = requireGate(release.policy)
  const values = new Map(rows.map(({ place, value }) => [place, value]))
  const populations = new Map(people.map(({ place, persons }) => [place, persons]))
  return codes.map((code) => {
    const figure = readReleased(values.get(code))
    const persons = populations.get(code)
    return {
      place: viewPlace(code),
      people: write(figure),
      perThousand: persons === undefined ? null : writeRatio(protectRatio(gate, figure, persons, 1000)),
    }
  })
}

/** What lies right within a place, or all of a kind in it: a country’s municipalities, across its regions. */
function listParts(within: string | undefined, kind: Part | undefined): readonly string[] {
  const parts =
    within === undefined
      ? [...places.values()].filter((place) => place.kind === (kind ?? 'region'))
      : placesIn(within).flatMap((place) => [place, ...placesIn(place.code)])
  return parts.flatMap(({ code, parent, ...place }) =>
    (kind === undefined ? within === undefined || parent === within : place.kind === kind) ? code : [],
  )
}

export const BreakdownView = z.object({
  uri: z.string(),
  label: z.string(),
  people: FigureView,
  perThousand: RatioView,
  levels: z.array(z.object({ code: z.string(), people: FigureView })),
  forms: z.array(z.object({ code: z.string(), people: FigureView })),
  issuers: z.array(z.object({ code: z.string(), people: FigureView })),
  ends: z
    .array(z.object({ code: z.string(), people: FigureView }))
    .describe('How many lose the skill in which quarter, if nothing is renewed'),
  periods: z.array(z.object({ code: z.string(), people: FigureView })),
})
export type BreakdownView = z.infer<typeof BreakdownView>

/** One skill in one place: by level, form, issuer, when it ends, and how it has gone from release to release. */
export async function readBreakdown(
  work: Work,
  release: Row<'supply_release'>,
  { place, concept, language }: { place: string; concept: string; language: string },
): Promise<BreakdownView> {
  const rows = await work
    .selectFrom('supply_figure')
    .select(['facet', 'value', 'period'])
    .where('place', '=', place)
    .where('concept', '=', concept)
    .execute()
  const now = new Map(rows.filter(({ period }) => period === release.period).map(({ facet, value }) => [facet, value]))
  const under = (kind: string, codes: readonly string[]) =>
    codes.map((code) => ({ code, people: write(readReleased(now.get(`${kind}:${code}`))) }))
  const figure = readReleased(now.get(allFacets))
  const population = await findPopulation(work, place)
  const releases = await work.selectFrom('supply_release').select('period').orderBy('period').execute()
  const ends = [...now.keys()]
    .flatMap((facet) => (facet.startsWith('until:') ? facet.slice('until:'.length) : []))
    .sort()
  return {
    uri: concept,
    label: await findLabel(work, concept, language),
    people: write(figure),
    perThousand: population
      ? writeRatio(protectRatio(requireGate(release.policy), figure, population.persons, 1000))
      : null,
    levels: under('level', ['1', '2', '3', '4', '5', '6', '7', '8', 'none']),
    forms: under('form', forms),
    issuers: under('issuer', issuers),
    ends: under('until', ends),
    periods: releases.map(({ period }) => ({
      code: period,
      people: write(readReleased(rows.find((row) => row.period === period && row.facet === allFacets)?.value)),
    })),
  }
}

async function findLabel(work: Work, uri: string, language: string): Promise<string> {
  if (uri === anySkill) return ''
  const row = await work
    .selectFrom('skill_concept')
    .select('labels')
    .where('uri', '=', uri)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.labels[language] ?? row?.labels.en ?? uri
}
