import { readIndustry } from '@bricka/domain/need/industry'
import { Survey, Wave } from '@bricka/domain/need/survey'
import { places } from '@bricka/domain/planning/place'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId, makeToken } from '../make-id.ts'
import type { MayDesign, MayRead } from '../organisation/permission.ts'
import { hashToken } from '../seal.ts'

export const WaveState = z.enum(['running', 'closed', 'published'])
export const WaveLine = z.object({
  id: z.string(),
  period: z.string(),
  place: z.string(),
  placeName: z.string(),
  closesOn: z.string(),
  state: WaveState,
})
export const SurveyView = z.object({ id: z.string(), survey: Survey, waves: z.array(WaveLine) })
export type SurveyView = z.infer<typeof SurveyView>

export const WaveView = WaveLine.extend({
  survey: Survey,
  wave: Wave,
  strata: z.array(
    z.object({ name: z.string(), size: z.number(), asked: z.number(), begun: z.number(), answered: z.number() }),
  ),
  selfSelected: z.number(),
  words: z.object({ all: z.number(), uncoded: z.number() }),
  remindedAt: z.string().nullable(),
  openUrl: z.string().nullable().describe('Answers by it are self-selected and never weighted'),
})
export type WaveView = z.infer<typeof WaveView>

export const stateOf = (wave: Pick<Row<'need_wave'>, 'closed_at' | 'published_at'>): z.infer<typeof WaveState> =>
  wave.published_at ? 'published' : wave.closed_at ? 'closed' : 'running'

export const waveLine = (row: Row<'need_wave'>): z.infer<typeof WaveLine> => ({
  id: row.id,
  period: row.wave.period,
  place: row.place,
  placeName: places.get(row.place)?.name ?? row.place,
  closesOn: row.wave.closesOn,
  state: stateOf(row),
})

/** @throws Problem `industry-unknown`, `occupation-unknown` */
export async function addSurvey(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  asked: Survey,
): Promise<{ id: string }> {
  const survey = await checkCodes(ground, asked)
  const at = ground.now()
  const id = makeId(at)
  await work
    .insertInto('need_survey')
    .values({ id, organisation_id: permission.organisationId, survey: toJson(survey), created_at: at })
    .execute()
  await record(ground, work, permission, 'survey-added', id, { title: survey.title })
  return { id }
}

/** @throws Problem `industry-unknown`, `occupation-unknown` */
async function checkCodes(ground: Ground, survey: Survey): Promise<Survey> {
  const industry = survey.industry === undefined ? undefined : readIndustry(survey.industry)
  if (industry?.known === false)
    throw new Problem(
      'industry-unknown',
      'Give divisions, groups or classes of NACE Rev. 2, such as 87, 87.3 or 86–88.',
      [{ pointer: '/industry', code: 'industry-unknown', detail: industry.code }],
    )
  if (survey.occupation !== undefined) await requireOccupation(ground, survey.occupation)
  return { ...survey, ...(industry && { industry: industry.codes }) }
}

/** An occupation’s address, or a group’s code, of the imported classification; where there is none, anything. */
async function requireOccupation(ground: Ground, occupation: string): Promise<void> {
  const found = await ground.database.act(systemScope, (work) =>
    work
      .selectFrom('skill_concept')
      .select((on) => [
        on.fn.countAll<string>().as('all'),
        on.fn
          .count<string>('uri')
          .filterWhere((is) => is.or([is('uri', '=', occupation), is('code', '=', occupation)]))
          .as('such'),
      ])
      .where((is) => is.or([is('uri', '=', occupation), is('code', '=', occupation), is('type', '=', 'occupation')]))
      .executeTakeFirstOrThrow(),
  )
  if (Number(found.all) > 0 && Number(found.such) === 0)
    throw new Problem(
      'occupation-unknown',
      'Take an address from GET /api/skills/occupations, or the code of a group.',
      [{ pointer: '/occupation', code: 'occupation-unknown', detail: occupation }],
    )
}

/** Begins a new round of a survey. @throws Problem `not-found`, `place-unknown`, `wave-state-refused` */
export async function addWave(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  surveyId: string,
  wave: Wave,
): Promise<{ id: string }> {
  await getSurvey(work, permission, surveyId)
  if (!places.has(wave.place)) throw new Problem('place-unknown', `No place here has the code ${wave.place}.`)
  const at = ground.now()
  if (wave.closesOn < at.toISOString().slice(0, 10))
    throw new Problem('wave-state-refused', 'Choose a day to close on that is yet to come.', [
      { pointer: '/closesOn', code: 'wave-state-refused', detail: 'the day has passed' },
    ])
  const id = makeId(at)
  const token = wave.open ? makeToken() : undefined
  await work
    .insertInto('need_wave')
    .values({
      id,
      survey_id: surveyId,
      organisation_id: permission.organisationId,
      wave: toJson(wave),
      place: wave.place,
      closes_on: wave.closesOn,
      created_at: at,
      open_token_hash: token === undefined ? null : hashToken(token),
      sealed_open_token: token === undefined ? null : ground.seal.close(openPurpose, Buffer.from(token)),
    })
    .execute()
  await record(ground, work, permission, 'wave-added', id, { surveyId, period: wave.period })
  return { id }
}

const openPurpose = 'need-open-link'

async function getSurvey(work: Work, { organisationId }: MayRead | MayDesign, id: string) {
  const row = await work
    .selectFrom('need_survey')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has no such survey.')
  return row
}

/**
 * A wave of the organisation's own. Who was asked and what they said is the system's alone to read: the verbs that do take
 * a system's work, after the routes have let row-level security see whose wave it is.
 *
 * @throws Problem `not-found`
 */
export async function getWave(work: Work, { organisationId }: MayRead | MayDesign, id: string) {
  const row = await work
    .selectFrom('need_wave')
    .selectAll()
    .where('id', '=', id)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has no such wave.')
  return row
}

export async function listSurveys(
  work: Work,
  { organisationId }: MayRead,
  paging: Paging,
): Promise<{ items: SurveyView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const found = work
    .selectFrom('need_survey')
    .where('organisation_id', '=', organisationId)
    .where((on) => on(on.ref('survey', '->>').key('title'), 'ilike', likePattern(paging.search)))
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await found.selectAll().orderBy('created_at', 'desc').limit(limit).offset(offset).execute()
  return { total: Number(total), items: await addWaves(work, rows) }
}

export async function viewSurvey(work: Work, permission: MayRead, id: string): Promise<SurveyView> {
  const [view] = await addWaves(work, [await getSurvey(work, permission, id)])
  if (!view) throw new Problem('not-found', 'The organisation has no such survey.')
  return view
}

async function addWaves(work: Work, surveys: readonly Row<'need_survey'>[]): Promise<SurveyView[]> {
  if (surveys.length === 0) return []
  const ids = surveys.map(({ id }) => id)
  const waves = await work.selectFrom('need_wave').selectAll().where('survey_id', 'in', ids).orderBy('id').execute()
  return surveys.map(({ id, survey }) => ({
    id,
    survey: Survey.parse(survey),
    waves: waves.filter(({ survey_id }) => survey_id === id).map(waveLine),
  }))
}

/** How a wave is going: who has answered is counted by stratum, and never told by name. */
export async function viewWave(ground: Ground, work: Work, permission: MayRead, id: string): Promise<WaveView> {
  const row = await getWave(work, permission, id)
  const { survey } = await getSurvey(work, permission, row.survey_id)
  return {
    ...waveLine(row),
    survey: Survey.parse(survey),
    wave: Wave.parse(row.wave),
    ...(await countAnswers(work, row)),
    words: await countWords(work, id),
    remindedAt: row.reminded_at?.toISOString() ?? null,
    openUrl:
      row.sealed_open_token && !row.closed_at
        ? `${ground.settings.baseUrl}/answer/open/${ground.seal.open(openPurpose, row.sealed_open_token).toString()}`
        : null,
  }
}

export async function countAnswers(system: Work, { id, wave }: Pick<Row<'need_wave'>, 'id' | 'wave'>) {
  const rows = await system
    .selectFrom('need_unit')
    .select(({ fn }) => [
      'stratum',
      'self_selected',
      fn.countAll<string>().as('asked'),
      fn.count<string>('saved_at').as('begun'),
      fn.count<string>('sent_at').as('answered'),
    ])
    .where('wave_id', '=', id)
    .groupBy(['stratum', 'self_selected'])
    .execute()
  const of = (name: string) => rows.find(({ stratum, self_selected }) => stratum === name && !self_selected)
  return {
    strata: wave.strata.map(({ name, size, sample = 0 }) => ({
      name,
      size,
      asked: Math.max(sample, Number(of(name)?.asked ?? 0)),
      begun: Number(of(name)?.begun ?? 0),
      answered: Number(of(name)?.answered ?? 0),
    })),
    selfSelected: Number(rows.find(({ self_selected }) => self_selected)?.answered ?? 0),
  }
}

async function countWords(system: Work, waveId: string) {
  const rows = await system
    .selectFrom('need_line')
    .select(['words', 'concept', 'set_aside'])
    .distinctOn('words')
    .where('wave_id', '=', waveId)
    .orderBy('words')
    .execute()
  return {
    all: rows.length,
    uncoded: rows.filter(({ concept, set_aside }) => concept === null && !set_aside).length,
  }
}

export const record = (
  ground: Ground,
  work: Work,
  { actor, organisationId }: MayDesign,
  act: string,
  id: string,
  details: Record<string, unknown> = {},
): Promise<void> =>
  writeAudit(work, { actor, organisationId, act, object: { kind: 'need', id }, details, at: ground.now() })
