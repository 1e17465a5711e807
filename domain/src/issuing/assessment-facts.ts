import { z } from 'zod'
import {
  AssessmentType,
  AssessorIndependence,
  AssessorRole,
  EvidenceKind,
  OutcomeId,
  ParticipationForm,
  Supervision,
} from '../merit/merit.ts'
import { typedLine, typedText } from '../typed-text.ts'

/** How the holder came to know it: by taking part, by validation of what was known before, or some of each. */
export const Route = z.enum(['course', 'prior-learning', 'both'])
export type Route = z.infer<typeof Route>

export const OutcomeResult = z.enum(['met', 'not-met'])
export type OutcomeResult = z.infer<typeof OutcomeResult>

export const OutcomeFact = z.strictObject({
  outcomeId: OutcomeId,
  result: OutcomeResult,
  /** How this outcome was assessed; the design's own methods where absent. */
  methods: z.array(AssessmentType).max(10).optional(),
  grade: typedLine().min(1).max(60).optional(),
})
export type OutcomeFact = z.infer<typeof OutcomeFact>

/**
 * What differs from one issuing to the next: when, by which route, by whom and how it was assessed.
 *
 * What the merit's design already says (supervision, assessor, evidence, methods) holds where it is absent here, and is
 * written into the credential either way, so that a reader never has to look the design up.
 */
export const AssessmentFacts = z.strictObject({
  assessedOn: z.iso.date(),
  route: Route,
  outcomes: z.array(OutcomeFact).max(40).optional(),
  supervision: Supervision.optional(),
  assessor: z
    .strictObject({
      role: AssessorRole,
      independence: AssessorIndependence,
      qualification: typedLine().max(300).optional(),
      /** How many assessors judged; one where absent. */
      count: z.number().int().min(1).max(20).optional(),
    })
    .optional(),
  evidenceKinds: z.array(EvidenceKind).max(13).optional(),
  grade: typedLine().min(1).max(60).optional(),
  participation: z
    .strictObject({
      from: z.iso.date().optional(),
      until: z.iso.date().optional(),
      forms: z.array(ParticipationForm).max(6).optional(),
    })
    .optional(),
  /** A sentence or two about how it was shown, for the reader; no health, no judgement of the person. */
  note: typedText().max(1000).optional(),
})
export type AssessmentFacts = z.infer<typeof AssessmentFacts>
