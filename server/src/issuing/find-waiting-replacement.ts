import type { Work } from '../database/connect.ts'

/** The corrected credential that waits for approval to replace this one. */
export async function findWaitingReplacement(
  work: Work,
  issuerId: string,
  credentialId: string,
): Promise<string | undefined> {
  const row = await work
    .selectFrom('credential')
    .select('id')
    .where('issuer_id', '=', issuerId)
    .where('replaces', '=', credentialId)
    .where('state', '=', 'awaiting-approval')
    .executeTakeFirst()
  return row?.id
}
