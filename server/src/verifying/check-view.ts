import { z } from 'zod'

/** One check of a verification. Its code is explained in docs/errors.md. */
export const CheckView = z.object({
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'unchecked']),
  code: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type CheckView = z.infer<typeof CheckView>

/** A reader's demand and whether the credential meets it. */
export const DemandView = z.object({
  demand: z.string(),
  result: z.enum(['met', 'not-met', 'cannot-tell']),
  why: z.string(),
})
export type DemandView = z.infer<typeof DemandView>
