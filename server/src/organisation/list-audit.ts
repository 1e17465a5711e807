import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { likePattern, Paging, windowOf } from '../http/paging.ts'
import type { MayRead } from './permission.ts'

export const AuditQuery = Paging.extend({
  act: z.string().max(60).optional().describe('Such as credential-issued or merit-published'),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
})
export type AuditQuery = z.infer<typeof AuditQuery>

export const AuditView = z.object({
  id: z.string(),
  at: z.string(),
  actorKind: z.enum(['person', 'token', 'system']),
  actorName: z.string().nullable(),
  act: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  details: z.record(z.string(), z.unknown()),
})
export type AuditView = z.infer<typeof AuditView>

export const toAuditView = (row: Row<'audit_entry'>): AuditView => ({
  id: row.id,
  at: row.at.toISOString(),
  actorKind: row.actor_kind,
  actorName: row.actor_name,
  act: row.act,
  objectKind: row.object_kind,
  objectId: row.object_id,
  details: row.details,
})

/** What was done for the organisation, the latest first. */
export async function listAudit(
  work: Work,
  permission: MayRead,
  query: AuditQuery,
): Promise<{ items: AuditView[]; total: number }> {
  const { limit, offset } = windowOf(query)
  const pattern = likePattern(query.search)
  const matching = work
    .selectFrom('audit_entry')
    .where('organisation_id', '=', permission.organisationId)
    .$if(query.act !== undefined, (select) => select.where('act', '=', query.act ?? ''))
    .$if(query.from !== undefined, (select) => select.where('at', '>=', new Date(query.from ?? 0)))
    .$if(query.until !== undefined, (select) => select.where('at', '<', new Date(query.until ?? 0)))
    .$if(query.search !== '', (select) =>
      select.where((or) =>
        or.or([
          or('actor_name', 'ilike', pattern),
          or('act', 'ilike', pattern),
          or('object_id', 'ilike', pattern),
          or(sql`details::text`, 'ilike', pattern),
        ]),
      ),
    )
  const rows = await matching
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map(toAuditView), total: Number(total) }
}
