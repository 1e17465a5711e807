/**
 * Covering at the least weight, stripped of what it is about. Elements below `needs` must be covered; the rest become
 * needed when a choice that opens them is taken: that is how prerequisites, each to be met by one of several offers,
 * fit into the same problem.
 */
export type CoverProblem = {
  readonly needs: number
  /** Element → the choices that cover it. */
  readonly options: readonly (readonly number[])[]
  /** Choice → the elements it covers. */
  readonly covers: readonly (readonly number[])[]
  /** Choice → the elements that it opens. */
  readonly opens: readonly (readonly number[])[]
  readonly weights: readonly number[]
}

export const weigh = ({ weights }: CoverProblem, chosen: Iterable<number>): number => {
  let sum = 0
  for (const choice of chosen) sum += weights[choice] ?? 0
  return sum
}

/** Whether everything that is needed is covered, prerequisites of the chosen included. */
export function coversAll(problem: CoverProblem, chosen: ReadonlySet<number>): boolean {
  const covered = (element: number): boolean => (problem.options[element] ?? []).some((one) => chosen.has(one))
  for (let element = 0; element < problem.needs; element++) if (!covered(element)) return false
  for (const choice of chosen) if (!(problem.opens[choice] ?? []).every(covered)) return false
  return true
}

/**
 * A weight that no covering can go below: every element gets a price, such that no choice is worth less than the prices
 * of what it covers (a feasible dual of the linear relaxation). `needed` may be any elements that must be covered yet.
 */
export function boundWeight(
  { options, weights }: CoverProblem,
  needed: readonly number[],
  may: (choice: number) => boolean = () => true,
): number {
  const slack = new Map<number, number>()
  const room = (choice: number): number => slack.get(choice) ?? weights[choice] ?? 0
  const scarceFirst = needed
    .map((element) => ({ element, choices: (options[element] ?? []).filter(may) }))
    .sort((one, other) => one.choices.length - other.choices.length)
  let bound = 0
  for (const { choices } of scarceFirst) {
    if (choices.length === 0) return Number.POSITIVE_INFINITY
    const price = choices.reduce((least, choice) => Math.min(least, room(choice)), Number.POSITIVE_INFINITY)
    if (price <= 0) continue
    for (const choice of choices) slack.set(choice, room(choice) - price)
    bound += price
  }
  return bound
}
