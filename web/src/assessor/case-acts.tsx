import { pickText } from '@bricka/domain/local-text'
import { AssessmentType, EvidenceKind, Supervision } from '@bricka/domain/merit/merit'
import { Tie } from '@bricka/domain/recognition/assessor'
import type { CaseView } from '@bricka/server/recognition/case-view'
import type { ReactNode } from 'react'
import { choicesOf } from '../creator/design-words.ts'
import { CheckboxGroup, FileField, Form, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { textOf } from '../kit/form.ts'
import { Section } from '../kit/layout.tsx'
import type { FormState } from '../kit/page.ts'
import { Button } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'

type Part = CaseView['parts'][number]
type Act = { kind: string; as: Part; title: string; fields: ReactNode; files?: boolean; certifies?: boolean }

/** What the reader may do as the case stands: one fold for each, the one that failed left open. */
export function CaseActs(props: { view: CaseView; state: FormState | undefined; today: string }) {
  const { view, state, today } = props
  const words = useWords()
  const { say } = words
  const acts = actsOf(view, words, today)
  if (acts.length === 0) return null
  const failed = state && `${textOf(state.posted, '_what')}${textOf(state.posted, 'event/kind')}`
  return (
    <Section title={say('recognition.acts')}>
      {acts.map(({ kind, as, title, fields, files = false, certifies = false }) => {
        const open = failed === `${certifies ? 'certify' : 'event'}${certifies ? '' : kind}`
        return (
          <details key={kind} className="sheet" open={open || undefined}>
            <summary>{title}</summary>
            <Form state={open ? state : undefined} files={files} label={title} scope={`${kind}/`}>
              <input type="hidden" name="_what" value={certifies ? 'certify' : 'event'} />
              {!certifies && (
                <>
                  <input type="hidden" name="as" value={as} />
                  <input type="hidden" name="event/kind" value={kind} />
                </>
              )}
              {fields}
              <div className="actions">
                <Button>{title}</Button>
              </div>
            </Form>
          </details>
        )
      })}
    </Section>
  )
}

function actsOf(view: CaseView, words: Words, today: string): readonly Act[] {
  const { say } = words
  const act = (kind: string, as: Part, fields: ReactNode = null, more: Partial<Act> = {}): Act | undefined =>
    view.may.includes(kind) && view.parts.includes(as)
      ? { kind, as, title: words.find(`recognition.act-${kind}`) ?? kind, fields, ...more }
      : undefined
  const reason = (name: string, label: string, required = true) => (
    <TextField
      name={`event/${name}`}
      label={label}
      rows={3}
      maxLength={4000}
      required={required}
      optional={!required}
    />
  )
  const next = view.phases[view.phases.findIndex(({ phase }) => phase === view.phase) + 1]
  return [
    act('self-assessed', 'candidate', <SelfAssessment view={view} />),
    act('evidence-added', 'candidate', <EvidenceFields view={view} />, { files: true }),
    act('phase-begun', 'coordinator', next && <input type="hidden" name="event/phase" value={next.phase} />, {
      ...(next && { title: say('recognition.begin-phase', { phase: next.name }) }),
    }),
    ...(view.identity === null ? [act('identity-checked', 'coordinator', <IdentityFields />)] : []),
    act('assessor-appointed', 'coordinator', <AppointFields view={view} />),
    act('assessor-declared', 'assessor', <DeclareFields />),
    act('outcome-judged', 'assessor', <JudgeFields view={view} today={today} />),
    act('proposed', 'assessor'),
    act('quality-checked', 'quality-assurer', <QualityFields />),
    act('returned', 'coordinator', reason('reason', say('recognition.reasons'))),
    act('decided', 'coordinator', reason('reason', say('recognition.reasons'), false)),
    ...(view.matching.length > 0
      ? [act('certified', 'coordinator', <CertifyFields view={view} />, { certifies: true })]
      : []),
    act('appealed', 'candidate', reason('reason', say('recognition.appeal-why'))),
    act('note', view.parts[0] ?? 'candidate', reason('text', say('recognition.note'))),
    act(
      'paused',
      view.parts.includes('candidate') ? 'candidate' : 'coordinator',
      reason('reason', say('recognition.reasons'), false),
    ),
    act('resumed', 'candidate'),
    act('withdrawn', 'candidate', <p>{say('recognition.withdraw-what')}</p>),
  ].filter((one): one is Act => one !== undefined && !(one.kind === 'phase-begun' && !next))
}

const outcomeChoices = (view: CaseView, words: Words) =>
  view.outcomes.map(({ id, statement }) => ({
    value: id,
    text: pickText(statement, words.language)?.text ?? id,
  }))

function SelfAssessment({ view }: { view: CaseView }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <Select
        name="event/outcomeId"
        label={say('recognition.outcome')}
        choices={outcomeChoices(view, words)}
        value={view.outcomes.find(({ selfAssessment }) => selfAssessment === null)?.id}
        required
      />
      <RadioGroup
        name="event/can"
        legend={say('recognition.can')}
        choices={(['yes', 'partly', 'no'] as const).map((value) => ({ value, text: say(`recognition.can-${value}`) }))}
        required
      />
      <TextField name="event/note" label={say('recognition.note')} rows={3} maxLength={2000} optional />
    </>
  )
}

function EvidenceFields({ view }: { view: CaseView }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <TextField name="event/evidence/title" label={say('recognition.evidence-title')} maxLength={200} required />
      <Select
        name="event/evidence/kind"
        label={say('recognition.evidence-kind')}
        choices={choicesOf(words, 'evidence', EvidenceKind.options)}
        required
      />
      <CheckboxGroup
        name="event/evidence/outcomes:list"
        legend={say('recognition.evidence-outcomes')}
        choices={outcomeChoices(view, words)}
      />
      <TextField
        name="event/evidence/description"
        label={say('recognition.description')}
        rows={3}
        maxLength={2000}
        optional
      />
      <FileField
        name="file"
        label={say('recognition.evidence-file')}
        help={say('recognition.evidence-file-help')}
        accept=".pdf,.png,.jpg,.jpeg,.webp,.mp3,.mp4,.txt"
      />
    </>
  )
}

function IdentityFields() {
  const { say } = useWords()
  const ways = ['id-document-onsite', 'e-identification', 'known-to-provider'] as const
  return (
    <RadioGroup
      name="event/how"
      legend={say('recognition.identity-how')}
      choices={ways.map((value) => ({ value, text: say(`recognition.identity-${value}`) }))}
      required
    />
  )
}

function AppointFields({ view }: { view: CaseView }) {
  const { say } = useWords()
  return (
    <Select
      name="event/personId"
      label={say('recognition.assessor')}
      help={say('recognition.appoint-help')}
      choices={view.appointable.map(({ id, name }) => ({ value: id, text: name ?? id }))}
      empty={say('recognition.choose')}
      required
    />
  )
}

function DeclareFields() {
  const { say } = useWords()
  return (
    <>
      <CheckboxGroup
        name="event/declaration/ties:list"
        legend={say('recognition.ties')}
        help={say('recognition.ties-help')}
        choices={Tie.options.map((value) => ({ value, text: say(`recognition.tie-${value}`) }))}
      />
      <TextField name="event/declaration/note" label={say('recognition.note')} rows={2} maxLength={1000} optional />
    </>
  )
}

function JudgeFields({ view, today }: { view: CaseView; today: string }) {
  const words = useWords()
  const { say } = words
  const results = ['met', 'partly-met', 'not-yet-met'] as const
  const evidence = view.evidence.filter(({ withdrawn }) => !withdrawn)
  return (
    <>
      <Select
        name="event/judgement/outcomeId"
        label={say('recognition.outcome')}
        choices={outcomeChoices(view, words)}
        value={view.outcomes.find(({ judgement }) => judgement?.result !== 'met')?.id}
        required
      />
      <RadioGroup
        name="event/judgement/result"
        legend={say('recognition.judgement')}
        choices={results.map((value) => ({ value, text: say(`recognition.result-${value}`) }))}
        required
      />
      {view.outcomes
        .filter(({ criteria }) => criteria.length > 0)
        .map(({ id, statement, criteria }) => (
          <CheckboxGroup
            key={id}
            name={`_shown/${id}:list`}
            legend={say('recognition.criteria-shown', { outcome: pickText(statement, words.language)?.text ?? id })}
            choices={criteria.map((criterion, index) => ({
              value: String(index),
              text: pickText(criterion, words.language)?.text ?? '',
            }))}
          />
        ))}
      <Select
        name="event/judgement/method"
        label={say('recognition.method')}
        choices={choicesOf(words, 'assessment', AssessmentType.options)}
        required
      />
      <TextField
        name="event/judgement/assessedOn"
        type="date"
        label={say('recognition.assessed-on')}
        value={today}
        max={today}
        required
      />
      <TextField
        name="event/judgement/reasons"
        label={say('recognition.reasons')}
        help={say('recognition.reasons-help')}
        rows={4}
        maxLength={4000}
        required
      />
      {evidence.length > 0 && (
        <CheckboxGroup
          name="event/judgement/evidenceIds:list"
          legend={say('recognition.judged-by')}
          choices={evidence.map(({ id, title }) => ({ value: id, text: title }))}
        />
      )}
    </>
  )
}

function QualityFields() {
  const { say } = useWords()
  return (
    <>
      <RadioGroup
        name="event/by"
        legend={say('recognition.quality-by')}
        choices={(['internal', 'external'] as const).map((value) => ({
          value,
          text: say(`recognition.quality-${value}`),
        }))}
        required
      />
      <RadioGroup
        name="event/finding"
        legend={say('recognition.quality-finding')}
        choices={(['upheld', 'remark', 'returned'] as const).map((value) => ({
          value,
          text: say(`recognition.finding-${value}`),
        }))}
        required
      />
      <TextField name="event/note" label={say('recognition.reasons')} rows={3} maxLength={4000} required />
    </>
  )
}

function CertifyFields({ view }: { view: CaseView }) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <RadioGroup
        name="meritId"
        legend={say('recognition.certify-which')}
        choices={view.matching.map(({ id, title }) => ({ value: id, text: title }))}
        required
      />
      <Select
        name="supervision"
        label={say('recognition.supervision')}
        choices={choicesOf(words, 'supervision', Supervision.options)}
        required
      />
    </>
  )
}
