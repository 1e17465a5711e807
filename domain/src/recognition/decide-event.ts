import { type AssessorRefusal, decideAssessor } from './assessor.ts'
import type { CaseEvent, CaseEventKind, CasePart } from './case-event.ts'
import type { PersonId } from './judgement.ts'
import { nextPhase, Phase } from './phase.ts'
import type { CaseState } from './read-case.ts'

export type EventRefusal =
  | { may: false; code: 'case-part-missing'; parts: readonly CasePart[] }
  | {
      may: false
      code: 'case-state-refused'
      standing: CaseState['standing']
      allowedFrom: readonly CaseState['standing'][]
    }
  | { may: false; code: 'phase-out-of-order'; next: Phase | undefined }
  | { may: false; code: 'outcome-unknown' | 'outcome-already-met'; outcomeId: string }
  | { may: false; code: 'evidence-unknown'; evidenceId: string }
  | { may: false; code: 'evidence-judged'; evidenceId: string }
  | { may: false; code: 'assessor-undeclared' | 'assessor-not-appointed' | 'assessor-already-appointed' }
  | { may: false; code: 'outcomes-unjudged'; outcomes: readonly string[] }
  | { may: false; code: 'appeal-not-judged' }
  | { may: false; code: 'identity-unchecked' }
  | { may: false; code: 'nothing-recognised' }
  | { may: false; code: 'own-judgement' }
  | { may: false; code: 'appeal-too-late'; before: string }
  | { may: false; code: 'judged-in-the-future'; on: string }
  | AssessorRefusal

export type EventDecision = { may: true } | EventRefusal

type Rule = {
  readonly by: readonly CasePart[]
  readonly from: readonly CaseState['standing'][]
}

/** Who may do what, and when. A candidate may leave at any time before a credential is issued. */
const rules = {
  started: { by: ['candidate'], from: [] },
  'phase-begun': { by: ['coordinator'], from: ['open'] },
  'self-assessed': { by: ['candidate'], from: ['open'] },
  'evidence-added': { by: ['candidate', 'coordinator', 'assessor'], from: ['open'] },
  'evidence-withdrawn': { by: ['candidate'], from: ['open', 'paused'] },
  'identity-checked': { by: ['coordinator', 'assessor'], from: ['open'] },
  'assessor-appointed': { by: ['coordinator'], from: ['open'] },
  'assessor-declared': { by: ['assessor'], from: ['open'] },
  'outcome-judged': { by: ['assessor'], from: ['open'] },
  proposed: { by: ['assessor', 'coordinator'], from: ['open'] },
  returned: { by: ['coordinator', 'quality-assurer'], from: ['proposed'] },
  'quality-checked': { by: ['quality-assurer'], from: ['proposed', 'decided', 'certified'] },
  decided: { by: ['coordinator'], from: ['proposed'] },
  certified: { by: ['coordinator'], from: ['decided', 'certified'] },
  paused: { by: ['candidate', 'coordinator'], from: ['open'] },
  resumed: { by: ['candidate'], from: ['paused'] },
  withdrawn: { by: ['candidate'], from: ['open', 'paused', 'proposed'] },
  appealed: { by: ['candidate'], from: ['decided', 'certified'] },
  note: {
    by: ['candidate', 'coordinator', 'assessor', 'quality-assurer'],
    from: ['open', 'paused', 'proposed', 'decided', 'certified', 'withdrawn'],
  },
} as const satisfies Record<CaseEventKind, Rule>

export type Asked = {
  readonly event: CaseEvent
  readonly by: PersonId
  readonly as: CasePart
  /** The day it happens, as the candidate's country has it. */
  readonly on: string
  /** Years in the trade that this standard asks of an assessor. */
  readonly experienceYears: number
}

/** Says whether an event may be added to a case's file as it stands. */
export function decideEvent(state: CaseState, asked: Asked): EventDecision {
  const { by, from }: Rule = rules[asked.event.kind]
  if (!by.includes(asked.as)) return { may: false, code: 'case-part-missing', parts: by }
  if (!from.includes(state.standing))
    return { may: false, code: 'case-state-refused', standing: state.standing, allowedFrom: from }
  return decideContent(state, asked)
}

/** What may still be done in a case by someone who plays these parts, for the pages to offer. */
export const eventsFor = (state: CaseState, parts: readonly CasePart[]): readonly CaseEventKind[] =>
  (Object.entries(rules) as [CaseEventKind, Rule][])
    .filter(([, rule]) => rule.from.includes(state.standing) && rule.by.some((part) => parts.includes(part)))
    .map(([kind]) => kind)

function decideContent(state: CaseState, asked: Asked): EventDecision {
  const { event } = asked
  switch (event.kind) {
    case 'phase-begun': {
      const next = state.phase === undefined ? Phase.options[0] : nextPhase(state.phase)
      return event.phase === next ? { may: true } : { may: false, code: 'phase-out-of-order', next }
    }
    case 'self-assessed':
      return knowsOutcomes(state, [event.outcomeId])
    case 'evidence-added':
      return knowsOutcomes(state, event.evidence.outcomes)
    case 'evidence-withdrawn':
      return mayWithdrawEvidence(state, event.evidenceId)
    case 'assessor-appointed':
      return mayAppoint(state, asked, event)
    case 'assessor-declared':
      return mayDeclare(state, asked, event)
    case 'outcome-judged':
      return mayJudge(state, asked, event)
    case 'proposed':
      return mayPropose(state)
    case 'decided':
      return state.judgements.some(({ assessorId }) => assessorId === asked.by)
        ? { may: false, code: 'own-judgement' }
        : { may: true }
    case 'quality-checked':
      return state.judgements.some(({ assessorId }) => assessorId === asked.by) || state.decidedBy === asked.by
        ? { may: false, code: 'own-judgement' }
        : { may: true }
    case 'certified':
      return state.recognition.extent === 'none' ? { may: false, code: 'nothing-recognised' } : { may: true }
    case 'appealed':
      return state.appealBefore !== undefined && asked.on > state.appealBefore
        ? { may: false, code: 'appeal-too-late', before: state.appealBefore }
        : { may: true }
    default:
      return { may: true }
  }
}

function knowsOutcomes(state: CaseState, outcomes: readonly string[]): EventDecision {
  const known: readonly string[] = state.standard.outcomes
  const unknown = outcomes.find((outcome) => !known.includes(outcome))
  return unknown === undefined ? { may: true } : { may: false, code: 'outcome-unknown', outcomeId: unknown }
}

/** What a judgement rests on stays in the file: it could not be re-examined without it. */
function mayWithdrawEvidence(state: CaseState, evidenceId: string): EventDecision {
  if (!state.evidence.some(({ id, withdrawn }) => id === evidenceId && !withdrawn))
    return { may: false, code: 'evidence-unknown', evidenceId }
  if (state.judgements.some(({ evidenceIds }) => evidenceIds.includes(evidenceId)))
    return { may: false, code: 'evidence-judged', evidenceId }
  return { may: true }
}

/** Whoever judged in an earlier round has no part in a later one: an appeal is heard by someone else. */
function mayAppoint(state: CaseState, asked: Asked, event: Of<'assessor-appointed'>): EventDecision {
  const { personId } = event.assessor
  if (state.assessors.some(({ assessor, round }) => assessor.personId === personId && round === state.round))
    return { may: false, code: 'assessor-already-appointed' }
  return asDecision(decideAssessor(event.assessor, { ties: [] }, askedOf(state, asked)))
}

function mayDeclare(state: CaseState, asked: Asked, _event: Of<'assessor-declared'>): EventDecision {
  const appointed = state.assessors.find(
    ({ assessor, round }) => assessor.personId === asked.by && round === state.round,
  )
  return appointed ? { may: true } : { may: false, code: 'assessor-not-appointed' }
}

function mayJudge(state: CaseState, asked: Asked, event: Of<'outcome-judged'>): EventDecision {
  const { outcomeId, evidenceIds, assessedOn } = event.judgement
  const appointed = state.assessors.find(
    ({ assessor, round }) => assessor.personId === asked.by && round === state.round,
  )
  if (!appointed) return { may: false, code: 'assessor-not-appointed' }
  if (!appointed.declaration) return { may: false, code: 'assessor-undeclared' }
  const assessor = decideAssessor(appointed.assessor, appointed.declaration, {
    ...askedOf(state, asked),
    on: assessedOn,
  })
  if (!assessor.may) return assessor
  if (state.phase !== 'assessment' && state.phase !== 'certification')
    return { may: false, code: 'phase-out-of-order', next: state.phase ? nextPhase(state.phase) : Phase.options[0] }
  if (assessedOn > asked.on) return { may: false, code: 'judged-in-the-future', on: assessedOn }
  const known = knowsOutcomes(state, [outcomeId])
  if (!known.may) return known
  const lost = evidenceIds.find((id) => !state.evidence.some((piece) => piece.id === id && !piece.withdrawn))
  if (lost !== undefined) return { may: false, code: 'evidence-unknown', evidenceId: lost }
  if (metInEarlierRound(state, outcomeId)) return { may: false, code: 'outcome-already-met', outcomeId }
  return { may: true }
}

/** An appeal cannot leave a candidate worse off than before it. */
function metInEarlierRound(state: CaseState, outcomeId: string): boolean {
  const thisRound = new Set(
    state.assessors.filter(({ round }) => round === state.round).map(({ assessor }) => assessor.personId),
  )
  const earlier = state.judgements.filter(
    (judgement) => judgement.outcomeId === outcomeId && !thisRound.has(judgement.assessorId),
  )
  return earlier.at(-1)?.result === 'met'
}

function mayPropose(state: CaseState): EventDecision {
  const judged = new Set<string>(state.judgements.map(({ outcomeId }) => outcomeId))
  const unjudged = state.standard.outcomes.filter((outcome) => !judged.has(outcome))
  if (unjudged.length > 0) return { may: false, code: 'outcomes-unjudged', outcomes: unjudged }
  if (state.identity === undefined) return { may: false, code: 'identity-unchecked' }
  const inRound = state.assessors.filter(({ round }) => round === state.round).map(({ assessor }) => assessor.personId)
  if (!state.judgements.some(({ assessorId }) => inRound.includes(assessorId)))
    return { may: false, code: 'appeal-not-judged' }
  return { may: true }
}

type Of<K extends CaseEventKind> = Extract<CaseEvent, { kind: K }>

const askedOf = (state: CaseState, { on, experienceYears }: Asked) => ({
  candidateId: state.candidateId,
  on,
  experienceYears,
  judgedBefore: state.assessors.filter(({ round }) => round < state.round).map(({ assessor }) => assessor.personId),
})

const asDecision = (decision: ReturnType<typeof decideAssessor>): EventDecision =>
  decision.may ? { may: true } : decision
