import type { Work } from '../database/connect.ts'

/** What was withdrawn before anyone judged by it is gone; that it was there stays in the file. */
export async function removeFile(work: Work, holderId: string, caseId: string, evidenceId: string): Promise<void> {
  await work
    .deleteFrom('case_file')
    .where('holder_id', '=', holderId)
    .where('case_id', '=', caseId)
    .where('id', '=', evidenceId)
    .execute()
}
