import type { OutcomeId } from '../merit/merit.ts'
import type { Assessor, Declaration } from './assessor.ts'
import type { Evidence, FiledEvent, Standard } from './case-event.ts'
import { decideRecognition, type Recognition } from './decide-recognition.ts'
import type { Judgement, PersonId } from './judgement.ts'
import type { Phase } from './phase.ts'

export type FiledJudgement = Judgement & { readonly assessorId: PersonId; readonly number: number }
export type CaseAssessor = {
  readonly assessor: Assessor
  /** Which round they were appointed in: the first is 1, each appeal begins a new one. */
  readonly round: number
  readonly declaration: Declaration | undefined
}

/** How a case stands: everything here follows from its events. */
export type CaseState = {
  readonly standing: 'open' | 'paused' | 'proposed' | 'decided' | 'certified' | 'withdrawn'
  readonly candidateId: PersonId
  readonly standard: Standard
  readonly country: string
  readonly phase: Phase | undefined
  readonly phases: readonly { readonly phase: Phase; readonly begunAt: string }[]
  readonly round: number
  readonly identity: string | undefined
  readonly selfAssessment: ReadonlyMap<OutcomeId, 'yes' | 'partly' | 'no'>
  readonly evidence: readonly (Evidence & { readonly withdrawn: boolean })[]
  readonly assessors: readonly CaseAssessor[]
  /** All that was ever judged, the oldest first; the latest of each outcome counts. */
  readonly judgements: readonly FiledJudgement[]
  readonly recognition: Recognition
  readonly appealBefore: string | undefined
  readonly decidedBy: PersonId | undefined
  readonly qualityChecks: readonly {
    readonly by: 'internal' | 'external'
    readonly finding: 'upheld' | 'remark' | 'returned'
  }[]
  readonly credentialIds: readonly string[]
}

/**
 * Reads how a case stands from its file.
 *
 * The file must begin with its start; `undefined` for an empty one. What an event may follow is `decideEvent`'s to say:
 * what lies in the file has happened, and is read as it is.
 */
export function readCase(file: readonly FiledEvent[]): CaseState | undefined {
  const first = file[0]
  if (first?.event.kind !== 'started') return undefined
  const { standard, country } = first.event
  let state: CaseState = {
    standing: 'open',
    candidateId: first.by,
    standard,
    country,
    phase: undefined,
    phases: [],
    round: 1,
    identity: undefined,
    selfAssessment: new Map(),
    evidence: [],
    assessors: [],
    judgements: [],
    recognition: decideRecognition(standard.outcomes, []),
    appealBefore: undefined,
    decidedBy: undefined,
    qualityChecks: [],
    credentialIds: [],
  }
  for (const filed of file.slice(1)) state = { ...state, ...changeBy(state, filed) }
  return state
}

function changeBy(state: CaseState, { at, by, number, event }: FiledEvent): Partial<CaseState> {
  switch (event.kind) {
    case 'phase-begun':
      return { phase: event.phase, phases: [...state.phases, { phase: event.phase, begunAt: at }] }
    case 'self-assessed':
      return { selfAssessment: new Map([...state.selfAssessment, [event.outcomeId, event.can]]) }
    case 'evidence-added':
      return { evidence: [...state.evidence, { ...event.evidence, withdrawn: false }] }
    case 'evidence-withdrawn':
      return {
        evidence: state.evidence.map((piece) =>
          piece.id === event.evidenceId ? { ...piece, withdrawn: true } : piece,
        ),
      }
    case 'identity-checked':
      return { identity: event.how }
    case 'assessor-appointed':
      return {
        assessors: [...state.assessors, { assessor: event.assessor, round: state.round, declaration: undefined }],
      }
    case 'assessor-declared':
      return {
        assessors: state.assessors.map((one) =>
          one.assessor.personId === by && one.round === state.round ? { ...one, declaration: event.declaration } : one,
        ),
      }
    case 'outcome-judged': {
      const judgements = [...state.judgements, { ...event.judgement, assessorId: by, number }]
      return { judgements, recognition: decideRecognition(state.standard.outcomes, judgements) }
    }
    case 'proposed':
      return { standing: 'proposed' }
    case 'returned':
      return { standing: 'open' }
    case 'quality-checked': {
      const { by: kind, finding } = event
      return {
        qualityChecks: [...state.qualityChecks, { by: kind, finding }],
        ...(finding === 'returned' && { standing: 'open' }),
      }
    }
    case 'decided':
      return { standing: 'decided', appealBefore: event.appealBefore, decidedBy: by }
    case 'certified':
      return {
        standing: 'certified',
        credentialIds: [...state.credentialIds, event.credentialId],
        // Issuing is the last phase itself: nobody begins it by hand.
        phase: 'certification',
        ...(state.phase !== 'certification' && {
          phases: [...state.phases, { phase: 'certification' as const, begunAt: at }],
        }),
      }
    case 'paused':
      return { standing: 'paused' }
    case 'resumed':
      return { standing: 'open' }
    case 'withdrawn':
      return { standing: 'withdrawn' }
    case 'appealed':
      return { standing: 'open', round: state.round + 1, phase: 'assessment', appealBefore: undefined }
    case 'started':
    case 'note':
      return {}
  }
}
