import { composeMandate, digestSri, issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import { meritUrl } from '../merit/merit-url.ts'
import { titleOf } from '../merit/title-of.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayMandate } from '../organisation/permission.ts'
import { countTaken, openStatusPair, takePositions } from '../organisation/status-list.ts'

export type NewMandate = { meritId: string; issuerId: string; validFrom: Date; validUntil: Date | null }

/**
 * Gives an issuer the right to issue exactly this merit, as a credential that the creator signs.
 *
 * @throws Problem `permission-missing` when another organisation owns the merit; `mandate-exists` when one of the same
 * issuer covers any of the same time; `mandate-dates-refused`, `mandate-to-oneself`, `merit-retired`, `not-found`
 */
export async function grantMandate(
  ground: Ground,
  work: Work,
  permission: MayMandate,
  mandate: NewMandate,
): Promise<{ id: string; url: string }> {
  const version = await getVersion(work, mandate.meritId)
  if (version.ownerId !== permission.organisationId)
    throw new Problem('permission-missing', 'Only the creator that owns the merit says who may issue it.')
  await refuseUnfit(ground, work, mandate, version.ownerId)
  const creator = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  const issuer = await work.selectFrom('organisation').selectAll().where('id', '=', mandate.issuerId).executeTakeFirst()
  if (!issuer) throw new Problem('not-found', 'No such organisation to mandate.')
  const now = ground.now()
  const id = makeId(now)
  const url = `${ground.settings.baseUrl}/mandates/${id}`
  const pair = await openStatusPair(ground, work, creator.id)
  const [position = 0] = await takePositions(work, pair, 1)
  const unsigned = composeMandate({
    id: url,
    creator: { id: creator.did, name: creator.legal_name },
    issuer: { id: issuer.did, name: issuer.legal_name },
    achievement: { id: meritUrl(ground, mandate.meritId), name: titleOf(version.design) },
    validFrom: mandate.validFrom.toISOString(),
    ...(mandate.validUntil && { validUntil: mandate.validUntil.toISOString() }),
    status: { url: pair.revocation.url, index: position },
  })
  const signer = await findSigner(ground, work, creator.id)
  const document = JSON.stringify(await issueCredential(unsigned, signer, { now: now.toISOString(), power }))
  await work
    .insertInto('mandate')
    .values({
      id,
      merit_id: mandate.meritId,
      creator_id: creator.id,
      issuer_id: issuer.id,
      valid_from: mandate.validFrom,
      valid_until: mandate.validUntil,
      url,
      document,
      digest: await digestSri(new TextEncoder().encode(document), power),
      status_list_id: pair.revocation.id,
      status_position: position,
      created_at: now,
      created_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
    })
    .execute()
  await countTaken(work, pair, 1)
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: creator.id,
    act: 'mandate-granted',
    object: { kind: 'mandate', id },
    details: { meritId: mandate.meritId, issuerId: issuer.id },
    at: now,
  })
  return { id, url }
}

async function refuseUnfit(ground: Ground, work: Work, mandate: NewMandate, ownerId: string): Promise<void> {
  const { meritId, issuerId, validFrom, validUntil } = mandate
  if (issuerId === ownerId) throw new Problem('mandate-to-oneself', 'The owner may always issue its own merit.')
  if (validUntil && validUntil <= validFrom)
    throw new Problem('mandate-dates-refused', 'Let the mandate end after it begins.', [
      { pointer: '/validUntil', code: 'mandate-ends-before-it-begins', detail: validUntil.toISOString() },
    ])
  if (validUntil && validUntil <= ground.now())
    throw new Problem('mandate-dates-refused', 'Let the mandate end in the future.', [
      { pointer: '/validUntil', code: 'mandate-ends-in-the-past', detail: validUntil.toISOString() },
    ])
  // Who grants holds the merit, so that two at once cannot both find nothing.
  const merit = await work
    .selectFrom('merit')
    .select('state')
    .where('id', '=', meritId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (merit.state === 'retired') throw new Problem('merit-retired', 'A retired merit is not issued any more.')
  const other = await work
    .selectFrom('mandate')
    .select(['id', 'valid_until'])
    .where('merit_id', '=', meritId)
    .where('issuer_id', '=', issuerId)
    .where('withdrawn_at', 'is', null)
    .where((or) => or.or([or('valid_until', 'is', null), or('valid_until', '>=', validFrom)]))
    .$if(validUntil !== null, (query) => query.where('valid_from', '<=', validUntil ?? validFrom))
    .executeTakeFirst()
  if (other)
    throw new Problem('mandate-exists', 'Withdraw the other mandate first, or let this one begin when that one ends.', [
      { pointer: '/validFrom', code: 'mandate-exists', detail: other.id },
    ])
}
