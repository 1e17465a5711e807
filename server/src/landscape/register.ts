import { type Area, areas } from '@bricka/domain/landscape/learning-unit'
import {
  allRecommendations,
  levelOf,
  type RecommendationNote,
  recommendationLevels,
  recommendationStates,
} from '@bricka/domain/landscape/recommendation'
import { Term } from '@bricka/domain/landscape/term'
import { z } from 'zod'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { record } from './study.ts'

const By = z.object({ slug: z.string(), legalName: z.string() })
export const TermView = z.object({ id: z.string(), term: Term, by: By })
export type TermView = z.infer<typeof TermView>

export const TermQuestion = Paging.extend({
  area: z.enum([...areas, 'EU']).optional(),
  concept: z.string().max(80).optional(),
})

/** Enters what a word means where, and who says so. */
export async function enterTerm(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  term: Term,
): Promise<{ id: string }> {
  const at = ground.now()
  const id = makeId(at)
  await work
    .insertInto('landscape_term')
    .values({
      ...{ id, organisation_id: permission.organisationId, term: toJson(term), word: term.term, area: term.area },
      ...{ concept: term.concept, created_at: at, withdrawn_at: null },
    })
    .execute()
  await record(ground, work, permission, 'term-entered', id, { term: term.term, area: term.area })
  return { id }
}

/** Takes a term out of the register. @throws Problem `not-found` */
export async function withdrawTerm(ground: Ground, work: Work, permission: MayDesign, id: string): Promise<void> {
  const row = await work
    .updateTable('landscape_term')
    .set({ withdrawn_at: ground.now() })
    .where('id', '=', id)
    .where('organisation_id', '=', permission.organisationId)
    .where('withdrawn_at', 'is', null)
    .returning('term')
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has entered no such term.')
  await record(ground, work, permission, 'term-withdrawn', id, { term: row.term })
}

/** Terms side by side: those that answer to the same English word after each other. */
export async function listTerms(
  work: Work,
  question: z.infer<typeof TermQuestion>,
): Promise<{ items: TermView[]; total: number }> {
  const { limit, offset } = windowOf(question)
  const found = work
    .selectFrom('landscape_term')
    .innerJoin('organisation', 'organisation.id', 'landscape_term.organisation_id')
    .where('withdrawn_at', 'is', null)
    .$if(question.area !== undefined, (query) => query.where('area', '=', question.area ?? 'EU'))
    .$if(question.concept !== undefined, (query) => query.where('concept', '=', question.concept ?? ''))
    .where((on) =>
      on.or([
        on('word', 'ilike', likePattern(question.search)),
        on('concept', 'ilike', likePattern(question.search)),
        on(on.ref('term', '->>').key('definition'), 'ilike', likePattern(question.search)),
      ]),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .select(['landscape_term.id', 'term', 'slug', 'legal_name'])
    .orderBy('concept')
    .orderBy('area')
    .orderBy('landscape_term.id')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total: Number(total),
    items: rows.map(({ id, term, slug, legal_name: legalName }) => ({
      id,
      term: Term.parse(term),
      by: { slug, legalName },
    })),
  }
}

export const NoteView = z.object({
  id: z.string(),
  area: z.enum(areas),
  state: z.enum(recommendationStates),
  note: z.string(),
  url: z.string().nullable(),
  by: By,
  on: z.string(),
})
export type NoteView = z.infer<typeof NoteView>

export const RecommendationView = z.object({
  recommendation: z.enum(allRecommendations),
  level: z.enum(recommendationLevels),
  notes: z
    .array(NoteView)
    .describe('The newest of each country or area; all of them, newest first, where one is asked for'),
})
export type RecommendationView = z.infer<typeof RecommendationView>

/** Lays a note upon those before it: nothing that was said is changed. */
export async function noteRecommendation(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  { recommendation, area, state, note, url }: RecommendationNote,
): Promise<{ id: string }> {
  const at = ground.now()
  const id = makeId(at)
  await work
    .insertInto('recommendation_note')
    .values({
      ...{ id, organisation_id: permission.organisationId, recommendation, area, state, note },
      ...{ url: url ?? null, noted_at: at },
    })
    .execute()
  await record(ground, work, permission, 'recommendation-noted', id, { recommendation, area, state })
  return { id }
}

/** Where each recommendation stands, country by country; the whole story where one country or area is asked for. */
export async function readRecommendations(work: Work, area: Area | undefined): Promise<RecommendationView[]> {
  const rows = await work
    .selectFrom('recommendation_note')
    .innerJoin('organisation', 'organisation.id', 'recommendation_note.organisation_id')
    .selectAll('recommendation_note')
    .select(['slug', 'legal_name'])
    .$if(area !== undefined, (query) => query.where('area', '=', area ?? 'SE'))
    .orderBy('noted_at', 'desc')
    .orderBy('recommendation_note.id', 'desc')
    .execute()
  const byName = Map.groupBy(rows, ({ recommendation }) => recommendation)
  return allRecommendations.map((recommendation) => {
    const told = byName.get(recommendation) ?? []
    const newest = areas.flatMap((one) => told.find((row) => row.area === one) ?? [])
    return {
      recommendation,
      level: levelOf(recommendation),
      notes: (area === undefined ? newest : told).map((row) => ({
        ...{ id: row.id, area: row.area, state: row.state, note: row.note, url: row.url },
        by: { slug: row.slug, legalName: row.legal_name },
        on: row.noted_at.toISOString().slice(0, 10),
      })),
    }
  })
}
