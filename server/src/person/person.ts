import type { Work } from '../database/connect.ts'
import { makeId } from '../make-id.ts'

export const normaliseEmail = (email: string): string => email.trim().toLowerCase().normalize('NFC')

/** The person behind an e-mail address; made, unclaimed, when nobody is there yet. */
export async function findOrAddPerson(work: Work, email: string, name: string | null, now: Date): Promise<string> {
  const address = normaliseEmail(email)
  const known = await findPersonByEmail(work, address)
  if (known) return known
  const id = makeId(now)
  await work.insertInto('person').values({ id, name, created_at: now }).execute()
  const added = await work
    .insertInto('person_email')
    .values({ email: address, person_id: id })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('person_id')
    .executeTakeFirst()
  if (added) return id
  // Someone else added the same address between the two statements: theirs stands.
  await work.deleteFrom('person').where('id', '=', id).execute()
  const other = await findPersonByEmail(work, address)
  if (!other) throw new Error('An e-mail address was added and removed while it was looked up.')
  return other
}

async function findPersonByEmail(work: Work, address: string): Promise<string | undefined> {
  const row = await work.selectFrom('person_email').select('person_id').where('email', '=', address).executeTakeFirst()
  return row?.person_id
}

/** Marks the address as its owner's, who has opened a link sent to it. */
export async function confirmEmail(work: Work, personId: string, email: string, now: Date): Promise<void> {
  await work
    .updateTable('person_email')
    .set({ verified_at: now })
    .where('email', '=', normaliseEmail(email))
    .where('person_id', '=', personId)
    .where('verified_at', 'is', null)
    .execute()
  await work
    .updateTable('person')
    .set({ claimed_at: now })
    .where('id', '=', personId)
    .where('claimed_at', 'is', null)
    .execute()
}
