import type { CoverProblem } from './cover-problem.ts'
import { type Constraints, type Exclusion, excludeOffer, type Objective, type Offer } from './offer.ts'

export type ClosingQuestion = {
  /** Addresses of the skills that are missing. */
  readonly missing: readonly string[]
  readonly offers: readonly Offer[]
  readonly objective: Objective
  readonly constraints: Constraints
  /** Merits already held: they meet prerequisites, and are not taken again. */
  readonly heldMerits?: readonly string[]
  /** Skills that the person says they have without being able to show it: these may be validated instead. */
  readonly claimed?: readonly string[]
}

export type Route = 'study' | 'validation'

export type PreparedClosing = {
  readonly problem: CoverProblem
  /** Choice → the offer, and the way it would be taken. */
  readonly choices: readonly { readonly offer: Offer; readonly route: Route; readonly teaches: readonly string[] }[]
  /** Nobody teaches it: a need that no offer answers yet. */
  readonly noOffer: readonly string[]
  /** Somebody does, but not so that this learner can take it. */
  readonly outOfReach: readonly { readonly skill: string; readonly why: readonly Exclusion[] }[]
}

/**
 * Turns the question into covering: leaves out what the learner cannot take or need not, and of offers that teach the
 * same and need nothing before keeps the lightest.
 */
export function prepareClosing(question: ClosingQuestion): PreparedClosing {
  const { objective, constraints } = question
  const missing = [...new Set(question.missing)]
  const wanted = new Set(missing)
  const held = new Set(question.heldMerits)
  const claimed = new Set(question.claimed)
  const open = question.offers.filter((offer) => !held.has(offer.merit))
  const currency = constraints.currency ?? findCurrency(open)
  const excluded = new Map<string, Exclusion>()
  const takeable = open.flatMap((offer) => {
    const teaches = [...new Set(offer.skills)].filter((skill) => wanted.has(skill))
    const routes: Route[] = ['study']
    if (offer.validation && teaches.length > 0 && teaches.every((skill) => claimed.has(skill)))
      routes.unshift('validation')
    return routes.flatMap((route): Takeable[] => {
      const why = route === 'study' ? excludeOffer(offer, constraints) : excludeByLanguage(offer, constraints)
      const weight = why ?? weightOf(offer, route, objective, currency)
      if (typeof weight === 'string') {
        excluded.set(offer.id, weight)
        return []
      }
      // Who shows by validation that they know it needs no course before it.
      const needs = route === 'validation' ? [] : offer.prerequisites.filter((merit) => !held.has(merit))
      return [{ offer, route, teaches, weight, needs }]
    })
  })
  const levels = findLevels(keepRelevant(takeable))
  for (const one of takeable)
    if (one.needs.length > 0 && !levels.has(one)) excluded.set(one.offer.id, 'prerequisite-out-of-reach')
  const kept = keepLightest([...levels.keys()])
  const mayStandBefore = orderMerits(kept, levels)

  const taught = missing.filter((skill) => kept.some(({ teaches }) => teaches.includes(skill)))
  const elementOf = new Map(taught.map((skill, element) => [skill, element]))
  const covers: number[][] = kept.map(({ teaches }) => teaches.flatMap((skill) => elementOf.get(skill) ?? []))
  const opens: number[][] = kept.map(() => [])
  const options: number[][] = taught.map(() => [])
  covers.forEach((elements, choice) => {
    for (const element of elements) options[element]?.push(choice)
  })
  const placesOf = Map.groupBy(
    kept.map((other, place) => ({ other, place })),
    ({ other }) => other.offer.merit,
  )
  kept.forEach((one, choice) => {
    for (const merit of one.needs) {
      const element = options.length
      options.push(
        (placesOf.get(merit) ?? []).flatMap(({ other, place }) => (mayStandBefore(other, one) ? [place] : [])),
      )
      for (const option of options[element] ?? []) covers[option]?.push(element)
      opens[choice]?.push(element)
    }
  })
  const untaught = missing.filter((skill) => !elementOf.has(skill))
  const teachers = (skill: string): Offer[] => open.filter((offer) => offer.skills.includes(skill))
  return {
    problem: { needs: taught.length, options, covers, opens, weights: kept.map(({ weight }) => weight) },
    choices: kept,
    noOffer: untaught.filter((skill) => teachers(skill).length === 0),
    outOfReach: untaught
      .filter((skill) => teachers(skill).length > 0)
      .map((skill) => ({
        skill,
        why: [...new Set(teachers(skill).flatMap(({ id }) => excluded.get(id) ?? []))].sort(),
      })),
  }
}

type Takeable = PreparedClosing['choices'][number] & { readonly weight: number; readonly needs: readonly string[] }

/** Validation has neither dates nor hours a week, and is arranged where the person is; only the language still matters. */
const excludeByLanguage = (offer: Offer, { languages }: Constraints): Exclusion | undefined =>
  excludeOffer(offer, { online: true, ...(languages && { languages }) })

/** Equals by the aim are told apart by fewer, then shorter, then cheaper: enough to decide, too little to change it. */
function weightOf(offer: Offer, route: Route, objective: Objective, currency: Offer['currency']): number | Exclusion {
  const { price, hours } = route === 'validation' ? (offer.validation ?? {}) : offer
  const tiebreak = 1e-6 + (hours ?? 0) * 1e-9 + (price ?? 0) * 1e-12
  if (objective === 'fewest') return 1 + tiebreak
  if (objective === 'cheapest') {
    if (price === undefined) return 'price-not-stated'
    return price > 0 && offer.currency !== currency ? 'price-in-other-currency' : price + tiebreak
  }
  return hours === undefined ? 'hours-not-stated' : hours + tiebreak
}

/** The currency that most of what costs something is in; of several, the first by name. */
function findCurrency(offers: readonly Offer[]): Offer['currency'] {
  const priced = Map.groupBy(
    offers.filter(({ price }) => price !== undefined && price > 0),
    (offer) => offer.currency,
  )
  const [most] = [...priced].sort(
    ([one, some], [other, others]) => others.length - some.length || (one ?? '').localeCompare(other ?? ''),
  )
  return most?.[0]
}

/** What teaches something that is missing, and what must come before that. */
function keepRelevant(all: readonly Takeable[]): Takeable[] {
  const byMerit = Map.groupBy(all, ({ offer }) => offer.merit)
  const relevant = new Set<Takeable>()
  const waiting = all.filter(({ teaches }) => teaches.length > 0)
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (relevant.has(one)) continue
    relevant.add(one)
    waiting.push(...one.needs.flatMap((merit) => byMerit.get(merit) ?? []))
  }
  return all.filter((one) => relevant.has(one))
}

/**
 * Those whose prerequisites can be met by others that can be met, and so on, with the round in which each is reached: a
 * circle of merits that each need the next is never.
 */
function findLevels(all: readonly Takeable[]): Map<Takeable, number> {
  const levels = new Map<Takeable, number>()
  const byMerit = new Map<string, Takeable[]>()
  let waiting = all
  for (let level = 0; ; level++) {
    const now = waiting.filter(({ needs, offer }) =>
      needs.every((merit) => byMerit.get(merit)?.some((other) => endsBefore(other, offer))),
    )
    if (now.length === 0) return levels
    for (const one of now) {
      levels.set(one, level)
      const others = byMerit.get(one.offer.merit)
      if (others) others.push(one)
      else byMerit.set(one.offer.merit, [one])
    }
    waiting = waiting.filter((one) => !levels.has(one))
  }
}

/** Whether one has the first before the other begins; what is validated is arranged for when it is needed. */
function endsBefore({ offer, route }: Takeable, then: Offer): boolean {
  if (route === 'validation') return true
  const ends = offer.endsOn ?? offer.startsOn
  return ends === undefined || then.startsOn === undefined || ends <= then.startsOn
}

/** Where merits stand before each other in a circle, only an earlier round may stand before a later one. */
function orderMerits(all: readonly Takeable[], levels: ReadonlyMap<Takeable, number>) {
  const needsOf = new Map<string, Set<string>>()
  for (const { offer, needs } of all) {
    const known = needsOf.get(offer.merit) ?? new Set()
    for (const merit of needs) known.add(merit)
    needsOf.set(offer.merit, known)
  }
  const leadsTo = (from: string, to: string): boolean => {
    const seen = new Set<string>()
    const waiting = [from]
    for (let merit = waiting.pop(); merit !== undefined; merit = waiting.pop()) {
      if (merit === to) return true
      if (seen.has(merit)) continue
      seen.add(merit)
      waiting.push(...(needsOf.get(merit) ?? []))
    }
    return false
  }
  return (first: Takeable, then: Takeable): boolean =>
    endsBefore(first, then.offer) &&
    ((levels.get(first) ?? 0) < (levels.get(then) ?? 0) || !leadsTo(first.offer.merit, then.offer.merit))
}

function keepLightest(all: readonly Takeable[]): Takeable[] {
  const asked = new Set(all.flatMap(({ needs }) => needs))
  const plain = (one: Takeable): boolean => one.needs.length === 0 && !asked.has(one.offer.merit)
  const lightest = new Map<string, Takeable>()
  for (const one of all) {
    if (!plain(one) || one.teaches.length === 0) continue
    const key = [...one.teaches].sort().join('\n')
    const known = lightest.get(key)
    if (!known || one.weight < known.weight) lightest.set(key, one)
  }
  return all.filter((one) => (plain(one) ? lightest.get([...one.teaches].sort().join('\n')) === one : true))
}
