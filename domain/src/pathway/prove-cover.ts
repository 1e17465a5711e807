import { coverGreedily } from './cover-greedily.ts'
import { boundWeight, type CoverProblem, coversAll, weigh } from './cover-problem.ts'

export type Cover = {
  readonly chosen: ReadonlySet<number>
  readonly weight: number
  /** No covering weighs less. `weight === bound` proves that this is the best. */
  readonly bound: number
  readonly proved: boolean
}

/** Weights are sums of decimals: what differs by less is the same. */
const tolerance = 1e-9

/**
 * The lightest covering by branch and bound, beginning with the greedy one; where so many `looks` at choices do not suffice, the best that
 * was found, with a bound on how far from the best it can be. `undefined` when there is no covering.
 */
export function proveCover(problem: CoverProblem, looks: number): Cover | undefined {
  const first = coverGreedily(problem)
  if (!first) return undefined
  const all = Array.from({ length: problem.needs }, (_, element) => element)
  const rootBound = boundWeight(problem, all)
  let best: ReadonlySet<number> = first
  let bestWeight = weigh(problem, first)
  let left = looks
  const chosen = new Set<number>()
  const refused = new Set<number>()
  const may = (choice: number): boolean => !refused.has(choice)
  const isCovered = (element: number): boolean => (problem.options[element] ?? []).some((one) => chosen.has(one))

  const listNeeded = (): number[] => {
    const needed = all.filter((element) => !isCovered(element))
    for (const choice of chosen)
      for (const element of problem.opens[choice] ?? []) if (!isCovered(element)) needed.push(element)
    return needed
  }
  const search = (weight: number): void => {
    if (left <= 0) return
    const needed = listNeeded()
    left -= 1 + needed.reduce((looks, element) => looks + (problem.options[element]?.length ?? 0), 0)
    if (needed.length === 0) {
      if (weight < bestWeight - tolerance) {
        best = new Set(chosen)
        bestWeight = weight
      }
      return
    }
    if (weight + boundWeight(problem, needed, may) >= bestWeight - tolerance) return
    const branches = needed
      .map((element) => (problem.options[element] ?? []).filter(may))
      .reduce((fewest, options) => (options.length < fewest.length ? options : fewest))
    const light = [...branches].sort((one, other) => priceOf(problem, one, needed) - priceOf(problem, other, needed))
    const tried: number[] = []
    for (const choice of light) {
      chosen.add(choice)
      search(weight + (problem.weights[choice] ?? 0))
      chosen.delete(choice)
      // What follows looks only for coverings without it: those with it were just searched.
      refused.add(choice)
      tried.push(choice)
    }
    for (const choice of tried) refused.delete(choice)
  }
  if (rootBound < bestWeight - tolerance) search(0)
  const proved = left > 0
  if (!coversAll(problem, best)) throw new Error('A covering was found that does not cover.')
  return { chosen: best, weight: bestWeight, bound: proved ? bestWeight : Math.min(rootBound, bestWeight), proved }
}

function priceOf({ covers, weights }: CoverProblem, choice: number, needed: readonly number[]): number {
  const gain = (covers[choice] ?? []).filter((element) => needed.includes(element)).length
  return (weights[choice] ?? 0) / Math.max(1, gain)
}
