import type { InterfaceLanguage, Language, LocalText } from '../local-text.ts'
import type { SkillAlignment } from '../skill/skill.ts'
import { codeOfIssue, type TextProblem } from '../typed-text.ts'
import { findCreditUnit } from './credit-unit.ts'
import { MeritDesign } from './merit.ts'
import { allowedWords, type MeritColumn, noneWords, outcomeColumns, readMeritHeading } from './merit-sheet.ts'
import { findCellsBeyond, readDay, readDecimal, readParts } from './read-cell.ts'
import { plainWord, readWord, relationWords, type Words } from './sheet-words.ts'

export type MeritProblemCode =
  | TextProblem
  | 'file-empty'
  | 'column-missing'
  | 'column-unknown'
  | 'column-repeated'
  | 'title-missing'
  | 'title-repeated'
  | 'belongs-to-first-row'
  | 'outcome-missing'
  | 'word-unknown'
  | 'number-invalid'
  | 'date-invalid'
  | 'credit-unit-unknown'
  | 'skill-unreadable'
  | 'decision-incomplete'
  | 'value-refused'

/** `row` counts as the spreadsheet does: the headings are row 1. `column` is the heading as it stands in the file. */
export type MeritProblem = { row: number; column: string; code: MeritProblemCode; value: string }

export type MeritRows = {
  /** Every merit that could be read, also where some of its cells could not: those are left out, and told. */
  drafts: readonly { row: number; title: string; design: MeritDesign }[]
  problems: readonly MeritProblem[]
  /** Of the whole file: when there is one, nothing is kept. */
  refused: readonly MeritProblem[]
  ignored: readonly MeritProblem[]
}

type Column = { column: MeritColumn; language: Language; heading: string; place: number }
type Line = { row: number; cells: readonly string[] }

/** Turns a sheet of merits, already read into cells, into designs. What cannot be read is named and left out. */
export function readMeritRows(rows: readonly (readonly string[])[], language: InterfaceLanguage): MeritRows {
  const [headings, ...rest] = rows
  const lines = rest.map((cells, index) => ({ row: index + 2, cells })).filter(({ cells }) => cells.some(isWritten))
  const nothing = { drafts: [], problems: [], refused: [], ignored: [] }
  if (!headings || lines.length === 0)
    return { ...nothing, refused: [{ row: 1, column: '', code: 'file-empty', value: '' }] }
  const { columns, refused, ignored } = readColumns(headings, language)
  ignored.push(...findCellsBeyond(headings, rest).map((beyond) => ({ ...beyond, code: 'column-unknown' as const })))
  if (refused.length > 0) return { ...nothing, refused, ignored }

  const problems: MeritProblem[] = []
  const groups = groupByMerit(lines, columns, problems)
  const titles = new Set<string>()
  const drafts = groups.flatMap((group) => {
    const reader = makeReader(group, columns, problems)
    const design = reader.design()
    const first = group[0]
    if (!design || !first) return []
    const title = Object.values(design.title)[0] ?? ''
    if (titles.has(plainWord(title))) {
      problems.push({ row: first.row, column: headingOf('title', columns), code: 'title-repeated', value: title })
      return []
    }
    titles.add(plainWord(title))
    return [{ row: first.row, title, design }]
  })
  return { drafts, problems, refused: [], ignored }
}

const isWritten = (cell: string): boolean => cell.trim() !== ''

function readColumns(headings: readonly string[], language: InterfaceLanguage) {
  const columns: Column[] = []
  const refused: MeritProblem[] = []
  const ignored: MeritProblem[] = []
  for (const [place, heading] of headings.entries()) {
    if (!isWritten(heading)) continue
    const found = readMeritHeading(heading)
    const problem = (code: MeritProblemCode): MeritProblem => ({ row: 1, column: heading, code, value: heading })
    if (!found) {
      ignored.push(problem('column-unknown'))
      continue
    }
    const column = { column: found.column, language: found.language ?? language, heading, place }
    if (columns.some((one) => one.column === column.column && one.language === column.language))
      refused.push(problem('column-repeated'))
    else columns.push(column)
  }
  for (const needed of ['title', 'outcome'] as const)
    if (!columns.some(({ column }) => column === needed))
      refused.push({ row: 1, column: needed, code: 'column-missing', value: '' })
  return { columns, refused, ignored }
}

/** A row with a title begins a merit; a row without one goes on with the merit above. */
function groupByMerit(lines: readonly Line[], columns: readonly Column[], problems: MeritProblem[]): readonly Line[][] {
  const groups: Line[][] = []
  for (const line of lines) {
    const titled = columns.some(({ column, place }) => column === 'title' && isWritten(line.cells[place] ?? ''))
    const current = groups.at(-1)
    if (titled) groups.push([line])
    else if (current) {
      current.push(line)
      for (const { column, heading, place } of columns) {
        const value = (line.cells[place] ?? '').trim()
        if (value !== '' && !outcomeColumns.includes(column))
          problems.push({ row: line.row, column: heading, code: 'belongs-to-first-row', value: value.slice(0, 200) })
      }
    } else problems.push({ row: line.row, column: headingOf('title', columns), code: 'title-missing', value: '' })
  }
  return groups
}

const headingOf = (wanted: MeritColumn, columns: readonly Column[]): string =>
  columns.find(({ column }) => column === wanted)?.heading ?? wanted

/** Reads the cells of one merit's rows, writing down each that cannot be read. */
function makeReader(group: readonly Line[], columns: readonly Column[], problems: MeritProblem[]) {
  const [first] = group
  const cellOf = (line: Line | undefined, column: MeritColumn): string => {
    const place = columns.find((one) => one.column === column)?.place
    return place === undefined ? '' : (line?.cells[place] ?? '').trim()
  }
  const object = (line: Line | undefined, column: MeritColumn, code: MeritProblemCode, value: string) => {
    problems.push({ row: line?.row ?? 1, column: headingOf(column, columns), code, value: value.slice(0, 200) })
  }
  const texts = (line: Line | undefined, wanted: MeritColumn): LocalText =>
    Object.fromEntries(
      columns
        .filter(({ column }) => column === wanted)
        .map(({ language, place }) => [language, (line?.cells[place] ?? '').trim()])
        .filter(([, text]) => text !== ''),
    )
  const words = <Code extends string>(
    line: Line | undefined,
    column: MeritColumn,
    table: Readonly<Record<Code, Words>>,
  ): readonly Code[] =>
    readParts(cellOf(line, column)).flatMap((part) => {
      const code = readWord(table, part)
      if (code === undefined) object(line, column, 'word-unknown', part)
      return code ?? []
    })
  const number = (column: MeritColumn): number | undefined => {
    const cell = cellOf(first, column)
    const found = readDecimal(cell)
    if (cell !== '' && (found === undefined || found === 0)) object(first, column, 'number-invalid', cell)
    return found === 0 ? undefined : found
  }
  const day = (column: MeritColumn): string | undefined => {
    const cell = cellOf(first, column)
    const found = readDay(cell)
    if (cell !== '' && !found) object(first, column, 'date-invalid', cell)
    return found
  }

  /** Criteria in several languages belong together line by line. */
  const criteria = (line: Line): readonly LocalText[] => {
    const byLanguage = columns
      .filter(({ column }) => column === 'criteria')
      .map(({ language, place }) => ({ language, parts: readParts(line.cells[place] ?? '') }))
    const most = Math.max(0, ...byLanguage.map(({ parts }) => parts.length))
    return Array.from({ length: most }, (_, index) =>
      Object.fromEntries(byLanguage.flatMap(({ language, parts }) => (parts[index] ? [[language, parts[index]]] : []))),
    )
  }

  const skills = (line: Line): readonly SkillAlignment[] =>
    readParts(cellOf(line, 'skills')).flatMap((part) => {
      const [uri = '', label = '', relation = 'close'] = part.split('|').map((one) => one.trim())
      const code = readWord(relationWords, relation)
      if (!/^https?:\/\/\S+$/.test(uri) || label === '' || code === undefined) {
        object(line, 'skills', 'skill-unreadable', part)
        return []
      }
      const framework = uri.startsWith('http://data.europa.eu/esco/') ? 'ESCO' : new URL(uri).hostname
      return [{ uri, label, framework, relation: code }]
    })

  const outcomes = () =>
    group.flatMap((line, index) => {
      const statement = texts(line, 'outcome')
      const written = outcomeColumns.some((column) => cellOf(line, column) !== '')
      if (Object.keys(statement).length === 0) {
        if (written) object(line, 'outcome', 'outcome-missing', '')
        return []
      }
      const [type = 'skill'] = words(line, 'outcomeType', allowedWords.outcomeType)
      return [
        {
          id: `outcome-${index + 1}`,
          type,
          statement,
          criteria: criteria(line),
          assessedBy: words(line, 'assessedBy', allowedWords.assessedBy),
          alignments: skills(line),
        },
      ]
    })

  const credits = () => {
    const value = number('credits')
    const unit = cellOf(first, 'creditUnit')
    if (value === undefined) return undefined
    const known = findCreditUnit(unit)
    if (!known) object(first, 'creditUnit', 'credit-unit-unknown', unit)
    return known && { value, unit: known.name }
  }

  const level = () => {
    const [framework, name] = [cellOf(first, 'framework'), cellOf(first, 'level')]
    if (name === '') return undefined
    const [standing = 'self-declared'] = words(first, 'standing', allowedWords.standing)
    const [body, reference] = [cellOf(first, 'decisionBody'), cellOf(first, 'decisionReference')]
    if (standing === 'self-declared') return { standing, framework: framework || 'EQF', level: name }
    if (body === '' || reference === '') {
      object(first, body === '' ? 'decisionBody' : 'decisionReference', 'decision-incomplete', `${framework} ${name}`)
      return undefined
    }
    return { standing, framework: framework || 'EQF', level: name, decision: { body, reference } }
  }

  const assessor = () => {
    const [role] = words(first, 'assessorRole', allowedWords.assessorRole)
    const [independence] = words(first, 'assessorIndependence', allowedWords.assessorIndependence)
    return role && independence && { role, independence }
  }

  const legalBasis = () => {
    const cell = cellOf(first, 'legalBasis')
    if (cell === '') return undefined
    const none = noneWords.some((word) => plainWord(word) === plainWord(cell))
    return none ? { kind: 'none' } : { kind: 'law', reference: cell }
  }

  const quality = () => {
    const [kind = 'internal'] = words(first, 'qualityKind', allowedWords.qualityKind)
    const body = cellOf(first, 'qualityBody')
    return body === '' ? [] : [{ kind, body, standard: cellOf(first, 'qualityStandard') || undefined }]
  }

  const design = (): MeritDesign | undefined => {
    const title = texts(first, 'title')
    const withoutLevel = texts(first, 'withoutLevel')
    const [replaces] = words(first, 'priorLearning', allowedWords.priorLearning)
    const [standing] = words(first, 'stacking', allowedWords.stacking)
    const [supervision] = words(first, 'supervision', allowedWords.supervision)
    const [setting] = words(first, 'setting', allowedWords.setting)
    const url = cellOf(first, 'url')
    const read = MeritDesign.safeParse({
      title,
      description: texts(first, 'description'),
      languagesOfContent: Object.keys(title),
      outcomes: outcomes(),
      workload: { hours: number('hours'), credits: credits() },
      level: level(),
      withoutLevel: Object.keys(withoutLevel).length > 0 ? { reason: withoutLevel } : undefined,
      assessment: {
        types: words(first, 'assessmentTypes', allowedWords.assessmentTypes),
        supervision,
        assessor: assessor(),
        evidenceKinds: words(first, 'evidence', allowedWords.evidence),
        gradingScale: cellOf(first, 'gradingScale') || undefined,
      },
      participation: words(first, 'participation', allowedWords.participation),
      setting,
      qualityAssurance: quality(),
      benefits: words(first, 'benefits', allowedWords.benefits),
      priorLearning: replaces && { replaces },
      legalBasis: legalBasis(),
      stacking: standing && { standing, towards: readParts(cellOf(first, 'stacksTowards')) },
      entryRequirements: texts(first, 'entryRequirements'),
      targetGroup: texts(first, 'targetGroup'),
      price: texts(first, 'price'),
      places: readParts(cellOf(first, 'places')),
      languagesOfInstruction: words(first, 'instruction', allowedWords.instruction),
      validForMonths: number('validForMonths'),
      reviewOn: day('reviewOn'),
      furtherInformation: url === '' ? undefined : { url },
    })
    if (read.success) return read.data
    for (const issue of read.error.issues) {
      const column = columnsByField[String(issue.path[0])] ?? 'title'
      const hidden = textCodes.find((code) => code === codeOfIssue(issue))
      object(first, column, hidden ?? 'value-refused', `${issue.path.join('/')}: ${cellOf(first, column)}`)
    }
    return undefined
  }
  return { design }
}

const textCodes: readonly TextProblem[] = ['text-ill-formed', 'text-control-character']

/** The column to point to when the design as a whole refuses a value, such as a text that is too long. */
const columnsByField: Readonly<Record<string, MeritColumn>> = {
  description: 'description',
  outcomes: 'outcome',
  workload: 'hours',
  level: 'level',
  assessment: 'assessmentTypes',
  participation: 'participation',
  qualityAssurance: 'qualityBody',
  places: 'places',
  validForMonths: 'validForMonths',
  furtherInformation: 'url',
  legalBasis: 'legalBasis',
  stacking: 'stacksTowards',
}
