import type { AssessmentFacts } from '@bricka/domain/issuing/assessment-facts'
import { IssuedFacts } from '@bricka/domain/issuing/part-reference'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayApprove, MayIssue } from '../organisation/permission.ts'
import { decideOrThrow, lockCredential, recordChange, setBits } from './change-status.ts'
import { findIssuingGround } from './find-issuing-ground.ts'
import { findWaitingReplacement } from './find-waiting-replacement.ts'
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
 * Where the issuer asks for four eyes the old one stays good until the new one is approved (`replaceOld`): a holder must
 * not stand without a credential because someone asked for another.
 *
 * @throws Problem `credential-state-refused`, `replacement-waiting`, `reason-missing`, `facts-refused`, `mandate-…`
 */
export async function replaceCredential(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  replacement: Replacement,
): Promise<{ credentialId: string; state: 'issued' | 'awaiting-approval' }> {
  const row = await lockCredential(work, permission, replacement.credentialId)
  decideReplacing(row, replacement.reason, permission)
  if (await findWaitingReplacement(work, permission.organisationId, row.id))
    throw new Problem('replacement-waiting', 'Let someone else approve or decline the one that waits.')
  const issuing = await findIssuingGround(ground, work, permission, { id: row.merit_id, version: row.merit_version })
  const [made] = await issueMerits(
    ground,
    work,
    issuing,
    [
      {
        recipient: { name: replacement.recipientName ?? row.recipient_name, email: row.recipient_email },
        facts: keepParts(IssuedFacts.parse(row.facts), replacement.facts),
        validUntil: row.valid_until,
        // What was declined may be asked for again; two at once wait for each other at the locked row.
        key: `replaces:${row.id}:${makeId(ground.now())}`,
      },
    ],
    { keysAreNew: true },
  )
  if (!made) throw new Error('One order gave no result.')
  if (made.outcome === 'refused')
    throw new Problem('facts-refused', 'What is said about the assessment does not fit the merit.', made.problems)
  if (made.outcome === 'known') throw new Error('A key that was made for this was taken.')
  const reason = replacement.reason.trim()
  const next = await work
    .updateTable('credential')
    .set({ replaces: row.id, replacement_reason: reason })
    .where('holder_id', '=', made.holderId)
    .where('id', '=', made.credentialId)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (made.outcome === 'issued') await replaceOld(ground, work, permission, next)
  return { credentialId: made.credentialId, state: made.outcome }
}

/**
 * Annuls what a credential that has now been issued replaces; nothing when it replaces none.
 *
 * @throws Problem `credential-state-refused` when the old one has been revoked, or its holder has left, meanwhile
 */
export async function replaceOld(
  ground: Ground,
  work: Work,
  permission: MayIssue | MayApprove,
  next: Row<'credential'>,
): Promise<void> {
  if (next.replaces === null) return
  const old = await lockCredential(work, permission, next.replaces)
  const reason = next.replacement_reason ?? ''
  const { to } = decideReplacing(old, reason, permission)
  await setBits(ground, work, old, 'replace')
  await recordChange(ground, work, permission, old, { to, change: 'replace', reason, replacedBy: next.id })
}

function decideReplacing(old: Row<'credential'>, reason: string, permission: MayIssue | MayApprove) {
  if (old.erased_at)
    throw new Problem('credential-state-refused', 'Its holder has left, so there is nobody to issue to; revoke it.')
  return decideOrThrow(old, 'replace', reason, permission)
}

/** Whatever is corrected about the assessment, a whole stays made of what it was made of. */
const keepParts = (before: IssuedFacts, facts: AssessmentFacts | undefined): IssuedFacts =>
  facts === undefined ? before : { ...facts, ...(before.parts && { parts: before.parts }) }
