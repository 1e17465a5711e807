import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MeritId } from '../merit/merit.ts'
import { measureProgress } from './measure-progress.ts'
import { type Part, Stack } from './stack.ts'

const today = '2026-11-02'
const [hygiene, meeting, medicine, language] = [1, 2, 3, 4].map(merit) as [MeritId, MeritId, MeritId, MeritId]

describe('progress in a stack', () => {
  it('counts what is held, and says what each group still needs', () => {
    const progress = measureProgress(care(), [holds('a', hygiene, 2), holds('b', language, 3)], today)
    expect(progress).toEqual({
      groups: [
        { groupId: 'core', counted: ['a'], have: 1, need: 2, met: false },
        { groupId: 'choice', counted: ['b'], have: 3, need: 3, met: true },
      ],
      total: { have: 5, need: 7, met: false },
      notCounted: [],
      complete: false,
      exact: true,
    })
  })

  it('is complete when every group and the total are met', () => {
    const held = [holds('a', hygiene, 2), holds('b', meeting, 2), holds('c', language, 3)]
    expect(measureProgress(care(), held, today)).toMatchObject({ complete: true, total: { have: 7 } })
  })

  it('counts a merit once, the newest, though it is held twice', () => {
    const held = [holds('a', hygiene, 2, { assessedOn: '2024-01-01' }), holds('b', hygiene, 2)]
    const { groups, notCounted } = measureProgress(care(), held, today)
    expect(groups[0]?.counted).toEqual(['b'])
    expect(notCounted).toEqual([{ credentialId: 'a', why: 'held-twice' }])
  })

  it('counts one of two that overlap', () => {
    const stack = care({ overlaps: [[hygiene, meeting]] })
    const { total, notCounted } = measureProgress(stack, [holds('a', hygiene, 2), holds('b', meeting, 4)], today)
    expect(total.have).toBe(4)
    expect(notCounted).toEqual([{ credentialId: 'a', why: 'overlaps' }])
  })

  it('puts a merit that fits two groups where most groups are met', () => {
    const stack = care({
      total: undefined,
      groups: [
        group('one', [hygiene, meeting], { kind: 'parts', count: 1 }),
        group('other', [hygiene], { kind: 'parts', count: 1 }),
      ],
    })
    const { groups } = measureProgress(stack, [holds('a', hygiene, 1), holds('b', meeting, 1)], today)
    expect(groups.map(({ counted }) => counted)).toEqual([['b'], ['a']])
  })

  it.each([
    ['not-valid', { valid: false }, {}],
    ['too-old', { assessedOn: '2021-11-01' }, { mostMonthsOld: 60 }],
    ['level-too-low', { eqf: 3 }, { lowestEqf: 4 }],
    ['level-unknown', { eqf: undefined }, { lowestEqf: 4 }],
    ['prerequisite-missing', {}, { prerequisites: [{ meritId: hygiene, needs: [medicine] }] }],
    ['unit-not-convertible', { credits: { value: 2, unit: 'osaamispiste' } }, {}],
  ] as const)('says why something does not count: %s', (why, changes, rules) => {
    const held = [holds('a', hygiene, 2, changes)]
    expect(measureProgress(care(rules), held, today).notCounted).toEqual([{ credentialId: 'a', why }])
    expect(measureProgress(care(rules), [holds('b', language, 3), ...held], today).total.have).toBe(3)
  })

  it('counts on the last day that is not too old', () => {
    const held = [holds('a', hygiene, 2, { assessedOn: '2021-11-02' })]
    expect(measureProgress(care({ mostMonthsOld: 60 }), held, today).notCounted).toEqual([])
  })

  it('takes credits of another unit only where the two are equal', () => {
    const inEcts = [holds('a', language, 3, { credits: { value: 3, unit: 'ECTS' } })]
    expect(measureProgress(care(), inEcts, today).groups[1]).toMatchObject({ have: 3, met: true })
    const inYh = [holds('a', language, 3, { credits: { value: 10, unit: 'YH-poäng' } })]
    expect(measureProgress(care(), inYh, today).notCounted).toEqual([
      { credentialId: 'a', why: 'unit-not-convertible' },
    ])
  })

  it('keeps the order of a rigid stack', () => {
    const rigid = care({
      route: 'rigid',
      total: undefined,
      groups: [
        group('first', [hygiene], { kind: 'parts', count: 1 }),
        group('then', [meeting], { kind: 'parts', count: 1 }),
      ],
    })
    const held = (first: string, then: string) => [
      holds('a', hygiene, 2, { assessedOn: first }),
      holds('b', meeting, 2, { assessedOn: then }),
    ]
    expect(measureProgress(rigid, held('2025-01-01', '2025-06-01'), today).complete).toBe(true)
    expect(measureProgress(rigid, held('2025-06-01', '2025-01-01'), today)).toMatchObject({
      complete: false,
      notCounted: [{ credentialId: 'b', why: 'out-of-order' }],
    })
    expect(measureProgress(rigid, [holds('b', meeting, 2)], today).groups[1]?.have).toBe(0)
  })
})

describe('whatever is held', () => {
  const parts = fc.uniqueArray(
    fc.record({
      credentialId: fc.integer({ min: 0, max: 40 }).map((number) => `c${String(number).padStart(2, '0')}`),
      meritId: fc.integer({ min: 1, max: 8 }).map(merit),
      assessedOn: fc
        .integer({ min: 1, max: 28 })
        .map((day) => `2026-0${1 + (day % 9)}-${String(day).padStart(2, '0')}`),
      valid: fc.boolean(),
      eqf: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
      credits: fc.option(
        fc.record({
          value: fc.integer({ min: 1, max: 10 }),
          unit: fc.constantFrom('hp' as const, 'ECTS' as const, 'hours' as const),
        }),
        { nil: undefined },
      ),
      skills: fc.subarray(['https://skills.example/a', 'https://skills.example/b']),
    }),
    { selector: ({ credentialId }) => credentialId, maxLength: 9 },
  )
  const stacks = fc
    .record({
      route: fc.constantFrom('open' as const, 'elective' as const, 'rigid' as const),
      total: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      mostMonthsOld: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      prerequisites: fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })), {
        maxLength: 2,
      }),
      groups: fc.array(
        fc.record({
          merits: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 5 }),
          skills: fc.subarray(['https://skills.example/a', 'https://skills.example/b']),
          listed: fc.boolean(),
          needs: fc.oneof(
            fc.record({ kind: fc.constant('parts' as const), count: fc.integer({ min: 1, max: 3 }) }),
            fc.record({ kind: fc.constant('credits' as const), value: fc.integer({ min: 1, max: 12 }) }),
          ),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      overlaps: fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })), { maxLength: 3 }),
      lowestEqf: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    })
    .map(({ route, groups, overlaps, lowestEqf, total, mostMonthsOld, prerequisites }) =>
      care({
        route,
        total,
        groups: groups.map(({ merits, skills, listed, needs }, index) => ({
          ...group(`g${index}`, merits.map(merit), needs),
          // Only an open stack may leave the list out; skills narrow it everywhere.
          accepts: {
            ...((route !== 'open' || listed) && { meritIds: merits.map(merit) }),
            ...(skills.length > 0 && { skills }),
          },
        })),
        prerequisites: prerequisites
          .filter(([one, other]) => one !== other)
          .map(([one, other]) => ({ meritId: merit(one), needs: [merit(other)] })),
        ...(mostMonthsOld && { mostMonthsOld }),
        overlaps: overlaps.filter(([one, other]) => one !== other).map(([one, other]) => [merit(one), merit(other)]),
        ...(lowestEqf && { lowestEqf }),
      }),
    )

  it('gives the same answer in every order of arrival', () => {
    fc.assert(
      fc.property(
        stacks,
        parts.chain((held) => fc.tuple(fc.constant(held), fc.shuffledSubarray(held, { minLength: held.length }))),
        (stack, [held, shuffled]) => {
          expect(measureProgress(stack, shuffled, today)).toEqual(measureProgress(stack, held, today))
        },
      ),
    )
  })

  it('counts no credential, no merit and no overlap twice, and accounts for every one', () => {
    fc.assert(
      fc.property(stacks, parts, (stack, held) => {
        const { groups, notCounted, total } = measureProgress(stack, held, today)
        const counted = groups.flatMap((one) => one.counted)
        expect(new Set(counted).size).toBe(counted.length)
        expect([...counted, ...notCounted.map(({ credentialId }) => credentialId)].sort()).toEqual(
          held.map(({ credentialId }) => credentialId).sort(),
        )
        const merits = held.filter(({ credentialId }) => counted.includes(credentialId)).map(({ meritId }) => meritId)
        expect(new Set(merits).size).toBe(merits.length)
        for (const [one, other] of stack.overlaps) expect(merits.includes(one) && merits.includes(other)).toBe(false)
        const most = held
          .filter(({ credentialId }) => counted.includes(credentialId))
          .reduce((sum, part) => sum + (part.credits?.value ?? 0), 0)
        expect(total.have).toBeLessThanOrEqual(most)
      }),
    )
  })

  it('counts nothing that a rule of the stack keeps out, and adds up what it counts', () => {
    fc.assert(
      fc.property(stacks, parts, (stack, held) => {
        const { groups, total, complete } = measureProgress(stack, held, today)
        const own = new Set(held.filter(({ valid }) => valid).map(({ meritId }) => meritId))
        const counted = groups.flatMap(({ groupId, counted }) =>
          held
            .filter(({ credentialId }) => counted.includes(credentialId))
            .map((part) => ({ part, terms: stack.groups.find(({ id }) => id === groupId)?.accepts })),
        )
        for (const { part, terms } of counted) {
          expect(part.valid && part.credits?.unit !== 'hours').toBe(true)
          expect(part.eqf ?? 0).toBeGreaterThanOrEqual(stack.lowestEqf ?? 0)
          expect(terms?.meritIds?.includes(part.meritId) ?? true).toBe(true)
          expect(terms?.skills?.some((skill) => part.skills.includes(skill)) ?? true).toBe(true)
          const needed = stack.prerequisites.filter(({ meritId }) => meritId === part.meritId)
          expect(needed.flatMap(({ needs }) => needs).every((meritId) => own.has(meritId))).toBe(true)
          const months = monthsBetween(part.assessedOn, today)
          expect(months).toBeLessThanOrEqual(stack.mostMonthsOld ?? months)
        }
        expect(total.have).toBe(counted.reduce((sum, { part }) => sum + (part.credits?.value ?? 0), 0))
        expect(complete).toBe(groups.every(({ have, need }) => have >= need) && total.have >= (stack.total ?? 0))
      }),
    )
  })

  it('never says less when one more is held, unless the order is rigid', () => {
    fc.assert(
      fc.property(stacks, parts, (stack, held) => {
        fc.pre(stack.route !== 'rigid' && held.length > 0)
        const met = (some: readonly Part[]) =>
          measureProgress(stack, some, today).groups.filter((one) => one.met).length
        // A newer copy of the same merit may replace an older one that counted for more.
        fc.pre(new Set(held.map(({ meritId }) => meritId)).size === held.length)
        expect(met(held)).toBeGreaterThanOrEqual(met(held.slice(1)))
      }),
    )
  })
})

/** Begun months count as whole ones only where the day of the month is not reached yet. */
function monthsBetween(day: string, today: string): number {
  const [from, to] = [day, today].map((one) => one.split('-').map(Number))
  const [year = 0, month = 0, date = 0] = from ?? []
  const [thisYear = 0, thisMonth = 0, thisDate = 0] = to ?? []
  return (thisYear - year) * 12 + thisMonth - month + (thisDate > date ? 1 : 0)
}

function merit(number: number): MeritId {
  return MeritId.parse(`0198c000-0000-7000-8000-0000000000a${number}`)
}

function group(id: string, meritIds: readonly MeritId[], needs: Stack['groups'][number]['needs']) {
  return { id, title: { sv: id }, accepts: { meritIds: [...meritIds] }, needs }
}

function care(changes: object = {}): Stack {
  return Stack.parse({
    id: '0198c000-0000-7000-8000-0000000000f1',
    title: { sv: 'Vårdbiträde' },
    route: 'elective',
    unit: 'hp',
    total: 7,
    groups: [
      group('core', [hygiene, meeting, medicine], { kind: 'parts', count: 2 }),
      group('choice', [language], { kind: 'credits', value: 3 }),
    ],
    ...changes,
  })
}

function holds(credentialId: string, meritId: MeritId, credits: number, changes: Partial<Part> = {}): Part {
  return {
    credentialId,
    meritId,
    assessedOn: '2026-05-01',
    valid: true,
    eqf: 4,
    credits: { value: credits, unit: 'hp' },
    skills: [],
    ...changes,
  }
}
