import { MeritDesign } from '@bricka/domain/merit/merit'
import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { titleOf } from '../merit/title-of.ts'
import type { MayRead } from '../organisation/permission.ts'

export const MeritStatistics = z.object({
  meritId: z.string(),
  title: z.string(),
  own: z.boolean().describe('Whether the organisation owns the merit; else it issues under a mandate'),
  versions: z.number(),
  issuers: z.number().describe('How many organisations have issued it'),
  issued: z.number(),
  claimed: z.number().describe('Taken into the holder’s passport'),
  revoked: z.number(),
  suspended: z.number(),
  byMonth: z.array(z.object({ month: z.string(), issued: z.number() })),
})
export type MeritStatistics = z.infer<typeof MeritStatistics>

/**
 * How much an organisation's own merits are used, by all issuers; and of others' merits, what it has issued itself. In
 * the system's scope, for row-level security hides other issuers' credentials from the owner: only counts leave here,
 * never who. What holders do with their credentials (sharing) is nobody's statistics.
 */
export async function countMerits(ground: Ground, permission: MayRead): Promise<MeritStatistics[]> {
  const { organisationId } = permission
  const rows = await ground.database.act(systemScope, (work) =>
    sql<Counted>`
      with counted as (
        select merit_id, to_char(date_trunc('month', issued_at at time zone 'UTC'), 'YYYY-MM') as month, issuer_id,
          count(*) as issued, count(claimed_at) as claimed,
          count(*) filter (where state in ('revoked', 'replaced')) as revoked,
          count(*) filter (where state = 'suspended') as suspended
        from credential where issued_at is not null and (creator_id = ${organisationId} or issuer_id = ${organisationId})
        group by 1, 2, 3
      ), months as (
        select merit_id, month, sum(issued) as issued from counted group by 1, 2
      )
      select merit.id as merit_id, merit.owner_id = ${organisationId} as own, version.design,
        (select count(*) from merit_version v where v.merit_id = merit.id)::int as versions,
        (select count(distinct issuer_id) from counted c where c.merit_id = merit.id)::int as issuers,
        coalesce((select sum(issued) from counted c where c.merit_id = merit.id), 0)::int as issued,
        coalesce((select sum(claimed) from counted c where c.merit_id = merit.id), 0)::int as claimed,
        coalesce((select sum(revoked) from counted c where c.merit_id = merit.id), 0)::int as revoked,
        coalesce((select sum(suspended) from counted c where c.merit_id = merit.id), 0)::int as suspended,
        coalesce((select jsonb_agg(jsonb_build_object('month', month, 'issued', issued::int) order by month)
          from months m where m.merit_id = merit.id), '[]') as by_month
      from merit join merit_version version on version.merit_id = merit.id and version.number = merit.current_version
      where merit.owner_id = ${organisationId} or merit.id in (select merit_id from counted)`.execute(work),
  )
  return rows.rows
    .map((row) => ({
      meritId: row.merit_id,
      title: titleOf(MeritDesign.parse(row.design)),
      own: row.own,
      versions: row.versions,
      issuers: row.issuers,
      issued: row.issued,
      claimed: row.claimed,
      revoked: row.revoked,
      suspended: row.suspended,
      byMonth: row.by_month,
    }))
    .sort((one, other) => other.issued - one.issued || one.title.localeCompare(other.title, 'sv'))
}

type Counted = Omit<MeritStatistics, 'meritId' | 'title' | 'byMonth'> & {
  merit_id: string
  design: unknown
  by_month: MeritStatistics['byMonth']
}
