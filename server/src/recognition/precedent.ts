import { MeritId } from '@bricka/domain/merit/merit'
import { findPrecedents, Precedent } from '@bricka/domain/recognition/credit-decision'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'

export const PrecedentView = Precedent.extend({
  deciderName: z.string(),
  /** How near it is to the merits that were asked for; `null` where none were. */
  fit: z.enum(['same-version', 'earlier-version', 'some-of-its-merits']).nullable(),
  current: z.boolean(),
})
export type PrecedentView = z.infer<typeof PrecedentView>

/** Decisions without their applicants: by text, and by the merits that someone holds, the nearest first. */
export async function listPrecedents(
  ground: Ground,
  work: Work,
  paging: Paging & { meritIds?: readonly string[] | undefined; extent?: 'full' | 'partial' | 'none' | undefined },
): Promise<{ items: PrecedentView[]; total: number }> {
  const { meritIds, extent, search } = paging
  const rows = await work
    .selectFrom('precedent')
    .innerJoin('organisation', 'organisation.id', 'precedent.decider_id')
    .select(['content', 'legal_name'])
    .$if(meritIds !== undefined, (query) =>
      query.where((where) => where('merit_ids', '&&', where.val([...(meritIds ?? [])]))),
    )
    .$if(extent !== undefined, (query) => query.where('extent', '=', extent ?? 'full'))
    .$if(search !== '', (query) =>
      query.where((or) =>
        or.or([
          or('precedent.title', 'ilike', likePattern(search)),
          or('legal_name', 'ilike', likePattern(search)),
          or(or.cast<string>('content', 'text'), 'ilike', likePattern(search)),
        ]),
      ),
    )
    .orderBy('precedent.created_at', 'desc')
    .limit(2000)
    .execute()
  const today = ground.now().toISOString().slice(0, 10)
  const named = rows.map(({ content, legal_name }) => ({
    precedent: Precedent.parse(content),
    deciderName: legal_name,
  }))
  const nameOf = new Map(named.map(({ precedent, deciderName }) => [precedent.id, deciderName]))
  const all = named.map(({ precedent }) => precedent)
  const found = meritIds
    ? findPrecedents(all, { basis: meritIds.map((id) => ({ meritId: MeritId.parse(id), version: 0 })), today }).map(
        ({ precedent, fit, current }) => ({ ...precedent, fit, current }),
      )
    : all.map((precedent) => ({
        ...precedent,
        fit: null,
        current: !precedent.validUntil || precedent.validUntil >= today,
      }))
  const { offset, limit } = windowOf(paging)
  return {
    items: found.slice(offset, offset + limit).map((one) => ({ ...one, deciderName: nameOf.get(one.id) ?? '' })),
    total: found.length,
  }
}
