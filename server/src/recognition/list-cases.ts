import { Phase } from '@bricka/domain/recognition/phase'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'

export const Standing = z.enum(['open', 'paused', 'proposed', 'decided', 'certified', 'withdrawn'])
export const CaseLine = z.object({
  id: z.string(),
  title: z.string(),
  candidate: z.string(),
  provider: z.string(),
  standing: Standing,
  phase: Phase.nullable(),
  createdAt: z.string(),
  changedAt: z.string(),
})
export type CaseLine = z.infer<typeof CaseLine>

/** Whose cases: a candidate's own, all of a provider's, or those that one assessor is appointed in. */
export type Whose =
  | { readonly candidate: PersonActor }
  | { readonly providerId: string; readonly assessorId?: string | undefined }

/** The one that changed last comes first. */
export async function listCases(
  work: Work,
  whose: Whose,
  paging: Paging & { standing?: z.infer<typeof Standing> | undefined },
): Promise<{ items: CaseLine[]; total: number }> {
  const { standing, search } = paging
  const found = work
    .selectFrom('validation_case')
    .innerJoin('organisation', 'organisation.id', 'validation_case.provider_id')
    .where((where) => {
      if ('candidate' in whose) return where('holder_id', '=', whose.candidate.personId)
      const { providerId, assessorId } = whose
      const own = where('provider_id', '=', providerId)
      if (!assessorId) return own
      return where.and([
        own,
        where.exists(
          where
            .selectFrom('case_assessor')
            .select('person_id')
            .whereRef('case_assessor.holder_id', '=', 'validation_case.holder_id')
            .whereRef('case_assessor.case_id', '=', 'validation_case.id')
            .where('person_id', '=', assessorId),
        ),
      ])
    })
    .$if(standing !== undefined, (query) => query.where('standing', '=', standing ?? 'open'))
    .$if(search !== '', (query) =>
      query.where((or) =>
        or.or([or('title', 'ilike', likePattern(search)), or('candidate_name', 'ilike', likePattern(search))]),
      ),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found
    .selectAll('validation_case')
    .select('legal_name')
    .orderBy('changed_at', 'desc')
    .orderBy('validation_case.id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  return { items: rows.map(toLine), total: Number(total) }
}

const toLine = (row: Row<'validation_case'> & { legal_name: string }): CaseLine => ({
  id: row.id,
  title: row.title,
  candidate: row.candidate_name,
  provider: row.legal_name,
  standing: row.standing,
  phase: Phase.nullable().parse(row.phase),
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
})
