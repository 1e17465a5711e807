import { issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { composeEndorsement } from '@bricka/domain/issuing/compose-endorsement'
import type { NewEndorsement } from '@bricka/domain/trust/endorsement'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import { titleOf } from '../merit/title-of.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayRepresent } from '../organisation/permission.ts'
import { changeStatus, countTaken, openStatusPair, takePositions } from '../organisation/status-list.ts'

/**
 * A social partner says, in words that it signs, why it stands behind one version of a merit. A new version is read anew:
 * an endorsement never carries over.
 *
 * @throws Problem `endorsement-refused` where the organisation is no social partner, or owns the merit itself, or has
 * endorsed the version; `merit-retired`, `not-found` for what is not published
 */
export async function endorseMerit(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  meritId: string,
  { version: number, side, reason }: Omit<NewEndorsement, 'organisationId'>,
): Promise<{ id: string; url: string }> {
  const version = await getVersion(work, meritId, number)
  const endorser = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  if (endorser.kind !== 'social-partner')
    throw new Problem('endorsement-refused', 'Only organisations of social partners endorse merits.')
  if (version.ownerId === endorser.id)
    throw new Problem('endorsement-refused', 'Who owns a merit stands behind it already.')
  const merit = await work.selectFrom('merit').select('state').where('id', '=', meritId).executeTakeFirst()
  if (merit?.state === 'retired') throw new Problem('merit-retired', 'A retired merit is not endorsed any more.')
  const known = await work
    .selectFrom('endorsement')
    .select('id')
    .where('merit_id', '=', meritId)
    .where('merit_version', '=', number)
    .where('organisation_id', '=', endorser.id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  if (known) throw new Problem('endorsement-refused', 'The organisation has endorsed this version already.')
  const now = ground.now()
  const id = makeId(now)
  const url = `${ground.settings.baseUrl}/endorsements/${id}`
  const pair = await openStatusPair(ground, work, endorser.id)
  const [position = 0] = await takePositions(work, pair, 1)
  const unsigned = composeEndorsement({
    id: url,
    endorser: { id: endorser.did, name: endorser.legal_name },
    versionUrl: version.url,
    title: titleOf(version.design),
    reason,
    validFrom: now.toISOString(),
    status: { url: pair.revocation.url, index: position },
  })
  const signer = await findSigner(ground, work, endorser.id)
  const document = JSON.stringify(await issueCredential(unsigned, signer, { now: now.toISOString(), power }))
  await work
    .insertInto('endorsement')
    .values({
      id,
      merit_id: meritId,
      merit_version: number,
      organisation_id: endorser.id,
      side,
      reason,
      document,
      status_list_id: pair.revocation.id,
      status_position: position,
      created_at: now,
      created_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
    })
    .execute()
  await countTaken(work, pair, 1)
  await record(work, permission, 'merit-endorsed', id, { meritId, version: number, side }, now)
  return { id, url }
}

/** Takes an endorsement back, with the reason for everyone to read. @throws Problem `not-found`, `endorsement-refused` */
export async function withdrawEndorsement(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  { endorsementId, reason }: { endorsementId: string; reason: string },
): Promise<void> {
  const row = await work
    .selectFrom('endorsement')
    .selectAll()
    .where('id', '=', endorsementId)
    .where('organisation_id', '=', permission.organisationId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has given no endorsement with this id.')
  if (row.withdrawn_at) throw new Problem('endorsement-refused', 'It has been withdrawn already.')
  const now = ground.now()
  await work
    .updateTable('endorsement')
    .set({ withdrawn_at: now, withdrawal_reason: reason })
    .where('id', '=', row.id)
    .execute()
  await changeStatus(ground, work, row.status_list_id, [row.status_position], true)
  await record(work, permission, 'endorsement-withdrawn', row.id, { meritId: row.merit_id, reason }, now)
}

const record = (
  work: Work,
  { actor, organisationId }: MayRepresent,
  act: string,
  id: string,
  details: Record<string, unknown>,
  at: Date,
) => writeAudit(work, { actor, organisationId, act, object: { kind: 'endorsement', id }, details, at })
