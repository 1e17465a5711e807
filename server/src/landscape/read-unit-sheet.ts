import { elements } from '@bricka/domain/landscape/european-definition'
import { LearningUnit } from '@bricka/domain/landscape/learning-unit'
import { fieldsOf, type StudyTemplate } from '@bricka/domain/landscape/study-template'
import { type FieldProblem, Problem, toFieldProblems } from '../http/problem.ts'
import { readSheet } from '../sheet/read-sheet.ts'

const plainColumns = [
  ...(['name', 'language', 'area', 'kind', 'provider', 'providerKind', 'called', 'url', 'source'] as const),
  'observedOn',
] as const
const neededColumns = ['name', 'language', 'area', 'kind', 'provider', 'providerKind', 'source', 'observedOn'] as const
const mostRows = 5000
const mostErrors = 100

/**
 * Units from a sheet with the columns of the export: `answer:<field>` for what the study asks, several choices with `|`
 * between them, and a column for each element. Other columns are not looked at.
 *
 * @throws Problem `file-unreadable` with each row that does not fit
 */
export async function readUnitSheet(bytes: Uint8Array, template: StudyTemplate): Promise<LearningUnit[]> {
  const [head = [], ...rows] = await readSheet(bytes)
  const at = new Map(head.map((name, index) => [name.trim(), index]))
  const errors: FieldProblem[] = neededColumns.flatMap((name) =>
    at.has(name)
      ? []
      : [{ pointer: '/rows/1', code: 'column-missing', detail: `The first row must have the column "${name}".` }],
  )
  if (rows.length > mostRows)
    errors.push({ pointer: `/rows/${mostRows + 2}`, code: 'too-many-rows', detail: `at most ${mostRows} rows` })
  const fields = fieldsOf(template)
  const units: LearningUnit[] = []
  if (errors.length === 0)
    rows.forEach((row, index) => {
      if (row.every((cell) => cell.trim() === '')) return
      const cell = (name: string): string | undefined => row[at.get(name) ?? -1]?.trim() || undefined
      const hours = cell('hours')
      const read = LearningUnit.safeParse({
        ...Object.fromEntries(plainColumns.map((name) => [name, cell(name)])),
        hours: hours === undefined ? undefined : Number(hours.replace(',', '.')),
        answers: Object.fromEntries(
          fields.flatMap(({ id, kind }) => {
            const answer = cell(`answer:${id}`)
            if (answer === undefined) return []
            return [[id, kind === 'any' ? answer.split('|').map((option) => option.trim()) : answer]]
          }),
        ),
        elements: Object.fromEntries(
          elements.flatMap((element) => {
            const found = cell(element)
            return found === undefined || found === 'unknown' ? [] : [[element, found]]
          }),
        ),
      })
      if (read.success) units.push(read.data)
      else
        errors.push(
          ...read.error.issues
            .flatMap((issue) => toFieldProblems(issue))
            .map((one) => ({ ...one, pointer: `/rows/${index + 2}${one.pointer}` })),
        )
    })
  if (errors.length > 0)
    throw new Problem('file-unreadable', 'Some rows do not fit; nothing was taken.', errors.slice(0, mostErrors))
  return units
}
