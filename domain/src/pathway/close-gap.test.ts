import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  property,
  record,
  subarray,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClosingSet, closeGap, type Step } from './close-gap.ts'
import { Constraints, excludeOffer, type Objective, Offer } from './offer.ts'
import type { ClosingQuestion } from './prepare-closing.ts'

const [hygiene, beds, talk] = ['hygiene', 'beds', 'talk']

describe('closing the gap from cabin to care home', () => {
  const offers = [
    offer('both', [hygiene, beds], { price: 900, hours: 30 }),
    offer('only-hygiene', [hygiene], { price: 300, hours: 8 }),
    offer('only-beds', [beds], { price: 400, hours: 40 }),
  ]

  it('takes the fewest, the cheapest or the shortest, as one aims', () => {
    expect(ids(close({ offers, objective: 'fewest' }).best)).toEqual(['both'])
    expect(ids(close({ offers, objective: 'cheapest' }).best)).toEqual(['only-beds', 'only-hygiene'])
    expect(ids(close({ offers, objective: 'shortest' }).best)).toEqual(['both'])
  })

  it('adds up what the steps state, and proves that nothing is better', () => {
    expect(close({ offers, objective: 'cheapest' }).best).toMatchObject({ price: 700, hours: 48, proved: true })
  })

  it('never adds up what is paid in different currencies', () => {
    const priced = (id: string, price: number, currency: Offer['currency']) => offer(id, [id], { price, currency })
    const mixed = [priced(hygiene, 100, 'SEK'), priced(beds, 1, 'EUR'), priced(talk, 0, undefined)]
    const both = { missing: [hygiene, beds], offers: mixed }
    expect(close({ ...both, objective: 'fewest' }).best?.price).toBeUndefined()
    const inKronor = close({ ...both, objective: 'cheapest', constraints: { online: true, currency: 'SEK' } })
    expect(inKronor.best).toMatchObject({ price: 100, currency: 'SEK' })
    expect(inKronor.outOfReach).toEqual([{ skill: beds, why: ['price-in-other-currency'] }])
    // What costs nothing costs nothing in any.
    const kronor = [...mixed.slice(0, 1), ...mixed.slice(2)]
    const free = close({ missing: [hygiene, talk], offers: kronor, objective: 'cheapest' })
    expect(free.best).toMatchObject({ price: 100, currency: 'SEK', proved: true })
  })

  it('says another way for when one is full', () => {
    const { alternatives } = close({ offers, objective: 'fewest' })
    expect(alternatives.map((set) => ids(set))).toEqual([['only-beds', 'only-hygiene']])
  })

  it('keeps what nobody teaches apart from what this learner cannot take', () => {
    const { noOffer, outOfReach, best } = close({
      missing: [hygiene, beds, talk],
      offers: [offer('far', [beds], { places: ['Umeå'] }), offer('near', [hygiene], { places: ['Skelleby'] })],
      constraints: { online: true, places: ['Skelleby'] },
    })
    expect(ids(best)).toEqual(['near'])
    expect(noOffer).toEqual([talk])
    expect(outOfReach).toEqual([{ skill: beds, why: ['place'] }])
  })

  it('leaves out what begins after one must be done, and reads places however they are spelt', () => {
    const late = offer('late', [beds], { startsOn: '2027-05-01', places: ['Skelleby'] })
    const within = (endsOnOrBefore: string) =>
      close({ missing: [beds], offers: [late], constraints: { online: true, places: ['skelleby'], endsOnOrBefore } })
    expect(ids(within('2027-05-01').best)).toEqual(['late'])
    expect(within('2027-04-30').outOfReach).toEqual([{ skill: beds, why: ['ends-too-late'] }])
  })

  it('has no set at all where nothing is taught, and none where nothing is missing', () => {
    expect(close({ offers: [] }).best).toBeUndefined()
    expect(close({ missing: [], offers })).toEqual({ best: undefined, alternatives: [], noOffer: [], outOfReach: [] })
  })
})

describe('what must come before', () => {
  const offers = [
    offer('advanced', [hygiene, beds], { hours: 10, prerequisites: ['basic-merit'] }),
    offer('basic', [], { hours: 5, merit: 'basic-merit' }),
    offer('slow', [hygiene, beds], { hours: 20 }),
  ]

  it('is taken first, and counted', () => {
    const { best } = close({ offers, objective: 'shortest' })
    expect(ids(best, 'in order')).toEqual(['basic', 'advanced'])
    expect(best?.hours).toBe(15)
    expect(best?.steps[0]?.gives).toEqual([])
  })

  it('is not taken again by who holds it', () => {
    expect(ids(close({ offers, objective: 'shortest', heldMerits: ['basic-merit'] }).best)).toEqual(['advanced'])
  })

  it('must end before what follows begins', () => {
    const dated = offers.map((one) => ({
      ...one,
      ...(one.id === 'basic' && { endsOn: '2026-06-10' }),
      ...(one.id === 'advanced' && { startsOn: '2026-06-01' }),
    }))
    expect(ids(close({ offers: dated, objective: 'shortest' }).best)).toEqual(['slow'])
  })

  it('is out of reach when two need each other', () => {
    const circle = [
      offer('egg', [hygiene], { merit: 'egg', prerequisites: ['hen'] }),
      offer('hen', [beds], { merit: 'hen', prerequisites: ['egg'] }),
    ]
    expect(close({ offers: circle })).toMatchObject({
      best: undefined,
      outOfReach: [
        { skill: hygiene, why: ['prerequisite-out-of-reach'] },
        { skill: beds, why: ['prerequisite-out-of-reach'] },
      ],
    })
  })
})

describe('what may be validated instead', () => {
  const offers = [
    offer('course', [hygiene, beds], { price: 900, prerequisites: ['basic'], validation: { price: 200 } }),
    offer('hygiene-course', [hygiene], { price: 100 }),
  ]

  it('is validated where the person says they know all of it, whatever would come before the course', () => {
    const { best } = close({ offers, objective: 'cheapest', claimed: [hygiene, beds] })
    expect(best).toMatchObject({ price: 200, steps: [{ route: 'validation', offer: { id: 'course' } }] })
  })

  it('is studied where they do not', () => {
    const basic = offer('basic', [], { merit: 'basic', price: 1 })
    const { best } = close({ offers: [...offers, basic], objective: 'cheapest', claimed: [hygiene] })
    expect(best?.steps.map(({ route, couldBeValidated }) => [route, couldBeValidated])).toEqual([
      ['study', false],
      ['study', true],
    ])
  })
})

describe('what a learner cannot take', () => {
  const course = offer('course', [beds], {
    languages: ['sv'],
    places: ['Skelleby'],
    level: 5,
    hoursPerWeek: 20,
    startsOn: '2026-02-01',
    endsOn: '2026-05-01',
  })
  it.each([
    [{ languages: ['fi'] }, 'language'],
    [{ places: ['Umeå'] }, 'place'],
    [{ levelAtMost: 4 }, 'level'],
    [{ hoursPerWeek: 10 }, 'hours-per-week'],
    [{ startsOnOrAfter: '2026-03-01' }, 'starts-too-early'],
    [{ endsOnOrBefore: '2026-04-01' }, 'ends-too-late'],
    [{ languages: ['sv', 'fi'], places: ['Skelleby'], levelAtMost: 5, hoursPerWeek: 20 }, undefined],
  ] as const)('%o → %s', (constraints, why) => {
    expect(excludeOffer(course, Constraints.parse(constraints))).toBe(why)
  })
})

describe('any catalogue', () => {
  it('is closed as lightly as by trying every set, and never claimed to be proved when it is not', () => {
    assert(
      property(anyQuestion, (question) => {
        const lightest = lightestByTrying(question)
        for (const effort of ['thorough', 'instant'] as const) {
          const { best } = closeGap(question, effort, 0)
          if (lightest === undefined) {
            expect(best).toBeUndefined()
            continue
          }
          if (!best) throw new Error('a set exists, and none was found')
          expect(mayBeTaken(best.steps, question)).toBe(true)
          expect(weightOf(best, question.objective)).toBeGreaterThanOrEqual(lightest - 1e-6)
          expect(best.bound).toBeLessThanOrEqual(lightest + 1e-3)
          if (best.proved) expect(weightOf(best, question.objective)).toBeCloseTo(lightest, 3)
          if (effort === 'thorough') expect(best.proved).toBe(true)
        }
      }),
      { numRuns: 400, seed: 5 },
    )
  })
})

const skills = ['a', 'b', 'c', 'd', 'e']
const merits = ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']
const places = ['Skelleby', 'Umeå']
const sometimes = <T>(one: Arbitrary<T>) => option(one, { freq: 2, nil: undefined })
const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`

/** Merits need only merits before them, so that trying every set is enough to find an order. */
const anyQuestion = record({
  missing: subarray(skills, { minLength: 1 }),
  objective: constantFrom<Objective>('fewest', 'cheapest', 'shortest'),
  heldMerits: subarray(merits, { maxLength: 1 }),
  claimed: subarray(skills, { maxLength: 3 }),
  constraints: record({
    online: boolean(),
    languages: sometimes(subarray(['sv', 'fi'] as const, { minLength: 1 })),
    places: sometimes(subarray(places, { minLength: 1 })),
    levelAtMost: sometimes(integer({ min: 3, max: 5 })),
    hoursPerWeek: sometimes(constantFrom(10, 20)),
    startsOnOrAfter: sometimes(constantFrom(day(2))),
    endsOnOrBefore: sometimes(constantFrom(day(16))),
  }),
  offers: array(
    record({
      merit: integer({ min: 0, max: 6 }),
      skills: subarray(skills),
      price: sometimes(integer({ min: 0, max: 9 })),
      currency: constantFrom('SEK', 'EUR'),
      hours: sometimes(integer({ min: 0, max: 9 })),
      prerequisites: subarray(merits, { maxLength: 2 }),
      starts: sometimes(integer({ min: 1, max: 9 })),
      languages: subarray(['sv', 'fi'], { maxLength: 1 }),
      places: subarray(places, { maxLength: 1 }),
      online: boolean(),
      level: sometimes(integer({ min: 2, max: 6 })),
      hoursPerWeek: sometimes(integer({ min: 5, max: 25 })),
      validation: sometimes(
        record({ price: sometimes(integer({ min: 0, max: 9 })), hours: sometimes(integer({ min: 0, max: 9 })) }),
      ),
    }),
    { maxLength: 8 },
  ),
}).map(
  ({ constraints, offers, ...question }): ClosingQuestion => ({
    ...question,
    constraints: Constraints.parse({ ...constraints, currency: 'SEK' }),
    offers: offers.map(({ merit, starts, prerequisites, ...rest }, index) =>
      Offer.parse({
        ...rest,
        id: `o${index}`,
        merit: merits[merit],
        prerequisites: prerequisites.filter((one) => merits.indexOf(one) < merit),
        ...(starts && { startsOn: day(starts), endsOn: day(10 + starts) }),
      }),
    ),
  }),
)

/** One offer, by study or by validation, as whoever asks might take it. */
type Taken = Pick<Step, 'offer' | 'route'>

/** By the words of the question, not by our code: what may be taken at all, and then every set of it. */
function lightestByTrying(question: ClosingQuestion): number | undefined {
  const { missing, objective } = question
  const sets = listSets(listTakeable(question)).filter((set) => mayBeTaken(set, question))
  const reachable = new Set(sets.flat().flatMap(({ offer: { skills } }) => skills))
  const wanted = missing.filter((skill) => reachable.has(skill))
  if (wanted.length === 0) return undefined
  return sets
    .filter((set) => wanted.every((skill) => set.some(({ offer: { skills } }) => skills.includes(skill))))
    .map((set) => set.reduce((sum, one) => sum + weightBy(one, objective), 0))
    .reduce((lightest, weight) => Math.min(lightest, weight))
}

function listTakeable({ missing, offers, objective, constraints, heldMerits, claimed }: ClosingQuestion): Taken[] {
  const { online, languages, places, levelAtMost, hoursPerWeek, startsOnOrAfter, endsOnOrBefore } = constraints
  const meets = (one: Offer['languages'] | string[], wished: readonly string[] | undefined) =>
    wished === undefined || one.some((some) => wished.includes(some))
  return offers
    .filter(({ merit }) => !heldMerits?.includes(merit))
    .flatMap((offer): Taken[] => {
      const spoken = offer.languages.length === 0 || meets(offer.languages, languages)
      const there =
        (offer.online && online) || (offer.places.length === 0 ? !offer.online : meets(offer.places, places))
      const fits =
        (offer.level ?? 0) <= (levelAtMost ?? 8) &&
        (offer.hoursPerWeek ?? 0) <= (hoursPerWeek ?? 168) &&
        (offer.startsOn ?? '9') >= (startsOnOrAfter ?? '') &&
        (offer.endsOn ?? '') <= (endsOnOrBefore ?? '9')
      const gives = offer.skills.filter((skill) => missing.includes(skill))
      const known = gives.length > 0 && gives.every((skill) => claimed?.includes(skill))
      return [
        ...(spoken && there && fits ? [{ offer, route: 'study' as const }] : []),
        ...(offer.validation && spoken && known ? [{ offer, route: 'validation' as const }] : []),
      ]
    })
    .filter((one) => !Number.isNaN(weightBy(one, objective)))
}

const listSets = (all: readonly Taken[]): Taken[][] =>
  Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, index) => (bits >> index) & 1))

/** What is studied needs its prerequisites: held, validated, or by one of the set that ends in time. */
const mayBeTaken = (set: readonly Taken[], { heldMerits }: ClosingQuestion): boolean =>
  set.every(
    ({ offer: one, route }) =>
      route === 'validation' ||
      one.prerequisites.every(
        (merit) =>
          heldMerits?.includes(merit) ||
          set.some(
            ({ offer: other, route }) =>
              other.merit === merit &&
              (route === 'validation' || !(other.endsOn && one.startsOn && other.endsOn > one.startsOn)),
          ),
      ),
  )

/** Not a number where it is not stated, or is paid in another currency than asked for. */
function weightBy({ offer, route }: Taken, objective: Objective): number {
  const { price, hours } = (route === 'validation' ? offer.validation : offer) ?? {}
  if (objective === 'fewest') return 1
  if (objective === 'shortest') return hours ?? Number.NaN
  return price === undefined || (price > 0 && offer.currency !== 'SEK') ? Number.NaN : price
}

const weightOf = ({ steps }: ClosingSet, objective: Objective): number =>
  steps.reduce((sum, one) => sum + weightBy(one, objective), 0)

function close(question: Partial<ClosingQuestion>) {
  return closeGap(
    { missing: [hygiene, beds], offers: [], objective: 'fewest', constraints: { online: true }, ...question },
    'thorough',
  )
}

function offer(id: string, teaches: readonly string[], rest: Partial<Offer> = {}): Offer {
  return Offer.parse({ id, merit: `merit-of-${id}`, skills: teaches, price: 100, hours: 10, ...rest })
}

const ids = (set: ClosingSet | undefined, order?: 'in order'): string[] | undefined => {
  const all = set?.steps.map((step) => step.offer.id)
  return order ? all : all?.sort()
}
