import type { Role } from '@bricka/domain/organisation/organisation'
import type { Work } from '../database/connect.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'

/**
 * How long something stands still where nobody else can agree; and how long someone must have been a member to agree, so
 * that nobody makes a second pair of eyes for the occasion.
 */
export const hoursToWait = 72

export type Member = { person_id: string; created_at: Date; roles: Role[]; email: string; locale: string | null }

/** Members with one of these roles, each once, at the address they confirmed first. */
export async function listMembers(work: Work, organisationId: string, among: readonly Role[]): Promise<Member[]> {
  const rows = await work
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .innerJoin('person_email', 'person_email.person_id', 'person.id')
    .select(['membership.person_id', 'membership.created_at', 'roles', 'email', 'locale'])
    .distinctOn('membership.person_id')
    .where('organisation_id', '=', organisationId)
    .orderBy('membership.person_id')
    .orderBy('verified_at')
    .execute()
  return rows.filter(({ roles }) => roles.some((role) => among.includes(role)))
}

/** When what one person asks for takes effect by itself: null where somebody else is there who can agree to it. */
export function whenAlone(members: readonly Member[], actor: PersonActor, now: Date): Date | null {
  const others = members.filter(
    ({ person_id, created_at }) => person_id !== actor.personId && isSettled(created_at, now),
  )
  return others.length > 0 ? null : new Date(now.getTime() + hoursToWait * 3_600_000)
}

/** @throws Problem `own-request`, `member-too-new` */
export function requireSecond(members: readonly Member[], actor: PersonActor, askedBy: string | null, now: Date): void {
  if (askedBy === actor.personId) throw new Problem('own-request', 'Somebody else of the organisation must agree.')
  const own = members.find(({ person_id }) => person_id === actor.personId)
  if (!own || !isSettled(own.created_at, now))
    throw new Problem('member-too-new', `Who agrees must have been a member for ${hoursToWait} hours.`)
}

const isSettled = (since: Date, now: Date): boolean => since.getTime() <= now.getTime() - hoursToWait * 3_600_000
