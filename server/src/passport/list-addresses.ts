import type { Work } from '../database/connect.ts'

/** The e-mail addresses that a person has shown to be theirs, by opening a link sent there. */
export async function listAddresses(work: Work, personId: string): Promise<string[]> {
  const rows = await work
    .selectFrom('person_email')
    .select('email')
    .where('person_id', '=', personId)
    .where('verified_at', 'is not', null)
    .execute()
  return rows.map(({ email }) => email)
}
