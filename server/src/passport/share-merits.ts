import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'

export type NewShare = { credentialIds: readonly string[]; audience: string; purpose: string; expiresAt: Date }

/** Opens chosen merits to whoever has the link, until it expires or is withdrawn. */
export async function shareMerits(ground: Ground, work: Work, person: PersonActor, share: NewShare) {
  const own = await work
    .selectFrom('credential')
    .select('id')
    .where('holder_id', '=', person.personId)
    .where('id', 'in', [...share.credentialIds])
    .where('document', 'is not', null)
    .execute()
  if (own.length === 0) throw new Problem('share-empty', 'None of the chosen merits is in your passport.')
  const now = ground.now()
  const id = makeId(now)
  const token = makeToken()
  await work
    .insertInto('share')
    .values({
      holder_id: person.personId,
      id,
      audience: share.audience,
      purpose: share.purpose,
      sealed_token: ground.seal.close('share-token', Buffer.from(token)),
      created_at: now,
      expires_at: share.expiresAt,
    })
    .execute()
  await work
    .insertInto('share_item')
    .values(own.map((row) => ({ holder_id: person.personId, share_id: id, credential_id: row.id })))
    .execute()
  await work
    .insertInto('share_address')
    .values({ token_hash: hashToken(token), holder_id: person.personId, share_id: id })
    .execute()
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'share-opened',
    object: { kind: 'share', id },
    details: { merits: own.length },
    at: now,
  })
  return { id, url: `${ground.settings.baseUrl}/s/${token}` }
}

export type OpenShare = { audience: string; purpose: string; expiresAt: Date; documents: readonly string[] }

/** What a share link shows; the view is written to the holder's log. @throws Problem `share-closed` */
export async function openShare(ground: Ground, token: string): Promise<OpenShare> {
  return ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const share = await work
      .selectFrom('share_address')
      .innerJoin('share', (join) =>
        join.onRef('share.holder_id', '=', 'share_address.holder_id').onRef('share.id', '=', 'share_address.share_id'),
      )
      .select(['share.holder_id', 'share.id', 'audience', 'purpose', 'expires_at', 'withdrawn_at'])
      .where('token_hash', '=', hashToken(token))
      .executeTakeFirst()
    if (!share || share.withdrawn_at || share.expires_at <= now)
      throw new Problem(
        'share-closed',
        'Ask the person who sent it for a new link. The merits themselves are not affected.',
      )
    const items = await work
      .selectFrom('share_item')
      .innerJoin('credential', (join) =>
        join
          .onRef('credential.holder_id', '=', 'share_item.holder_id')
          .onRef('credential.id', '=', 'share_item.credential_id'),
      )
      .select('document')
      .where('share_item.holder_id', '=', share.holder_id)
      .where('share_id', '=', share.id)
      .orderBy('credential.issued_at')
      .execute()
    await work
      .insertInto('share_view')
      .values({ holder_id: share.holder_id, share_id: share.id, id: makeId(now), viewed_at: now, act: 'opened' })
      .execute()
    return {
      audience: share.audience,
      purpose: share.purpose,
      expiresAt: share.expires_at,
      documents: items.flatMap((item) => item.document ?? []),
    }
  })
}
