import type { OrganisationId, Role } from '@bricka/domain/organisation/organisation'
import type { Membership } from '@bricka/domain/organisation/permission'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'

/**
 * What someone is for organisations: as a member, and by being one of the successor's for those that have ended. In the
 * system's scope, for nobody is recognised yet where it is asked.
 */
export async function listMemberships(work: Work, personId: string): Promise<readonly Membership[]> {
  const { rows } = await sql<{ id: string; roles: Role[]; ended: boolean }>`
    with recursive reached as (
      select o.id, m.roles, o.ended_at is not null as ended
      from membership m join organisation o on o.id = m.organisation_id where m.person_id = ${personId}
      union
      select o.id, reached.roles, true from organisation o join reached on o.successor_id = reached.id
    )
    select id, roles, ended from reached`.execute(work)
  const byId = new Map<string, { roles: Set<Role>; ended: boolean }>()
  for (const { id, roles, ended } of rows) {
    const known = byId.get(id) ?? { roles: new Set(), ended }
    for (const role of roles) known.roles.add(role)
    byId.set(id, known)
  }
  return [...byId].map(([id, { roles, ended }]) => ({
    organisationId: id as OrganisationId,
    roles: [...roles],
    ...(ended && { ended }),
  }))
}
