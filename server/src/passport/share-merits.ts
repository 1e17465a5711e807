import { typedLine, typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeToken } from '../make-id.ts'
import { hashToken } from '../seal.ts'

export const NewShare = z.object({
  credentialIds: z.array(z.uuid()).max(200).default([]),
  selfClaimIds: z.array(z.uuid()).max(200).default([]),
  importedIds: z.array(z.uuid()).max(200).default([]),
  resultIds: z.array(z.uuid()).max(50).default([]).describe('Results fetched from student registers'),
  /** To whom, and why: shown to the reader, and kept for the holder. */
  audience: typedLine().min(1).max(200),
  purpose: typedText().min(1).max(500),
  days: z.number().int().min(1).max(365).default(30),
})
export type NewShare = z.infer<typeof NewShare>

/** Where the house itself shares for somebody, it shares no transcripts. */
type ShareOrder = Omit<NewShare, 'resultIds'> & { readonly resultIds?: readonly string[] }

/**
 * Opens chosen merits to whoever has the link, until it expires or is withdrawn.
 *
 * @throws Problem `share-empty`, or `not-found` when something chosen is not the holder's own
 */
export async function shareMerits(
  ground: Ground,
  work: Work,
  person: PersonActor,
  share: ShareOrder,
): Promise<{ id: string; url: string }> {
  const holderId = person.personId
  const { credentialIds, selfClaimIds, importedIds, resultIds = [] } = share
  const items = [credentialIds, selfClaimIds, importedIds, resultIds].flat().length
  if (items === 0) throw new Problem('share-empty', 'Choose at least one merit to share.')
  await requireOwn(work, holderId, share)
  const now = ground.now()
  const id = makeId(now)
  const token = makeToken()
  await work
    .insertInto('share')
    .values({
      holder_id: holderId,
      id,
      audience: share.audience,
      purpose: share.purpose,
      sealed_token: ground.seal.close('share-token', Buffer.from(token)),
      created_at: now,
      expires_at: new Date(now.getTime() + share.days * 86_400_000),
    })
    .execute()
  const own = { holder_id: holderId, share_id: id }
  for (const credential_id of new Set(share.credentialIds))
    await work
      .insertInto('share_item')
      .values({ ...own, credential_id })
      .execute()
  for (const self_claim_id of new Set(share.selfClaimIds))
    await work
      .insertInto('share_self_claim')
      .values({ ...own, self_claim_id })
      .execute()
  for (const imported_id of new Set(share.importedIds))
    await work
      .insertInto('share_import')
      .values({ ...own, imported_id })
      .execute()
  for (const record_id of new Set(resultIds))
    await work
      .insertInto('share_results')
      .values({ ...own, record_id })
      .execute()
  await work
    .insertInto('share_address')
    .values({ token_hash: hashToken(token), ...own })
    .execute()
  await writeAudit(work, {
    actor: person,
    holderId,
    act: 'share-opened',
    object: { kind: 'share', id },
    details: { items, audience: share.audience },
    at: now,
  })
  return { id, url: shareUrl(ground, token) }
}

export const shareUrl = (ground: Ground, token: string): string => `${ground.settings.baseUrl}/s/${token}`

async function requireOwn(work: Work, holderId: string, share: ShareOrder): Promise<void> {
  for (const [table, ids] of [
    ['credential', share.credentialIds],
    ['self_claim', share.selfClaimIds],
    ['imported_credential', share.importedIds],
    ['emrex_record', share.resultIds ?? []],
  ] as const) {
    if (ids.length === 0) continue
    const own = await work
      .selectFrom(table)
      .select('id')
      .where('holder_id', '=', holderId)
      .where('id', 'in', [...ids])
      .$if(table === 'credential', (query) => query.where('document', 'is not', null))
      .execute()
    if (own.length < new Set(ids).size)
      throw new Problem('not-found', 'Something that was chosen is not in your passport.')
  }
}

/** Closes a share for good. Withdrawing twice is withdrawing once. @throws Problem `not-found` */
export async function withdrawShare(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const now = ground.now()
  const share = await work
    .selectFrom('share')
    .select('withdrawn_at')
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!share) throw new Problem('not-found', 'You have no such share.')
  if (share.withdrawn_at) return
  await work
    .updateTable('share')
    .set({ withdrawn_at: now })
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .execute()
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'share-withdrawn',
    object: { kind: 'share', id },
    at: now,
  })
}
