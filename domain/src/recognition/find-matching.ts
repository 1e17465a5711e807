import type { LearningOutcome, MeritDesign, OutcomeId } from '../merit/merit.ts'

/** A merit that might be issued for, or might teach, some of a standard's outcomes. */
export type Candidate = { readonly meritId: string; readonly design: Pick<MeritDesign, 'outcomes'> }
export type Match<C extends Candidate> = {
  readonly merit: C
  readonly through: readonly { outcome: OutcomeId; by: OutcomeId }[]
}

/**
 * The merits that what was met is enough for: each of their outcomes stands for the same skill as one that was met.
 *
 * The same skill is the same address in the same framework, where both say `exact` or `close`; a merit with an outcome
 * that is aligned to nothing never matches, for then nobody can tell. The one with most outcomes comes first.
 */
export function findMatching<C extends Candidate>(
  standard: Pick<MeritDesign, 'outcomes'>,
  met: readonly OutcomeId[],
  candidates: readonly C[],
): readonly Match<C>[] {
  const shown = standard.outcomes.filter(({ id }) => met.includes(id))
  return candidates
    .flatMap((merit): Match<C>[] => {
      const through = merit.design.outcomes.map((outcome) => ({
        outcome: outcome.id,
        by: shown.find((one) => standForTheSame(one, outcome))?.id,
      }))
      if (through.length === 0 || through.some(({ by }) => by === undefined)) return []
      return [{ merit, through: through.flatMap(({ outcome, by }) => (by ? [{ outcome, by }] : [])) }]
    })
    .sort((one, other) => other.through.length - one.through.length)
}

/** The merits that teach at least one of the outcomes that are missing, those that teach most of them first. */
export function findClosing<C extends Candidate>(
  standard: Pick<MeritDesign, 'outcomes'>,
  missing: readonly OutcomeId[],
  candidates: readonly C[],
): readonly Match<C>[] {
  const wanted = standard.outcomes.filter(({ id }) => missing.includes(id))
  return candidates
    .map((merit) => ({
      merit,
      through: wanted.flatMap((outcome) => {
        const by = merit.design.outcomes.find((one) => standForTheSame(one, outcome))?.id
        return by ? [{ outcome: outcome.id, by }] : []
      }),
    }))
    .filter(({ through }) => through.length > 0)
    .sort((one, other) => other.through.length - one.through.length)
}

const near: readonly string[] = ['exact', 'close']

function standForTheSame(one: LearningOutcome, other: LearningOutcome): boolean {
  return one.alignments.some(
    (left) =>
      near.includes(left.relation) &&
      other.alignments.some((right) => near.includes(right.relation) && right.uri === left.uri),
  )
}
