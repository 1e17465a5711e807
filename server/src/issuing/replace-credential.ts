import { AssessmentFacts } from '@bricka/domain/issuing/assessment-facts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { decideOrThrow, lockCredential, recordChange, setBits } from './change-status.ts'
import { findIssuingGround } from './find-issuing-ground.ts'
import { issueMerits } from './issue-merits.ts'

export type Replacement = {
  credentialId: string
  reason: string
  facts?: AssessmentFacts | undefined
  recipientName?: string | undefined
}

/**
 * Annuls a credential and issues a corrected one of the same merit version to the same holder. What is not said anew
 * stays as it was. Both or neither; the new one names the old one and the old one the new one.
 *
 * @throws Problem `credential-state-refused`, `reason-missing`, `facts-refused`, `mandate-…`
 */
export async function replaceCredential(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  replacement: Replacement,
): Promise<{ credentialId: string; state: 'issued' | 'awaiting-approval' }> {
  const row = await lockCredential(work, permission, replacement.credentialId)
  if (row.erased_at)
    throw new Problem('credential-state-refused', 'Its holder has left, so there is nobody to issue to; revoke it.')
  const { to } = decideOrThrow(row, 'replace', replacement.reason, permission)
  const issuing = await findIssuingGround(ground, work, permission, { id: row.merit_id, version: row.merit_version })
  const [made] = await issueMerits(ground, work, issuing, [
    {
      recipient: { name: replacement.recipientName ?? row.recipient_name, email: row.recipient_email },
      facts: replacement.facts ?? AssessmentFacts.parse(row.facts),
      validUntil: row.valid_until,
      key: `replaces:${row.id}`,
    },
  ])
  if (!made) throw new Error('One order gave no result.')
  if (made.outcome === 'refused')
    throw new Problem('facts-refused', 'What is said about the assessment does not fit the merit.', made.problems)
  if (made.outcome === 'known') throw new Problem('credential-state-refused', 'It has been replaced already.')
  await work
    .updateTable('credential')
    .set({ replaces: row.id })
    .where('holder_id', '=', made.holderId)
    .where('id', '=', made.credentialId)
    .execute()
  await setBits(ground, work, row, 'replace')
  const { reason } = replacement
  await recordChange(ground, work, permission, row, { to, change: 'replace', reason, replacedBy: made.credentialId })
  return { credentialId: made.credentialId, state: made.outcome }
}
