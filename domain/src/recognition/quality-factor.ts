import { z } from 'zod'
import { typedText } from '../typed-text.ts'

/** NVL's Nordic model for quality in validation: eight factors, each looked at by the provider itself. */
export const QualityFactor = z.enum([
  'information',
  'preconditions',
  'documentation',
  'coordination',
  'guidance',
  'mapping',
  'assessment',
  'follow-up',
])
export type QualityFactor = z.infer<typeof QualityFactor>

export const FactorAnswer = z.object({
  factor: QualityFactor,
  /** 1 not begun, 2 begun, 3 in use, 4 in use and followed up. */
  stands: z.number().int().min(1).max(4),
  evidence: typedText().max(2000).optional(),
  next: typedText().max(2000).optional(),
})
export type FactorAnswer = z.infer<typeof FactorAnswer>

/** A provider's look at itself on one day. No sum is made of it: a weak factor is not mended by a strong one. */
export const SelfCheck = z.object({
  on: z.iso.date(),
  answers: z
    .array(FactorAnswer)
    .length(QualityFactor.options.length)
    .refine((answers) => new Set(answers.map(({ factor }) => factor)).size === answers.length, 'factor-answered-twice'),
})
export type SelfCheck = z.infer<typeof SelfCheck>

/** What changed from one self-check to the next, and what has nothing to show for it. */
export function compareSelfChecks(
  before: SelfCheck | undefined,
  now: SelfCheck,
): { better: readonly QualityFactor[]; worse: readonly QualityFactor[]; unproven: readonly QualityFactor[] } {
  const was = new Map(before?.answers.map(({ factor, stands }) => [factor, stands]))
  const moved = (sign: 1 | -1) =>
    now.answers
      .filter(({ factor, stands }) => Math.sign(stands - (was.get(factor) ?? stands)) === sign)
      .map(({ factor }) => factor)
  return {
    better: moved(1),
    worse: moved(-1),
    unproven: now.answers.filter(({ stands, evidence }) => stands >= 3 && !evidence).map(({ factor }) => factor),
  }
}
