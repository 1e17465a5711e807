import { addChanges, type Changes, listMemberships, type Widen } from '@bricka/domain/planning/count-supply'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { keepCells } from './keep-cells.ts'
import type { HolderFact } from './list-facts.ts'
import { recordKey } from './record-key.ts'
import { toFacts } from './refresh-supply.ts'

export type Drift = { cells: number; wrong: number }

const peopleAtOnce = 2000

/**
 * Counts everything anew from the facts and puts the counts right: after another classification came, and to prove that
 * what is kept up to date is true. Says how many cells were wrong. Nobody else counts meanwhile.
 */
export async function recountSupply(ground: Pick<Ground, 'settings'>, work: Work, widen: Widen): Promise<Drift> {
  await sql`lock table supply_cell in exclusive mode`.execute(work)
  const { rows: before } = await sql<Kept>`select place, facet, concept, persons, key_sum from supply_cell`.execute(
    work,
  )
  await sql`delete from supply_cell`.execute(work)
  await sql`delete from supply_contribution`.execute(work)
  let last = '00000000-0000-0000-0000-000000000000'
  while (true) {
    const people = await listPeople(work, last)
    if (people.length === 0) break
    last = people.at(-1) ?? last
    const rows = await work.selectFrom('supply_fact').selectAll().where('holder_id', 'in', people).execute()
    const changes: Changes = new Map()
    for (const [holderId, facts] of Map.groupBy(toFacts(rows), (fact: HolderFact) => fact.holderId))
      addChanges(changes, recordKey(ground.settings.secret, holderId), new Map(), listMemberships(facts, widen))
    await keepCells(work, changes)
  }
  const { rows: after } = await sql<Kept>`select place, facet, concept, persons, key_sum from supply_cell`.execute(work)
  return compare(before, after)
}

type Kept = { place: string; facet: string; concept: string; persons: number; key_sum: string }

async function listPeople(work: Work, after: string): Promise<readonly string[]> {
  const rows = await work
    .selectFrom('supply_fact')
    .select('holder_id')
    .distinct()
    .where('holder_id', '>', after)
    .orderBy('holder_id')
    .limit(peopleAtOnce)
    .execute()
  return rows.map(({ holder_id }) => holder_id)
}

function compare(before: readonly Kept[], after: readonly Kept[]): Drift {
  const tell = ({ persons, key_sum }: Kept): string => `${persons} ${key_sum}`
  const at = ({ place, facet, concept }: Kept): string => `${place}\t${facet}\t${concept}`
  const held = new Map(before.filter(({ persons }) => persons !== 0).map((cell) => [at(cell), tell(cell)]))
  let wrong = 0
  for (const cell of after) {
    if (held.get(at(cell)) !== tell(cell)) wrong += 1
    held.delete(at(cell))
  }
  return { cells: after.length, wrong: wrong + held.size }
}
