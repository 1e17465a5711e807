import { MeritId } from '@bricka/domain/merit/merit'
import { findPrecedents, Precedent } from '@bricka/domain/recognition/credit-decision'
import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'

export const PrecedentView = Precedent.extend({
  deciderName: z.string(),
  /** How near it is to the merits that were asked for; `null` where none were. */
  fit: z.enum(['same-version', 'earlier-version', 'some-of-its-merits']).nullable(),
  current: z.boolean(),
})
export type PrecedentView = z.infer<typeof PrecedentView>

/** So many must hold a merit before a decision on it is shown: among fewer, its applicant might be recognised. */
export const fewestHolders = 5

/**
 * Decisions without their applicants: by text, and by the merits that someone holds, the nearest first. In the system's
 * scope, for how many hold a merit is nobody's to see; only what enough people hold is shown.
 */
export async function listPrecedents(
  ground: Ground,
  paging: PrecedentQuery,
): Promise<{ items: PrecedentView[]; total: number }> {
  return ground.database.act(systemScope, (work) => findPrecedentsIn(ground, work, paging))
}

/** @throws Problem `not-found`, also while too few hold what it is about */
export async function getPrecedent(ground: Ground, id: string): Promise<PrecedentView> {
  const { items } = await ground.database.act(systemScope, (work) =>
    findPrecedentsIn(ground, work, { id, search: '', page: 1, perPage: 1, format: 'json' }),
  )
  const [found] = items
  if (!found) throw new Problem('not-found', 'No precedent has this address.')
  return found
}

type PrecedentQuery = Paging & {
  id?: string | undefined
  meritIds?: readonly string[] | undefined
  extent?: 'full' | 'partial' | 'none' | undefined
}

async function findPrecedentsIn(
  ground: Ground,
  work: Work,
  paging: PrecedentQuery,
): Promise<{ items: PrecedentView[]; total: number }> {
  const { id, meritIds, extent, search } = paging
  const rows = await work
    .selectFrom('precedent')
    .innerJoin('organisation', 'organisation.id', 'precedent.decider_id')
    .select(['content', 'legal_name'])
    .where(enoughHolders)
    .$if(id !== undefined, (query) => query.where('precedent.id', '=', id ?? ''))
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

/** Each merit that the decision rests on is held by enough people; those who have left are not counted. */
const enoughHolders = sql<boolean>`not exists (
  select from unnest(precedent.merit_ids) as wanted(id) where (
    select count(distinct holder_id) from credential
    where credential.merit_id = wanted.id and credential.document is not null) < ${sql.lit(fewestHolders)})`
