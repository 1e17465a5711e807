import { describe, expect, it } from 'vitest'
import { MeritId, OutcomeId } from '../merit/merit.ts'
import { Assessor, type Tie } from './assessor.ts'
import { CaseEvent, type CasePart, type FiledEvent } from './case-event.ts'
import { decideEvent, eventsFor } from './decide-event.ts'
import { PersonId } from './judgement.ts'
import { type CaseState, readCase } from './read-case.ts'

const candidate = person(1)
const coordinator = person(2)
const assessor = person(3)
const second = person(4)
const controller = person(5)
const hygiene = OutcomeId.parse('hygiene')
const meeting = OutcomeId.parse('meeting')
const evidenceId = '0198c000-0000-7000-8000-0000000000e1'

describe('a case of validation', () => {
  it('goes through the four phases in their order, and no other', () => {
    const file = started()
    expect(refusal(file, coordinator, 'coordinator', { kind: 'phase-begun', phase: 'assessment' })).toEqual({
      may: false,
      code: 'phase-out-of-order',
      next: 'identification',
    })
    const later = add(file, coordinator, 'coordinator', { kind: 'phase-begun', phase: 'identification' })
    expect(refusal(later, coordinator, 'coordinator', { kind: 'phase-begun', phase: 'assessment' }).may).toBe(false)
    expect(decide(later, coordinator, 'coordinator', { kind: 'phase-begun', phase: 'documentation' })).toEqual({
      may: true,
    })
  })

  it('names what was met, what partly, and what is missing', () => {
    expect(stateOf(judged()).recognition).toEqual({ extent: 'partial', met: [hygiene], partly: [meeting], missing: [] })
  })

  it('lets the latest judgement of an outcome count, and keeps the earlier', () => {
    const file = add(judged(), assessor, 'assessor', judgement(hygiene, 'not-yet-met'))
    const { recognition, judgements } = stateOf(file)
    expect(recognition).toEqual({ extent: 'none', partly: [meeting], missing: [hygiene] })
    expect(judgements.map(({ result }) => result)).toEqual(['met', 'partly-met', 'not-yet-met'])
  })

  it('is not proposed before every outcome is judged and the candidate’s identity is checked', () => {
    const half = add(ready(), assessor, 'assessor', judgement(hygiene, 'met'))
    expect(refusal(half, coordinator, 'coordinator', { kind: 'proposed' })).toEqual({
      may: false,
      code: 'outcomes-unjudged',
      outcomes: [meeting],
    })
    const unknown = judged({ identified: false })
    expect(refusal(unknown, coordinator, 'coordinator', { kind: 'proposed' })).toEqual({
      may: false,
      code: 'identity-unchecked',
    })
  })

  it('is decided by someone who did not judge in it', () => {
    const proposed = add(judged(), assessor, 'assessor', { kind: 'proposed' })
    const decided: CaseEvent = { kind: 'decided', appealBefore: '2026-06-30' }
    expect(refusal(proposed, assessor, 'coordinator', decided)).toEqual({ may: false, code: 'own-judgement' })
    expect(decide(proposed, coordinator, 'coordinator', decided)).toEqual({ may: true })
  })

  it('gives no credential where nothing was shown', () => {
    const file = decided([judgement(hygiene, 'not-yet-met'), judgement(meeting, 'partly-met')])
    expect(refusal(file, coordinator, 'coordinator', certified)).toEqual({ may: false, code: 'nothing-recognised' })
    expect(decide(decided(), coordinator, 'coordinator', certified)).toEqual({ may: true })
  })

  it('is in certification once a merit is issued, whatever phase it was in, and in assessment again on appeal', () => {
    const issued = add(decided(), coordinator, 'coordinator', certified)
    expect(stateOf(decided()).phase).toBe('assessment')
    expect(stateOf(issued)).toMatchObject({ standing: 'certified', phase: 'certification' })
    expect(stateOf(issued).phases.at(-1)).toEqual({ phase: 'certification', begunAt: '2026-05-01T10:00:00.000Z' })
    const twice = add(issued, coordinator, 'coordinator', certified)
    expect(stateOf(twice).phases.filter(({ phase }) => phase === 'certification')).toHaveLength(1)
  })

  it('can be paused and left by the candidate, and only the candidate takes it up again', () => {
    const paused = add(judged(), candidate, 'candidate', { kind: 'paused' })
    expect(refusal(paused, assessor, 'assessor', judgement(meeting, 'met'))).toMatchObject({
      code: 'case-state-refused',
      standing: 'paused',
    })
    expect(refusal(paused, coordinator, 'coordinator', { kind: 'resumed' })).toMatchObject({
      code: 'case-part-missing',
    })
    expect(decide(paused, candidate, 'candidate', { kind: 'withdrawn' })).toEqual({ may: true })
  })

  it('keeps the evidence that a judgement rests on', () => {
    const withEvidence = add(ready(), candidate, 'candidate', evidence)
    const takenBack: CaseEvent = { kind: 'evidence-withdrawn', evidenceId }
    expect(decide(withEvidence, candidate, 'candidate', takenBack)).toEqual({ may: true })
    const resting = add(withEvidence, assessor, 'assessor', judgement(hygiene, 'met', [evidenceId]))
    expect(refusal(resting, candidate, 'candidate', takenBack)).toEqual({
      may: false,
      code: 'evidence-judged',
      evidenceId,
    })
  })

  it('refuses evidence and judgements of outcomes that the standard does not have', () => {
    const other = judgement(OutcomeId.parse('welding'), 'met')
    expect(refusal(ready(), assessor, 'assessor', other)).toEqual({
      may: false,
      code: 'outcome-unknown',
      outcomeId: 'welding',
    })
  })
})

describe('an assessor', () => {
  it('declares ties before judging', () => {
    const undeclared = add(inAssessment(), coordinator, 'coordinator', appointed(assessor))
    expect(refusal(undeclared, assessor, 'assessor', judgement(hygiene, 'met'))).toEqual({
      may: false,
      code: 'assessor-undeclared',
    })
  })

  it.each<Tie>(['family', 'close-friend', 'manager', 'subordinate', 'business'])('is shut out by %s', (tie) => {
    expect(refusal(ready([tie]), assessor, 'assessor', judgement(hygiene, 'met'))).toEqual({
      may: false,
      code: 'assessor-conflict',
      ties: [tie],
    })
  })

  it.each<Tie>(['teacher', 'colleague'])('may judge as %s, for that is told to the reader', (tie) => {
    expect(decide(ready([tie]), assessor, 'assessor', judgement(hygiene, 'met'))).toEqual({ may: true })
  })

  it('never judges oneself, whatever is declared', () => {
    expect(refusal(inAssessment(), coordinator, 'coordinator', appointed(candidate))).toMatchObject({
      code: 'assessor-conflict',
      ties: ['oneself'],
    })
  })

  it('needs training, the trade’s years, and an authorisation in force on the day', () => {
    const asks = (changes: object) => refusal(inAssessment(), coordinator, 'coordinator', appointed(assessor, changes))
    expect(asks({ training: [] })).toEqual({ may: false, code: 'assessor-not-trained' })
    expect(asks({ tradeExperienceYears: 1 })).toMatchObject({ code: 'assessor-experience-short', needed: 3 })
    expect(asks({ authorisedUntil: '2026-04-30' })).toMatchObject({ code: 'assessor-not-authorised' })
    expect(asks({ authorisedUntil: '2026-05-01' })).toEqual({ may: true })
  })

  it('judges no day that has not come', () => {
    const event = judgement(hygiene, 'met', [], '2026-05-02')
    expect(refusal(ready(), assessor, 'assessor', event)).toEqual({
      may: false,
      code: 'judged-in-the-future',
      on: '2026-05-02',
    })
  })
})

describe('an appeal', () => {
  it('is heard by another assessor, who must judge something', () => {
    const appealed = add(decided(), candidate, 'candidate', appeal)
    expect(refusal(appealed, coordinator, 'coordinator', appointed(assessor))).toEqual({
      may: false,
      code: 'assessor-judged-before',
    })
    const heard = declared(add(appealed, coordinator, 'coordinator', appointed(second)), second)
    expect(refusal(heard, coordinator, 'coordinator', { kind: 'proposed' })).toEqual({
      may: false,
      code: 'appeal-not-judged',
    })
    const judgedAgain = add(heard, second, 'assessor', judgement(meeting, 'met'))
    expect(stateOf(judgedAgain).recognition).toEqual({ extent: 'full', met: [hygiene, meeting] })
    expect(decide(judgedAgain, coordinator, 'coordinator', { kind: 'proposed' })).toEqual({ may: true })
  })

  it('cannot leave the candidate worse off', () => {
    const appealed = add(decided(), candidate, 'candidate', appeal)
    const heard = declared(add(appealed, coordinator, 'coordinator', appointed(second)), second)
    expect(refusal(heard, second, 'assessor', judgement(hygiene, 'not-yet-met'))).toEqual({
      may: false,
      code: 'outcome-already-met',
      outcomeId: hygiene,
    })
  })

  it('comes in time, to the last day', () => {
    const file = decided()
    expect(decide(file, candidate, 'candidate', appeal, '2026-06-30')).toEqual({ may: true })
    expect(decide(file, candidate, 'candidate', appeal, '2026-07-01')).toEqual({
      may: false,
      code: 'appeal-too-late',
      before: '2026-06-30',
    })
  })

  it('leaves every earlier event in the file', () => {
    const before = decided()
    const after = add(before, candidate, 'candidate', appeal)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(stateOf(after)).toMatchObject({ standing: 'open', round: 2, phase: 'assessment' })
  })
})

describe('quality assurance', () => {
  it('is made by someone who neither judged nor decided', () => {
    const check: CaseEvent = { kind: 'quality-checked', by: 'internal', finding: 'upheld', note: 'Underlaget räcker.' }
    expect(refusal(decided(), assessor, 'quality-assurer', check).may).toBe(false)
    expect(refusal(decided(), coordinator, 'quality-assurer', check).may).toBe(false)
    expect(decide(decided(), controller, 'quality-assurer', check)).toEqual({ may: true })
  })

  it('may send a proposal back to be judged again', () => {
    const proposed = add(judged(), assessor, 'assessor', { kind: 'proposed' })
    const returned = add(proposed, controller, 'quality-assurer', {
      kind: 'quality-checked',
      by: 'internal',
      finding: 'returned',
      note: 'Metoden är inte beskriven.',
    })
    expect(stateOf(returned).standing).toBe('open')
  })
})

describe('what the pages offer', () => {
  it('is what the rules allow someone with these parts', () => {
    expect(eventsFor(stateOf(decided()), ['candidate'])).toEqual(['appealed', 'note'])
    expect(eventsFor(stateOf(judged()), ['quality-assurer'])).toEqual(['note'])
  })
})

const certified: CaseEvent = {
  kind: 'certified',
  credentialId: '0198c000-0000-7000-8000-0000000000c1',
  meritId: MeritId.parse('0198c000-0000-7000-8000-0000000000a1'),
}
const appeal: CaseEvent = { kind: 'appealed', reason: 'Samtalet med anhöriga vägdes inte in.' }
const evidence: CaseEvent = CaseEvent.parse({
  kind: 'evidence-added',
  evidence: { id: evidenceId, kind: 'work-record', title: 'Tjänstgöringsintyg', outcomes: ['hygiene'] },
})

function person(number: number): PersonId {
  return PersonId.parse(`0198c000-0000-7000-8000-00000000000${number}`)
}

function decide(file: readonly FiledEvent[], by: PersonId, as: CasePart, event: CaseEvent, on = '2026-05-01') {
  return decideEvent(stateOf(file), { event, by, as, on, experienceYears: 3 })
}
const refusal = decide

/** Adds an event that the rules allow; a test that builds a file they refuse fails here. */
function add(file: readonly FiledEvent[], by: PersonId, as: CasePart, event: CaseEvent): readonly FiledEvent[] {
  expect(decide(file, by, as, event)).toEqual({ may: true })
  return [...file, { number: file.length + 1, at: '2026-05-01T10:00:00.000Z', by, as, event }]
}

function stateOf(file: readonly FiledEvent[]): CaseState {
  const state = readCase(file)
  if (!state) throw new Error('an empty file')
  return state
}

function started(): readonly FiledEvent[] {
  const event = CaseEvent.parse({
    kind: 'started',
    standard: { meritId: '0198c000-0000-7000-8000-0000000000a1', version: 1, outcomes: ['hygiene', 'meeting'] },
    information: { version: '2026-01', language: 'sv' },
    voluntary: true,
    country: 'SE',
  })
  return [{ number: 1, at: '2026-04-01T08:00:00.000Z', by: candidate, as: 'candidate', event }]
}

function inAssessment({ identified = true } = {}): readonly FiledEvent[] {
  const phases = (['identification', 'documentation', 'assessment'] as const).reduce<readonly FiledEvent[]>(
    (file, phase) => add(file, coordinator, 'coordinator', { kind: 'phase-begun', phase }),
    started(),
  )
  return identified
    ? add(phases, coordinator, 'coordinator', { kind: 'identity-checked', how: 'e-identification' })
    : phases
}

function appointed(personId: PersonId, changes: object = {}): CaseEvent {
  return {
    kind: 'assessor-appointed',
    assessor: Assessor.parse({
      personId,
      role: 'occupational-assessor',
      independence: 'other-organisation',
      training: [{ title: 'Bedömarutbildning', on: '2024-03-01' }],
      tradeExperienceYears: 12,
      authorisedFrom: '2025-01-01',
      authorisedUntil: '2026-12-31',
      authorisedBy: 'Branschens valideringsråd',
      ...changes,
    }),
  }
}

function declared(file: readonly FiledEvent[], by: PersonId, ties: Tie[] = []): readonly FiledEvent[] {
  return add(file, by, 'assessor', { kind: 'assessor-declared', declaration: { ties } })
}

function ready(ties: Tie[] = [], identified = true): readonly FiledEvent[] {
  return declared(add(inAssessment({ identified }), coordinator, 'coordinator', appointed(assessor)), assessor, ties)
}

function judgement(
  outcomeId: OutcomeId,
  result: 'met' | 'partly-met' | 'not-yet-met',
  evidenceIds: string[] = [],
  assessedOn = '2026-05-01',
): CaseEvent {
  const method = 'practical-assessment' as const
  const reasons = 'Visades i arbetet på avdelningen.'
  return {
    kind: 'outcome-judged',
    judgement: { outcomeId, result, criteriaShown: [], method, assessedOn, reasons, evidenceIds },
  }
}

function judged({ identified = true, events = [judgement(hygiene, 'met'), judgement(meeting, 'partly-met')] } = {}) {
  return events.reduce((file, event) => add(file, assessor, 'assessor', event), ready([], identified))
}

function decided(events?: CaseEvent[]): readonly FiledEvent[] {
  const proposed = add(judged(events ? { events } : {}), assessor, 'assessor', { kind: 'proposed' })
  return add(proposed, coordinator, 'coordinator', { kind: 'decided', appealBefore: '2026-06-30' })
}
