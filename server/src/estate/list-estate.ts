import { decideStatusChange } from '@bricka/domain/issuing/decide-status-change'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { likePattern, Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { MayKeep, MayRead } from '../organisation/permission.ts'
import { changeStatus } from '../organisation/status-list.ts'

const State = z.enum(['issued', 'suspended', 'revoked', 'replaced'])
export const EstateQuery = Paging.extend({ state: State.optional() })
export type EstateQuery = z.infer<typeof EstateQuery>

export const EstateCredentialView = z.object({
  id: z.string(),
  title: z.string(),
  recipientName: z.string(),
  recipientEmail: z.string(),
  state: State,
  issuedAt: z.string().nullable(),
  validUntil: z.string().nullable(),
  statusReason: z.string().nullable(),
  statusChangedAt: z.string().nullable(),
})
export type EstateCredentialView = z.infer<typeof EstateCredentialView>

/** What an organisation issued in the house that it came from, the latest first. */
export async function listEstateCredentials(
  work: Work,
  { organisationId }: MayRead,
  query: EstateQuery,
): Promise<{ items: EstateCredentialView[]; total: number }> {
  const pattern = likePattern(query.search)
  const { limit, offset } = windowOf(query)
  const matching = work
    .selectFrom('estate_credential')
    .where('organisation_id', '=', organisationId)
    .$if(query.state !== undefined, (select) => select.where('state', '=', query.state ?? 'issued'))
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
    .selectAll()
    .orderBy('issued_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  return { items: rows.map(toView), total: Number(total) }
}

const toView = (row: Row<'estate_credential'>): EstateCredentialView => ({
  id: row.id,
  title: row.title,
  recipientName: row.recipient_name,
  recipientEmail: row.recipient_email,
  state: row.state,
  issuedAt: row.issued_at?.toISOString() ?? null,
  validUntil: row.valid_until?.toISOString() ?? null,
  statusReason: row.status_reason,
  statusChangedAt: row.status_changed_at?.toISOString() ?? null,
})

const states = { suspend: 'suspended', reinstate: 'reinstated', revoke: 'revoked' } as const

/**
 * Suspends, reinstates or revokes what was issued in the other house. Its holder is not here, so nobody is told by us.
 *
 * @throws Problem `not-found`, `credential-state-refused`, `reason-missing`
 */
export async function changeEstateCredential(
  ground: Ground,
  work: Work,
  permission: MayKeep,
  change: keyof typeof states,
  { credentialId, reason }: { credentialId: string; reason: string },
): Promise<void> {
  const row = await work
    .selectFrom('estate_credential')
    .selectAll()
    .where('organisation_id', '=', permission.organisationId)
    .where('id', '=', credentialId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has issued no credential with this id.')
  const decision = decideStatusChange({ state: row.state, change, reason, requestedBy: null, decidedBy: null })
  if (!decision.may && decision.code === 'reason-missing')
    throw new Problem('reason-missing', 'Say why, for the log.', [
      { pointer: '/reason', code: 'reason-missing', detail: 'empty' },
    ])
  if (!decision.may) throw new Problem('credential-state-refused', `It is ${row.state}.`)
  const { revocation_list_id, suspension_list_id, status_position: position } = row
  if (revocation_list_id === null || suspension_list_id === null || position === null)
    throw new Problem('credential-state-refused', 'It has no place in a status list.')
  if (change === 'revoke') await changeStatus(ground, work, revocation_list_id, [position], true)
  await changeStatus(ground, work, suspension_list_id, [position], change !== 'reinstate')
  const to = State.parse(decision.to)
  const now = ground.now()
  await work
    .updateTable('estate_credential')
    .set({ state: to, status_reason: reason.trim(), status_changed_at: now })
    .where('organisation_id', '=', permission.organisationId)
    .where('id', '=', credentialId)
    .execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: `credential-${states[change]}`,
    object: { kind: 'credential', id: credentialId },
    details: { reason: reason.trim() },
    at: now,
  })
}
