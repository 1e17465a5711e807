import { type Changes, readCellKey } from '@bricka/domain/planning/count-supply'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'

/**
 * Adds what has moved to the counts, in two statements however much it is. Everyone takes cells in the same order, so
 * that two who count wait and never lock each other out.
 */
export async function keepCells(work: Work, changes: Changes): Promise<void> {
  const moved = [...changes]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, change]) => ({ ...readCellKey(key), ...change }))
  const cells = moved.filter(({ persons, keySum }) => persons !== 0 || keySum !== 0)
  const contributions = moved.flatMap(({ place, facet, concept, byIssuer }) =>
    [...byIssuer].flatMap(([issuer, persons]) => (persons === 0 ? [] : [{ place, facet, concept, issuer, persons }])),
  )
  if (cells.length > 0)
    await sql`
      insert into supply_cell (place, facet, concept, persons, key_sum)
      select * from unnest(${column(cells, 'place')}::text[], ${column(cells, 'facet')}::text[],
        ${column(cells, 'concept')}::text[], ${column(cells, 'persons')}::int[], ${column(cells, 'keySum')}::bigint[])
      on conflict (place, facet, concept) do update set persons = supply_cell.persons + excluded.persons,
        key_sum = supply_cell.key_sum + excluded.key_sum`.execute(work)
  if (contributions.length > 0)
    await sql`
      insert into supply_contribution (place, facet, concept, issuer_id, persons)
      select * from unnest(${column(contributions, 'place')}::text[], ${column(contributions, 'facet')}::text[],
        ${column(contributions, 'concept')}::text[], ${column(contributions, 'issuer')}::uuid[],
        ${column(contributions, 'persons')}::int[])
      on conflict (place, facet, concept, issuer_id)
        do update set persons = supply_contribution.persons + excluded.persons`.execute(work)
}

const column = <Row, Name extends keyof Row>(rows: readonly Row[], name: Name): Row[Name][] =>
  rows.map((row) => row[name])
