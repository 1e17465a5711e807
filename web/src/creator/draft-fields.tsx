import { Language } from '@bricka/domain/local-text'
import { creditUnits } from '@bricka/domain/merit/credit-unit'
import { levelFrameworks } from '@bricka/domain/merit/level-framework'
import {
  AssessmentType,
  AssessorIndependence,
  AssessorRole,
  EvidenceKind,
  type MeritDesign,
  OutcomeType,
  Supervision,
} from '@bricka/domain/merit/merit'
import type { FoundNeed } from '@bricka/server/need/find-needs'
import type { ReactNode } from 'react'
import { Checkbox, CheckboxGroup, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { Button, EmptyState, Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { AnsweredNeed } from '../public/answered-needs.tsx'
import { choicesOf, wordFor } from './design-words.ts'
import type { DraftPart } from './draft-part.ts'
import { QualityRows } from './draft-rows.tsx'
import { contentLanguages, LinesField, LocalField } from './local-field.tsx'
import { TakingPart, Worth } from './offer-fields.tsx'

export type PartProps = {
  design: MeritDesign
  needs: readonly FoundNeed[]
  languages: readonly Language[]
  more: string | null
}

const parts: Readonly<Record<DraftPart, (props: PartProps) => ReactNode>> = {
  basics: Basics,
  outcomes: Outcomes,
  size: Size,
  assessment: Assessment,
  'taking-part': TakingPart,
  worth: Worth,
}

export function DraftFields({ part, design, ...rest }: { part: DraftPart } & Omit<PartProps, 'languages'>) {
  const { language } = useWords()
  const Part = parts[part]
  return <Part design={design} languages={contentLanguages(design, language)} {...rest} />
}

function Basics({ design, needs, languages }: PartProps) {
  const words = useWords()
  const { say } = words
  return (
    <>
      <LocalField
        name="title"
        label={say('creator.title')}
        help={say('creator.title-help')}
        languages={languages}
        value={design.title}
      />
      <LocalField
        name="description"
        label={say('creator.description')}
        help={say('creator.description-help')}
        languages={languages}
        value={design.description}
        rows={4}
      />
      <LocalField
        name="targetGroup"
        label={wordFor(words, 'field', 'targetGroup')}
        languages={languages}
        value={design.targetGroup}
        optional
      />
      <LocalField
        name="needAnswered"
        label={wordFor(words, 'field', 'needAnswered')}
        help={say('creator.need-help')}
        languages={languages}
        value={design.needAnswered}
        rows={2}
        optional
      />
      <NeedsNamed design={design} needs={needs} />
      <CheckboxGroup
        name="languagesOfContent:list"
        legend={say('creator.content-languages')}
        help={say('creator.content-languages-help')}
        choices={choicesOf(words, 'language', Language.options)}
        chosen={languages}
      />
      <Checkbox
        name="pilot:boolean"
        label={say('creator.pilot')}
        help={say('creator.pilot-help')}
        checked={design.pilot}
      />
    </>
  )
}

/** Chosen on a page of their own; here they are carried along, so that saving keeps them. */
function NeedsNamed({ design, needs }: Pick<PartProps, 'design' | 'needs'>) {
  const { say } = useWords()
  return (
    <fieldset className="ds-fieldset" id="f-answersNeeds">
      <legend className="ds-label" data-weight="medium">
        {say('answered-need.field')}
      </legend>
      <p className="section-lead">{say('answered-need.field-help')}</p>
      <div hidden>
        {design.answersNeeds.map(({ waveId, concept }, index) => (
          <span key={waveId + concept}>
            <input type="hidden" name={`answersNeeds/${index}/waveId`} value={waveId} />
            <input type="hidden" name={`answersNeeds/${index}/concept`} value={concept} />
          </span>
        ))}
      </div>
      {needs.length > 0 && (
        <ul className="plain need-list">
          {needs.map((need) => (
            <li key={need.waveId + need.concept}>
              <AnsweredNeed need={need} judged />
            </li>
          ))}
        </ul>
      )}
      <Button name="_act" value="needs" look="secondary" icon="search">
        {say('answered-need.choose')}
      </Button>
    </fieldset>
  )
}

function Outcomes({ design, languages }: PartProps) {
  const { say } = useWords()
  return (
    <div id="f-outcomes">
      {design.outcomes.length === 0 && (
        <EmptyState title={say('creator.no-outcomes')}>
          <p>{say('creator.no-outcomes-hint')}</p>
        </EmptyState>
      )}
      {design.outcomes.map((outcome, index) => (
        <Outcome key={outcome.id} outcome={outcome} index={index} languages={languages} />
      ))}
      <Button name="_act" value="add-outcome" look="secondary" icon="plus">
        {say('creator.add-outcome')}
      </Button>
    </div>
  )
}

function Outcome(props: { outcome: MeritDesign['outcomes'][number]; index: number; languages: readonly Language[] }) {
  const words = useWords()
  const { say } = words
  const { outcome, index, languages } = props
  const name = `outcomes/${index}`
  const number = index + 1
  return (
    <fieldset className="ds-fieldset sheet" id={`f-outcomes-${index}`}>
      <legend className="ds-label" data-weight="medium">
        {say('creator.outcome-number', { number })}
      </legend>
      <input type="hidden" name={`${name}/id`} value={outcome.id} />
      <LocalField
        name={`${name}/statement`}
        label={say('creator.statement')}
        help={say('creator.statement-help')}
        languages={languages}
        value={outcome.statement}
        rows={2}
      />
      <Select
        name={`${name}/type`}
        label={say('creator.outcome-type')}
        choices={choicesOf(words, 'outcome-type', OutcomeType.options)}
        value={outcome.type}
      />
      <LinesField
        name={`${name}/criteria`}
        label={say('creator.criteria')}
        help={say('creator.criteria-help')}
        languages={languages}
        value={outcome.criteria}
      />
      <details open={outcome.assessedBy.length > 0 || undefined}>
        <summary>{say('creator.assessed-by')}</summary>
        <CheckboxGroup
          name={`${name}/assessedBy:list`}
          legend={say('creator.assessed-by')}
          help={say('creator.assessed-by-help')}
          choices={choicesOf(words, 'assessment', AssessmentType.options)}
          chosen={outcome.assessedBy}
        />
      </details>
      <p className="ds-label" data-weight="medium">
        {say('creator.skills')}
      </p>
      {outcome.alignments.length === 0 && <p>{say('creator.no-skills')}</p>}
      <ul className="plain-rows">
        {outcome.alignments.map((alignment, place) => {
          const path = `${name}/alignments/${place}`
          return (
            <li key={alignment.uri}>
              {Object.entries(alignment).map(([field, value]) => (
                <input key={field} type="hidden" name={`${path}/${field}`} value={value} />
              ))}
              <span>
                {alignment.label}{' '}
                <Tag>{`${alignment.framework}: ${wordFor(words, 'relation', alignment.relation)}`}</Tag>
              </span>{' '}
              <Button name="_act" value={`remove:${path}`} look="tertiary" icon="bin">
                {say('creator.remove-named', { name: alignment.label })}
              </Button>
            </li>
          )
        })}
      </ul>
      <div className="actions">
        <Button name="_act" value={`skills:${outcome.id}`} look="secondary" icon="search">
          {say('creator.find-skills', { number })}
        </Button>
        {index > 0 && (
          <Button name="_act" value={`up:${name}`} look="tertiary">
            {say('creator.move-up', { number })}
          </Button>
        )}
        <Button name="_act" value={`remove:${name}`} look="tertiary" icon="bin">
          {say('creator.remove-outcome', { number })}
        </Button>
      </div>
    </fieldset>
  )
}

function Size({ design, languages }: PartProps) {
  const words = useWords()
  const { say } = words
  const { workload, level, withoutLevel } = design
  const decision = level?.standing === 'decided' ? level.decision : undefined
  return (
    <>
      <div id="f-workload" className="form-group">
        <TextField
          name="workload/hours:number"
          label={say('creator.hours')}
          help={say('creator.hours-help')}
          value={workload.hours}
          inputMode="decimal"
        />
        <TextField
          name="workload/credits/value:number"
          label={say('creator.credits')}
          value={workload.credits?.value}
          inputMode="decimal"
          optional
        />
        <Select
          name="workload/credits/unit"
          label={say('creator.credit-unit')}
          help={say('creator.credit-unit-help')}
          empty={say('creator.none-chosen')}
          value={workload.credits?.unit}
          choices={Object.values(creditUnits)
            .filter(({ name }) => name !== 'hours')
            .map(({ name, fullName, country }) => ({
              value: name,
              text: `${name === fullName ? name : `${name} (${fullName})`}${country ? `, ${words.country(country)}` : ''}`,
            }))}
        />
      </div>
      <div id="f-level" className="form-group">
        <RadioGroup
          name="level/standing"
          legend={say('creator.level')}
          help={say('creator.level-help')}
          value={level?.standing ?? (withoutLevel ? 'none' : undefined)}
          choices={['self-declared', 'decided', 'none'].map((value) => ({
            value,
            text: wordFor(words, 'standing', value),
            help: say(`creator.level-${value === 'decided' ? 'decided' : value === 'none' ? 'none' : 'declared'}-help`),
          }))}
        />
        <Select
          name="level/framework"
          label={say('creator.framework')}
          empty={say('creator.none-chosen')}
          value={level?.framework}
          choices={Object.values(levelFrameworks).map(({ name, fullName }) => ({
            value: name,
            text: `${name}, ${fullName}`,
          }))}
        />
        <TextField name="level/level" label={say('creator.level-number')} value={level?.level} maxLength={10} />
        <fieldset className="ds-fieldset">
          <legend className="ds-label">{say('creator.decision')}</legend>
          <TextField name="level/decision/body" label={say('creator.decision-body')} value={decision?.body} />
          <TextField
            name="level/decision/reference"
            label={say('creator.decision-reference')}
            value={decision?.reference}
          />
          <TextField
            name="level/decision/on"
            type="date"
            label={say('creator.decision-on')}
            value={decision?.on}
            optional
          />
          <TextField name="level/decision/url" type="url" label={say('creator.link')} value={decision?.url} optional />
        </fieldset>
        <LocalField
          name="withoutLevel/reason"
          label={say('creator.without-level')}
          languages={languages}
          value={withoutLevel?.reason}
          optional
        />
      </div>
      <TextField
        name="validForMonths:number"
        label={say('creator.valid-months')}
        help={say('creator.valid-months-help')}
        value={design.validForMonths}
        inputMode="numeric"
        optional
      />
      <TextField
        name="fieldOfStudy"
        label={say('creator.field-of-study')}
        help={say('creator.field-of-study-help')}
        value={design.fieldOfStudy}
        maxLength={120}
        optional
      />
    </>
  )
}

function Assessment(props: PartProps) {
  const { design, languages } = props
  const words = useWords()
  const { say } = words
  const { assessment } = design
  return (
    <>
      <CheckboxGroup
        name="assessment/types:list"
        legend={say('creator.assessment-types')}
        help={say('creator.assessment-types-help')}
        choices={choicesOf(words, 'assessment', AssessmentType.options)}
        chosen={assessment.types}
      />
      <Select
        name="assessment/supervision"
        label={say('creator.supervision')}
        help={say('creator.supervision-help')}
        empty={say('creator.not-decided')}
        choices={choicesOf(words, 'supervision', Supervision.options)}
        value={assessment.supervision}
      />
      <Select
        name="assessment/assessor/role"
        label={say('creator.assessor-role')}
        empty={say('creator.not-decided')}
        choices={choicesOf(words, 'assessor', AssessorRole.options)}
        value={assessment.assessor?.role}
      />
      <Select
        name="assessment/assessor/independence"
        label={say('creator.assessor-independence')}
        empty={say('creator.not-decided')}
        choices={choicesOf(words, 'independence', AssessorIndependence.options)}
        value={assessment.assessor?.independence}
      />
      <TextField
        name="assessment/assessor/qualification"
        label={say('creator.assessor-qualification')}
        value={assessment.assessor?.qualification}
        maxLength={300}
        optional
      />
      <CheckboxGroup
        name="assessment/evidenceKinds:list"
        legend={say('creator.evidence')}
        choices={choicesOf(words, 'evidence', EvidenceKind.options)}
        chosen={assessment.evidenceKinds}
      />
      <TextField
        name="assessment/gradingScale"
        label={say('creator.grading-scale')}
        help={say('creator.grading-scale-help')}
        value={assessment.gradingScale}
        maxLength={200}
        optional
      />
      <LocalField
        name="assessment/description"
        label={say('creator.assessment-description')}
        languages={languages}
        value={assessment.description}
        rows={3}
        optional
      />
      <QualityRows {...props} />
    </>
  )
}
