import { z } from 'zod'
import { EvidenceKind, LearningSetting } from '../merit/merit.ts'
import { SkillAlignment } from '../skill/skill.ts'
import { typedLine, typedText } from '../typed-text.ts'

/**
 * What a learner says of their own learning. Nobody has assessed it: it is shown as self-declared wherever it appears,
 * and never stands in a list with what was verified.
 */
export const SelfClaim = z
  .object({
    title: typedLine().min(1).max(200),
    description: typedText().max(2000).optional(),
    setting: LearningSetting,
    /** Where or with whom it was learnt: an association, a workplace, at home. */
    place: typedLine().max(200).optional(),
    from: z.iso.date().optional(),
    until: z.iso.date().optional(),
    skills: z.array(SkillAlignment).max(20).default([]),
    evidenceKinds: z.array(EvidenceKind).max(13).default([]),
    evidenceNote: typedText().max(1000).optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || until >= from, {
    path: ['until'],
    message: 'claim-ends-before-it-begins',
  })
export type SelfClaim = z.infer<typeof SelfClaim>
