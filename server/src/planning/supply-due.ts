import type { Work } from '../database/connect.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import { makeId } from '../make-id.ts'

/**
 * Lets a person's facts be looked at anew, in the transaction of what changed them: neither exists without the other.
 * Anyone who issues or revokes may put a row here and nobody reads it but the job, so that an issuer does not learn who
 * is in the statistics.
 */
export async function addSupplyDue(work: Work, holderIds: readonly string[], at: Date): Promise<void> {
  if (holderIds.length === 0) return
  const rows = [...new Set(holderIds)].map((holderId) => ({ holder_id: holderId, id: makeId(at), due_at: at }))
  await work.insertInto('supply_due').values(rows).execute()
  await wakeJobs(work)
}
