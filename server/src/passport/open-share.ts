import { systemScope, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { hashToken } from '../seal.ts'
import { listAddresses } from './list-addresses.ts'
import { listSelfClaims, type SelfClaimView } from './self-claim.ts'

export type OpenShare = {
  audience: string
  purpose: string
  expiresAt: Date
  holderName: string
  documents: readonly string[]
  selfClaims: readonly SelfClaimView[]
  /** Transcripts of student registers as they were signed; they hold more than is to be shown. */
  results: readonly Row<'emrex_record'>[]
  /** What its holder has shown to be theirs: to hold old badges against, never to be shown. */
  addresses: readonly string[]
}

export type ShareAct = 'opened' | 'downloaded' | 'results-read'

/**
 * What a share link shows. The visit is written to the holder's log, unless it is the holder who looks.
 *
 * @throws Problem `share-closed`, the same for unknown, expired and withdrawn links
 */
export async function openShare(
  ground: Ground,
  token: string,
  act: ShareAct,
  personId: string | undefined,
): Promise<OpenShare> {
  return ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const share = await findOpenShare(ground, work, token)
    if (!share)
      throw new Problem(
        'share-closed',
        'Ask the person who sent it for a new link. The merits themselves are not affected.',
      )
    const key = { holder_id: share.holder_id, share_id: share.id }
    const credentials = await work
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
      .orderBy('credential.id')
      .execute()
    const imported = await work
      .selectFrom('share_import')
      .innerJoin('imported_credential', (join) =>
        join
          .onRef('imported_credential.holder_id', '=', 'share_import.holder_id')
          .onRef('imported_credential.id', '=', 'share_import.imported_id'),
      )
      .select('document')
      .where('share_import.holder_id', '=', share.holder_id)
      .where('share_id', '=', share.id)
      .orderBy('imported_credential.id')
      .execute()
    const results = await work
      .selectFrom('share_results')
      .innerJoin('emrex_record', (join) =>
        join
          .onRef('emrex_record.holder_id', '=', 'share_results.holder_id')
          .onRef('emrex_record.id', '=', 'share_results.record_id'),
      )
      .selectAll('emrex_record')
      .where('share_results.holder_id', '=', share.holder_id)
      .where('share_id', '=', share.id)
      .orderBy('fetched_at')
      .execute()
    const chosen = await work
      .selectFrom('share_self_claim')
      .select('self_claim_id')
      .where('holder_id', '=', share.holder_id)
      .where('share_id', '=', share.id)
      .execute()
    if (personId !== share.holder_id)
      await work
        .insertInto('share_view')
        .values({ ...key, id: makeId(now), viewed_at: now, act })
        .execute()
    return {
      audience: share.audience,
      purpose: share.purpose,
      expiresAt: share.expires_at,
      holderName: share.name ?? '',
      addresses: await listAddresses(work, share.holder_id),
      documents: [...credentials, ...imported].flatMap(({ document }) => document ?? []),
      results,
      selfClaims: await listSelfClaims(
        work,
        share.holder_id,
        chosen.map((row) => row.self_claim_id),
      ),
    }
  })
}

/** Whether an open share with this token contains this credential. */
export async function isSharedBy(ground: Ground, work: Work, token: string, credentialId: string): Promise<boolean> {
  const share = await findOpenShare(ground, work, token)
  if (!share) return false
  const item = await work
    .selectFrom('share_item')
    .select('credential_id')
    .where('holder_id', '=', share.holder_id)
    .where('share_id', '=', share.id)
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  return item !== undefined
}

function findOpenShare(ground: Ground, work: Work, token: string) {
  return work
    .selectFrom('share_address')
    .innerJoin('share', (join) =>
      join.onRef('share.holder_id', '=', 'share_address.holder_id').onRef('share.id', '=', 'share_address.share_id'),
    )
    .innerJoin('person', 'person.id', 'share.holder_id')
    .select(['share.holder_id', 'share.id', 'audience', 'purpose', 'expires_at', 'person.name'])
    .where('token_hash', '=', hashToken(token))
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', ground.now())
    .executeTakeFirst()
}
