import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MeritId } from '../merit/merit.ts'
import { factsOfParts } from './facts-of-parts.ts'
import { type Candidate, findMissing } from './find-missing.ts'
import { measureProgress } from './measure-progress.ts'
import { type Part, Stack } from './stack.ts'

const today = '2026-11-02'
const [hygiene, meeting, medicine, language] = [1, 2, 3, 4].map(merit) as [MeritId, MeritId, MeritId, MeritId]

describe('what is missing in a stack', () => {
  it('names in each group what would close it, what nothing hinders first', () => {
    const stack = care({ prerequisites: [{ meritId: meeting, needs: [language] }] })
    expect(missing(stack, [holds('a', hygiene)])).toEqual([
      {
        groupId: 'core',
        lacks: 1,
        candidates: [
          { meritId: medicine, amount: 2, hindrances: [], first: [] },
          { meritId: meeting, amount: 2, hindrances: ['prerequisite-missing'], first: [language] },
        ],
      },
      { groupId: 'choice', lacks: 3, candidates: [{ meritId: language, amount: 3, hindrances: [], first: [] }] },
    ])
  })

  it('does not name again what is held, but what is too old or revoked', () => {
    const named = (changes: Partial<Part>, rules = {}) =>
      missing(care(rules), [holds('a', hygiene, changes)])[0]?.candidates.map(({ meritId }) => meritId)
    expect(named({})).toEqual([meeting, medicine])
    expect(named({ valid: false })).toEqual([hygiene, meeting, medicine])
    expect(named({ assessedOn: '2015-01-01' }, { mostMonthsOld: 60 })).toEqual([hygiene, meeting, medicine])
  })

  it('warns of what would not be counted beside what is', () => {
    const stack = care({ overlaps: [[hygiene, meeting]] })
    const [core] = missing(stack, [holds('a', hygiene)])
    expect(core?.candidates.map(({ meritId, hindrances }) => [meritId, ...hindrances])).toEqual([
      [medicine],
      [meeting, 'overlaps'],
    ])
  })

  it('leaves out what is below the level or in a unit that cannot be counted', () => {
    const low = catalogue.map((one) => (one.meritId === meeting ? { ...one, eqf: 2 } : one))
    const stack = care({ lowestEqf: 4 })
    expect(findMissing(stack, [], measureProgress(stack, [], today), low)[0]?.candidates).toHaveLength(2)
    const foreign = catalogue.map((one) => ({ ...one, credits: { value: 2, unit: 'osaamispiste' as const } }))
    expect(findMissing(care(), [], measureProgress(care(), [], today), foreign)[0]?.candidates).toEqual([])
  })

  it('says that the earlier group comes first where the order is fixed', () => {
    const stack = care({ route: 'rigid', total: undefined })
    const [core, choice] = missing(stack, [])
    expect(core?.candidates[0]?.hindrances).toEqual([])
    expect(choice?.candidates[0]?.hindrances).toEqual(['earlier-group-first'])
  })

  it('names what fills the total where every group is met', () => {
    const stack = care({ total: 10 })
    const held = [holds('a', hygiene), holds('b', meeting), holds('c', language, { credits: { value: 3, unit: 'hp' } })]
    const more = [...catalogue, { meritId: merit(5), eqf: 4, credits: { value: 4, unit: 'hp' as const }, skills: [] }]
    const wide = {
      ...stack,
      groups: stack.groups.map((group) => ({
        ...group,
        accepts: { meritIds: [...(group.accepts.meritIds ?? []), merit(5)] },
      })),
    }
    expect(findMissing(wide, held, measureProgress(wide, held, today), more)).toMatchObject([
      { groupId: undefined, lacks: 3, candidates: [{ meritId: merit(5), amount: 4 }] },
    ])
  })

  it('is nothing where the stack is complete', () => {
    const held = [holds('a', hygiene), holds('b', meeting), holds('c', language, { credits: { value: 3, unit: 'hp' } })]
    expect(missing(care(), held)).toEqual([])
  })

  it('never names in vain: taking what nothing hinders brings one further, whatever is held', () => {
    const some = fc.subarray([hygiene, meeting, medicine, language])
    fc.assert(
      fc.property(some, fc.constantFrom('elective', 'rigid'), fc.boolean(), (merits, route, overlap) => {
        const stack = care({ route, ...(overlap && { overlaps: [[hygiene, medicine]] }) })
        const held = merits.map((meritId, index) => holds(`c${index}`, meritId, { credits: creditsOf(meritId) }))
        const before = measureProgress(stack, held, today)
        for (const { candidates } of findMissing(stack, held, before, catalogue))
          for (const { meritId } of candidates.filter(({ hindrances }) => hindrances.length === 0)) {
            const taken = holds('new', meritId, { assessedOn: today, credits: creditsOf(meritId) })
            expect(reach(measureProgress(stack, [...held, taken], today))).toBeGreaterThan(reach(before))
          }
      }),
    )
  })
})

describe('the facts of a whole', () => {
  it('are the last day of its parts, and the route that all of them had', () => {
    expect(
      factsOfParts([
        { assessedOn: '2026-02-01', route: 'course' },
        { assessedOn: '2025-02-01', route: 'course' },
      ]),
    ).toEqual({ assessedOn: '2026-02-01', route: 'course' })
  })

  it('say both where the routes differ', () => {
    expect(
      factsOfParts([
        { assessedOn: '2026-02-01', route: 'course' },
        { assessedOn: '2026-05-01', route: 'prior-learning' },
      ]),
    ).toEqual({ assessedOn: '2026-05-01', route: 'both' })
  })
})

const reach = ({ groups, total }: ReturnType<typeof measureProgress>): number =>
  groups.reduce((sum, { have, need }) => sum + Math.min(1, have / need), 0) + total.have / 100

const catalogue: readonly Candidate[] = [hygiene, meeting, medicine, language].map((meritId) => ({
  meritId,
  eqf: 4,
  credits: creditsOf(meritId),
  skills: [],
}))

function creditsOf(meritId: MeritId) {
  return { value: meritId === language ? 3 : 2, unit: 'hp' as const }
}

function missing(stack: Stack, held: readonly Part[]) {
  return findMissing(stack, held, measureProgress(stack, held, today), catalogue)
}

function merit(number: number): MeritId {
  return MeritId.parse(`0198c000-0000-7000-8000-0000000000a${number}`)
}

function care(changes: object = {}): Stack {
  const group = (id: string, meritIds: readonly MeritId[], needs: object) => ({
    id,
    title: { sv: id },
    accepts: { meritIds },
    needs,
  })
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

function holds(credentialId: string, meritId: MeritId, changes: Partial<Part> = {}): Part {
  const credits = { value: 2, unit: 'hp' as const }
  return { credentialId, meritId, assessedOn: '2026-05-01', valid: true, eqf: 4, credits, skills: [], ...changes }
}
