import { sql } from 'kysely'
import type { Work } from './connect.ts'

/** Tells whoever runs jobs, on any server, that there is something to do, when this transaction is committed. */
export async function wakeJobs(work: Work): Promise<void> {
  await sql`select pg_notify('bricka_jobs', '')`.execute(work)
}
