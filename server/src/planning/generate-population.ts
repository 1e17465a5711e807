import {
  addChanges,
  type Changes,
  lastQuarter,
  listMemberships,
  type Widen,
} from '@bricka/domain/planning/count-supply'
import {
  type MadePerson,
  makePlacePopulations,
  makePopulation,
  type SkillPool,
  standingOn,
} from '@bricka/domain/planning/make-population'
import { listAt } from '@bricka/domain/skill/skill-map'
import { sql } from 'kysely'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { loadMap } from '../skill/load-map.ts'
import { keepCells } from './keep-cells.ts'
import { recordKey } from './record-key.ts'
import { factRow, findWiden } from './refresh-supply.ts'
import { releaseSupply } from './release-supply.ts'

export type GeneratePlan = {
  people: number
  seed: number
  /** Releases to make, one for each of the last quarters. */
  quarters: number
  regions?: readonly string[]
  /** All of it in a transaction of the caller’s. */
  work?: Work
}

/** Cells are written once their region is done and there are so many of them; or, in a large region, that many. */
const fewestCells = 50_000
const mostCells = 400_000
const peopleAtOnce = 1000

/**
 * Fills the statistics with made-up people, marked as such everywhere; no account and no credential stands behind them.
 * Only where no real person is counted yet, for the two would never be told apart again.
 *
 * @throws Problem `statistics-in-use`, `skill-map-missing`
 */
export async function generatePopulation(ground: Ground, plan: GeneratePlan): Promise<void> {
  const act = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
    plan.work ? run(plan.work) : ground.database.act(systemScope, run)
  const pool = await readPool(ground)
  const widen = await findWiden(ground)
  await act((work) => beginSynthetic(ground, work, plan))
  const issuers = Array.from({ length: Math.max(36, Math.min(600, Math.round(plan.people / 100))) }, () =>
    makeId(ground.now()),
  )
  const today = ground.now().toISOString().slice(0, 10)
  const idOf = numberIds(makeId(ground.now()))
  const people = () => makePopulation({ ...plan, today, pool, issuers })
  await keepPeople(act, people(), idOf, today, ground)
  const ends = listQuarterEnds(today, plan.quarters)
  let before: string | undefined
  for (const day of [...ends, today]) {
    await countUpTo(ground, act, { people, idOf, widen, before, day })
    if (day !== today) await act((work) => releaseSupply(ground, work, { period: lastQuarter(nextDay(day)), widen }))
    before = day
  }
  if (!plan.work) await ground.database.analyze(['supply_cell', 'supply_figure', 'supply_contribution', 'supply_fact'])
}

/** An id for each of a long row, known again by its number: a million of them need no memory. */
const numberIds =
  (first: string) =>
  (number: number): string =>
    `${first.slice(0, 24)}${number.toString(16).padStart(12, '0')}`

type Act = <T>(run: (work: Work) => Promise<T>) => Promise<T>

async function readPool(ground: Ground): Promise<SkillPool> {
  const { index } = await loadMap(ground, { framework: 'ESCO', version: undefined, language: 'en' })
  const { map } = index
  const uri = (skill: number): string => map.skills.uris[skill] ?? ''
  return {
    occupations: map.occupations.uris
      .map((_, occupation) => [...listAt(map.essential, occupation)].map(uri))
      .filter((skills) => skills.length > 3),
    skills: map.skills.uris,
  }
}

async function beginSynthetic(ground: Ground, work: Work, { seed }: GeneratePlan): Promise<void> {
  const real = await work
    .selectFrom('statistics_consent')
    .select('holder_id')
    .where('synthetic', '=', false)
    .limit(1)
    .executeTakeFirst()
  if (real)
    throw new Problem('statistics-in-use', 'Generate people in a database of their own: real ones are counted here.')
  const rows = [...makePlacePopulations(seed)].map(([place, persons]) => ({ place, persons }))
  await sql`
    insert into population (place, year, persons, source)
    select place, ${ground.now().getUTCFullYear() - 1}, persons, 'synthetic'
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as row (place text, persons int)
    on conflict do nothing`.execute(work)
}

/** Counts what has come and gone between two days, person by person, as the incremental way does. */
async function countUpTo(
  { settings }: Ground,
  act: Act,
  pass: {
    people: () => Iterable<MadePerson>
    idOf: (number: number) => string
    widen: Widen
    before: string | undefined
    day: string
  },
): Promise<void> {
  const changes: Changes = new Map()
  let index = 0
  let region: string | undefined
  for (const { facts } of pass.people()) {
    const done = facts[0]?.region !== region
    if (changes.size > (done ? fewestCells : mostCells)) {
      await act((work) => keepCells(work, changes))
      changes.clear()
    }
    region = facts[0]?.region
    const number = index++
    const old = pass.before === undefined ? [] : standingOn(facts, pass.before)
    const standing = standingOn(facts, pass.day)
    if (old.length === standing.length && old.every((fact, at) => fact === standing[at])) continue
    const key = recordKey(settings.secret, pass.idOf(number))
    addChanges(changes, key, listMemberships(old, pass.widen), listMemberships(standing, pass.widen))
  }
  await act((work) => keepCells(work, changes))
}

async function keepPeople(
  act: Act,
  people: Iterable<MadePerson>,
  idOf: (number: number) => string,
  today: string,
  ground: Ground,
): Promise<void> {
  let chunk: { id: string; person: MadePerson }[] = []
  let index = 0
  const flush = async (): Promise<void> => {
    const consents = chunk.map(({ id, person }) => ({ holder_id: id, municipality: person.municipality }))
    const facts = chunk.flatMap(({ id, person }) => {
      const credentialIds = new Map(person.facts.map(({ merit }) => [merit, makeId(ground.now())]))
      return standingOn(person.facts, today).map((fact) =>
        factRow({ ...fact, holderId: id, credentialId: credentialIds.get(fact.merit) ?? '' }),
      )
    })
    await act(async (work) => {
      await sql`
        insert into statistics_consent (holder_id, municipality, synthetic, given_at)
        select holder_id, municipality, true, ${ground.now()} from jsonb_to_recordset(${toJson(consents)}::jsonb)
          as row (holder_id uuid, municipality text)`.execute(work)
      await sql`
        insert into supply_fact select (jsonb_populate_recordset(null::supply_fact, ${toJson(facts)}::jsonb)).*`.execute(
        work,
      )
    })
    chunk = []
  }
  for (const person of people) {
    chunk.push({ id: idOf(index++), person })
    if (chunk.length === peopleAtOnce) await flush()
  }
  if (chunk.length > 0) await flush()
}

/** The last days of the last quarters, oldest first. */
function listQuarterEnds(today: string, count: number): readonly string[] {
  const now = new Date(`${today}T00:00:00Z`)
  const first = Math.floor(now.getUTCMonth() / 3) * 3
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), first - 3 * back, 0)).toISOString().slice(0, 10),
  ).reverse()
}

const nextDay = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
