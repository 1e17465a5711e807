import type { OutcomeId } from '../merit/merit.ts'
import type { Judgement } from './judgement.ts'

export type Recognition =
  | { extent: 'full'; met: readonly OutcomeId[] }
  | { extent: 'partial'; met: readonly OutcomeId[]; partly: readonly OutcomeId[]; missing: readonly OutcomeId[] }
  | { extent: 'none'; partly: readonly OutcomeId[]; missing: readonly OutcomeId[] }

/**
 * Says how much of a merit a candidate has shown.
 *
 * Only the latest judgement of an outcome counts, so an assessor can put a mistake right. What was partly met is named
 * apart from what is missing, for the way to the rest is shorter; neither counts as met.
 */
export function decideRecognition(
  required: readonly [OutcomeId, ...OutcomeId[]],
  judgements: readonly Pick<Judgement, 'outcomeId' | 'result'>[],
): Recognition {
  const latest = new Map(judgements.map(({ outcomeId, result }) => [outcomeId, result]))
  const met = required.filter((outcome) => latest.get(outcome) === 'met')
  const partly = required.filter((outcome) => latest.get(outcome) === 'partly-met')
  const missing = required.filter((outcome) => !met.includes(outcome) && !partly.includes(outcome))

  if (met.length === required.length) return { extent: 'full', met }
  if (met.length === 0) return { extent: 'none', partly, missing }
  return { extent: 'partial', met, partly, missing }
}
