import { composeMandateWithdrawal, issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayMandate } from '../organisation/permission.ts'
import { changeStatus } from '../organisation/status-list.ts'

export type Withdrawal = { mandateId: string; reason: string; from?: Date | undefined }

/**
 * Withdraws a mandate for the future: what was issued before keeps its ground. The moment stands in a statement that the
 * creator signs; the status bit only tells a verifier to look for it.
 *
 * @throws Problem `not-found`, `mandate-withdrawn`, `mandate-dates-refused` for a moment in the past
 */
export async function withdrawMandate(
  ground: Ground,
  work: Work,
  permission: MayMandate,
  { mandateId, reason, from }: Withdrawal,
): Promise<{ withdrawnAt: Date }> {
  const mandate = await work
    .selectFrom('mandate')
    .selectAll()
    .where('id', '=', mandateId)
    .where('creator_id', '=', permission.organisationId)
    .forUpdate()
    .executeTakeFirst()
  if (!mandate) throw new Problem('not-found', 'The organisation has given no mandate with this id.')
  if (mandate.withdrawn_at) throw new Problem('mandate-withdrawn', 'It has been withdrawn already.')
  const now = ground.now()
  const withdrawnAt = from ?? now
  if (withdrawnAt < now)
    throw new Problem('mandate-dates-refused', 'A mandate is withdrawn from now on or later, never for what is past.', [
      { pointer: '/from', code: 'withdrawal-in-the-past', detail: withdrawnAt.toISOString() },
    ])
  const creator = await work
    .selectFrom('organisation')
    .select(['did', 'legal_name'])
    .where('id', '=', mandate.creator_id)
    .executeTakeFirstOrThrow()
  const unsigned = composeMandateWithdrawal({
    id: `${mandate.url}/withdrawal`,
    creator: { id: creator.did, name: creator.legal_name },
    mandate: mandate.url,
    withdrawnAt: withdrawnAt.toISOString(),
  })
  const signer = await findSigner(ground, work, mandate.creator_id)
  const document = JSON.stringify(await issueCredential(unsigned, signer, { now: now.toISOString(), power }))
  await work
    .updateTable('mandate')
    .set({ withdrawn_at: withdrawnAt, withdrawal_reason: reason, withdrawal_document: document })
    .where('id', '=', mandate.id)
    .execute()
  await changeStatus(ground, work, mandate.status_list_id, [mandate.status_position], true)
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'mandate-withdrawn',
    object: { kind: 'mandate', id: mandate.id },
    details: { meritId: mandate.merit_id, issuerId: mandate.issuer_id, reason, from: withdrawnAt.toISOString() },
    at: now,
  })
  return { withdrawnAt }
}
