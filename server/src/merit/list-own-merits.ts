import { checkCompleteness } from '@bricka/domain/merit/check-completeness'
import { checkReview } from '@bricka/domain/merit/check-review'
import { MeritDesign, type MeritState } from '@bricka/domain/merit/merit'
import { findProfile, suggestProfile } from '@bricka/domain/merit/profile'
import { sql } from 'kysely'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import type { MayRead } from '../organisation/permission.ts'
import { mandateInForce } from './mandate-in-force.ts'
import type { OwnMeritView } from './merit-views.ts'
import { titleOf } from './title-of.ts'

type Asked = Paging & { state?: MeritState | undefined }

/** An organisation's own merits with what each still needs, those that were worked on last first. */
export async function listOwnMerits(
  ground: Ground,
  permission: MayRead,
  paging: Asked,
): Promise<{ items: OwnMeritView[]; total: number }> {
  const { items, total } = await ground.database.act(scopeOf(permission.actor), (work) =>
    readOwnMerits(work, permission, paging, ground.now()),
  )
  const issued = await countIssued(
    ground,
    items.map(({ id }) => id),
  )
  return { items: items.map((item) => ({ ...item, issued: issued.get(item.id) ?? 0 })), total }
}

async function readOwnMerits(
  work: Work,
  permission: MayRead,
  paging: Asked,
  now: Date,
): Promise<{ items: OwnMeritView[]; total: number }> {
  const owner = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  const matching = work
    .selectFrom('merit')
    .leftJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .leftJoin('merit_draft', 'merit_draft.merit_id', 'merit.id')
    .where('merit.owner_id', '=', permission.organisationId)
    .$if(paging.state !== undefined, (query) => query.where('merit.state', '=', paging.state ?? 'draft'))
    .$if(paging.search !== '', (query) =>
      query.where(
        sql<boolean>`coalesce(merit_draft.design -> 'title', merit_version.design -> 'title')::text ilike ${likePattern(paging.search)}`,
      ),
    )
  const { limit, offset } = windowOf(paging)
  const rows = await matching
    .select((of) => [
      'merit.id',
      'merit.state',
      'merit_draft.design as draft',
      'merit_draft.saved_at as draft_saved_at',
      'merit_draft.profile_id as draft_profile_id',
      'merit.current_version',
      'merit.created_at',
      'merit_version.design',
      'merit_version.published_at',
      of
        .selectFrom('mandate')
        .select((count) => count.fn.count<string>('issuer_id').distinct().as('n'))
        .whereRef('mandate.merit_id', '=', 'merit.id')
        .where(mandateInForce(now))
        .as('issuers'),
    ])
    .orderBy(sql`coalesce(merit_draft.saved_at, merit_version.published_at, merit.created_at)`, 'desc')
    .orderBy('merit.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const items = rows.map((row): OwnMeritView => {
    const published = MeritDesign.parse(row.design ?? {})
    const design = row.draft === null ? published : MeritDesign.parse(row.draft)
    const profile = findProfile(row.draft_profile_id ?? '') ?? suggestProfile(owner.country)
    const body = { legalName: owner.legal_name, country: owner.country, kind: owner.kind }
    return {
      id: row.id,
      state: row.state,
      title: titleOf(design),
      currentVersion: row.current_version,
      hasDraft: row.draft !== null,
      draftSavedAt: row.draft_saved_at?.toISOString() ?? null,
      missing: row.draft === null ? 0 : checkCompleteness(design, body, profile).missing.length,
      reviewOverdue:
        row.state === 'published' &&
        checkReview(published, (row.published_at ?? row.created_at).toISOString(), now.toISOString().slice(0, 10))
          .length > 0,
      issuers: Number(row.issuers ?? 0),
      issued: 0,
    }
  })
  return { items, total: Number(total) }
}

/**
 * How often each was issued, by whomever. In the system's scope, for row-level security hides other issuers' credentials
 * from the owner: it sees how much its merits are used, never by whom.
 */
async function countIssued(ground: Ground, meritIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (meritIds.length === 0) return new Map()
  const rows = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('credential')
      .select((of) => ['merit_id', of.fn.countAll<string>().as('issued')])
      .where('merit_id', 'in', [...meritIds])
      .where('issued_at', 'is not', null)
      .groupBy('merit_id')
      .execute(),
  )
  return new Map(rows.map((row) => [row.merit_id, Number(row.issued)]))
}
