import { byBranching, type Closing, closeGap, type Effort, type Prover } from '../pathway/close-gap.ts'
import type { Objective } from '../pathway/offer.ts'
import type { ClosingQuestion } from '../pathway/prepare-closing.ts'

/** The ways to an aim: by the fewest merits, by the least money, and by the shortest time. */
export type Pathways = Readonly<Record<Objective, Closing>>

/**
 * Looks for all three, for people compare them: the cheapest way is worth knowing to whoever asked for the shortest. An
 * objective that no offer states anything for has no best and says so in `outOfReach`.
 */
export function findPathways(
  question: Omit<ClosingQuestion, 'objective'>,
  effort: Effort,
  prove: Prover = byBranching,
): Pathways {
  const look = (objective: Objective): Closing => closeGap({ ...question, objective }, effort, 2, prove)
  return { fewest: look('fewest'), cheapest: look('cheapest'), shortest: look('shortest') }
}
