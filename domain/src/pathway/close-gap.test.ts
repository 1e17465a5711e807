import { array, assert, constantFrom, integer, option, property, record, subarray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClosingSet, closeGap } from './close-gap.ts'
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
          expect(mayBeTaken(best.steps.map(({ offer: one }) => one))).toBe(true)
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

/** Merits need only merits before them, so that trying every set is enough to find an order. */
const anyQuestion = record({
  missing: subarray(skills, { minLength: 1 }),
  objective: constantFrom<Objective>('fewest', 'cheapest', 'shortest'),
  offers: array(
    record({
      merit: integer({ min: 0, max: 6 }),
      skills: subarray(skills),
      price: integer({ min: 0, max: 9 }),
      hours: integer({ min: 0, max: 9 }),
      prerequisites: subarray(merits, { maxLength: 2 }),
      starts: option(integer({ min: 1, max: 9 }), { freq: 2, nil: undefined }),
    }),
    { maxLength: 9 },
  ),
}).map(
  ({ missing, objective, offers }): ClosingQuestion => ({
    missing,
    objective,
    constraints: { online: true },
    offers: offers.map(({ merit, starts, prerequisites, ...rest }, index) =>
      Offer.parse({
        ...rest,
        id: `o${index}`,
        merit: merits[merit],
        prerequisites: prerequisites.filter((one) => merits.indexOf(one) < merit),
        ...(starts && { startsOn: `2026-01-0${starts}`, endsOn: `2026-01-${10 + starts}` }),
      }),
    ),
  }),
)

function lightestByTrying({ missing, offers, objective }: ClosingQuestion): number | undefined {
  const reachable = new Set(
    offers.flatMap((_, index) => {
      const taken = listSets(offers).filter((set) => offers[index] && set.includes(offers[index]))
      return taken.some(mayBeTaken) ? (offers[index]?.skills ?? []) : []
    }),
  )
  const wanted = missing.filter((skill) => reachable.has(skill))
  if (wanted.length === 0) return undefined
  let lightest: number | undefined
  for (const set of listSets(offers)) {
    if (!wanted.every((skill) => set.some((one) => one.skills.includes(skill))) || !mayBeTaken(set)) continue
    const weight = set.reduce((sum, one) => sum + weightBy(one, objective), 0)
    if (lightest === undefined || weight < lightest) lightest = weight
  }
  return lightest
}

const listSets = (offers: readonly Offer[]): Offer[][] =>
  Array.from({ length: 2 ** offers.length }, (_, bits) => offers.filter((_, index) => (bits >> index) & 1))

/** Every prerequisite is met by one of the set that ends in time. */
const mayBeTaken = (set: readonly Offer[]): boolean =>
  set.every((one) =>
    one.prerequisites.every((merit) =>
      set.some((other) => other.merit === merit && !(other.endsOn && one.startsOn && other.endsOn > one.startsOn)),
    ),
  )

const weightBy = (one: Offer, objective: Objective): number =>
  objective === 'fewest' ? 1 : ((objective === 'cheapest' ? one.price : one.hours) ?? Number.NaN)

const weightOf = ({ steps }: ClosingSet, objective: Objective): number =>
  steps.reduce((sum, { offer: one }) => sum + weightBy(one, objective), 0)

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
