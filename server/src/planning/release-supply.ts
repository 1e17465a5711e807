import { cellKey, lastQuarter, type Widen } from '@bricka/domain/planning/count-supply'
import { type DisclosurePolicy, defaultPolicy } from '@bricka/domain/planning/disclosure-policy'
import { placesIn } from '@bricka/domain/planning/place'
import { type Cell, type Gate, openGate } from '@bricka/domain/planning/protect-figure'
import { protectRelease, type ReleasedFigure } from '@bricka/domain/planning/protect-release'
import { sql } from 'kysely'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { findWiden } from './refresh-supply.ts'

/** The gate of the policy in force. @throws Error where the policy cannot be kept */
export function requireGate(policy: DisclosurePolicy = defaultPolicy): Gate {
  const finding = openGate(policy)
  if (!finding.open)
    throw new Error(
      `${finding.code}: no noise has this greatest step and variance around ${finding.count}; allow a larger step.`,
    )
  return finding.gate
}

/**
 * Makes the release of the quarter that ended last, where there is none yet.
 *
 * A release is what anyone may read: every count is taken through the gate once, and then stands as it is, so that
 * nobody sees from one day to the next who has come. Its cost hangs on the number of cells, not of people.
 */
export async function makeDueRelease(ground: Ground): Promise<string | undefined> {
  const period = lastQuarter(ground.now().toISOString().slice(0, 10))
  const known = await ground.database.act(systemScope, (work) =>
    work.selectFrom('supply_release').select('period').where('period', '>=', period).limit(1).executeTakeFirst(),
  )
  if (known) return undefined
  const widen = await findWiden(ground)
  const made = await ground.database.act(systemScope, (work) => releaseSupply(ground, work, { period, widen }))
  return made ? period : undefined
}

/** Says whether there was anything to release: an empty one would stand for a quarter. */
export async function releaseSupply(
  ground: Pick<Ground, 'now'>,
  work: Work,
  { period, widen, policy = defaultPolicy }: { period: string; widen: Widen; policy?: DisclosurePolicy },
): Promise<boolean> {
  const gate = requireGate(policy)
  const { rows } = await sql<{
    held: boolean
  }>`select exists (select from supply_cell where persons > 0) as held`.execute(work)
  if (!rows[0]?.held) return false
  const kept = await work
    .insertInto('supply_release')
    .values({ period, made_at: ground.now(), policy: toJson(policy), synthetic: await holdsSynthetic(work) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('period')
    .executeTakeFirst()
  if (!kept) return false
  const population = await readPopulation(work)
  for (const { code } of placesIn(undefined)) {
    const cells = await readCells(work, code)
    const shown = await readBefore(work, period, code)
    const geography = {
      placesIn: (place: string) => placesIn(place).map((part) => part.code),
      population: (place: string) => population.get(place),
      before: (place: string, facet: string, concept: string) => shown.get(cellKey(place, concept, facet)),
    }
    await keepFigures(work, period, protectRelease(gate, code, cells, widen, geography))
  }
  await writeAudit(work, {
    actor: { kind: 'system' },
    act: 'statistics-released',
    object: { kind: 'statistics', id: period },
    details: { policy },
    at: ground.now(),
  })
  return true
}

async function holdsSynthetic(work: Work): Promise<boolean> {
  const row = await work
    .selectFrom('statistics_consent')
    .select('holder_id')
    .where('synthetic', '=', true)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function readPopulation(work: Work): Promise<ReadonlyMap<string, number>> {
  const rows = await work
    .selectFrom('population')
    .select(['place', 'persons'])
    .distinctOn('place')
    .orderBy('place')
    .orderBy('year', 'desc')
    .execute()
  return new Map(rows.map(({ place, persons }) => [place, persons]))
}

/** What the newest earlier release shows in a country. */
async function readBefore(work: Work, period: string, country: string): Promise<ReadonlyMap<string, number>> {
  const last = await work
    .selectFrom('supply_release')
    .select('period')
    .where('period', '<', period)
    .orderBy('period', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return new Map()
  const regions = placesIn(country).map(({ code }) => code)
  const codes = [country, ...regions, ...regions.flatMap((region) => placesIn(region).map(({ code }) => code))]
  const rows = await work
    .selectFrom('supply_figure')
    .select(['place', 'facet', 'concept', 'value'])
    .where('period', '=', last.period)
    .where('place', 'in', codes)
    .execute()
  return new Map(rows.map(({ place, facet, concept, value }) => [cellKey(place, concept, facet), value]))
}

type Counted = {
  place: string
  facet: string
  concept: string
  persons: number
  key_sum: string
  organisations: number
  largest: number
  second: number
}

/** A person is in one place, so a country's counts are its regions' together; its organisations are not. */
async function readCells(work: Work, country: string) {
  const regions = placesIn(country)
  const codes = [country, ...regions.flatMap(({ code }) => [code, ...placesIn(code).map((part) => part.code)])]
  const whole = [country, ...regions.map(({ code }) => code)]
  const { rows } = await sql<Counted>`
    with own as (
      select place, facet, concept, persons, key_sum from supply_cell where place = any (${codes}::text[]) and persons > 0
    ), contribution as (
      select place, facet, concept, issuer_id, persons from supply_contribution
      where place = any (${codes}::text[]) and persons > 0
    ), cells as (
      select place, facet, concept, persons, key_sum from own where place <> ${country}
      union all
      select ${country}, facet, concept, sum(persons)::int, sum(key_sum)::bigint from own
      where place = any (${whole}::text[]) group by facet, concept
    ), contributions as (
      select place, facet, concept, issuer_id, persons from contribution where place <> ${country}
      union all
      select ${country}, facet, concept, issuer_id, sum(persons)::int from contribution
      where place = any (${whole}::text[]) group by facet, concept, issuer_id
    ), ranked as (
      select *, row_number() over (partition by place, facet, concept order by persons desc) as rank from contributions
    ), organisations as (
      select place, facet, concept, count(*)::int as organisations, max(persons) filter (where rank = 1) as largest,
        coalesce(max(persons) filter (where rank = 2), 0) as second
      from ranked group by place, facet, concept
    )
    select cells.*, coalesce(organisations, 0) as organisations, coalesce(largest, 0) as largest,
      coalesce(second, 0) as second
    from cells left join organisations using (place, facet, concept)`.execute(work)
  const places = new Map<string, Map<string, Map<string, Cell>>>()
  for (const { place, facet, concept, persons, key_sum, organisations, largest, second } of rows) {
    const facets = places.get(place) ?? new Map<string, Map<string, Cell>>()
    places.set(place, facets)
    const cells = facets.get(facet) ?? new Map<string, Cell>()
    facets.set(facet, cells)
    cells.set(concept, { persons, keySum: Number(key_sum), organisations, largest, second })
  }
  return places
}

const figuresAtOnce = 5000

async function keepFigures(work: Work, period: string, figures: readonly ReleasedFigure[]): Promise<void> {
  for (let at = 0; at < figures.length; at += figuresAtOnce) {
    const rows = figures
      .slice(at, at + figuresAtOnce)
      .flatMap(({ figure, ...key }) => (figure.shown ? [{ ...key, value: figure.value }] : []))
    if (rows.length > 0)
      await sql`
        insert into supply_figure (period, place, facet, concept, value)
        select ${period}, place, facet, concept, value from jsonb_to_recordset(${toJson(rows)}::jsonb)
          as figure (place text, facet text, concept text, value int)`.execute(work)
  }
}
