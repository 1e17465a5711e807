import type { Signer } from '@bricka/credential'
import type { Party } from '@bricka/domain/issuing/compose-credential'
import type { MeritVersion } from '@bricka/domain/merit/merit'
import { decideIssuingRight } from '@bricka/domain/trust/decide-mandate'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { getVersion } from '../merit/find-merit.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayApprove, MayIssue } from '../organisation/permission.ts'
import { toMandate } from '../trust/find-mandate.ts'

/** What every credential of one merit version by one issuer stands on: found once, however many are issued. */
export type IssuingGround = {
  permission: MayIssue | MayApprove
  version: MeritVersion & { url: string }
  creator: Party
  issuer: Party & { organisationId: string; fourEyes: boolean }
  /** Undefined when the issuer owns the merit. */
  mandate: { id: string; url: string; digestSri: string } | undefined
  signer: Signer
}

/** @throws Problem `not-found`, `merit-retired` or `mandate-…` when the organisation may not issue this merit now */
export async function findIssuingGround(
  ground: Ground,
  work: Work,
  permission: MayIssue | MayApprove,
  merit: { id: string; version?: number | undefined },
): Promise<IssuingGround> {
  const version = await getVersion(work, merit.id, merit.version)
  await refuseRetired(work, version)
  const mandates = await work
    .selectFrom('mandate')
    .selectAll()
    .where('merit_id', '=', version.meritId)
    .where('issuer_id', '=', permission.organisationId)
    .execute()
  const right = decideIssuingRight(
    { id: version.meritId, ownerId: version.ownerId },
    permission.organisationId,
    mandates.map(toMandate),
    ground.now(),
  )
  if (!right.may) throw new Problem(right.code, 'Ask the creator of the merit for a mandate that covers today.')
  const { under } = right
  const mandate = under === 'ownership' ? undefined : mandates.find((row) => row.id === under.id)
  const organisations = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', 'in', [version.ownerId, permission.organisationId])
    .execute()
  const creator = organisations.find((row) => row.id === version.ownerId)
  const issuer = organisations.find((row) => row.id === permission.organisationId)
  if (!creator || !issuer) throw new Error(`Merit ${version.meritId} has no owner or no issuer.`)
  return {
    permission,
    version,
    creator: toParty(creator),
    issuer: { ...toParty(issuer), organisationId: issuer.id, fourEyes: issuer.four_eyes },
    mandate: mandate && { id: mandate.id, url: mandate.url, digestSri: mandate.digest },
    signer: await findSigner(ground, work, issuer.id),
  }
}

async function refuseRetired(work: Work, version: MeritVersion): Promise<void> {
  const merit = await work
    .selectFrom('merit')
    .select('state')
    .where('id', '=', version.meritId)
    .executeTakeFirstOrThrow()
  if (merit.state === 'retired') throw new Problem('merit-retired', 'A retired merit is not issued any more.')
}

export const toParty = (row: Row<'organisation'>): Party => ({
  id: row.did,
  name: row.legal_name,
  country: row.country,
  ...(row.region && { region: row.region }),
  ...(row.homepage && { url: row.homepage }),
  legalIdentifiers: row.legal_identifiers,
})
