import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'

export const LogView = z.object({
  id: z.string(),
  at: z.string(),
  act: z.string(),
  /** The organisation that did it, or the holder; null when a share was opened, for readers are not asked who they are. */
  actorName: z.string().nullable(),
  objectKind: z.string(),
  objectId: z.string(),
  details: z.record(z.string(), z.unknown()),
})
export type LogView = z.infer<typeof LogView>

type LogRow = {
  id: string
  at: Date
  act: string
  actor_name: string | null
  object_kind: string
  object_id: string
  details: Record<string, unknown>
}

/** Everything that was done with what is the holder's, by anyone, newest first. */
export async function listLog(
  work: Work,
  holderId: string,
  paging: Paging,
): Promise<{ items: LogView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const entries = sql`
    select entry.id, entry.at, entry.act, coalesce(organisation.legal_name, entry.actor_name) as actor_name,
      entry.object_kind, entry.object_id, entry.details
    from audit_entry entry left join organisation on organisation.id = entry.organisation_id
    where entry.holder_id = ${holderId}
    union all
    select share_view.id, share_view.viewed_at, share_view.act, null, 'share', share_view.share_id::text,
      jsonb_build_object('audience', share.audience)
    from share_view
      join share on share.holder_id = share_view.holder_id and share.id = share_view.share_id
    where share_view.holder_id = ${holderId}`
  const matching = sql`from (${entries}) as log
    where act ilike ${likePattern(paging.search)} or details::text ilike ${likePattern(paging.search)}
      or coalesce(actor_name, '') ilike ${likePattern(paging.search)}`
  const counted = await sql<{ total: string }>`select count(*) as total ${matching}`.execute(work)
  const { rows } =
    await sql<LogRow>`select * ${matching} order by at desc, id desc limit ${limit} offset ${offset}`.execute(work)
  return {
    items: rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      act: row.act,
      actorName: row.actor_name,
      objectKind: row.object_kind,
      objectId: row.object_id,
      details: row.details,
    })),
    total: Number(counted.rows[0]?.total ?? 0),
  }
}
