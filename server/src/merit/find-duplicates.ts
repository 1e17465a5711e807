import { findNearDuplicates } from '@bricka/domain/merit/find-near-duplicate'
import { type MeritDesign, MeritDesign as Schema } from '@bricka/domain/merit/merit'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'
import { likePattern } from '../http/paging.ts'
import type { DraftView } from './merit-views.ts'
import { titleOf } from './title-of.ts'

/**
 * Other creators' published merits that come close to a design. The database finds those that share a skill or a long
 * word of the title; how alike they are is the domain's to say.
 */
export async function findDuplicates(
  work: Work,
  design: MeritDesign,
  ownerId: string,
): Promise<DraftView['nearDuplicates']> {
  const skills = design.outcomes.flatMap(({ alignments }) => alignments.map(({ uri }) => uri))
  const words = Object.values(design.title)
    .flatMap((title) => title.toLowerCase().split(/[^\p{L}]+/u))
    .filter((word) => word.length >= 5)
    .slice(0, 12)
    .map(likePattern)
  const rows = await work
    .selectFrom('catalogue_entry')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'catalogue_entry.merit_id')
        .onRef('merit_version.number', '=', 'catalogue_entry.number'),
    )
    .innerJoin('organisation', 'organisation.id', 'catalogue_entry.owner_id')
    .select(['catalogue_entry.merit_id', 'catalogue_entry.owner_id', 'merit_version.design', 'organisation.legal_name'])
    .where('catalogue_entry.owner_id', '!=', ownerId)
    .where((or) =>
      or.or([
        sql<boolean>`catalogue_entry.skills && ${skills}::text[]`,
        sql<boolean>`lower(catalogue_entry.title) like any (${words}::text[])`,
        sql<boolean>`catalogue_entry.search like any (${words}::text[])`,
      ]),
    )
    .orderBy('catalogue_entry.published_at', 'desc')
    .limit(200)
    .execute()
  const others = rows.map((row) => ({
    meritId: row.merit_id,
    ownerId: row.owner_id,
    design: Schema.parse(row.design),
    owner: row.legal_name,
  }))
  return findNearDuplicates(design, ownerId, others).flatMap((found) => {
    const other = others.find(({ meritId }) => meritId === found.meritId)
    if (!other) return []
    return [
      {
        meritId: found.meritId,
        title: titleOf(other.design),
        owner: other.owner,
        score: found.score,
        why: { ...found.why, sharedSkills: [...found.why.sharedSkills] },
      },
    ]
  })
}
