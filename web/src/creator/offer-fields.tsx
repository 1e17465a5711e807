import { Language } from '@bricka/domain/local-text'
import { Benefit, LearningSetting, ParticipationForm } from '@bricka/domain/merit/merit'
import { CheckboxGroup, RadioGroup, Select, TextField } from '../kit/fields.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { choicesOf, wordFor } from './design-words.ts'
import type { PartProps } from './draft-fields.tsx'
import { CollaboratorRows, RecognitionRows } from './draft-rows.tsx'
import { LocalField } from './local-field.tsx'

const offers = ['price', 'funding', 'accessibility'] as const

export function TakingPart({ design, languages }: PartProps) {
  const words = useWords()
  const { say } = words
  const { baseUrl } = useScene().settings
  return (
    <>
      <CheckboxGroup
        name="participation:list"
        legend={say('creator.participation')}
        help={say('creator.participation-help')}
        choices={choicesOf(words, 'participation', ParticipationForm.options)}
        chosen={design.participation}
      />
      <Select
        name="setting"
        label={say('creator.setting')}
        empty={say('creator.not-decided')}
        choices={choicesOf(words, 'setting', LearningSetting.options)}
        value={design.setting}
      />
      <CheckboxGroup
        name="languagesOfInstruction:list"
        legend={say('creator.languages-of-instruction')}
        choices={choicesOf(words, 'language', Language.options)}
        chosen={design.languagesOfInstruction}
      />
      <TextField
        name="places:lines"
        label={say('creator.places')}
        help={say('creator.one-a-line')}
        value={design.places.join('\n')}
        rows={3}
        optional
      />
      <LocalField
        name="entryRequirements"
        label={wordFor(words, 'field', 'entryRequirements')}
        help={say('creator.entry-help')}
        languages={languages}
        value={design.entryRequirements}
        rows={2}
        optional
      />
      <TextField
        name="requires:lines"
        label={wordFor(words, 'field', 'requires')}
        help={say('creator.requires-help')}
        value={design.requires.map((id) => `${baseUrl}/merits/${id}`).join('\n')}
        rows={2}
        optional
      />
      <RadioGroup
        name="priorLearning/replaces"
        legend={say('creator.prior-learning')}
        help={say('creator.prior-learning-help')}
        choices={choicesOf(words, 'prior-learning', ['wholly', 'partly', 'no'])}
        value={design.priorLearning?.replaces}
      />
      <LocalField
        name="priorLearning/how"
        label={say('creator.prior-learning-how')}
        languages={languages}
        value={design.priorLearning?.how}
        rows={2}
        optional
      />
      {offers.map((field) => (
        <LocalField
          key={field}
          name={field}
          label={wordFor(words, 'field', field)}
          languages={languages}
          value={design[field]}
          rows={2}
          optional
        />
      ))}
    </>
  )
}

export function Worth(props: PartProps) {
  const words = useWords()
  const { say } = words
  const { design, languages } = props
  const { stacking, legalBasis, furtherInformation } = design
  return (
    <>
      <CheckboxGroup
        name="benefits:list"
        legend={say('creator.benefits')}
        choices={choicesOf(words, 'benefit', Benefit.options)}
        chosen={design.benefits}
      />
      <RecognitionRows {...props} />
      <RadioGroup
        name="legalBasis/kind"
        legend={say('creator.legal-basis')}
        choices={choicesOf(words, 'legal', ['law', 'none'])}
        value={legalBasis?.kind}
      />
      <TextField
        name="legalBasis/reference"
        label={say('creator.legal-reference')}
        value={legalBasis?.kind === 'law' ? legalBasis.reference : undefined}
        maxLength={300}
        optional
      />
      <TextField
        name="legalBasis/url"
        type="url"
        label={say('creator.link')}
        value={legalBasis?.kind === 'law' ? legalBasis.url : undefined}
        optional
      />
      <div id="f-stacking" className="form-group">
        <RadioGroup
          name="stacking/standing"
          legend={say('creator.stacking')}
          choices={choicesOf(words, 'stacking', ['stand-alone', 'stackable'])}
          value={stacking?.standing}
        />
        <TextField
          name="stacking/towards:lines"
          label={say('creator.stacking-towards')}
          help={say('creator.one-a-line')}
          value={stacking?.towards.join('\n')}
          rows={2}
          optional
        />
      </div>
      <CollaboratorRows {...props} />
      <TextField
        name="reviewOn"
        type="date"
        label={say('creator.review-on')}
        help={say('creator.review-on-help')}
        value={design.reviewOn}
        optional
      />
      <TextField
        name="relevanceReviewOn"
        type="date"
        label={say('creator.relevance-review-on')}
        value={design.relevanceReviewOn}
        optional
      />
      <div id="f-furtherInformation" className="form-group">
        <LocalField
          name="furtherInformation/text"
          label={say('creator.further-information')}
          languages={languages}
          value={furtherInformation?.text}
          rows={2}
          optional
        />
        <TextField
          name="furtherInformation/url"
          type="url"
          label={say('creator.link')}
          value={furtherInformation?.url}
          optional
        />
      </div>
    </>
  )
}
