import type { MeritDesign } from '@bricka/domain/merit/merit'
import type { ApiProblem } from '../kit/call-api.ts'
import { decodeForm, type Posted } from '../kit/form.ts'

/** The parts that a merit is written in, in the order one thinks of them, each with its fields of the design. */
export const draftParts = {
  basics: ['title', 'description', 'languagesOfContent', 'targetGroup', 'needAnswered', 'answersNeeds', 'pilot'],
  outcomes: ['outcomes'],
  size: ['workload', 'level', 'withoutLevel', 'validForMonths', 'fieldOfStudy'],
  assessment: ['assessment', 'qualityAssurance'],
  'taking-part': [
    'participation',
    'setting',
    'languagesOfInstruction',
    'places',
    'entryRequirements',
    'requires',
    'priorLearning',
    'price',
    'funding',
    'accessibility',
  ],
  worth: [
    'benefits',
    'recognition',
    'legalBasis',
    'stacking',
    'designedWith',
    'reviewOn',
    'relevanceReviewOn',
    'furtherInformation',
  ],
} as const satisfies Record<string, readonly (keyof MeritDesign)[]>

export type DraftPart = keyof typeof draftParts

/** Fails to compile when a field of the design has no place to be written. */
type Forgotten = Exclude<keyof MeritDesign, (typeof draftParts)[DraftPart][number]>
const nothingForgotten: [Forgotten] extends [never] ? true : never = true
void nothingForgotten

export const partNames: readonly DraftPart[] = ['basics', 'outcomes', 'size', 'assessment', 'taking-part', 'worth']

export const findPart = (name: string | null): DraftPart | undefined => partNames.find((part) => part === name)

/** The part in which the field of a pointer is written. */
export function partOf(pointer: string): DraftPart | undefined {
  const field = pointer.split('/')[1]
  return partNames.find((part) => draftParts[part].some((one) => one === field))
}

type Written = Record<string, unknown>

/** What was written in one part, laid into the design as it is kept: other parts stay as they are. */
export function readPart(part: DraftPart, posted: Posted, design: MeritDesign): Written {
  const own = (field: string) => draftParts[part].some((one) => one === field)
  const written = tidy(decodeForm(posted))
  return Object.fromEntries([
    ...Object.entries(design).filter(([field]) => !own(field)),
    ...Object.entries(written).filter(([field]) => own(field)),
  ])
}

/** The form without all that stands under a path: what a "remove" button takes away. */
export const without = (posted: Posted, path: string): Posted => ({
  ...posted,
  values: new Map([...posted.values].filter(([name]) => name !== path && !name.startsWith(`${path}/`))),
})

/** Groups that mean nothing without their first choice. */
const heads: Readonly<Record<string, string>> = {
  level: 'standing',
  priorLearning: 'replaces',
  legalBasis: 'kind',
  stacking: 'standing',
}

function tidy(written: Written): Written {
  const tidied: Written = { ...written }
  if (Array.isArray(tidied.requires)) tidied.requires = tidied.requires.map(meritIn)
  if (isRecord(tidied.level) && tidied.level.standing === 'none') delete tidied.level
  else delete tidied.withoutLevel
  for (const [field, head] of Object.entries(heads)) {
    const group = tidied[field]
    if (isRecord(group) && group[head] === undefined) delete tidied[field]
  }
  if (isRecord(tidied.assessment)) {
    const { assessor, ...assessment } = tidied.assessment
    tidied.assessment = isRecord(assessor) && assessor.role !== undefined ? { ...assessment, assessor } : assessment
  }
  if (Array.isArray(tidied.outcomes))
    tidied.outcomes = tidied.outcomes.map((outcome) =>
      isRecord(outcome) ? { statement: {}, ...outcome, criteria: pairLines(outcome.criteria) } : outcome,
    )
  return tidied
}

/** A merit is named by its address, as it stands in the browser, or by its id alone. */
const meritIn = (line: unknown): unknown =>
  typeof line === 'string' ? (/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(line)?.[0] ?? line) : line

/** Criteria are written one a line, in each language: the same line is the same criterion. */
export function pairLines(byLanguage: unknown): readonly Record<string, string>[] {
  if (!isRecord(byLanguage)) return []
  const columns = Object.entries(byLanguage).map(([language, lines]) => ({
    language,
    lines: Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : [],
  }))
  const most = Math.max(0, ...columns.map(({ lines }) => lines.length))
  return Array.from({ length: most }, (_, index) => {
    const criterion: Record<string, string> = {}
    for (const { language, lines } of columns) {
      const line = lines[index]
      // A dash holds the place of a line that is not written in this language.
      if (line && line !== '–') criterion[language] = line
    }
    return criterion
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A problem's pointers go into the request; the form's names into the design. */
export const pointIntoDesign = (problem: ApiProblem): ApiProblem => ({
  ...problem,
  ...(problem.errors && {
    errors: problem.errors.map((error) => ({
      ...error,
      pointer: error.pointer.replace(/^\/design/, '').replace(/\/(criteria|requires)\/\d+/, '/$1'),
    })),
  }),
})
