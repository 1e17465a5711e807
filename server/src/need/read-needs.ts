import type { Language } from '@bricka/domain/local-text'
import { compareFigures, wilsonInterval } from '@bricka/domain/need/estimate'
import { type Horizon, Survey } from '@bricka/domain/need/survey'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { pickLabel } from '../skill/find-skills.ts'
import { readDemand } from './read-demand.ts'
import { detailQuestions } from './reckon-details.ts'
import { WaveLine, waveLine } from './survey.ts'

const Interval = z.object({ value: z.number(), atLeast: z.number(), atMost: z.number() })
export const PublishedWave = WaveLine.extend({
  organisation: z.object({ slug: z.string(), legalName: z.string() }),
  survey: Survey,
  publishedAt: z.string(),
})
export type PublishedWave = z.infer<typeof PublishedWave>

const NamedMerit = z.object({ id: z.string(), title: z.string() })

export const NeedFigure = z.object({
  concept: z.string(),
  label: z.string(),
  horizon: z.enum(['now', 'one-year', 'three-years', 'later'] satisfies Horizon[]),
  wanted: z.number(),
  atLeast: z.number().nullable(),
  atMost: z.number().nullable(),
  base: z.number(),
  share: Interval.describe('How many of a hundred in the population name it, with its 95 % interval'),
  against: Interval.extend({ sure: z.boolean() })
    .nullable()
    .describe('The share less that of the other wave, in points of a hundred'),
  stating: z.array(NamedMerit).describe('Merits that say that they answer it, of this wave or another of the survey'),
})
export type NeedFigure = z.infer<typeof NeedFigure>

export const NeedDetail = z.object({
  concept: z.string(),
  label: z.string(),
  question: z.enum(detailQuestions),
  value: z.string(),
  base: z.number().describe('How many answered the question of this skill, protected'),
  share: Interval.describe('Of those in the population who name the skill and answer, in hundredths'),
})
export type NeedDetail = z.infer<typeof NeedDetail>

export const NeedsView = PublishedWave.extend({
  strata: z.array(z.object({ name: z.string(), size: z.number(), asked: z.number(), answered: z.number() })),
  selfSelected: z.number(),
  uncoded: z.number(),
  items: z.array(NeedFigure),
  details: z.array(NeedDetail).describe('Level, difficulty, consequence and plan, where enough say the same'),
  others: z.array(PublishedWave).describe('Waves of the same place that this one can be laid beside'),
})
export type NeedsView = z.infer<typeof NeedsView>

const Summary = z.object({
  strata: z.array(z.object({ name: z.string(), size: z.number(), asked: z.number(), answered: z.number() })),
  selfSelected: z.number(),
  uncoded: z.number(),
})

const published = (work: Work) =>
  work
    .selectFrom('need_wave')
    .innerJoin('need_survey', 'need_survey.id', 'need_wave.survey_id')
    .innerJoin('organisation', 'organisation.id', 'need_wave.organisation_id')
    .where('published_at', 'is not', null)

const withNames = (query: ReturnType<typeof published>) =>
  query.selectAll('need_wave').select(['survey', 'slug', 'legal_name'])

type Found = Row<'need_wave'> & { survey: unknown; slug: string; legal_name: string }

const toView = (row: Found): PublishedWave => ({
  ...waveLine(row),
  organisation: { slug: row.slug, legalName: row.legal_name },
  survey: Survey.parse(row.survey),
  publishedAt: row.published_at?.toISOString() ?? '',
})

/** Surveys that have been published, the newest first. */
export async function listPublished(
  work: Work,
  question: Paging & { place?: string | undefined },
): Promise<{ items: PublishedWave[]; total: number }> {
  const { limit, offset } = windowOf(question)
  const found = published(work)
    .$if(question.place !== undefined, (query) => query.where('place', '=', question.place ?? ''))
    .where((on) =>
      on.or([
        on(on.ref('survey', '->>').key('title'), 'ilike', likePattern(question.search)),
        on('legal_name', 'ilike', likePattern(question.search)),
      ]),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await withNames(found).orderBy('published_at', 'desc').limit(limit).offset(offset).execute()
  return { total: Number(total), items: rows.map(toView) }
}

/** What a published wave says, and where it differs from another: of before, or of the other side. */
export async function readNeeds(
  work: Work,
  waveId: string,
  { against, language }: { against?: string | undefined; language: Language },
): Promise<NeedsView> {
  const wave = await findPublished(work, waveId)
  const other = against === undefined ? undefined : await findPublished(work, against)
  const figures = await listFigures(work, waveId)
  const theirs = other ? await listFigures(work, other.id) : []
  const others = await withNames(published(work))
    .where('place', '=', wave.place)
    .where('need_wave.id', '<>', waveId)
    .orderBy('published_at', 'desc')
    .limit(50)
    .execute()
  const labels = await nameConcepts(
    work,
    figures.map(({ concept }) => concept),
    language,
  )
  const stating = await listStating(work, [waveId])
  const { strata, ...summary } = Summary.parse(wave.summary)
  return {
    ...toView(wave),
    ...summary,
    strata,
    others: others.map(toView),
    details: (await listDetails(work, waveId)).map(({ concept, question, value, base, named, answered }) => ({
      concept,
      label: labels.get(concept) ?? concept,
      question: DetailName.parse(question),
      value,
      base,
      share: inHundredths(wilsonInterval(named / Math.max(1, answered), base)),
    })),
    items: figures.map((row) => {
      const share = shareOf(row, wave)
      const same = theirs.find(({ concept, horizon }) => concept === row.concept && horizon === row.horizon)
      return {
        concept: row.concept,
        label: labels.get(row.concept) ?? row.label,
        horizon: row.horizon,
        wanted: row.wanted,
        atLeast: row.at_least,
        atMost: row.at_most,
        base: row.base,
        share: inHundredths(share),
        stating: stating.filter(({ concept }) => concept === row.concept).map(toNamed),
        against: same && other ? inHundredths(compareFigures(share, shareOf(same, other))) : null,
      }
    }),
  }
}

/** From protected counts alone: how many are stood for, of how many there are. */
function shareOf({ named }: Row<'need_figure'>, { summary }: Row<'need_wave'>) {
  const { strata } = Summary.parse(summary)
  const population = strata.reduce((sum, { size }) => sum + size, 0)
  const answered = strata.reduce((sum, one) => sum + one.answered, 0)
  return wilsonInterval(Math.min(1, named / population), answered, Math.max(population, answered))
}

const hundredth = (value: number): number => Math.round(value * 1000) / 10
const inHundredths = <Figure extends { value: number; atLeast: number; atMost: number }>(figure: Figure): Figure => ({
  ...figure,
  value: hundredth(figure.value),
  atLeast: hundredth(figure.atLeast),
  atMost: hundredth(figure.atMost),
})

async function findPublished(work: Work, id: string): Promise<Found> {
  const row = await withNames(published(work).where('need_wave.id', '=', id)).executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No published survey has this address.')
  return row
}

const DetailName = z.enum(detailQuestions)

const listDetails = (work: Work, waveId: string) =>
  work
    .selectFrom('need_detail')
    .selectAll()
    .where('wave_id', '=', waveId)
    .orderBy('concept')
    .orderBy('question')
    .orderBy('named', 'desc')
    .execute()

const listFigures = (work: Work, waveId: string) =>
  work
    .selectFrom('need_figure')
    .selectAll()
    .where('wave_id', '=', waveId)
    .orderBy('wanted', 'desc')
    .orderBy('concept')
    .execute()

export async function nameConcepts(work: Work, uris: readonly string[], language: Language) {
  if (uris.length === 0) return new Map<string, string>()
  const rows = await work
    .selectFrom('skill_concept')
    .select(['uri', 'labels'])
    .where('uri', 'in', [...new Set(uris)])
    .orderBy('version')
    .execute()
  return new Map(rows.map(({ uri, labels }) => [uri, pickLabel(labels, language, uri).text]))
}

export const UnmetNeed = z.object({
  concept: z.string(),
  label: z.string(),
  wanted: z.number(),
  horizon: NeedFigure.shape.horizon,
  waveId: z.string(),
  merits: z.array(NamedMerit),
  stating: z.array(NamedMerit).describe('Merits that say that they answer it, whether or not an outcome does'),
})
export type UnmetNeed = z.infer<typeof UnmetNeed>
export const UnmetView = z.object({
  unmet: z.array(UnmetNeed),
  met: z.array(UnmetNeed),
  unasked: z.array(NamedMerit),
  unaskedTotal: z.number(),
})
export type UnmetView = z.infer<typeof UnmetView>

const mostUnasked = 50

/**
 * Needs of a place that no merit's outcomes answer, also by a narrower skill; and merits that nobody there asked for. That
 * a merit says it answers a need is told beside it and does not make it met: an outcome does.
 */
export async function readUnmet(work: Work, place: string, language: Language): Promise<UnmetView> {
  const demand = await readDemand(work, { place })
  const concepts = [...new Set(demand.map(({ concept }) => concept))]
  const labels = await nameConcepts(work, concepts, language)
  const answers = await listAnswering(work, concepts)
  const stating = await listStating(work, [...new Set(demand.map(({ waveId }) => waveId))])
  const items = demand.map(({ concept, label, wanted, horizon, waveId }) => ({
    ...{ concept, label: labels.get(concept) ?? label, wanted, horizon, waveId },
    merits: answers.filter((one) => one.concept === concept).map(toNamed),
    stating: stating.filter((one) => one.concept === concept && one.wave === waveId).map(toNamed),
  }))
  const asked = new Set([...answers, ...stating].map(({ id }) => id))
  const others = await work
    .selectFrom('catalogue_entry')
    .select(['merit_id as id', 'title'])
    .$if(asked.size > 0, (query) => query.where('merit_id', 'not in', [...asked]))
    .orderBy('title')
    .execute()
  return {
    unmet: items.filter(({ merits }) => merits.length === 0),
    met: items.filter(({ merits }) => merits.length > 0),
    unasked: demand.length === 0 ? [] : others.slice(0, mostUnasked),
    unaskedTotal: demand.length === 0 ? 0 : others.length,
  }
}

async function listAnswering(work: Work, concepts: readonly string[]) {
  if (concepts.length === 0) return []
  const { rows } = await sql<{ concept: string; id: string; title: string }>`
    with recursive below (concept, uri) as (
      select uri, uri from unnest(${[...concepts]}::text[]) uri
      union
      select below.concept, narrower.uri from below join skill_concept narrower
        on narrower.broader @> jsonb_build_array(below.uri)
    )
    select distinct concept, merit_id as id, title from below
      join catalogue_entry on skills && array[below.uri] order by title`.execute(work)
  return rows
}

const toNamed = ({ id, title }: z.infer<typeof NamedMerit>) => ({ id, title })

/** Merits that say they answer what these waves found, or what another wave of the same survey found of the same skill. */
async function listStating(work: Work, waves: readonly string[]) {
  if (waves.length === 0) return []
  const { rows } = await sql<{ wave: string; concept: string; id: string; title: string }>`
    select distinct figure.wave_id as wave, figure.concept, merit_id as id, title
    from need_figure figure
      join need_wave wave on wave.id = figure.wave_id
      join need_wave same on same.survey_id = wave.survey_id
      join catalogue_entry on needs && array[same.id || ' ' || figure.concept]
    where figure.wave_id = any(${[...waves]}::uuid[]) order by title`.execute(work)
  return rows
}
