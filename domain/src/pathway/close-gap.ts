import { coverGreedily } from './cover-greedily.ts'
import { boundWeight, type CoverProblem, weigh } from './cover-problem.ts'
import type { Offer } from './offer.ts'
import { type ClosingQuestion, type PreparedClosing, prepareClosing, type Route } from './prepare-closing.ts'
import { type Cover, proveCover } from './prove-cover.ts'

export type Step = {
  readonly offer: Offer
  readonly route: Route
  /** The missing skills that this step gives; none where it only opens the way to another. */
  readonly gives: readonly string[]
  /** The same could be shown by validation of prior learning, if the person already knows it. */
  readonly couldBeValidated: boolean
}

export type ClosingSet = {
  /** In an order in which they can be taken. */
  readonly steps: readonly Step[]
  /** Undefined where a step does not state it; the price also where steps are paid in different currencies. */
  readonly price: number | undefined
  readonly currency: Offer['currency']
  readonly hours: number | undefined
  /** Proved: no set is better by the aim. Else no set is better by more than from `weight` down to `bound`. */
  readonly proved: boolean
  readonly weight: number
  readonly bound: number
}

export type Closing = {
  /** Undefined where nothing that is missing is taught. */
  readonly best: ClosingSet | undefined
  readonly alternatives: readonly ClosingSet[]
  readonly noOffer: PreparedClosing['noOffer']
  readonly outOfReach: PreparedClosing['outOfReach']
}

export type Effort = 'instant' | 'thorough'

/** Finds the lightest covering; a server may give a stronger one than ours. */
export type Prover = (problem: CoverProblem) => Cover | undefined

/** Enough to prove what people ask in practice; beyond it the bound says how far off the answer can be. */
const looks = 3_000_000

export const byBranching: Prover = (problem) => proveCover(problem, looks)

/**
 * Finds merits that together close the gap: the fewest, the cheapest or the shortest. `instant` takes the greedy set
 * and a bound, for an answer while one types; `thorough` proves it, where it can, and looks for other ways.
 */
export function closeGap(
  question: ClosingQuestion,
  effort: Effort,
  alternatives = 3,
  prove: Prover = byBranching,
): Closing {
  const prepared = prepareClosing(question)
  const cover = effort === 'instant' ? coverAtOnce(prepared.problem) : prove(prepared.problem)
  const { noOffer, outOfReach } = prepared
  if (!cover || prepared.problem.needs === 0) return { best: undefined, alternatives: [], noOffer, outOfReach }
  return {
    best: toSet(prepared, cover),
    alternatives: effort === 'instant' ? [] : findOthers(prepared, cover, alternatives),
    noOffer,
    outOfReach,
  }
}

function coverAtOnce(problem: CoverProblem): Cover | undefined {
  const chosen = coverGreedily(problem)
  if (!chosen) return undefined
  const weight = weigh(problem, chosen)
  const all = Array.from({ length: problem.needs }, (_, element) => element)
  const bound = Math.min(weight, boundWeight(problem, all))
  return { chosen, weight, bound, proved: weight - bound < 1e-9 }
}

/** The best sets without one of the best set's merits: what to do when that one is full, or not to one's liking. */
function findOthers(prepared: PreparedClosing, { chosen }: Cover, count: number): ClosingSet[] {
  const others = [...chosen].flatMap((refused) => {
    const cover = proveCover(without(prepared, refused), looks / 10)
    return cover ? [toSet(prepared, cover)] : []
  })
  const distinct = new Map(
    others.map((set) => [
      set.steps
        .map(({ offer }) => offer.id)
        .sort()
        .join('\n'),
      set,
    ]),
  )
  return [...distinct.values()].sort((one, other) => one.weight - other.weight).slice(0, count)
}

function without({ problem, choices }: PreparedClosing, refused: number): CoverProblem {
  const merit = choices[refused]?.offer.merit
  const may = (choice: number): boolean => choices[choice]?.offer.merit !== merit
  return {
    ...problem,
    options: problem.options.map((options) => options.filter(may)),
    covers: problem.covers.map((elements, choice) => (may(choice) ? elements : [])),
  }
}

function toSet(prepared: PreparedClosing, { chosen, weight, bound, proved }: Cover): ClosingSet {
  const steps = orderChoices(prepared, chosen).flatMap((choice): Step[] => {
    const taken = prepared.choices[choice]
    if (!taken) return []
    const { offer, route, teaches } = taken
    return [{ offer, route, gives: teaches, couldBeValidated: route === 'study' && offer.validation !== undefined }]
  })
  const stated = ({ offer, route }: Step, of: 'price' | 'hours') =>
    (route === 'validation' ? offer.validation : offer)?.[of]
  const sum = (of: 'price' | 'hours'): number | undefined =>
    steps.reduce<number | undefined>((total, step) => {
      const value = stated(step, of)
      return total === undefined || value === undefined ? undefined : total + value
    }, 0)
  const paid = steps.flatMap((step) => ((stated(step, 'price') ?? 0) > 0 ? [step.offer.currency] : []))
  const [currency, ...others] = new Set(paid)
  const price = others.length === 0 ? sum('price') : undefined
  return { steps, price, currency, hours: sum('hours'), proved, weight, bound }
}

/** What must come before comes before; of the rest, what begins earlier, and then what gives most. */
function orderChoices({ problem, choices }: PreparedClosing, chosen: ReadonlySet<number>): number[] {
  const eager = [...chosen].sort((one, other) => {
    const [first, then] = [choices[one], choices[other]]
    return (
      (first?.offer.startsOn ?? '').localeCompare(then?.offer.startsOn ?? '') ||
      (then?.teaches.length ?? 0) - (first?.teaches.length ?? 0) ||
      one - other
    )
  })
  const order: number[] = []
  const ready = (choice: number): boolean =>
    (problem.opens[choice] ?? []).every((element) => problem.options[element]?.some((one) => order.includes(one)))
  for (let next = eager.findIndex(ready); next >= 0; next = eager.findIndex(ready)) order.push(...eager.splice(next, 1))
  return order
}
