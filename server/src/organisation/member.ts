import type { Role } from '@bricka/domain/organisation/organisation'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { queueMail } from '../mail/waiting-mail.ts'
import { findOrAddPeople } from '../person/find-or-add-people.ts'
import { normaliseEmail } from '../person/person.ts'
import type { MayRead, MayRepresent } from './permission.ts'

export type Member = { personId: string; name: string | null; email: string; roles: Role[]; since: Date }

export async function listMembers(work: Work, permission: MayRead): Promise<Member[]> {
  const rows = await work
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select((of) => [
      'membership.person_id',
      'person.name',
      'membership.roles',
      'membership.created_at',
      of
        .selectFrom('person_email')
        .select('email')
        .whereRef('person_email.person_id', '=', 'person.id')
        .orderBy('verified_at')
        .limit(1)
        .as('email'),
    ])
    .where('membership.organisation_id', '=', permission.organisationId)
    .orderBy('person.name')
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    name: row.name,
    email: row.email ?? '',
    roles: row.roles,
    since: row.created_at,
  }))
}

export type NewMember = { email: string; name?: string | undefined; roles: readonly Role[] }

/** Gives someone roles, new or instead of those they had. Who was no member is told by mail. @throws Problem `last-representative` */
export async function putMember(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  member: NewMember,
): Promise<{ personId: string; invited: boolean }> {
  const now = ground.now()
  const organisationId = permission.organisationId
  const organisation = await lockOrganisation(work, organisationId)
  const people = await findOrAddPeople(work, [{ email: member.email, name: member.name ?? null }], now)
  const personId = people.get(normaliseEmail(member.email))
  if (!personId) throw new Error('A member was neither found nor added.')
  const roles = [...new Set(member.roles)]
  const before = await work
    .selectFrom('membership')
    .select('roles')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  await work
    .insertInto('membership')
    .values({ organisation_id: organisationId, person_id: personId, roles, created_at: now })
    .onConflict((conflict) => conflict.columns(['organisation_id', 'person_id']).doUpdateSet({ roles }))
    .execute()
  await requireRepresentative(work, organisationId)
  if (!before) {
    await queueMail(ground, work, {
      kind: 'member-invited',
      to: normaliseEmail(member.email),
      language: await findLocale(work, personId),
      facts: {
        organisation: organisation.legal_name,
        by: permission.actor.name,
        url: `${ground.settings.baseUrl}/login?next=${encodeURIComponent(`/org/${organisation.slug}`)}`,
      },
    })
    await wakeJobs(work)
  }
  await writeAudit(work, {
    actor: permission.actor,
    organisationId,
    act: before ? 'member-changed' : 'member-added',
    object: { kind: 'person', id: personId },
    details: { email: normaliseEmail(member.email), roles, ...(before && { before: before.roles }) },
    at: now,
  })
  return { personId, invited: !before }
}

/** @throws Problem `last-representative`, `not-found` */
export async function removeMember(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  personId: string,
): Promise<void> {
  await lockOrganisation(work, permission.organisationId)
  const removed = await work
    .deleteFrom('membership')
    .where('organisation_id', '=', permission.organisationId)
    .where('person_id', '=', personId)
    .returning('roles')
    .executeTakeFirst()
  if (!removed) throw new Problem('not-found', 'No such member.')
  await requireRepresentative(work, permission.organisationId)
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'member-removed',
    object: { kind: 'person', id: personId },
    details: { roles: removed.roles },
    at: ground.now(),
  })
}

/** Two who remove each other at the same time must not leave nobody. */
const lockOrganisation = (work: Work, id: string) =>
  work
    .selectFrom('organisation')
    .select(['slug', 'legal_name'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()

async function requireRepresentative(work: Work, organisationId: string): Promise<void> {
  const memberships = await work
    .selectFrom('membership')
    .select('roles')
    .where('organisation_id', '=', organisationId)
    .execute()
  if (!memberships.some(({ roles }) => roles.includes('representative')))
    throw new Problem('last-representative', 'Make someone else a representative first.')
}

/** In the language they read, where they have said which; row-level security shows fellow members only. */
async function findLocale(work: Work, personId: string): Promise<string> {
  const person = await work.selectFrom('person').select('locale').where('id', '=', personId).executeTakeFirst()
  return person?.locale ?? 'sv'
}
