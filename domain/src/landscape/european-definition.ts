/** Whether an element was found; silence is `unknown`, and unknown is not no. */
export const findings = ['yes', 'partly', 'no', 'unknown'] as const
export type Finding = (typeof findings)[number]

/** What the definition in Council Recommendation 2022/C 243/02 (point 5) asks of a microcredential. */
export const definitionElements = [
  'small-volume',
  'outcomes-recorded',
  'assessed-by-clear-criteria',
  'for-needs',
  'owned-by-learner',
  'shareable',
  'portable',
  'quality-assured',
] as const

/** The mandatory standard elements of its Annex I that describe the unit; who holds it and when it was given are no unit's. */
export const standardElements = [
  'title-told',
  'country-told',
  'awarding-body-told',
  'outcomes-told',
  'workload-told',
  'level-told',
  'assessment-told',
  'participation-told',
  'quality-assurance-told',
] as const

export const elements = [...definitionElements, ...standardElements] as const
export type Element = (typeof elements)[number]

export type Distance = {
  readonly met: number
  readonly partly: number
  readonly missing: number
  readonly unknown: number
  readonly of: number
  /** How far it is from the definition, 0 (all of it) to 1: what is partly there counts half, what is unknown may be either. */
  readonly atLeast: number
  readonly atMost: number
}

/** How far a unit is from a list of elements. What is not said is unknown. */
export function measureDistance(
  found: Readonly<Partial<Record<Element, Finding>>>,
  wanted: readonly Element[] = elements,
): Distance {
  const count = (finding: Finding): number =>
    wanted.filter((element) => (found[element] ?? 'unknown') === finding).length
  const [met, partly, missing, unknown] = [count('yes'), count('partly'), count('no'), count('unknown')]
  const of = wanted.length
  const away = missing + partly / 2
  return {
    met,
    partly,
    missing,
    unknown,
    of,
    atLeast: of === 0 ? 0 : away / of,
    atMost: of === 0 ? 0 : (away + unknown) / of,
  }
}

/** How often each element was found among several units. */
export function countElements(
  units: readonly { readonly elements: Readonly<Partial<Record<Element, Finding>>> }[],
): readonly ({ readonly element: Element } & Readonly<Record<Finding, number>>)[] {
  return elements.map((element) => {
    const counts = { yes: 0, partly: 0, no: 0, unknown: 0 }
    for (const unit of units) counts[unit.elements[element] ?? 'unknown'] += 1
    return { element, ...counts }
  })
}
