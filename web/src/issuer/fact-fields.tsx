import { type AssessmentFacts, Route } from '@bricka/domain/issuing/assessment-facts'
import { pickText } from '@bricka/domain/local-text'
import {
  AssessmentType,
  AssessorIndependence,
  AssessorRole,
  EvidenceKind,
  type MeritDesign,
  ParticipationForm,
  Supervision,
} from '@bricka/domain/merit/merit'
import { choicesOf } from '../creator/design-words.ts'
import { Checkbox, CheckboxGroup, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'

type Props = { design: MeritDesign; facts?: AssessmentFacts | undefined; today: string }

/** What differs from one issuing to the next. What the design says stands ready, to be kept or put right. */
export function FactFields({ design, facts, today }: Props) {
  const words = useWords()
  const { say } = words
  const routes = design.priorLearning?.replaces === 'no' ? (['course'] as const) : Route.options
  return (
    <>
      <TextField
        name="facts/assessedOn"
        type="date"
        label={say('issuer.assessed-on')}
        value={facts?.assessedOn ?? today}
        max={today}
        required
      />
      <RadioGroup
        name="facts/route"
        legend={say('issuer.route')}
        help={say('issuer.route-help')}
        choices={choicesOf(words, 'route', routes)}
        value={facts?.route ?? (routes.length === 1 ? routes[0] : undefined)}
        required
      />
      <OutcomeFacts design={design} facts={facts} />
      <details className="sheet" open={facts !== undefined || undefined}>
        <summary>{say('issuer.more-facts')}</summary>
        <p>{say('issuer.more-facts-lead')}</p>
        <Assessed design={design} facts={facts} />
      </details>
    </>
  )
}

function OutcomeFacts({ design, facts }: Omit<Props, 'today'>) {
  const words = useWords()
  const { say, language } = words
  const { outcomes, assessment } = design
  return (
    <fieldset className="ds-fieldset" id="f-facts-outcomes">
      <legend className="ds-label" data-weight="medium">
        {say('issuer.outcomes')}
      </legend>
      <p className="group-help">{say('issuer.outcomes-help')}</p>
      {outcomes.map((outcome, index) => {
        const name = `facts/outcomes/${index}`
        const known = facts?.outcomes?.find(({ outcomeId }) => outcomeId === outcome.id)
        const planned = outcome.assessedBy.length > 0 ? outcome.assessedBy : assessment.types
        return (
          <div key={outcome.id} id={`f-facts-outcomes-${index}-result`}>
            <input type="hidden" name={`${name}/outcomeId`} value={outcome.id} />
            <Checkbox
              name={`${name}/result`}
              value="met"
              label={pickText(outcome.statement, language)?.text ?? outcome.id}
              checked={known ? known.result === 'met' : facts !== undefined}
            />
            <details>
              <summary>{say('issuer.methods-of', { number: index + 1 })}</summary>
              <CheckboxGroup
                name={`${name}/methods:list`}
                legend={say('issuer.methods')}
                choices={choicesOf(words, 'assessment', AssessmentType.options)}
                chosen={known?.methods ?? planned}
              />
              {assessment.gradingScale && (
                <TextField
                  name={`${name}/grade`}
                  label={say('issuer.grade')}
                  value={known?.grade}
                  maxLength={60}
                  optional
                />
              )}
            </details>
          </div>
        )
      })}
    </fieldset>
  )
}

function Assessed({ design, facts }: Omit<Props, 'today'>) {
  const words = useWords()
  const { say } = words
  const { assessment } = design
  const assessor = facts?.assessor ?? assessment.assessor
  return (
    <>
      <Select
        name="facts/supervision"
        label={say('issuer.supervision')}
        empty={say('kit.not-said')}
        choices={choicesOf(words, 'supervision', Supervision.options)}
        value={facts?.supervision ?? assessment.supervision}
      />
      <Select
        name="facts/assessor/role"
        label={say('issuer.assessor-role')}
        empty={say('kit.not-said')}
        choices={choicesOf(words, 'assessor', AssessorRole.options)}
        value={assessor?.role}
      />
      <Select
        name="facts/assessor/independence"
        label={say('issuer.assessor-independence')}
        empty={say('kit.not-said')}
        choices={choicesOf(words, 'independence', AssessorIndependence.options)}
        value={assessor?.independence}
      />
      <TextField
        name="facts/assessor/qualification"
        label={say('issuer.assessor-qualification')}
        value={assessor?.qualification}
        maxLength={300}
        optional
      />
      <TextField
        name="facts/assessor/count:number"
        label={say('issuer.assessor-count')}
        value={facts?.assessor?.count}
        inputMode="numeric"
        optional
      />
      <CheckboxGroup
        name="facts/evidenceKinds:list"
        legend={say('issuer.evidence')}
        choices={choicesOf(words, 'evidence', EvidenceKind.options)}
        chosen={facts?.evidenceKinds ?? assessment.evidenceKinds}
      />
      <TextField
        name="facts/grade"
        label={say('issuer.grade')}
        {...(assessment.gradingScale && { help: assessment.gradingScale })}
        value={facts?.grade}
        maxLength={60}
        optional
      />
      <TextField
        name="facts/participation/from"
        type="date"
        label={say('issuer.took-part-from')}
        value={facts?.participation?.from}
        optional
      />
      <TextField
        name="facts/participation/until"
        type="date"
        label={say('issuer.took-part-until')}
        value={facts?.participation?.until}
        optional
      />
      <CheckboxGroup
        name="facts/participation/forms:list"
        legend={say('issuer.took-part-how')}
        choices={choicesOf(words, 'participation', ParticipationForm.options)}
        chosen={facts?.participation?.forms ?? []}
      />
      <TextField
        name="facts/note"
        label={say('issuer.note')}
        help={say('issuer.note-help')}
        value={facts?.note}
        rows={3}
        maxLength={1000}
        optional
      />
    </>
  )
}

/** What the summary of problems calls the fields. */
export function factLabels({ say, language }: Words, design: MeritDesign): Readonly<Record<string, string>> {
  return {
    '/recipient/name': say('issuer.recipient-name'),
    '/recipient/email': say('issuer.recipient-email'),
    '/facts/assessedOn': say('issuer.assessed-on'),
    '/facts/route': say('issuer.route'),
    '/facts/assessor/independence': say('issuer.assessor-independence'),
    '/facts/participation/until': say('issuer.took-part-until'),
    '/reason': say('issuer.reason'),
    ...Object.fromEntries(
      design.outcomes.map(({ statement, id }, index) => [
        `/facts/outcomes/${index}/result`,
        pickText(statement, language)?.text ?? id,
      ]),
    ),
  }
}
