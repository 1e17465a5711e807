import { Collaborator, QualityAssurance } from '@bricka/domain/merit/merit'
import type { ReactNode } from 'react'
import { Select, TextField } from '../kit/fields.tsx'
import { Button } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { choicesOf, wordFor } from './design-words.ts'
import type { PartProps } from './draft-fields.tsx'
import { LocalField } from './local-field.tsx'

type Field = 'qualityAssurance' | 'recognition' | 'designedWith'

/**
 * A list that grows by a submit button: it saves, and shows one row more.
 *
 * Where there is nothing yet an empty row stands ready; empty rows are not kept.
 */
function Rows<Row>(props: {
  field: Field
  rows: readonly Row[]
  more: string | null
  help: string
  children: (row: Row | undefined, name: string) => ReactNode
}) {
  const words = useWords()
  const { field, rows, more } = props
  const shown: readonly (Row | undefined)[] = rows.length === 0 || more === field ? [...rows, undefined] : rows
  const title = wordFor(words, 'field', field)
  return (
    <section id={`f-${field}`} className="section">
      <h3>{title}</h3>
      <p className="section-lead">{props.help}</p>
      {shown.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, in the server
        <fieldset className="ds-fieldset sheet" key={index} id={`f-${field}-${index}`}>
          <legend className="ds-label" data-weight="medium">{`${title} ${index + 1}`}</legend>
          {props.children(row, `${field}/${index}`)}
          {row && (
            <Button name="_act" value={`remove:${field}/${index}`} look="tertiary" icon="bin">
              {words.say('creator.remove-named', { name: `${title} ${index + 1}` })}
            </Button>
          )}
        </fieldset>
      ))}
      {shown.at(-1) !== undefined && (
        <Button name="_act" value={`more:${field}`} look="secondary" icon="plus">
          {words.say('creator.add-row', { name: title })}
        </Button>
      )}
    </section>
  )
}

export function QualityRows({ design, languages, more }: PartProps) {
  const words = useWords()
  const { say } = words
  return (
    <Rows field="qualityAssurance" rows={design.qualityAssurance} more={more} help={say('creator.quality-help')}>
      {(row, name) => (
        <>
          <Select
            name={`${name}/kind`}
            label={say('creator.quality-kind')}
            empty={say('creator.none-chosen')}
            choices={choicesOf(words, 'quality', QualityAssurance.shape.kind.options)}
            value={row?.kind}
          />
          <TextField name={`${name}/body`} label={say('creator.quality-body')} value={row?.body} maxLength={200} />
          <TextField
            name={`${name}/standard`}
            label={say('creator.quality-standard')}
            value={row?.standard}
            maxLength={200}
            optional
          />
          <TextField name={`${name}/url`} type="url" label={say('creator.link')} value={row?.url} optional />
          <LocalField
            name={`${name}/description`}
            label={say('creator.quality-description')}
            languages={languages}
            value={row?.description}
            rows={2}
            optional
          />
        </>
      )}
    </Rows>
  )
}

export function RecognitionRows({ design, languages, more }: PartProps) {
  const { say } = useWords()
  return (
    <Rows field="recognition" rows={design.recognition} more={more} help={say('creator.recognition-help')}>
      {(row, name) => (
        <>
          <TextField name={`${name}/body`} label={say('creator.recognition-body')} value={row?.body} maxLength={200} />
          <LocalField
            name={`${name}/scope`}
            label={say('creator.recognition-scope')}
            languages={languages}
            value={row?.scope}
          />
          <TextField
            name={`${name}/reference`}
            label={say('creator.decision-reference')}
            value={row?.reference}
            maxLength={200}
            optional
          />
          <TextField name={`${name}/on`} type="date" label={say('creator.from-day')} value={row?.on} optional />
          <TextField name={`${name}/until`} type="date" label={say('creator.until-day')} value={row?.until} optional />
          <TextField name={`${name}/url`} type="url" label={say('creator.link')} value={row?.url} optional />
        </>
      )}
    </Rows>
  )
}

export function CollaboratorRows({ design, more }: PartProps) {
  const words = useWords()
  const { say } = words
  return (
    <Rows field="designedWith" rows={design.designedWith} more={more} help={say('creator.designed-with-help')}>
      {(row, name) => (
        <>
          <TextField name={`${name}/name`} label={say('creator.collaborator-name')} value={row?.name} maxLength={200} />
          <Select
            name={`${name}/part`}
            label={say('creator.collaborator-part')}
            empty={say('creator.none-chosen')}
            choices={choicesOf(words, 'part', Collaborator.shape.part.options)}
            value={row?.part}
          />
          <TextField
            name={`${name}/contribution`}
            label={say('creator.contribution')}
            value={row?.contribution}
            maxLength={500}
            optional
          />
        </>
      )}
    </Rows>
  )
}
