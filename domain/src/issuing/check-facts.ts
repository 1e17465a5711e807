import type { MeritDesign } from '../merit/merit.ts'
import type { AssessmentFacts } from './assessment-facts.ts'

export type FactCode =
  | 'outcome-unknown'
  | 'outcome-repeated'
  | 'outcome-not-met'
  | 'assessed-in-the-future'
  | 'participation-ends-before-it-begins'
  | 'prior-learning-not-offered'

/** `where` is a JSON pointer into the facts. */
export type FactFinding = { code: FactCode; where: string; value: string }

/**
 * Says what in the facts stands against issuing this design.
 *
 * A merit is issued when every outcome is met: an outcome that is named `not-met` stops it, one that is not named counts
 * as met, for the issuer vouches for the whole.
 */
export function checkFacts(design: MeritDesign, facts: AssessmentFacts, today: string): readonly FactFinding[] {
  const { participation } = facts
  const reversed =
    participation?.from !== undefined && participation.until !== undefined && participation.until < participation.from
  return [
    ...checkOutcomes(design, facts),
    ...(facts.assessedOn > today
      ? [{ code: 'assessed-in-the-future', where: '/assessedOn', value: facts.assessedOn } as const]
      : []),
    ...(reversed
      ? [
          {
            code: 'participation-ends-before-it-begins',
            where: '/participation/until',
            value: participation.until ?? '',
          } as const,
        ]
      : []),
    ...(facts.route !== 'course' && design.priorLearning?.replaces === 'no'
      ? [{ code: 'prior-learning-not-offered', where: '/route', value: facts.route } as const]
      : []),
  ]
}

function checkOutcomes(design: MeritDesign, { outcomes = [] }: AssessmentFacts): readonly FactFinding[] {
  const known = new Set<string>(design.outcomes.map(({ id }) => id))
  const named = outcomes.map(({ outcomeId }) => outcomeId)
  return outcomes.flatMap(({ outcomeId, result }, index): readonly FactFinding[] => {
    const finding = { where: `/outcomes/${index}/outcomeId`, value: outcomeId }
    if (!known.has(outcomeId)) return [{ code: 'outcome-unknown', ...finding }]
    if (named.indexOf(outcomeId) < index) return [{ code: 'outcome-repeated', ...finding }]
    if (result === 'not-met') return [{ code: 'outcome-not-met', ...finding }]
    return []
  })
}
