import type { Signer } from '@bricka/credential'
import type { Party } from '@bricka/domain/issuing/compose-credential'
import type { MeritVersion } from '@bricka/domain/merit/merit'
import { OrganisationId } from '@bricka/domain/organisation/organisation'
import { decideIssuingRight } from '@bricka/domain/trust/decide-mandate'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { toVersion } from '../merit/find-merit.ts'
import { toSigner } from '../organisation/organisation-key.ts'
import type { MayApprove, MayIssue } from '../organisation/permission.ts'
import { toParty } from '../organisation/to-party.ts'
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

/**
 * In one statement, and a second one for mandates where the issuer is not the owner.
 *
 * @throws Problem `not-found`, `merit-retired` or `mandate-…` when the organisation may not issue this merit now
 */
export async function findIssuingGround(
  ground: Ground,
  work: Work,
  permission: MayIssue | MayApprove,
  merit: { id: string; version?: number | undefined },
): Promise<IssuingGround> {
  const found = await findVersionWithParties(work, permission.organisationId, merit)
  if (!found) throw new Problem('not-found', 'No published merit has this address.')
  if (found.state === 'retired') throw new Problem('merit-retired', 'A retired merit is not issued any more.')
  const mandate = await requireRight(ground, work, permission.organisationId, found.version)
  return {
    permission,
    version: found.version,
    creator: toParty(found.creator),
    issuer: { ...toParty(found.issuer), organisationId: found.issuer.id, fourEyes: found.issuer.four_eyes },
    mandate: mandate && { id: mandate.id, url: mandate.url, digestSri: mandate.digest },
    signer: toSigner(ground, found.issuer.id, found.key),
  }
}

async function findVersionWithParties(
  work: Work,
  issuerId: string,
  { id, version }: { id: string; version?: number | undefined },
) {
  const row = await work
    .selectFrom('merit_version')
    .innerJoin('merit', 'merit.id', 'merit_version.merit_id')
    .innerJoin('organisation as creator', 'creator.id', 'merit_version.owner_id')
    .innerJoin('organisation as issuer', (join) => join.on('issuer.id', '=', issuerId))
    .leftJoinLateral(
      (of) =>
        of
          .selectFrom('organisation_key')
          .select(['verification_method', 'sealed_private_key'])
          .where('organisation_id', '=', issuerId)
          .where('retired_at', 'is', null)
          .where('compromised_at', 'is', null)
          .orderBy('valid_from', 'desc')
          .limit(1)
          .as('key'),
      (join) => join.onTrue(),
    )
    .selectAll('merit_version')
    .select(['merit.state', 'key.verification_method', 'key.sealed_private_key'])
    .select([
      sql<Row<'organisation'>>`to_jsonb(creator)`.as('creator'),
      sql<Row<'organisation'>>`to_jsonb(issuer)`.as('issuer'),
    ])
    .where('merit_version.merit_id', '=', id)
    .$if(version !== undefined, (query) => query.where('merit_version.number', '=', version ?? 0))
    .orderBy('merit_version.number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { state, creator, issuer, verification_method, sealed_private_key } = row
  return { version: toVersion(row), state, creator, issuer, key: { verification_method, sealed_private_key } }
}

/** The mandate that covers issuing now; undefined when the issuer owns the merit. @throws Problem `mandate-…` */
async function requireRight(
  ground: Ground,
  work: Work,
  issuerId: string,
  { meritId, ownerId }: MeritVersion,
): Promise<Row<'mandate'> | undefined> {
  if (issuerId === ownerId) return undefined
  const mandates = await work
    .selectFrom('mandate')
    .selectAll()
    .where('merit_id', '=', meritId)
    .where('issuer_id', '=', issuerId)
    .execute()
  const issuer = OrganisationId.parse(issuerId)
  const right = decideIssuingRight({ id: meritId, ownerId }, issuer, mandates.map(toMandate), ground.now())
  if (!right.may) throw new Problem(right.code, 'Ask the creator of the merit for a mandate that covers today.')
  const { under } = right
  return under === 'ownership' ? undefined : mandates.find((row) => row.id === under.id)
}
