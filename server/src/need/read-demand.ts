import type { Horizon } from '@bricka/domain/need/survey'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'

export const DemandFigure = z.object({
  concept: z.string(),
  label: z.string(),
  horizon: z.enum(['now', 'one-year', 'three-years', 'later'] satisfies Horizon[]),
  wanted: z.number(),
  atLeast: z.number().nullable(),
  atMost: z.number().nullable(),
  base: z.number().describe('How many of those who answered named the skill, protected'),
  waveId: z.string(),
})
export type DemandFigure = z.infer<typeof DemandFigure>

/**
 * What is asked for in a place by skill and horizon: of each survey of employers the wave that was published last. All
 * figures have been through the gate. Surveys are not added up, for two may have asked the same.
 */
export async function readDemand(
  work: Work,
  { place, concepts }: { place: string; concepts?: readonly string[] | undefined },
): Promise<DemandFigure[]> {
  if (concepts?.length === 0) return []
  const newest = work
    .selectFrom('need_wave')
    .innerJoin('need_survey', 'need_survey.id', 'need_wave.survey_id')
    .distinctOn('survey_id')
    .select('need_wave.id')
    .where('published_at', 'is not', null)
    .where('place', '=', place)
    .where((on) => on(on.ref('survey', '->>').key('side'), '=', 'employer'))
    .orderBy('survey_id')
    .orderBy('published_at', 'desc')
  const rows = await work
    .selectFrom('need_figure')
    .selectAll()
    .where('place', '=', place)
    .where('wave_id', 'in', newest)
    .$if(concepts !== undefined, (query) => query.where('concept', 'in', [...(concepts ?? [])]))
    .orderBy('wanted', 'desc')
    .execute()
  return rows.map((row) => ({
    concept: row.concept,
    label: row.label,
    horizon: row.horizon,
    wanted: row.wanted,
    atLeast: row.at_least,
    atMost: row.at_most,
    base: row.base,
    waveId: row.wave_id,
  }))
}
