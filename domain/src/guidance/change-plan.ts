import { z } from 'zod'
import { typedText } from '../typed-text.ts'
import { mostSteps, type Plan, type PlanStep, StepContent, StepState } from './plan.ts'

const NewStep = z.strictObject({
  content: StepContent,
  note: typedText().max(1000).optional(),
  targetOn: z.iso.date().optional(),
})

export const PlanChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), steps: z.array(NewStep).min(1).max(20) }),
  z.strictObject({
    kind: z.literal('word'),
    stepId: z.uuid(),
    note: typedText().max(1000).optional(),
    targetOn: z.iso.date().optional(),
  }),
  z.strictObject({ kind: z.literal('move'), stepId: z.uuid(), by: z.enum(['up', 'down']) }),
  z.strictObject({ kind: z.literal('set-state'), stepId: z.uuid(), state: StepState }),
  z.strictObject({ kind: z.literal('remove'), stepId: z.uuid() }),
])
export type PlanChange = z.infer<typeof PlanChange>

export type PlanRefusal = 'step-unknown' | 'step-repeated' | 'plan-full'
export type ChangedPlan =
  | { readonly may: true; readonly plan: Plan }
  | { readonly may: false; readonly code: PlanRefusal }

/** Changes a plan, or says why not. Ids of new steps come from outside, for nothing here takes chance. */
export function changePlan(plan: Plan, change: PlanChange, makeId: () => string): ChangedPlan {
  if (change.kind === 'add') return addSteps(plan, change.steps, makeId)
  const at = plan.steps.findIndex(({ id }) => id === change.stepId)
  const step = plan.steps[at]
  if (!step) return { may: false, code: 'step-unknown' }
  switch (change.kind) {
    case 'word': {
      const { note: _note, targetOn: _targetOn, ...rest } = step
      const { note, targetOn } = change
      return put(plan, at, { ...rest, ...(note && { note }), ...(targetOn && { targetOn }) })
    }
    case 'set-state':
      return put(plan, at, { ...step, state: change.state })
    case 'move': {
      const to = Math.min(plan.steps.length - 1, Math.max(0, at + (change.by === 'up' ? -1 : 1)))
      return { may: true, plan: { steps: plan.steps.toSpliced(at, 1).toSpliced(to, 0, step) } }
    }
    case 'remove':
      return { may: true, plan: { steps: plan.steps.toSpliced(at, 1) } }
  }
}

const put = (plan: Plan, at: number, step: PlanStep): ChangedPlan => ({
  may: true,
  plan: { steps: plan.steps.with(at, step) },
})

/** The same merit twice in a plan is a slip, unless the first was dropped: then it is a second thought. */
function addSteps(plan: Plan, steps: readonly z.infer<typeof NewStep>[], makeId: () => string): ChangedPlan {
  if (plan.steps.length + steps.length > mostSteps) return { may: false, code: 'plan-full' }
  const taken = new Set(plan.steps.filter(({ state }) => state !== 'dropped').map(({ content }) => keyOf(content)))
  const added: PlanStep[] = []
  for (const step of steps) {
    const key = keyOf(step.content)
    if (taken.has(key)) return { may: false, code: 'step-repeated' }
    taken.add(key)
    added.push({ ...step, id: makeId(), state: 'planned' })
  }
  return { may: true, plan: { steps: [...plan.steps, ...added] } }
}

const keyOf = (content: StepContent): string =>
  content.kind === 'other' ? `other ${content.title.toLowerCase()}` : content.meritId
