import { z } from 'zod'
import type { MeritDesign, OutcomeId } from '../merit/merit.ts'
import { findCellsBeyond, readDay } from '../merit/read-cell.ts'
import { readWord } from '../merit/sheet-words.ts'
import { findTextProblem, type TextProblem } from '../typed-text.ts'
import { AssessmentFacts, type OutcomeFact } from './assessment-facts.ts'
import { checkFacts, type FactCode } from './check-facts.ts'
import { type RecipientColumn, readRecipientHeading, resultWords, routeWords } from './recipient-sheet.ts'

export type RecipientProblemCode =
  | FactCode
  | TextProblem
  | 'file-empty'
  | 'column-missing'
  | 'column-unknown'
  | 'column-repeated'
  | 'national-id-not-taken'
  | 'name-missing'
  | 'name-too-long'
  | 'email-missing'
  | 'email-invalid'
  | 'date-missing'
  | 'date-invalid'
  | 'route-unknown'
  | 'result-unknown'
  | 'text-too-long'
  | 'valid-until-passed'
  | 'duplicate-row'

/** `row` counts as the spreadsheet does: the headings are row 1. `column` is the heading as it stands in the file. */
export type RecipientProblem = { row: number; column: string; code: RecipientProblemCode; value: string }

export type RecipientOrder = {
  row: number
  recipient: { name: string; email: string }
  facts: AssessmentFacts
  validUntil?: string
  /** The same person, merit and day of assessment always give the same key: a file read twice issues once. */
  key: string
}

export type RecipientSettings = {
  meritId: string
  today: string
  /** For rows that leave them empty. */
  assessedOn?: string
  route?: AssessmentFacts['route']
}

export type RecipientRows = {
  orders: readonly RecipientOrder[]
  /** Of single rows: the others are issued. */
  problems: readonly RecipientProblem[]
  /** Of the whole file: when there is one, nothing is issued. */
  refused: readonly RecipientProblem[]
  /** What was left unread, such as a column nobody knows: told, and harmless. */
  ignored: readonly RecipientProblem[]
}

type Places = {
  columns: ReadonlyMap<RecipientColumn, number>
  outcomes: readonly { outcomeId: OutcomeId; place: number }[]
}

/** Turns a file of recipients, already read into cells, into orders: one for each row that has no problem. */
export function readRecipientRows(
  rows: readonly (readonly string[])[],
  design: MeritDesign,
  settings: RecipientSettings,
): RecipientRows {
  const [headings, ...lines] = rows
  if (!headings || lines.every(isBlank)) return { orders: [], problems: [], refused: [fileEmpty], ignored: [] }
  const { refused, ignored, readRow } = openRecipients(headings, design, settings)
  if (refused.length > 0) return { orders: [], problems: [], refused, ignored }
  const orders: RecipientOrder[] = []
  const problems: RecipientProblem[] = []
  for (const [index, line] of lines.entries()) {
    const read = readRow(line, index + 2)
    if (!read) continue
    problems.push(...read.problems)
    ignored.push(...read.ignored)
    if (read.order) orders.push(read.order)
  }
  return { orders, problems, refused: [], ignored }
}

export const fileEmpty: RecipientProblem = { row: 1, column: '', code: 'file-empty', value: '' }

export type RecipientRow = {
  /** Absent when the row has a problem. */
  order?: RecipientOrder
  problems: readonly RecipientProblem[]
  ignored: readonly RecipientProblem[]
}

/**
 * Reads a file of recipients row by row, so that nobody has to hold a large one: of what has been read only the keys are
 * kept, to find who stands in it twice. `readRow` gives nothing for an empty row.
 */
export function openRecipients(
  headings: readonly string[],
  design: MeritDesign,
  settings: RecipientSettings,
): {
  refused: readonly RecipientProblem[]
  ignored: RecipientProblem[]
  readRow(line: readonly string[], row: number): RecipientRow | undefined
} {
  const { places, refused, ignored } = readHeadings(headings, design, settings)
  const keys = new Set<string>()
  const beyond = new Set<string>()
  const readRow = (line: readonly string[], row: number): RecipientRow | undefined => {
    if (isBlank(line)) return undefined
    const surplus = findCellsBeyond(headings, [line]).filter(({ column }) => !beyond.has(column))
    for (const { column } of surplus) beyond.add(column)
    const told = surplus.map(({ column, value }) => ({ row, column, code: 'column-unknown' as const, value }))
    const { order, problems } = readLine(line, row, { headings, places, design, settings })
    if (!order) return { problems, ignored: told }
    if (!keys.has(order.key)) {
      keys.add(order.key)
      return { order, problems, ignored: told }
    }
    const column = headings[places.columns.get('email') ?? 0] ?? ''
    const twice = { row, column, code: 'duplicate-row' as const, value: order.recipient.email }
    return { problems: [...problems, twice], ignored: told }
  }
  return { refused, ignored, readRow }
}

const isBlank = (line: readonly string[]): boolean => line.every((cell) => cell.trim() === '')

function readHeadings(headings: readonly string[], design: MeritDesign, settings: RecipientSettings) {
  const columns = new Map<RecipientColumn, number>()
  const outcomes: { outcomeId: OutcomeId; place: number }[] = []
  const refused: RecipientProblem[] = []
  const ignored: RecipientProblem[] = []
  for (const [place, heading] of headings.entries()) {
    if (heading.trim() === '') continue
    const found = readRecipientHeading(heading, design)
    const problem = (code: RecipientProblemCode) => ({ row: 1, column: heading, code, value: heading })
    if ('refused' in found) ignored.push(problem(found.refused))
    else if ('outcomeId' in found) {
      const outcome = design.outcomes.find(({ id }) => id === found.outcomeId)
      if (outcome) outcomes.push({ outcomeId: outcome.id, place })
    } else if (columns.has(found.column)) refused.push(problem('column-repeated'))
    else columns.set(found.column, place)
  }
  const needed: readonly RecipientColumn[] = [
    'name',
    'email',
    ...(settings.assessedOn ? [] : (['assessedOn'] as const)),
  ]
  for (const column of needed)
    if (!columns.has(column)) refused.push({ row: 1, column, code: 'column-missing', value: '' })
  return { places: { columns, outcomes }, refused, ignored }
}

type LineGround = { headings: readonly string[]; places: Places; design: MeritDesign; settings: RecipientSettings }

function readLine(line: readonly string[], row: number, { headings, places, design, settings }: LineGround) {
  const problems: RecipientProblem[] = []
  const heading = (column: RecipientColumn) => headings[places.columns.get(column) ?? -1] ?? column
  const cell = (column: RecipientColumn) => (line[places.columns.get(column) ?? -1] ?? '').trim()
  const object = (column: RecipientColumn, code: RecipientProblemCode) => {
    problems.push({ row, column: heading(column), code, value: cell(column).slice(0, 200) })
  }
  const day = (column: RecipientColumn) => {
    if (cell(column) === '') return undefined
    const found = readDay(cell(column))
    if (!found) object(column, 'date-invalid')
    return found
  }

  const name = cell('name').replace(/\s+/g, ' ')
  if (name === '') object('name', 'name-missing')
  if (name.length > 200) object('name', 'name-too-long')
  const hidden = findTextProblem(name, 'one')
  if (hidden) object('name', hidden)
  const email = cell('email').toLowerCase()
  if (email === '') object('email', 'email-missing')
  else if (!z.email().max(200).safeParse(email).success) object('email', 'email-invalid')
  const assessedOn = day('assessedOn') ?? settings.assessedOn
  if (assessedOn === undefined && cell('assessedOn') === '') object('assessedOn', 'date-missing')
  const route = cell('route') === '' ? (settings.route ?? 'course') : readWord(routeWords, cell('route'))
  if (!route) object('route', 'route-unknown')
  for (const [column, most, lines] of [
    ['grade', 60, 'one'],
    ['note', 1000, 'several'],
  ] as const) {
    if (cell(column).length > most) object(column, 'text-too-long')
    const problem = findTextProblem(cell(column), lines)
    if (problem) object(column, problem)
  }
  const validUntil = day('validUntil')
  if (validUntil !== undefined && validUntil <= settings.today) object('validUntil', 'valid-until-passed')
  const from = day('from')
  const until = day('until')
  const outcomes = places.outcomes.flatMap(({ outcomeId, place }): readonly OutcomeFact[] => {
    const text = (line[place] ?? '').trim()
    if (text === '') return []
    const result = readWord(resultWords, text)
    if (result) return [{ outcomeId, result }]
    problems.push({ row, column: headings[place] ?? '', code: 'result-unknown', value: text.slice(0, 200) })
    return []
  })
  if (problems.length > 0 || assessedOn === undefined || route === undefined) return { problems }

  const facts = AssessmentFacts.parse({
    assessedOn,
    route,
    ...(outcomes.length > 0 && { outcomes }),
    ...(cell('grade') && { grade: cell('grade') }),
    ...((from || until) && { participation: { ...(from && { from }), ...(until && { until }) } }),
    ...(cell('note') && { note: cell('note') }),
  })
  const findings = checkFacts(design, facts, settings.today).map(({ code, where, value }) => ({
    row,
    column: columnOf(where, facts, headings, places, heading),
    code,
    value,
  }))
  if (findings.length > 0) return { problems: findings }
  const order: RecipientOrder = {
    row,
    recipient: { name, email },
    facts,
    ...(validUntil && { validUntil: `${validUntil}T23:59:59Z` }),
    key: `recipient:${settings.meritId}:${email}:${assessedOn}`,
  }
  return { problems, order }
}

/** Which column of the file a finding about the facts points to. */
function columnOf(
  where: string,
  facts: AssessmentFacts,
  headings: readonly string[],
  places: Places,
  heading: (column: RecipientColumn) => string,
): string {
  const [, part, index] = where.split('/')
  if (part === 'assessedOn' || part === 'route') return heading(part)
  if (part === 'participation') return heading('until')
  const outcomeId = facts.outcomes?.[Number(index)]?.outcomeId
  const place = places.outcomes.find((one) => one.outcomeId === outcomeId)?.place
  return headings[place ?? -1] ?? ''
}
