import { type MeritDesign, type MeritId, MeritVersion } from '@bricka/domain/merit/merit'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { Problem } from '../http/problem.ts'

export type PublishedVersion = MeritVersion & { url: string }

/** A published version; the newest when no number is given. @throws Problem `not-found` */
export async function getVersion(work: Work, meritId: string, number?: number): Promise<PublishedVersion> {
  const version = await findVersion(work, meritId, number)
  if (!version) throw new Problem('not-found', 'No published merit has this address.')
  return version
}

export async function findVersion(work: Work, meritId: string, number?: number): Promise<PublishedVersion | undefined> {
  const row = await work
    .selectFrom('merit_version')
    .selectAll()
    .where('merit_id', '=', meritId)
    .$if(number !== undefined, (query) => query.where('number', '=', number ?? 0))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toVersion(row)
}

/** A stored version as the domain knows it, with its address. */
export function toVersion(row: Row<'merit_version'>): PublishedVersion {
  const version = MeritVersion.parse({
    meritId: row.merit_id,
    number: row.number,
    ownerId: row.owner_id,
    design: row.design,
    profileId: row.profile_id,
    publishedAt: row.published_at.toISOString(),
    changes: row.changes,
  })
  return { ...version, url: row.url }
}

export type OwnMerit = {
  id: MeritId
  ownerId: string
  state: 'draft' | 'published' | 'retired'
  draft: MeritDesign | null
  currentVersion: number | null
}

/** @throws Problem `not-found`, also when it is another organisation's draft (row-level security hides it) */
export async function getMerit(work: Work, meritId: string): Promise<OwnMerit> {
  const row = await work
    .selectFrom('merit')
    .leftJoin('merit_draft', 'merit_draft.merit_id', 'merit.id')
    .select(['merit.id', 'merit.owner_id', 'merit.state', 'merit.current_version', 'merit_draft.design'])
    .where('merit.id', '=', meritId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No merit has this address.')
  return {
    id: row.id as MeritId,
    ownerId: row.owner_id,
    state: row.state,
    draft: row.design,
    currentVersion: row.current_version,
  }
}

/** What its owner writes on next; row-level security shows it to nobody else. */
export async function findDraft(work: Work, meritId: string): Promise<Row<'merit_draft'> | undefined> {
  return work.selectFrom('merit_draft').selectAll().where('merit_id', '=', meritId).executeTakeFirst()
}
