import { decideShare } from '@bricka/domain/passport/decide-share'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { shareUrl } from './share-merits.ts'

export const ShareView = z.object({
  id: z.string(),
  /** Null when the link no longer opens anything. */
  url: z.string().nullable(),
  audience: z.string(),
  purpose: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  withdrawnAt: z.string().nullable(),
  state: z.enum(['open', 'expired', 'withdrawn']),
  items: z.array(
    z.object({ id: z.string(), title: z.string(), kind: z.enum(['merit', 'import', 'self-claim', 'results']) }),
  ),
  views: z.number(),
  lastViewedAt: z.string().nullable(),
})
export type ShareView = z.infer<typeof ShareView>

export const ShareVisit = z.object({ id: z.string(), at: z.string(), act: z.string() })
export type ShareVisit = z.infer<typeof ShareVisit>

/** The holder's shares, newest first. */
export async function listShares(
  ground: Ground,
  work: Work,
  person: PersonActor,
  paging: Paging,
): Promise<{ items: ShareView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const all = work
    .selectFrom('share')
    .where('holder_id', '=', person.personId)
    .where((where) =>
      where.or([
        where('audience', 'ilike', likePattern(paging.search)),
        where('purpose', 'ilike', likePattern(paging.search)),
      ]),
    )
  const { total } = await all.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await all.selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit).offset(offset).execute()
  const contents = await findContents(
    work,
    person.personId,
    rows.map((row) => row.id),
  )
  const items = rows.map((row): ShareView => {
    const { state } = stateOf(row, ground.now())
    const token = ground.seal.open('share-token', row.sealed_token).toString()
    const views = contents.views.find((view) => view.share_id === row.id)
    return {
      id: row.id,
      url: state === 'open' ? shareUrl(ground, token) : null,
      audience: row.audience,
      purpose: row.purpose,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
      state,
      items: contents.items
        .filter((item) => item.share_id === row.id)
        .map(({ id, title, kind }) => ({ id, title: title ?? '', kind })),
      views: Number(views?.count ?? 0),
      lastViewedAt: views?.last?.toISOString() ?? null,
    }
  })
  return { items, total: Number(total) }
}

async function findContents(work: Work, holderId: string, shareIds: readonly string[]) {
  if (shareIds.length === 0) return { items: [], views: [] }
  const merits = await work
    .selectFrom('share_item')
    .innerJoin('credential', (join) =>
      join
        .onRef('credential.holder_id', '=', 'share_item.holder_id')
        .onRef('credential.id', '=', 'share_item.credential_id'),
    )
    .select(['share_id', 'credential.id', 'title'])
    .where('share_item.holder_id', '=', holderId)
    .where('share_id', 'in', [...shareIds])
    .orderBy('credential.issued_at')
    .execute()
  const imports = await work
    .selectFrom('share_import')
    .innerJoin('imported_credential', (join) =>
      join
        .onRef('imported_credential.holder_id', '=', 'share_import.holder_id')
        .onRef('imported_credential.id', '=', 'share_import.imported_id'),
    )
    .select(['share_id', 'imported_credential.id', 'title'])
    .where('share_import.holder_id', '=', holderId)
    .where('share_id', 'in', [...shareIds])
    .execute()
  const claims = await work
    .selectFrom('share_self_claim')
    .innerJoin('self_claim', (join) =>
      join
        .onRef('self_claim.holder_id', '=', 'share_self_claim.holder_id')
        .onRef('self_claim.id', '=', 'share_self_claim.self_claim_id'),
    )
    .select(['share_id', 'self_claim.id', sql<string | null>`self_claim.content ->> 'title'`.as('title')])
    .where('share_self_claim.holder_id', '=', holderId)
    .where('share_id', 'in', [...shareIds])
    .execute()
  const results = await work
    .selectFrom('share_results')
    .innerJoin('emrex_record', (join) =>
      join
        .onRef('emrex_record.holder_id', '=', 'share_results.holder_id')
        .onRef('emrex_record.id', '=', 'share_results.record_id'),
    )
    .select(['share_id', 'emrex_record.id', 'provider_name as title'])
    .where('share_results.holder_id', '=', holderId)
    .where('share_id', 'in', [...shareIds])
    .execute()
  const views = await work
    .selectFrom('share_view')
    .select(({ fn }) => ['share_id', fn.countAll<string>().as('count'), fn.max('viewed_at').as('last')])
    .where('holder_id', '=', holderId)
    .where('share_id', 'in', [...shareIds])
    .groupBy('share_id')
    .execute()
  return {
    items: [
      ...merits.map((row) => ({ ...row, kind: 'merit' as const })),
      ...imports.map((row) => ({ ...row, kind: 'import' as const })),
      ...claims.map((row) => ({ ...row, kind: 'self-claim' as const })),
      ...results.map((row) => ({ ...row, kind: 'results' as const })),
    ],
    views,
  }
}

/** When a share was opened or downloaded from: never by whom, for we do not ask who reads. */
export async function listVisits(
  work: Work,
  person: PersonActor,
  shareId: string,
  paging: Paging,
): Promise<{ items: ShareVisit[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const share = await work
    .selectFrom('share')
    .select('id')
    .where('holder_id', '=', person.personId)
    .where('id', '=', shareId)
    .executeTakeFirst()
  if (!share) throw new Problem('not-found', 'You have no such share.')
  const all = work.selectFrom('share_view').where('holder_id', '=', person.personId).where('share_id', '=', shareId)
  const { total } = await all.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await all
    .select(['id', 'viewed_at', 'act'])
    .orderBy('viewed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    items: rows.map((row) => ({ id: row.id, at: row.viewed_at.toISOString(), act: row.act })),
    total: Number(total),
  }
}

/** The link of one open share, for its QR code. @throws Problem `not-found` or `share-closed` */
export async function getShareUrl(ground: Ground, work: Work, person: PersonActor, shareId: string): Promise<string> {
  const row = await work
    .selectFrom('share')
    .select(['sealed_token', 'withdrawn_at', 'expires_at'])
    .where('holder_id', '=', person.personId)
    .where('id', '=', shareId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You have no such share.')
  if (stateOf(row, ground.now()).state !== 'open')
    throw new Problem('share-closed', 'The link opens nothing any more. Make a new share instead.')
  return shareUrl(ground, ground.seal.open('share-token', row.sealed_token).toString())
}

const stateOf = (row: { expires_at: Date; withdrawn_at: Date | null }, on: Date) =>
  decideShare({ expiresAt: row.expires_at.toISOString(), withdrawnAt: row.withdrawn_at?.toISOString() }, on)
