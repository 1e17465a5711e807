import type { Work } from '../database/connect.ts'
import { toOrganisationView } from '../organisation/organisation-view.ts'
import { showNeeds } from './check-needs.ts'
import { showRequired } from './check-required.ts'
import { getVersion } from './find-merit.ts'
import { mandateInForce } from './mandate-in-force.ts'
import type { MeritView } from './merit-views.ts'

/** A published version with its owner, who may issue it today, and all its versions. @throws Problem `not-found` */
export async function showMerit(
  work: Work,
  meritId: string,
  number: number | undefined,
  now: Date,
): Promise<MeritView> {
  const version = await getVersion(work, meritId, number)
  const merit = await work.selectFrom('merit').selectAll().where('id', '=', meritId).executeTakeFirstOrThrow()
  const owner = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', version.ownerId)
    .executeTakeFirstOrThrow()
  const issuers = await work
    .selectFrom('mandate')
    .innerJoin('organisation', 'organisation.id', 'mandate.issuer_id')
    .selectAll('organisation')
    .select(['mandate.valid_from', 'mandate.valid_until'])
    .where('mandate.merit_id', '=', meritId)
    .where('mandate.creator_id', '=', version.ownerId)
    .where(mandateInForce(now))
    .orderBy('organisation.legal_name')
    .execute()
  const versions = await work
    .selectFrom('merit_version')
    .select(['number', 'published_at', 'changes', 'url'])
    .where('merit_id', '=', meritId)
    .orderBy('number', 'desc')
    .execute()
  return {
    meritId: version.meritId,
    number: version.number,
    state: merit.state,
    url: version.url,
    publishedAt: version.publishedAt,
    profileId: version.profileId,
    design: version.design,
    requires: await showRequired(work, version.design),
    needs: await showNeeds(work, version.design),
    owner: toOrganisationView(owner),
    issuers: issuers.map((row) => ({
      ...toOrganisationView(row),
      mandate: { from: row.valid_from.toISOString(), until: row.valid_until?.toISOString() ?? null },
    })),
    versions: versions.map((row) => ({
      number: row.number,
      publishedAt: row.published_at.toISOString(),
      changes: row.changes,
      url: row.url,
    })),
    retiredReason: merit.retired_reason,
    replacedBy: merit.replaced_by,
  }
}
