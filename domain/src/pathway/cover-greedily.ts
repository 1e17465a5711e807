import { type CoverProblem, coversAll } from './cover-problem.ts'

/**
 * A good covering at once: the choice that covers most for its weight, with what must come before it, again and again;
 * then whatever turned out not to be needed is given back, the heaviest first. `undefined` when there is none.
 *
 * Lazy: what a choice still covers only shrinks, so an old figure at the top of the queue is worked out anew, and if it
 * stays on top nothing else can beat it.
 */
export function coverGreedily(problem: CoverProblem): Set<number> | undefined {
  const { needs, covers, weights } = problem
  const reach = weighWithPrerequisites(problem)
  const open = new Set(Array.from({ length: needs }, (_, element) => element))
  const chosen = new Set<number>()
  const gainOf = (choice: number): number => (covers[choice] ?? []).filter((element) => open.has(element)).length
  const priceOf = (choice: number): number => {
    const gain = gainOf(choice)
    return gain === 0 ? Number.POSITIVE_INFINITY : (reach[choice] ?? 0) / gain
  }
  const queue = makeQueue(weights.map((_, choice) => ({ choice, price: priceOf(choice) })))
  while (open.size > 0) {
    const top = queue.take()
    if (top === undefined || top.price === Number.POSITIVE_INFINITY) return undefined
    const price = priceOf(top.choice)
    const next = queue.least()
    if (next !== undefined && price > next) {
      queue.add({ choice: top.choice, price })
      continue
    }
    take(problem, reach, chosen, top.choice)
    for (const choice of chosen) for (const element of covers[choice] ?? []) open.delete(element)
  }
  return giveBack(problem, chosen)
}

function take(problem: CoverProblem, reach: readonly number[], chosen: Set<number>, choice: number): void {
  if (chosen.has(choice)) return
  chosen.add(choice)
  for (const element of problem.opens[choice] ?? []) {
    const options = problem.options[element] ?? []
    if (options.some((option) => chosen.has(option))) continue
    const [first, ...rest] = options
    if (first === undefined) continue
    const lightest = rest.reduce((best, option) => ((reach[option] ?? 0) < (reach[best] ?? 0) ? option : best), first)
    take(problem, reach, chosen, lightest)
  }
}

/** What a choice weighs with the lightest prerequisites, however deep; infinite where they cannot be met. */
export function weighWithPrerequisites({ options, opens, weights }: CoverProblem): number[] {
  const reach = weights.map((weight, choice) =>
    (opens[choice] ?? []).length === 0 ? weight : Number.POSITIVE_INFINITY,
  )
  const deep = weights.flatMap((_, choice) => ((opens[choice] ?? []).length === 0 ? [] : [choice]))
  for (let changed = true; changed; ) {
    changed = false
    for (const choice of deep) {
      const before = (opens[choice] ?? []).map((element) =>
        Math.min(...(options[element] ?? []).map((option) => reach[option] ?? 0)),
      )
      const sum = before.reduce((total, one) => total + one, weights[choice] ?? 0)
      if (sum >= (reach[choice] ?? 0)) continue
      reach[choice] = sum
      changed = true
    }
  }
  return reach
}

export function giveBack(problem: CoverProblem, chosen: ReadonlySet<number>): Set<number> {
  const kept = new Set(chosen)
  for (let changed = true; changed; ) {
    changed = false
    const heavyFirst = [...kept].sort((one, other) => (problem.weights[other] ?? 0) - (problem.weights[one] ?? 0))
    for (const choice of heavyFirst) {
      kept.delete(choice)
      if (coversAll(problem, kept)) changed = true
      else kept.add(choice)
    }
  }
  return kept
}

type Priced = { choice: number; price: number }

/** A binary heap, the least price on top. */
function makeQueue(items: Priced[]) {
  const swap = (one: number, other: number): void => {
    const [left, right] = [items[one], items[other]]
    if (left && right) {
      items[one] = right
      items[other] = left
    }
  }
  const priceAt = (place: number): number => items[place]?.price ?? Number.POSITIVE_INFINITY
  const sink = (from: number): void => {
    for (let place = from; ; ) {
      const left = 2 * place + 1
      const smaller = priceAt(left + 1) < priceAt(left) ? left + 1 : left
      if (smaller >= items.length || priceAt(place) <= priceAt(smaller)) return
      swap(place, smaller)
      place = smaller
    }
  }
  for (let place = items.length >> 1; place >= 0; place--) sink(place)
  return {
    least: (): number | undefined => items[0]?.price,
    take(): Priced | undefined {
      const top = items[0]
      const last = items.pop()
      if (last !== undefined && last !== top) {
        items[0] = last
        sink(0)
      }
      return top
    },
    add(item: Priced): void {
      items.push(item)
      for (let place = items.length - 1; place > 0; ) {
        const parent = (place - 1) >> 1
        if (priceAt(parent) <= priceAt(place)) return
        swap(parent, place)
        place = parent
      }
    },
  }
}
