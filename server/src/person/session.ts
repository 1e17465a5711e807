import { writeAudit } from '../audit/write-audit.ts'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { listMemberships } from './list-memberships.ts'
import { nameDevice } from './name-device.ts'

export const sessionDays = 14
const minutesBetweenNotes = 10

/** Logs a person in. The answer is the cookie's value; only its hash is kept. */
export async function openSession(ground: Ground, personId: string, userAgent?: string): Promise<string> {
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
        device: nameDevice(userAgent),
        created_at: now,
        last_used_at: now,
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

/** Where someone is logged in, the last used first. */
export async function listSessions(ground: Ground, person: PersonActor, token: string | undefined) {
  const rows = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('session')
      .select(['id', 'token_hash', 'device', 'created_at', 'last_used_at'])
      .where('person_id', '=', person.personId)
      .where('expires_at', '>', ground.now())
      .orderBy('last_used_at', 'desc')
      .orderBy('id')
      .execute(),
  )
  const own = token === undefined ? undefined : hashToken(token)
  return rows.map(({ token_hash, ...row }) => ({ ...row, current: token_hash === own }))
}

/** Logs someone out of one of their devices, or of all. @throws Problem `not-found`, also for another person's */
export async function endSessions(ground: Ground, person: PersonActor, id?: string): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const ended = await work
      .deleteFrom('session')
      .where('person_id', '=', person.personId)
      .$if(id !== undefined, (query) => query.where('id', '=', id ?? ''))
      .returning(['id', 'device'])
      .execute()
    if (ended.length === 0) throw new Problem('not-found', 'You are not logged in there.')
    await writeAudit(work, {
      actor: person,
      holderId: person.personId,
      act: id === undefined ? 'sessions-ended' : 'session-ended',
      object: { kind: 'session', id: id ?? person.personId },
      details: id === undefined ? { count: ended.length } : { device: ended[0]?.device ?? null },
      at: ground.now(),
    })
  })
}

export async function findPersonBySession(ground: Ground, token: string): Promise<PersonActor | undefined> {
  const now = ground.now()
  return ground.database.act(systemScope, async (work) => {
    const person = await work
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person_id')
      .innerJoin('person_email', 'person_email.person_id', 'person.id')
      .select(['person.id', 'person.name', 'person_email.email', 'session.last_used_at'])
      .where('session.token_hash', '=', hashToken(token))
      .where('session.expires_at', '>', now)
      .orderBy('person_email.verified_at')
      .executeTakeFirst()
    if (!person) return undefined
    // Not at every request: to whoever looks at the list, minutes are enough.
    if (now.getTime() - person.last_used_at.getTime() > minutesBetweenNotes * 60_000)
      await work.updateTable('session').set({ last_used_at: now }).where('token_hash', '=', hashToken(token)).execute()
    return {
      kind: 'person',
      personId: person.id,
      name: person.name ?? person.email,
      email: person.email,
      memberships: await listMemberships(work, person.id),
    }
  })
}
