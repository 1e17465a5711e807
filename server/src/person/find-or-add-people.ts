import { sql } from 'kysely'
import { toJson, type Work } from '../database/connect.ts'
import { makeId } from '../make-id.ts'
import { normaliseEmail } from './person.ts'

/**
 * The persons behind e-mail addresses, by normalised address; made, unclaimed, where nobody is there yet. One statement
 * however many they are, through a function of the database's own: whoever issues may name anybody, and see nobody.
 */
export async function findOrAddPeople(
  work: Work,
  people: readonly { email: string; name: string | null }[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const rows = listWanted(people, now)
  const found = await sql<{ address: string; id: string }>`
    select address, id from find_or_add_people(${toJson(rows)}::jsonb, ${now})`.execute(work)
  return new Map(found.rows.map((row) => [row.address, row.id]))
}

/** What the database's function is given: each address once, with the id that its person gets when nobody is there yet. */
export function listWanted(
  people: readonly { email: string; name: string | null }[],
  now: Date,
): readonly { id: string; email: string; name: string | null }[] {
  const wanted = new Map(people.map(({ email, name }) => [normaliseEmail(email), name]))
  return [...wanted].map(([email, name]) => ({ id: makeId(now), email, name }))
}
