import { NeedLine } from '@bricka/domain/need/survey'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type FieldProblem, Problem, toFieldProblems } from '../http/problem.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { readSheet } from '../sheet/read-sheet.ts'
import { addUnit, getRunning } from './ask-units.ts'
import { record } from './survey.ts'
import { keepLines } from './take-answer.ts'

export const importColumns = [
  'respondent',
  'stratum',
  'words',
  'wanted',
  'horizon',
  'level',
  'difficulty',
  'failed',
  'consequence',
  'planned',
] as const
const mostRows = 5000
const mostErrors = 100

/**
 * Takes answers that were given elsewhere, a row for each needed skill; all of the file or nothing of it. A respondent
 * with empty words has answered that nothing is needed.
 *
 * @throws Problem `wave-closed`, or `file-unreadable` with each row that does not fit
 */
export async function importAnswers(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  waveId: string,
  bytes: Uint8Array,
): Promise<{ respondents: number; rows: number }> {
  const { wave } = await getRunning(work, permission, waveId)
  const [head = [], ...rows] = await readSheet(bytes)
  if (rows.length > mostRows)
    throw new Problem('file-unreadable', `Split the file: at most ${mostRows} rows.`, [
      { pointer: `/rows/${mostRows + 2}`, code: 'too-many-rows', detail: `at most ${mostRows} rows` },
    ])
  const at = new Map(head.map((name, index) => [name.trim().toLowerCase(), index]))
  const lacking = (['respondent', 'stratum', 'words'] as const).filter((name) => !at.has(name))
  const errors: FieldProblem[] = lacking.map((name) => ({
    pointer: '/rows/1',
    code: 'column-missing',
    detail: `The first row must have the column "${name}".`,
  }))
  const strata = wave.strata.map(({ name }) => name)
  const respondents = new Map<string, { stratum: string; lines: NeedLine[] }>()
  if (errors.length === 0)
    rows.forEach((row, index) => {
      const cell = (name: string): string => row[at.get(name) ?? -1]?.trim() ?? ''
      if (row.every((one) => one.trim() === '')) return
      const pointer = `/rows/${index + 2}`
      const refuse = (column: string, code: string, detail: string) =>
        errors.push({ pointer: `${pointer}/${column}`, code, detail })
      const respondent = cell('respondent')
      const stratum = cell('stratum')
      if (respondent === '') refuse('respondent', 'required', 'Say who answered, by any name that tells them apart.')
      if (!strata.includes(stratum)) refuse('stratum', 'stratum-unknown', `The strata are ${strata.join(', ')}.`)
      const known = respondents.get(respondent) ?? { stratum, lines: [] }
      if (known.stratum !== stratum) refuse('stratum', 'stratum-other', 'The respondent has another stratum above.')
      respondents.set(respondent, known)
      if (cell('words') === '') return
      const filled = importColumns.slice(2).flatMap((name) => (cell(name) === '' ? [] : [[name, cell(name)] as const]))
      const numeric = (name: string) => name === 'wanted' || name === 'level' || name === 'failed'
      const line = NeedLine.safeParse(
        Object.fromEntries(filled.map(([name, text]) => [name, numeric(name) ? Number(text) : text])),
      )
      if (line.success) known.lines.push(line.data)
      else
        errors.push(
          ...line.error.issues
            .flatMap((issue) => toFieldProblems(issue))
            .map((one) => ({ ...one, pointer: pointer + one.pointer })),
        )
      if (known.lines.length > 20) refuse('words', 'too-many-lines', 'At most 20 skills from one respondent.')
    })
  if (errors.length > 0)
    throw new Problem('file-unreadable', 'Some rows do not fit; nothing was taken.', errors.slice(0, mostErrors))
  for (const { stratum, lines } of respondents.values()) {
    const { id } = await addUnit(ground, work, { waveId, stratum, language: 'sv', email: null })
    const answer = { lines, remark: '' }
    const now = ground.now()
    await work
      .updateTable('need_unit')
      .set({ answer: toJson(answer), saved_at: now, sent_at: now })
      .where('id', '=', id)
      .execute()
    await keepLines(ground, work, { id, wave_id: waveId }, answer)
  }
  const result = { respondents: respondents.size, rows: rows.length }
  await record(ground, work, permission, 'wave-imported', waveId, result)
  return result
}
