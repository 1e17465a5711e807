import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import type { Ability } from '@bricka/domain/organisation/permission'
import type { Work } from '../database/connect.ts'
import type { PersonActor } from '../http/actor.ts'
import { type Granted, requirePermission } from '../organisation/permission.ts'
import type { FindResult } from './take-step.ts'

/** Someone of the demo world as if they were logged in. */
export async function findActor(work: Work, found: FindResult, key: string): Promise<PersonActor> {
  const personId = found(`person:${key}`, 'id')
  const person = await work
    .selectFrom('person')
    .innerJoin('person_email', 'person_email.person_id', 'person.id')
    .select(['name', 'email'])
    .where('person.id', '=', personId)
    .executeTakeFirstOrThrow()
  const memberships = await work
    .selectFrom('membership')
    .select(['organisation_id', 'roles'])
    .where('person_id', '=', personId)
    .execute()
  return {
    kind: 'person',
    personId,
    name: person.name ?? person.email,
    email: person.email,
    memberships: memberships.map(({ organisation_id, roles }) => ({
      organisationId: organisation_id as OrganisationId,
      roles,
    })),
  }
}

/** Their permission, asked for as anyone's is: the demo world breaks no rule. */
export async function findPermission<A extends Ability>(
  work: Work,
  found: FindResult,
  by: string,
  organisation: string,
  ability: A,
): Promise<Granted<A>> {
  return requirePermission(await findActor(work, found, by), found(`organisation:${organisation}`, 'id'), ability)
}
