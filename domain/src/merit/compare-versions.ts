import type { MeritDesign } from './merit.ts'

export type DesignChange = {
  code: 'added' | 'removed' | 'changed'
  /** The field of the design that a reader knows, such as `outcomes` or `workload`. */
  field: keyof MeritDesign
  /** JSON pointer into the newer design; into the older one for what was removed. */
  where: string
  before?: unknown
  after?: unknown
}

/**
 * Proposes the list of changes between two versions, for the creator to put into words.
 *
 * Outcomes are followed by their id, so that a reordered list is no change and a reworded outcome is one.
 */
export function compareVersions(older: MeritDesign, newer: MeritDesign): readonly DesignChange[] {
  return fieldsOf(older, newer).flatMap((field) =>
    field === 'outcomes' ? compareOutcomes(older, newer) : compareValue(field, `/${field}`, older[field], newer[field]),
  )
}

/** A short line a creator can start from, in the words of the field names: `changed /workload`. */
export const describeChange = (change: DesignChange): string => `${change.code} ${change.where}`

function fieldsOf(older: MeritDesign, newer: MeritDesign): readonly (keyof MeritDesign)[] {
  const names = new Set([...Object.keys(older), ...Object.keys(newer)])
  return designFields.filter((field) => names.has(field))
}

function compareOutcomes(older: MeritDesign, newer: MeritDesign): readonly DesignChange[] {
  const before = new Map(older.outcomes.map((outcome, index) => [outcome.id, { outcome, index }]))
  const kept = new Set(newer.outcomes.map(({ id }) => id))
  const present = newer.outcomes.flatMap((outcome, index): readonly DesignChange[] => {
    const where = `/outcomes/${index}`
    const was = before.get(outcome.id)?.outcome
    if (!was) return [{ code: 'added', field: 'outcomes', where, after: outcome }]
    return outcomeParts.flatMap((part) => compareValue('outcomes', `${where}/${part}`, was[part], outcome[part]))
  })
  const gone = older.outcomes.flatMap((outcome, index): readonly DesignChange[] =>
    kept.has(outcome.id) ? [] : [{ code: 'removed', field: 'outcomes', where: `/outcomes/${index}`, before: outcome }],
  )
  return [...present, ...gone]
}

const outcomeParts = ['type', 'statement', 'criteria', 'assessedBy', 'alignments'] as const

function compareValue(
  field: keyof MeritDesign,
  where: string,
  before: unknown,
  after: unknown,
): readonly DesignChange[] {
  if (canonical(before) === canonical(after)) return []
  if (isEmpty(before)) return [{ code: 'added', field, where, after }]
  if (isEmpty(after)) return [{ code: 'removed', field, where, before }]
  return [{ code: 'changed', field, where, before, after }]
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** Key order is no difference: designs come back from storage with their keys sorted. */
function canonical(value: unknown): string {
  if (isEmpty(value)) return ''
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, inner]) => inner !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  )
}

const designFields = [
  'title',
  'description',
  'languagesOfContent',
  'outcomes',
  'workload',
  'level',
  'withoutLevel',
  'assessment',
  'participation',
  'setting',
  'qualityAssurance',
  'benefits',
  'recognition',
  'priorLearning',
  'legalBasis',
  'stacking',
  'entryRequirements',
  'requires',
  'targetGroup',
  'price',
  'funding',
  'accessibility',
  'languagesOfInstruction',
  'places',
  'designedWith',
  'needAnswered',
  'answersNeeds',
  'fieldOfStudy',
  'validForMonths',
  'reviewOn',
  'relevanceReviewOn',
  'pilot',
  'furtherInformation',
] as const satisfies readonly (keyof MeritDesign)[]

/** Fails to compile when a field of the design is forgotten above. */
type Forgotten = Exclude<keyof MeritDesign, (typeof designFields)[number]>
const nothingForgotten: [Forgotten] extends [never] ? true : never = true
void nothingForgotten
