import type { OrganisationId, Role } from '@bricka/domain/organisation/organisation'
import type { Membership } from '@bricka/domain/organisation/permission'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'

/**
 * What someone is for organisations: as a member, and by being one of the successor's for those that have ended. In the
 * system's scope, for nobody is recognised yet where it is asked.
 */
export async function listMemberships(work: Work, personId: string): Promise<readonly Membership[]> {
  const { rows } = await sql<{ id: string; roles: Role[]; ended: Membership['ended'] | null }>`
    with recursive reached as (
      select m.organisation_id as id, m.roles from membership m where m.person_id = ${personId}
      union
      select o.id, reached.roles from organisation o join reached on o.successor_id = reached.id
    )
    select reached.id, reached.roles, case when o.ended_at is null then null
      when o.moved_to is not null or exists (
        select from estate_plan p where p.organisation_id = o.id and p.packed_at is not null) then 'handed-over'
      else 'kept' end as ended
    from reached join organisation o on o.id = reached.id`.execute(work)
  const byId = new Map<string, { roles: Set<Role>; ended: Membership['ended'] | null }>()
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
