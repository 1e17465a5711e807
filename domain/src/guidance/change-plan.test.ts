import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changePlan, PlanChange } from './change-plan.ts'
import { measurePlan } from './measure-plan.ts'
import { emptyPlan, mostSteps, Plan, type PlanStep, type StepContent } from './plan.ts'

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const merit = (number: number, title = `Merit ${number}`): StepContent => ({
  kind: 'merit',
  meritId: id(number),
  title,
})
const step = (number: number, changes: Partial<PlanStep> = {}): PlanStep => ({
  id: id(100 + number),
  content: merit(number),
  state: 'planned',
  ...changes,
})
const counter = () => {
  let next = 500
  return () => id(next++)
}
const three: Plan = { steps: [step(1), step(2), step(3)] }
const change = (plan: Plan, wanted: PlanChange): Plan => {
  const changed = changePlan(plan, wanted, counter())
  if (!changed.may) throw new Error(changed.code)
  return changed.plan
}

describe('changing a plan', () => {
  it('adds what is new at the end, planned', () => {
    const added = change(three, {
      kind: 'add',
      steps: [{ content: { kind: 'other', title: 'Ring Siv' }, targetOn: '2027-01-15' }],
    })
    expect(added.steps.at(-1)).toEqual({
      id: id(500),
      content: { kind: 'other', title: 'Ring Siv' },
      targetOn: '2027-01-15',
      state: 'planned',
    })
  })

  it('refuses the same merit twice, by study or validation, unless the first was dropped', () => {
    const again: PlanChange = {
      kind: 'add',
      steps: [{ content: { kind: 'validation', meritId: id(1), title: 'Merit 1' } }],
    }
    expect(changePlan(three, again, counter())).toEqual({ may: false, code: 'step-repeated' })
    const dropped = change(three, { kind: 'set-state', stepId: id(101), state: 'dropped' })
    expect(change(dropped, again).steps).toHaveLength(4)
  })

  it('moves a step past its neighbour, and no further than the ends', () => {
    const order = (plan: Plan) => plan.steps.map(({ id: one }) => one)
    expect(order(change(three, { kind: 'move', stepId: id(103), by: 'up' }))).toEqual([id(101), id(103), id(102)])
    expect(order(change(three, { kind: 'move', stepId: id(101), by: 'up' }))).toEqual(order(three))
    expect(order(change(three, { kind: 'move', stepId: id(103), by: 'down' }))).toEqual(order(three))
  })

  it('takes a note and a day away when they are left empty', () => {
    const worded = change(three, { kind: 'word', stepId: id(102), note: 'Efter semestern', targetOn: '2027-03-01' })
    expect(worded.steps[1]).toMatchObject({ note: 'Efter semestern', targetOn: '2027-03-01' })
    expect(change(worded, { kind: 'word', stepId: id(102) }).steps[1]).toEqual(step(2))
  })

  it('says that a step is not there, and that the plan is full', () => {
    expect(changePlan(three, { kind: 'remove', stepId: id(999) }, counter())).toEqual({
      may: false,
      code: 'step-unknown',
    })
    const full: Plan = { steps: Array.from({ length: mostSteps }, (_, index) => step(index)) }
    const more: PlanChange = { kind: 'add', steps: [{ content: merit(99) }] }
    expect(changePlan(full, more, counter())).toEqual({ may: false, code: 'plan-full' })
  })

  it('keeps every plan one that can be read again, and no step lost but the one removed, whatever comes', () => {
    const wanted = fc.oneof(
      fc.record({
        kind: fc.constant('add' as const),
        steps: fc.array(
          fc.record({
            content: fc.oneof(
              fc.nat(6).map((one) => merit(one)),
              fc.constant({ kind: 'other' as const, title: 'Ring' }),
            ),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      fc.record({
        kind: fc.constant('move' as const),
        at: fc.nat(8),
        by: fc.constantFrom('up' as const, 'down' as const),
      }),
      fc.record({
        kind: fc.constant('set-state' as const),
        at: fc.nat(8),
        state: fc.constantFrom('planned' as const, 'done' as const, 'paused' as const, 'dropped' as const),
      }),
      fc.record({ kind: fc.constant('remove' as const), at: fc.nat(8) }),
    )
    fc.assert(
      fc.property(fc.array(wanted, { maxLength: 25 }), (all) => {
        const makeId = counter()
        let plan = emptyPlan
        for (const one of all) {
          const parsed = PlanChange.parse('at' in one ? withStep(one, plan) : one)
          const changed = changePlan(plan, parsed, makeId)
          if (!changed.may) continue
          expect(Plan.parse(changed.plan)).toEqual(changed.plan)
          const gone = plan.steps.filter(({ id: old }) => !changed.plan.steps.some(({ id: kept }) => kept === old))
          expect(gone.map(({ id: lost }) => lost)).toEqual(parsed.kind === 'remove' ? [parsed.stepId] : [])
          plan = changed.plan
        }
      }),
    )
  })
})

const withStep = ({ at, ...one }: { at: number }, plan: Plan) => ({ ...one, stepId: plan.steps[at]?.id ?? id(999) })

describe('how far a plan has come', () => {
  const plan: Plan = {
    steps: [
      step(1, { state: 'paused' }),
      step(2, { state: 'done' }),
      step(3, { state: 'dropped' }),
      step(4),
      { ...step(5), content: { kind: 'other', title: 'Ring Siv' } },
    ],
  }

  it('counts what is marked done, leaves out what is dropped, and names the next', () => {
    const { done, of, next } = measurePlan(plan, [])
    expect({ done, of, next: next?.id }).toEqual({ done: 1, of: 4, next: id(104) })
  })

  it('reaches a step when its merit comes, also a paused or dropped one, and takes it back when the merit is revoked', () => {
    const held = (valid: boolean) => [1, 3, 4].map((one) => ({ meritId: id(one), credentialId: `of ${one}`, valid }))
    const reached = measurePlan(plan, held(true))
    expect(reached.steps.map(({ standing }) => standing)).toEqual(['reached', 'done', 'reached', 'reached', 'planned'])
    expect({ done: reached.done, of: reached.of, next: reached.next?.id }).toEqual({ done: 4, of: 5, next: id(105) })
    expect(reached.steps[0]?.credentialId).toBe('of 1')
    expect(measurePlan(plan, held(false))).toEqual(measurePlan(plan, []))
  })
})
