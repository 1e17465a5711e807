import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { systemScope } from './connect.ts'

/** Looked up by a value of their own, so that no holder is known yet: sharded by that value, or copied to every node. */
const doors = [
  'audit_entry',
  'claim_address',
  'credential_address',
  'emrex_session',
  'follow_up_link',
  'guidance_address',
  'issuing_key',
  'issuing_row',
  'share_address',
  'wallet_token',
]

/** The same schema and queries run on one PostgreSQL and on Citus, sharded by the holder (docs/statistics.md, "More than one machine"). */
describe('what belongs to a holder', () => {
  let ground: TestGround
  let keys: readonly Key[]
  beforeAll(async () => {
    ground = await openTestGround()
    keys = await readKeys(ground)
  })
  afterAll(() => ground.close())

  it('is keyed by the holder first, or is a door that is named here', () => {
    const primary = keys.filter(({ kind }) => kind === 'primary')
    const loose = primary.filter(({ columns }) => columns[0] !== 'holder_id').map(({ table }) => table)
    expect(loose).toEqual(doors)
    expect(primary.length).toBeGreaterThan(loose.length + 20)
  })

  it('is unique within one holder only: no other shard need be asked', () => {
    const wide = keys.filter(({ kind, columns }) => kind === 'unique' && columns[0] !== 'holder_id')
    expect(wide.filter(({ table }) => !doors.includes(table))).toEqual([])
  })

  it('hangs on rows of the same holder, or on what every node has', () => {
    const ofHolder = new Set(keys.filter(({ table }) => !doors.includes(table)).map(({ table }) => table))
    const across = keys.filter(
      ({ kind, table, refers, columns }) =>
        kind === 'foreign' && ofHolder.has(refers ?? '') && (doors.includes(table) || columns[0] !== 'holder_id'),
    )
    expect(across).toEqual([])
  })

  it('is moved by no trigger', async () => {
    const { rows } = await ground.database.act(systemScope, (work) =>
      sql`select tgrelid::regclass::text as table from pg_trigger where not tgisinternal`.execute(work),
    )
    expect(rows).toEqual([])
  })
})

type Key = { table: string; kind: 'primary' | 'unique' | 'foreign'; columns: string[]; refers: string | null }

/** Keys and unique indexes of all tables that name a holder. */
async function readKeys({ database }: TestGround): Promise<readonly Key[]> {
  const { rows } = await database.act(systemScope, (work) =>
    sql<Key>`
      with holding as (
        select attrelid as oid from pg_attribute join pg_class on pg_class.oid = attrelid
        where attname = 'holder_id' and relkind = 'r'
      ), key as (
        select indrelid as oid, case when indisprimary then 'primary' else 'unique' end as kind,
          indkey::int2[] as columns, null::oid as refers
        from pg_index where indisunique
        union all
        select conrelid, 'foreign', conkey, confrelid from pg_constraint where contype = 'f'
      )
      select key.oid::regclass::text as table, kind, key.refers::regclass::text as refers,
        array(
          select attname::text from unnest(key.columns) with ordinality as part (number, place)
          join pg_attribute on attrelid = key.oid and attnum = part.number order by place
        ) as columns
      from key join holding using (oid) order by 1, 2`.execute(work),
  )
  return rows
}
