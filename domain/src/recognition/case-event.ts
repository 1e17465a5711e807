import { z } from 'zod'
import { EvidenceKind, MeritId, OutcomeId } from '../merit/merit.ts'
import { typedLine, typedText } from '../typed-text.ts'
import { Assessor, Declaration } from './assessor.ts'
import { Judgement, type PersonId } from './judgement.ts'
import { Phase } from './phase.ts'

export const CaseId = z.uuid().brand<'CaseId'>()
export type CaseId = z.infer<typeof CaseId>
const reason = typedText().min(1).max(4000)

/** What was measured against: one published version of one merit, and its outcomes as they stood. */
export const Standard = z.object({
  meritId: MeritId,
  version: z.number().int().positive(),
  outcomes: z.tuple([OutcomeId], OutcomeId),
})
export type Standard = z.infer<typeof Standard>

/**
 * One piece of evidence, by what it is and what it shows. The file itself lies elsewhere; here is its digest, so that
 * whoever re-examines can see that it is the same file.
 */
export const Evidence = z.object({
  id: z.uuid(),
  kind: EvidenceKind,
  title: typedLine().min(1).max(200),
  description: typedText().max(2000).optional(),
  outcomes: z.array(OutcomeId).min(1).max(40),
  file: z
    .object({
      name: typedLine().min(1).max(200),
      mediaType: z.string().max(100),
      bytes: z.number().int().positive(),
      digest: z.string().regex(/^sha256-[A-Za-z0-9+/]{43}=$/),
    })
    .optional(),
  /** A credential in the candidate's passport that is pointed at instead of a file. */
  credentialId: z.uuid().optional(),
})
export type Evidence = z.infer<typeof Evidence>

/** Everything that can happen to a case. The case is the list of these, in order, and nothing else. */
export const CaseEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('started'),
    standard: Standard,
    /** What the candidate was told before saying yes: that it is voluntary, what it costs, where to complain. */
    information: z.object({ version: z.string().min(1).max(60), language: z.string().min(2).max(5) }),
    voluntary: z.literal(true),
    country: z.string().length(2),
  }),
  z.object({ kind: z.literal('phase-begun'), phase: Phase, note: typedText().max(2000).optional() }),
  z.object({
    kind: z.literal('self-assessed'),
    outcomeId: OutcomeId,
    can: z.enum(['yes', 'partly', 'no']),
    note: typedText().max(2000).optional(),
  }),
  z.object({ kind: z.literal('evidence-added'), evidence: Evidence }),
  z.object({
    kind: z.literal('evidence-withdrawn'),
    evidenceId: z.uuid(),
    reason: typedText().max(1000).optional(),
  }),
  z.object({
    kind: z.literal('identity-checked'),
    how: z.enum(['id-document-onsite', 'e-identification', 'known-to-provider']),
  }),
  z.object({ kind: z.literal('assessor-appointed'), assessor: Assessor }),
  z.object({ kind: z.literal('assessor-declared'), declaration: Declaration }),
  z.object({ kind: z.literal('outcome-judged'), judgement: Judgement }),
  z.object({ kind: z.literal('proposed') }),
  z.object({ kind: z.literal('returned'), reason }),
  z.object({
    kind: z.literal('quality-checked'),
    by: z.enum(['internal', 'external']),
    finding: z.enum(['upheld', 'remark', 'returned']),
    note: reason,
  }),
  z.object({ kind: z.literal('decided'), reason: typedText().max(4000).optional(), appealBefore: z.iso.date() }),
  z.object({ kind: z.literal('certified'), credentialId: z.uuid(), meritId: MeritId }),
  z.object({ kind: z.literal('paused'), reason: typedText().max(1000).optional() }),
  z.object({ kind: z.literal('resumed') }),
  z.object({ kind: z.literal('withdrawn'), reason: typedText().max(1000).optional() }),
  z.object({ kind: z.literal('appealed'), reason }),
  z.object({ kind: z.literal('note'), text: reason }),
])
export type CaseEvent = z.infer<typeof CaseEvent>
export type CaseEventKind = CaseEvent['kind']

/** An event with who did it, as what, and when; `number` counts from one without a gap. */
export type FiledEvent = {
  readonly number: number
  readonly at: string
  readonly by: PersonId
  readonly as: CasePart
  readonly event: CaseEvent
}

/** The parts people play in a case. One person may be coordinator and quality assurer elsewhere, never in one case. */
export const CasePart = z.enum(['candidate', 'coordinator', 'assessor', 'quality-assurer'])
export type CasePart = z.infer<typeof CasePart>
