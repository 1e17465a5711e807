import { z } from 'zod'
import { typedText } from '../typed-text.ts'
import { StepContent } from './plan.ts'

/** A note; there are none that its learner cannot read. */
export const Note = z.strictObject({ kind: z.literal('note'), text: typedText().min(1).max(4000) })

/** Steps that a counsellor offers for one aim: one, or another whole way. Nothing of it holds until its learner takes it. */
export const Proposal = z.strictObject({
  kind: z.literal('proposal'),
  aimId: z.uuid(),
  steps: z.array(StepContent).min(1).max(20),
  why: typedText().min(1).max(2000),
})
export type Proposal = z.infer<typeof Proposal>

/** What is written in a guidance. */
export const Entry = z.discriminatedUnion('kind', [Note, Proposal])
export type Entry = z.infer<typeof Entry>
