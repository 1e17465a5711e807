import { decideStatusChange, type StatusChange } from '@bricka/domain/issuing/decide-status-change'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayApprove, MayIssue, MayKeep } from '../organisation/permission.ts'
import { changeStatus } from '../organisation/status-list.ts'
import { addSupplyDue } from '../planning/supply-due.ts'
import { addNotice } from './notice.ts'

export type Change = { credentialId: string; reason: string }

/**
 * Suspends, reinstates or revokes a credential: state, status bits, audit entry and notice to the holder in one
 * transaction. @throws Problem `not-found`, `credential-state-refused`, `reason-missing`
 */
export async function changeCredential(
  ground: Ground,
  work: Work,
  permission: MayKeep,
  change: 'suspend' | 'reinstate' | 'revoke',
  { credentialId, reason }: Change,
): Promise<void> {
  const row = await lockCredential(work, permission, credentialId)
  const { to } = decideOrThrow(row, change, reason, permission)
  await setBits(ground, work, row, change)
  await recordChange(ground, work, permission, row, { to, change, reason })
}

/** @throws Problem `not-found`, also for another organisation's credential */
export async function lockCredential(
  work: Work,
  permission: MayIssue | MayKeep | MayApprove,
  credentialId: string,
): Promise<Row<'credential'>> {
  const address = await work
    .selectFrom('credential_address')
    .select('holder_id')
    .where('id', '=', credentialId)
    .executeTakeFirst()
  const row =
    address &&
    (await work
      .selectFrom('credential')
      .selectAll()
      .where('holder_id', '=', address.holder_id)
      .where('id', '=', credentialId)
      .where('issuer_id', '=', permission.organisationId)
      .forUpdate()
      .executeTakeFirst())
  if (!row) throw new Problem('not-found', 'The organisation has issued no credential with this id.')
  return row
}

export function decideOrThrow(
  row: Row<'credential'>,
  change: StatusChange,
  reason: string | undefined,
  permission: MayIssue | MayKeep | MayApprove,
) {
  const decision = decideStatusChange({
    state: row.state,
    change,
    reason,
    requestedBy: row.requested_by,
    decidedBy: permission.actor.kind === 'person' ? permission.actor.personId : null,
  })
  if (decision.may) return decision
  if (decision.code === 'status-change-not-allowed')
    throw new Problem(
      'credential-state-refused',
      `It is ${row.state}; this needs ${decision.allowedFrom.join(' or ')}.`,
    )
  if (decision.code === 'own-request')
    throw new Problem('own-request', 'Four eyes: ask another person who may approve.')
  throw new Problem('reason-missing', 'The holder is told the reason, so it must say something.', [
    { pointer: '/reason', code: 'reason-missing', detail: 'empty' },
  ])
}

/** What is revoked is also set as suspended, for whoever reads only one of the two lists. */
export async function setBits(ground: Ground, work: Work, row: Row<'credential'>, change: StatusChange): Promise<void> {
  const { revocation_list_id, suspension_list_id, status_position: position } = row
  if (revocation_list_id === null || suspension_list_id === null || position === null) return
  if (change === 'revoke' || change === 'replace')
    await changeStatus(ground, work, revocation_list_id, [position], true)
  await changeStatus(ground, work, suspension_list_id, [position], change !== 'reinstate')
}

const noticeKinds = { suspend: 'suspended', reinstate: 'reinstated', revoke: 'revoked', replace: 'replaced' } as const

export async function recordChange(
  ground: Ground,
  work: Work,
  permission: MayIssue | MayKeep | MayApprove,
  row: Row<'credential'>,
  done: { to: Row<'credential'>['state']; change: keyof typeof noticeKinds; reason: string; replacedBy?: string },
): Promise<void> {
  const now = ground.now()
  const reason = done.reason.trim()
  await work
    .updateTable('credential')
    .set({
      state: done.to,
      status_reason: reason,
      status_changed_at: now,
      ...(done.replacedBy && { replaced_by: done.replacedBy }),
    })
    .where('holder_id', '=', row.holder_id)
    .where('id', '=', row.id)
    .execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    holderId: row.holder_id,
    act: `credential-${noticeKinds[done.change]}`,
    object: { kind: 'credential', id: row.id },
    details: { reason, ...(done.replacedBy && { replacedBy: done.replacedBy }) },
    at: now,
  })
  await addSupplyDue(work, [row.holder_id], now)
  await addNotice(work, noticeKinds[done.change], { holderId: row.holder_id, credentialId: row.id }, reason, now)
}
