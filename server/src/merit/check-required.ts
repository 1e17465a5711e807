import type { MeritDesign, MeritId } from '@bricka/domain/merit/merit'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'
import { type FieldProblem, Problem } from '../http/problem.ts'

/**
 * What a merit asks for beforehand must exist, be published, and never lead back to the merit itself. The last who
 * publishes closes a circle, so it is enough to look at what is published.
 *
 * @throws Problem `prerequisite-refused` with each that cannot stand, as `merit-itself`, `merit-unknown`, `merit-circle`
 */
export async function checkRequired(work: Work, meritId: string, { requires }: MeritDesign): Promise<void> {
  if (requires.length === 0) return
  const rows = await work
    .selectFrom('merit')
    .select('id')
    .where('id', 'in', requires)
    .where('state', '<>', 'draft')
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  const circling = await findCircling(work, meritId, requires)
  const errors = requires.flatMap((one, place): FieldProblem[] => {
    const at = (code: string, detail: string) => [{ pointer: `/design/requires/${place}`, code, detail }]
    if (one === meritId) return at('merit-itself', 'A merit cannot come before itself.')
    if (!known.has(one)) return at('merit-unknown', 'No published merit has this address.')
    return circling.has(one) ? at('merit-circle', 'That merit asks for this one beforehand.') : []
  })
  if (errors.length > 0)
    throw new Problem('prerequisite-refused', 'Take away what cannot come before this merit, or name another.', errors)
}

/** Those of the required that, as published, ask for the merit beforehand, directly or through others. */
async function findCircling(work: Work, meritId: string, requires: readonly MeritId[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ root: string }>`
    with recursive before (root, id) as (
      select merit.id, merit.id from merit where merit.id = any(${sql.val(requires)}::uuid[])
      union
      select before.root, needed.id::uuid
      from before
      join merit on merit.id = before.id
      join merit_version on merit_version.merit_id = merit.id and merit_version.number = merit.current_version
      cross join lateral jsonb_array_elements_text(coalesce(merit_version.design -> 'requires', '[]')) as needed (id)
    )
    select distinct root from before where id = ${meritId}`.execute(work)
  return new Set(rows.map(({ root }) => root))
}

/** The merits that come before, by their published titles. */
export async function showRequired(work: Work, { requires }: MeritDesign) {
  if (requires.length === 0) return []
  const rows = await work
    .selectFrom('merit')
    .innerJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .select(['merit.id', sql<MeritDesign['title']>`merit_version.design -> 'title'`.as('title')])
    .where('merit.id', 'in', requires)
    .execute()
  return requires.flatMap((id) => rows.filter((row) => row.id === id).map(({ title }) => ({ meritId: id, title })))
}
