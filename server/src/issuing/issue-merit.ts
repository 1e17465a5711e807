import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { normaliseEmail } from '../person/person.ts'
import { hashToken } from '../seal.ts'
import { findIssuingGround } from './find-issuing-ground.ts'
import { issueMerits, type Order as OneOrder } from './issue-merits.ts'

export type Order = OneOrder & {
  meritId: string
  /** The newest published version when absent. */
  version?: number | undefined
}

export type Issued = {
  holderId: string
  credentialId: string
  known: boolean
  state: 'issued' | 'awaiting-approval'
}

/**
 * Issues a merit to one person. A key that was used before answers with what it made then.
 *
 * @throws Problem `facts-refused` with each fact and why; `key-reused` when the key stands for something else
 */
export async function issueMerit(ground: Ground, work: Work, permission: MayIssue, order: Order): Promise<Issued> {
  const known = await findKnown(work, permission, order)
  if (known) return known
  const issuing = await findIssuingGround(ground, work, permission, { id: order.meritId, version: order.version })
  const [result] = await issueMerits(ground, work, issuing, [order], { keysAreNew: true })
  if (!result) throw new Error('One order gave no result.')
  if (result.outcome === 'refused')
    throw new Problem('facts-refused', 'What is said about the assessment does not fit the merit.', result.problems)
  const { holderId, credentialId, outcome } = result
  if (outcome !== 'known') return { holderId, credentialId, known: false, state: outcome }
  const other = await findKnown(work, permission, order)
  if (!other) throw new Error('A key was taken by someone else and is not there.')
  return other
}

async function findKnown(work: Work, permission: MayIssue, order: Order): Promise<Issued | undefined> {
  const row = await work
    .selectFrom('issuing_key')
    .innerJoin('credential', (join) =>
      join
        .onRef('credential.holder_id', '=', 'issuing_key.holder_id')
        .onRef('credential.id', '=', 'issuing_key.credential_id'),
    )
    .select(['credential.holder_id', 'credential.id', 'merit_id', 'recipient_email', 'state'])
    .where('issuing_key.issuer_id', '=', permission.organisationId)
    .where('key', '=', hashToken(order.key))
    .executeTakeFirst()
  if (!row) return undefined
  if (row.merit_id !== order.meritId || row.recipient_email !== normaliseEmail(order.recipient.email))
    throw new Problem('key-reused', 'The key was used for another merit or recipient; take a new key for each issuing.')
  const state = row.state === 'awaiting-approval' ? row.state : 'issued'
  return { holderId: row.holder_id, credentialId: row.id, known: true, state }
}
