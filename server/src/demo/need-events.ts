import type { WorldNeed } from '@bricka/fixtures/world/world'
import { stringify } from 'csv-stringify/sync'
import { askUnits, closeWave } from '../need/ask-units.ts'
import { codeWords } from '../need/code-words.ts'
import { importAnswers } from '../need/import-answers.ts'
import { publishWave } from '../need/publish-wave.ts'
import { addSurvey, addWave } from '../need/survey.ts'
import { findPermission } from './find-actor.ts'
import type { DemoEvent, RunStep } from './take-step.ts'

/** How a survey of needs is made, answered, coded, closed and published; one that is under way stops before. */
export function needEvents(need: WorldNeed): DemoEvent[] {
  const { key, at, organisation, by, closedAt, publishedAt } = need
  const name = `need:${key}`
  const run =
    (deed: (...args: [...Parameters<RunStep>, Awaited<ReturnType<typeof permit>>, string]) => unknown): RunStep =>
    async (then, work, found) => {
      await deed(then, work, found, await permit(work, found), found(`${name}:wave`, 'id'))
      return {}
    }
  const permit = (work: Parameters<RunStep>[1], found: Parameters<RunStep>[2]) =>
    findPermission(work, found, by, organisation, 'design')
  const minutesAfter = (time: string, minutes: number): string =>
    new Date(Date.parse(time) + minutes * 60_000).toISOString()
  return [
    {
      name,
      at,
      run: async (then, work, found) => addSurvey(then, work, await permit(work, found), need.survey),
    },
    {
      name: `${name}:wave`,
      at: minutesAfter(at, 1),
      run: async (then, work, found) => addWave(then, work, await permit(work, found), found(name, 'id'), need.wave),
    },
    {
      name: `${name}:answers`,
      at: minutesAfter(at, 60),
      run: run((then, work, _found, permission, waveId) =>
        importAnswers(then, work, permission, waveId, writeSheet(need)),
      ),
    },
    ...(need.asked
      ? [
          {
            name: `${name}:asked`,
            at: minutesAfter(at, 90),
            run: run((then, work, _found, permission, waveId) =>
              askUnits(then, work, permission, waveId, need.asked ?? []),
            ),
          },
        ]
      : []),
    {
      name: `${name}:codes`,
      at: minutesAfter(at, 120),
      run: run(async (then, work, _found, permission, waveId) => {
        for (const code of need.codes) await codeWords(then, work, permission, waveId, code, 'sv')
      }),
    },
    ...(closedAt && publishedAt
      ? [
          {
            name: `${name}:closed`,
            at: closedAt,
            run: run((then, work, _found, permission, waveId) => closeWave(then, work, permission, waveId)),
          },
          {
            name: `${name}:published`,
            at: publishedAt,
            run: run((then, work, _found, permission, waveId) => publishWave(then, work, permission, waveId)),
          },
        ]
      : []),
  ]
}

function writeSheet({ answers }: WorldNeed): Buffer {
  const rows = answers.flatMap(({ respondent, stratum, lines }) =>
    lines.length === 0 ? [{ respondent, stratum }] : lines.map((line) => ({ respondent, stratum, ...line })),
  )
  const columns = ['respondent', 'stratum', 'words', 'wanted', 'horizon', 'level', 'difficulty', 'planned']
  return Buffer.from(stringify(rows, { header: true, columns }))
}
