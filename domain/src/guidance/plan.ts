import { z } from 'zod'
import { typedLine, typedText } from '../typed-text.ts'

/** What a step consists of. Titles are as they were when the step was put there; a merit's own name is looked up. */
export const StepContent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('merit'), meritId: z.uuid(), title: typedLine().min(1).max(300) }),
  z.strictObject({ kind: z.literal('validation'), meritId: z.uuid(), title: typedLine().min(1).max(300) }),
  z.strictObject({ kind: z.literal('other'), title: typedLine().min(1).max(300) }),
])
export type StepContent = z.infer<typeof StepContent>

export const stepStates = ['planned', 'done', 'paused', 'dropped'] as const
export const StepState = z.enum(stepStates)
export type StepState = z.infer<typeof StepState>

export const PlanStep = z.strictObject({
  id: z.uuid(),
  content: StepContent,
  note: typedText().max(1000).optional(),
  /** The learner's own day; nobody holds them to it. */
  targetOn: z.iso.date().optional(),
  state: StepState.default('planned'),
})
export type PlanStep = z.infer<typeof PlanStep>

export const mostSteps = 60

/** In the order in which its learner means to go. */
export const Plan = z.strictObject({ steps: z.array(PlanStep).max(mostSteps) })
export type Plan = z.infer<typeof Plan>

export const emptyPlan: Plan = { steps: [] }
