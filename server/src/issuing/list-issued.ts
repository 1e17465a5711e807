import { changesFrom } from '@bricka/domain/issuing/decide-status-change'
import { IssuedFacts } from '@bricka/domain/issuing/part-reference'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { likePattern, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { toAuditView } from '../organisation/list-audit.ts'
import type { MayRead } from '../organisation/permission.ts'
import { findWaitingReplacement } from './find-waiting-replacement.ts'
import type { IssuedDetails, IssuedQuery, IssuedView } from './issued-view.ts'

/** What an organisation has issued or been asked to, the latest first. */
export async function listIssued(
  work: Work,
  permission: MayRead,
  query: IssuedQuery,
): Promise<{ items: IssuedView[]; total: number }> {
  const pattern = likePattern(query.search)
  const { limit, offset } = windowOf(query)
  const matching = work
    .selectFrom('credential')
    .where('issuer_id', '=', permission.organisationId)
    .$if(query.state !== undefined, (select) => select.where('state', '=', query.state ?? 'issued'))
    .$if(query.meritId !== undefined, (select) => select.where('merit_id', '=', query.meritId ?? ''))
    .$if(query.batchId !== undefined, (select) => select.where('batch_id', '=', query.batchId ?? ''))
    .$if(query.search !== '', (select) =>
      select.where((or) =>
        or.or([
          or('recipient_name', 'ilike', pattern),
          or('recipient_email', 'ilike', pattern),
          or('title', 'ilike', pattern),
        ]),
      ),
    )
  const rows = await matching
    .leftJoin('person as requester', 'requester.id', 'credential.requested_by')
    .selectAll('credential')
    .select('requester.name as requester_name')
    .orderBy('credential.created_at', 'desc')
    .orderBy('credential.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map((row) => toIssuedView(row, row.requester_name)), total: Number(total) }
}

/** @throws Problem `not-found`, also for another organisation's credential */
export async function showIssued(work: Work, permission: MayRead, credentialId: string): Promise<IssuedDetails> {
  const row = await work
    .selectFrom('credential')
    .leftJoin('person as requester', 'requester.id', 'credential.requested_by')
    .selectAll('credential')
    .select('requester.name as requester_name')
    .where('issuer_id', '=', permission.organisationId)
    .where('credential.id', '=', credentialId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has issued no credential with this id.')
  const waiting = await findWaitingReplacement(work, permission.organisationId, row.id)
  const history = await work
    .selectFrom('audit_entry')
    .selectAll()
    .where('organisation_id', '=', permission.organisationId)
    .where('object_kind', '=', 'credential')
    .where('object_id', '=', credentialId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return {
    ...toIssuedView(row, row.requester_name),
    facts: IssuedFacts.safeParse(row.facts).data ?? null,
    history: history.map(toAuditView),
    changes: changesFrom(row.state).filter((change) => change !== 'replace' || !waiting),
    replacementWaiting: waiting ?? null,
    replacementReason: row.replacement_reason,
    document: row.document,
  }
}

const toIssuedView = (row: Row<'credential'>, requesterName: string | null): IssuedView => ({
  id: row.id,
  title: row.title,
  meritId: row.merit_id,
  meritVersion: row.merit_version,
  recipientName: row.recipient_name,
  recipientEmail: row.recipient_email,
  state: row.state,
  issuedAt: row.issued_at?.toISOString() ?? null,
  validUntil: row.valid_until?.toISOString() ?? null,
  claimedAt: row.claimed_at?.toISOString() ?? null,
  reason: row.status_reason,
  requestedBy: requesterName,
  batchId: row.batch_id,
  replaces: row.replaces,
  replacedBy: row.replaced_by,
  createdAt: row.created_at.toISOString(),
})
