import { z } from 'zod'
import { AssessorIndependence, AssessorRole } from '../merit/merit.ts'
import { typedLine, typedText } from '../typed-text.ts'
import { PersonId } from './judgement.ts'

/** Who a provider lets assess, for what, and until when: training and the trade's own experience (Sobona's model). */
export const Assessor = z.object({
  personId: PersonId,
  role: AssessorRole,
  independence: AssessorIndependence,
  training: z
    .array(
      z.object({
        title: typedLine().min(1).max(200),
        provider: typedLine().max(200).optional(),
        on: z.iso.date(),
      }),
    )
    .max(20)
    .default([]),
  tradeExperienceYears: z.number().min(0).max(70),
  trade: typedLine().max(200).optional(),
  authorisedFrom: z.iso.date(),
  authorisedUntil: z.iso.date(),
  authorisedBy: typedLine().min(1).max(200),
})
export type Assessor = z.infer<typeof Assessor>

/** What an assessor may be to a candidate. Each is asked for, and `none` is said, not left out. */
export const Tie = z.enum([
  'oneself',
  'family',
  'close-friend',
  'manager',
  'subordinate',
  'business',
  'teacher',
  'colleague',
])
export type Tie = z.infer<typeof Tie>

/** The assessor's own word about one case, given before anything is judged. */
export const Declaration = z.object({
  ties: z.array(Tie).max(8),
  note: typedText().max(1000).optional(),
})
export type Declaration = z.infer<typeof Declaration>

/** A tie either shuts an assessor out, or is written into the credential for its reader to weigh. */
const weightOf = {
  oneself: 'blocks',
  family: 'blocks',
  'close-friend': 'blocks',
  manager: 'blocks',
  subordinate: 'blocks',
  business: 'blocks',
  teacher: 'is-told',
  colleague: 'is-told',
} as const satisfies Record<Tie, 'blocks' | 'is-told'>

export const blockingTies: readonly Tie[] = Tie.options.filter((tie) => weightOf[tie] === 'blocks')

export type AssessorRefusal =
  | { may: false; code: 'assessor-conflict'; ties: readonly Tie[] }
  | { may: false; code: 'assessor-not-trained' }
  | { may: false; code: 'assessor-not-authorised'; from: string; until: string }
  | { may: false; code: 'assessor-experience-short'; years: number; needed: number }
  | { may: false; code: 'assessor-judged-before' }

export type AssessorDecision = { may: true; told: readonly Tie[] } | AssessorRefusal

/**
 * Says whether someone may assess one candidate on one day.
 *
 * Whoever is the candidate is shut out whatever they declare. In an appeal, whoever judged before is shut out too.
 */
export function decideAssessor(
  assessor: Assessor,
  declaration: Declaration,
  asked: {
    readonly candidateId: PersonId
    readonly on: string
    readonly experienceYears: number
    readonly judgedBefore: readonly PersonId[]
  },
): AssessorDecision {
  const ties = new Set(declaration.ties)
  if (assessor.personId === asked.candidateId) ties.add('oneself')
  const blocking = [...ties].filter((tie) => weightOf[tie] === 'blocks')
  if (blocking.length > 0) return { may: false, code: 'assessor-conflict', ties: blocking }
  if (asked.judgedBefore.includes(assessor.personId)) return { may: false, code: 'assessor-judged-before' }
  if (assessor.training.length === 0) return { may: false, code: 'assessor-not-trained' }
  if (asked.on < assessor.authorisedFrom || asked.on > assessor.authorisedUntil)
    return {
      may: false,
      code: 'assessor-not-authorised',
      from: assessor.authorisedFrom,
      until: assessor.authorisedUntil,
    }
  if (assessor.tradeExperienceYears < asked.experienceYears)
    return {
      may: false,
      code: 'assessor-experience-short',
      years: assessor.tradeExperienceYears,
      needed: asked.experienceYears,
    }
  return { may: true, told: [...ties] }
}
