import { composeMandate, digestSri, issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { writeAudit } from '../audit/write-audit.ts'
import { type Database, systemScope } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { takeStatusPlace } from '../issuing/status-list.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayMandate } from '../organisation/permission.ts'

export type NewMandate = { meritId: string; issuerId: string; validFrom: Date; validUntil: Date | null }

/** Gives an issuer the right to issue exactly this merit, as a credential that the creator signs. */
export async function grantMandate(
  ground: Ground,
  permission: MayMandate,
  mandate: NewMandate,
): Promise<{ id: string; url: string }> {
  const { database }: { database: Database } = ground
  return database.act(systemScope, async (work) => {
    const version = await getVersion(work, mandate.meritId)
    if (version.ownerId !== permission.organisationId)
      throw new Problem('permission-missing', 'Only the creator that owns the merit says who may issue it.')
    const creator = await work
      .selectFrom('organisation')
      .selectAll()
      .where('id', '=', permission.organisationId)
      .executeTakeFirstOrThrow()
    const issuer = await work
      .selectFrom('organisation')
      .selectAll()
      .where('id', '=', mandate.issuerId)
      .executeTakeFirst()
    if (!issuer) throw new Problem('not-found', 'No such organisation to mandate.')
    const now = ground.now()
    const id = makeId(now)
    const url = `${ground.settings.baseUrl}/mandates/${id}`
    const place = await takeStatusPlace(ground, work, creator.id)
    const list = await work
      .selectFrom('status_list')
      .select('url')
      .where('id', '=', place.revocationListId)
      .executeTakeFirstOrThrow()
    const unsigned = composeMandate({
      id: url,
      creator: { id: creator.did, name: creator.legal_name },
      issuer: { id: issuer.did, name: issuer.legal_name },
      achievement: { id: meritUrl(ground, mandate.meritId), name: Object.values(version.design.title)[0] ?? '' },
      validFrom: mandate.validFrom.toISOString(),
      ...(mandate.validUntil && { validUntil: mandate.validUntil.toISOString() }),
      status: { url: list.url, index: place.position },
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
        status_list_id: place.revocationListId,
        status_position: place.position,
        created_at: now,
        created_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
      })
      .execute()
    await writeAudit(work, {
      actor: permission.actor,
      organisationId: creator.id,
      act: 'mandate-granted',
      object: { kind: 'mandate', id },
      details: { meritId: mandate.meritId, issuerId: issuer.id },
      at: now,
    })
    return { id, url }
  })
}

/** The merit's own address, above its versions: what a mandate covers. */
export const meritUrl = (ground: Ground, meritId: string): string => `${ground.settings.baseUrl}/merits/${meritId}`
