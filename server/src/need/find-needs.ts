import { Language, LocalText } from '@bricka/domain/local-text'
import type { NeedReference } from '@bricka/domain/merit/merit'
import { horizons, Survey } from '@bricka/domain/need/survey'
import { places } from '@bricka/domain/planning/place'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'

export const FoundNeed = z.object({
  waveId: z.string(),
  concept: z.string(),
  label: z.string().describe('The skill as it was called when the answers were coded'),
  labels: LocalText.describe('The skill as its classification calls it'),
  survey: z.string(),
  side: Survey.shape.side,
  organisation: z.object({ slug: z.string(), legalName: z.string() }),
  period: z.string(),
  place: z.string(),
  placeName: z.string(),
  wanted: z
    .array(z.object({ horizon: z.enum(horizons), wanted: z.number() }))
    .describe('By time, as published: protected figures, never added up'),
  taught: z.boolean().describe('Whether one of the skills in question is this one, or a narrower one'),
})
export type FoundNeed = z.infer<typeof FoundNeed>

type Question = Paging & {
  /** Skills that somebody teaches: needs of these come first. */
  skills?: readonly string[]
  /** Only these, where they are published. */
  among?: readonly NeedReference[]
}

type Found = {
  wave_id: string
  concept: string
  label: string
  labels: Record<string, string> | null
  survey: unknown
  slug: string
  legal_name: string
  period: string
  place: string
  wanted: FoundNeed['wanted']
  taught: boolean
  total: string
}

/** What published surveys found wanting, a line for each skill of each wave: first what the skills in question answer. */
export async function findNeeds(
  work: Work,
  { skills = [], among, ...question }: Question,
): Promise<{ items: FoundNeed[]; total: number }> {
  const { limit, offset } = windowOf(question)
  const pattern = likePattern(question.search)
  const only = among
    ? sql`and (figure.wave_id, figure.concept) in (select * from unnest(
        ${among.map(({ waveId }) => waveId)}::uuid[], ${among.map(({ concept }) => concept)}::text[]))`
    : sql``
  const { rows } = await sql<Found>`
    with recursive above (uri) as (
      select unnest(${[...skills]}::text[])
      union
      select wider.uri from above join skill_concept on skill_concept.uri = above.uri
        cross join lateral jsonb_array_elements_text(skill_concept.broader) as wider (uri)
    ), found as (
      select wave.id as wave_id, figure.concept, min(figure.label) as label, wave.place, wave.published_at,
        wave.wave ->> 'period' as period, survey.survey, organisation.slug, organisation.legal_name,
        max(figure.wanted) as most,
        jsonb_agg(jsonb_build_object('horizon', figure.horizon, 'wanted', figure.wanted) order by figure.wanted desc)
          as wanted,
        exists (select from above where above.uri = figure.concept) as taught,
        (select labels from skill_concept where uri = figure.concept order by version desc limit 1) as labels
      from need_wave wave
        join need_figure figure on figure.wave_id = wave.id
        join need_survey survey on survey.id = wave.survey_id
        join organisation on organisation.id = wave.organisation_id
      where wave.published_at is not null ${only}
      group by wave.id, figure.concept, survey.survey, organisation.slug, organisation.legal_name
    )
    select *, count(*) over () as total from found
    where label ilike ${pattern} or labels::text ilike ${pattern} or legal_name ilike ${pattern}
      or survey ->> 'title' ilike ${pattern}
    order by taught desc, published_at desc, most desc, concept limit ${limit} offset ${offset}`.execute(work)
  return { total: Number(rows[0]?.total ?? 0), items: rows.map(toView) }
}

function toView({ wave_id, slug, legal_name, labels, total: _, survey: said, ...row }: Found): FoundNeed {
  const survey = Survey.parse(said)
  return {
    waveId: wave_id,
    concept: row.concept,
    label: row.label,
    labels: Object.fromEntries(
      Object.entries(labels ?? {}).filter(([language]) => Language.safeParse(language).success),
    ),
    survey: survey.title,
    side: survey.side,
    organisation: { slug, legalName: legal_name },
    period: row.period,
    place: row.place,
    placeName: places.get(row.place)?.name ?? row.place,
    wanted: row.wanted,
    taught: row.taught,
  }
}
