import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Actor } from '../http/actor.ts'
import { listMemberships } from '../person/list-memberships.ts'
import { TokenScope } from './api-token.ts'

/**
 * Who ordered something that is done later, with the rights they have now. Undefined when the account or the token is
 * gone. In the system's scope, for nobody is logged in where it is asked.
 */
export async function findActor(
  ground: Ground,
  kind: 'person' | 'token',
  id: string,
): Promise<Exclude<Actor, { kind: 'anonymous' }> | undefined> {
  return ground.database.act(systemScope, async (work) => {
    if (kind === 'token') {
      const now = ground.now()
      const token = await work
        .selectFrom('api_token')
        .selectAll()
        .where('id', '=', id)
        .where('withdrawn_at', 'is', null)
        .where((or) => or.or([or('expires_at', 'is', null), or('expires_at', '>', now)]))
        .executeTakeFirst()
      return (
        token && {
          kind,
          tokenId: token.id,
          name: token.name,
          organisationId: token.organisation_id as OrganisationId,
          scopes: z.array(TokenScope).parse(token.scopes),
        }
      )
    }
    const person = await work
      .selectFrom('person')
      .innerJoin('person_email', 'person_email.person_id', 'person.id')
      .select(['person.name', 'person_email.email'])
      .where('person.id', '=', id)
      .executeTakeFirst()
    return (
      person && {
        kind,
        personId: id,
        name: person.name ?? person.email,
        email: person.email,
        memberships: await listMemberships(work, id),
      }
    )
  })
}
