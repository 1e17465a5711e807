import { sql } from 'kysely'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { actorOf } from './start-batch.ts'

/**
 * Goes on with a batch that was cancelled or stopped, and tries failed rows again that could be read. Whoever resumes
 * answers for it from now on. @throws Problem `batch-state-refused` while it is running, `not-found`
 */
export async function resumeBatch(ground: Ground, work: Work, permission: MayIssue, batchId: string): Promise<void> {
  const batch = await lockBatch(work, permission, batchId)
  if (batch.state === 'running') throw new Problem('batch-state-refused', 'It is running; wait until it has ended.')
  const again = await work
    .updateTable('issuing_row')
    .set({ state: 'waiting', problem: null })
    .where('batch_id', '=', batchId)
    .where('state', '=', 'failed')
    .where(sql<boolean>`content ? 'key'`)
    .executeTakeFirst()
  await work
    .updateTable('issuing_batch')
    .set({ state: 'running', problem: null, finished_at: null, ...actorOf(permission) })
    .where('id', '=', batchId)
    .execute()
  await record(ground, work, permission, batchId, 'batch-resumed', { rows: Number(again.numUpdatedRows) })
  await wakeJobs(work)
}

/** Issues no further row; what is issued stays. @throws Problem `batch-state-refused`, `not-found` */
export async function cancelBatch(ground: Ground, work: Work, permission: MayIssue, batchId: string): Promise<void> {
  const batch = await lockBatch(work, permission, batchId)
  if (batch.state !== 'running' && batch.state !== 'stopped')
    throw new Problem('batch-state-refused', `It is ${batch.state}.`)
  await work
    .updateTable('issuing_batch')
    .set({ state: 'cancelled', finished_at: ground.now() })
    .where('id', '=', batchId)
    .execute()
  await record(ground, work, permission, batchId, 'batch-cancelled', {})
}

async function lockBatch(work: Work, permission: MayIssue, batchId: string): Promise<Row<'issuing_batch'>> {
  const batch = await work
    .selectFrom('issuing_batch')
    .selectAll()
    .where('id', '=', batchId)
    .where('issuer_id', '=', permission.organisationId)
    .forUpdate()
    .executeTakeFirst()
  if (!batch) throw new Problem('not-found', 'The organisation has no batch with this id.')
  return batch
}

async function record(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  batchId: string,
  act: string,
  details: Record<string, unknown>,
): Promise<void> {
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act,
    object: { kind: 'batch', id: batchId },
    details,
    at: ground.now(),
  })
}
