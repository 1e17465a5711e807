import { z } from 'zod'
import { AssessmentType, OutcomeId } from '../merit/merit.ts'
import { typedText } from '../typed-text.ts'

export const JudgementResult = z.enum(['met', 'partly-met', 'not-yet-met'])
export type JudgementResult = z.infer<typeof JudgementResult>

export const PersonId = z.uuid().brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>

/**
 * What one assessor found of one outcome.
 *
 * Never changed and never removed: a mistake is put right by a later judgement of the same outcome, so that the case
 * can be re-examined. The reasons are for the candidate and for whoever re-examines; they never leave the case.
 */
export const Judgement = z.object({
  outcomeId: OutcomeId,
  result: JudgementResult,
  /** Which of the outcome's criteria were shown, by their place in the design; all of them where it was met. */
  criteriaShown: z.array(z.number().int().min(0).max(19)).max(20).default([]),
  method: AssessmentType,
  assessedOn: z.iso.date(),
  reasons: typedText().min(1).max(4000),
  evidenceIds: z.array(z.uuid()).max(50).default([]),
})
export type Judgement = z.infer<typeof Judgement>
