import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'

export const sessionDays = 14

/** Logs a person in. The answer is the cookie's value; only its hash is kept. */
export async function openSession(ground: Ground, personId: string): Promise<string> {
  const token = makeToken()
  const now = ground.now()
  await ground.database.act(systemScope, async (work) => {
    // Whoever has come in once, by whatever way, is no newcomer: from now on no claim link opens their passport.
    await work
      .updateTable('person')
      .set({ claimed_at: now })
      .where('id', '=', personId)
      .where('claimed_at', 'is', null)
      .execute()
    await work
      .insertInto('session')
      .values({
        token_hash: hashToken(token),
        person_id: personId,
        created_at: now,
        expires_at: new Date(now.getTime() + sessionDays * 86_400_000),
      })
      .execute()
  })
  return token
}

export async function closeSession(ground: Ground, token: string): Promise<void> {
  await ground.database.act(systemScope, (work) =>
    work.deleteFrom('session').where('token_hash', '=', hashToken(token)).execute(),
  )
}

export async function findPersonBySession(ground: Ground, token: string): Promise<PersonActor | undefined> {
  return ground.database.act(systemScope, async (work) => {
    const person = await work
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person_id')
      .innerJoin('person_email', 'person_email.person_id', 'person.id')
      .select(['person.id', 'person.name', 'person_email.email'])
      .where('session.token_hash', '=', hashToken(token))
      .where('session.expires_at', '>', ground.now())
      .orderBy('person_email.verified_at')
      .executeTakeFirst()
    if (!person) return undefined
    const memberships = await work
      .selectFrom('membership')
      .select(['organisation_id', 'roles'])
      .where('person_id', '=', person.id)
      .execute()
    return {
      kind: 'person',
      personId: person.id,
      name: person.name ?? person.email,
      email: person.email,
      memberships: memberships.map((row) => ({
        organisationId: row.organisation_id as OrganisationId,
        roles: row.roles,
      })),
    }
  })
}
