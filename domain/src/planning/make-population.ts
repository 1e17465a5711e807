import type { SupplyFact } from './count-supply.ts'
import { type Place, places } from './place.ts'

/** What made-up people can: occupations with the skills that they ask for. */
export type SkillPool = { readonly occupations: readonly (readonly string[])[]; readonly skills: readonly string[] }

/** `merit`: which of the person’s merits shows it, counted from 0. */
export type MadeFact = SupplyFact & { readonly merit: number; readonly issuedOn: string }
export type MadePerson = { readonly municipality: string; readonly facts: readonly MadeFact[] }

export type PopulationPlan = {
  readonly people: number
  readonly seed: number
  readonly today: string
  readonly pool: SkillPool
  /** Regions to live in; all where it is empty. */
  readonly regions?: readonly string[]
  readonly creditsPerPerson?: number
  /** Ids of organisations, made by whoever keeps them. */
  readonly issuers: readonly string[]
}

export const issuerKinds = [
  'formal-education',
  'non-formal-provider',
  'employer',
  'social-partner',
  'civil-society',
  'authority',
] as const

/**
 * Made-up people with the skew of real ones: few large municipalities and many small, few skills that many have and
 * many that few have, large and small issuers near and far, most with few merits and some with many. The same seed
 * gives the same people, neighbours after each other and region by region, so that whoever counts them has done with a
 * region before the next one comes.
 */
export function* makePopulation(plan: PopulationPlan): Generator<MadePerson> {
  const random = makeRandom(plan.seed)
  const homes = [...places.values()].filter(
    ({ kind, parent }) => kind === 'municipality' && (!plan.regions?.length || plan.regions.includes(parent ?? '')),
  )
  const pickHome = makeSkewed(homes, 0.9, makeRandom(plan.seed + 1))
  const pickOccupation = makeSkewed(plan.pool.occupations, 0.8, makeRandom(plan.seed + 2))
  const pickSkill = makeSkewed(plan.pool.skills, 1, makeRandom(plan.seed + 3))
  const pickIssuer = makePickIssuer(plan.issuers, [...new Set(homes.map(({ parent }) => parent ?? ''))], plan.seed + 4)
  const mean = plan.creditsPerPerson ?? 4
  const today = Date.parse(plan.today)
  for (const home of settle(plan.people, () => pickHome(random()))) {
    const work = plan.pool.occupations.length > 0 ? pickOccupation(random()) : []
    const merits = 1 + Math.min(40, Math.floor(-Math.log(1 - random()) * (mean - 1)))
    const facts = Array.from({ length: merits }, (_, merit) => {
      const { id, kind } = pickIssuer(home.parent ?? '', random)
      const issued = today - Math.floor(random() ** 1.5 * 1460) * dayMilliseconds
      const years = random() < 0.35 ? 1 + Math.floor(random() * 5) : undefined
      const about = {
        merit,
        issuerId: id,
        issuerKind: kind,
        level: random() < 0.2 ? undefined : String(3 + Math.floor(random() * 3.4)),
        form: pickForm(random()),
        place: home.code,
        region: home.parent ?? home.code,
        issuedOn: dayOf(issued),
        validUntil: years === undefined ? undefined : dayOf(issued + years * 365 * dayMilliseconds),
      }
      const skills = new Set(
        Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
          work.length > 0 && random() < 0.75 ? (work[Math.floor(random() * work.length)] ?? '') : pickSkill(random()),
        ),
      )
      return [...skills].map((skill) => ({ ...about, skill }))
    })
    yield { municipality: home.code, facts: facts.flat() }
  }
}

/** A sixth of the issuers work everywhere, the others in one region each; of four merits three are from near. */
function makePickIssuer(ids: readonly string[], regions: readonly string[], seed: number) {
  const issuers = ids.map((id, index) => ({ id, kind: issuerKinds[index % issuerKinds.length] ?? 'employer' }))
  const wide = Math.max(1, Math.floor(issuers.length / 6))
  const deal = makeRandom(seed)
  const pickWide = makeSkewed(issuers.slice(0, wide), 0.7, deal)
  const near = new Map(
    regions.flatMap((region, at) => {
      const own = issuers.slice(wide).filter((_, index) => index % regions.length === at)
      return own.length > 0 ? [[region, makeSkewed(own, 0.7, deal)] as const] : []
    }),
  )
  return (region: string, random: () => number) => {
    const pickNear = near.get(region)
    return (pickNear && random() < 0.75 ? pickNear : pickWide)(random())
  }
}

/** A home for each of so many people, neighbours together. */
function* settle(people: number, pickHome: () => Place): Generator<Place> {
  const living = new Map<Place, number>()
  for (let person = 0; person < people; person++) {
    const home = pickHome()
    living.set(home, (living.get(home) ?? 0) + 1)
  }
  const byRegion = [...living].sort(([one], [other]) =>
    `${one.parent} ${one.code}` < `${other.parent} ${other.code}` ? -1 : 1,
  )
  for (const [home, count] of byRegion) for (let person = 0; person < count; person++) yield home
}

/** Those of the facts that stood on a day. */
export const standingOn = (facts: readonly MadeFact[], day: string): readonly MadeFact[] =>
  facts.filter(({ issuedOn, validUntil }) => issuedOn <= day && (validUntil === undefined || validUntil > day))

/** Made-up people of working age of every place, larger and smaller like real ones. */
export function makePlacePopulations(seed: number): ReadonlyMap<string, number> {
  const random = makeRandom(seed + 1)
  const homes = [...places.values()].filter(({ kind }) => kind === 'municipality')
  const counts = new Map<string, number>()
  for (const { code, parent, country } of homes) {
    const persons = Math.round(2500 * Math.exp(1.1 * normal(random)))
    for (const place of [code, parent ?? '', country]) counts.set(place, (counts.get(place) ?? 0) + persons)
  }
  return counts
}

const dayMilliseconds = 86_400_000
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
const pickForm = (chance: number): string => (chance < 0.7 ? 'course' : chance < 0.9 ? 'prior-learning' : 'both')

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Chances by rank to the power of minus `skew`, ranks dealt out by `deal`. */
function makeSkewed<Item>(items: readonly Item[], skew: number, deal: () => number): (chance: number) => Item {
  const order = items.map((item) => ({ item, at: deal() })).sort((one, other) => one.at - other.at)
  let total = 0
  const upTo = order.map((_, rank) => {
    total += (rank + 1) ** -skew
    return total
  })
  return (chance) => {
    let [low, high] = [0, upTo.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((upTo[middle] ?? 0) < chance * total) low = middle + 1
      else high = middle
    }
    const found = order[low]
    if (!found) throw new Error('There is nothing to choose from.')
    return found.item
  }
}

/** Chance that is the same for the same seed (mulberry32): for made-up people, never for secrets. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
