import type { Language, LocalText } from '@bricka/domain/local-text'
import type { MeritDesign } from '@bricka/domain/merit/merit'
import { TextField } from '../kit/fields.tsx'
import { idOf } from '../kit/form.ts'
import { useWords } from '../kit/scene.tsx'
import { wordFor } from './design-words.ts'

/** One text in every language that the merit is written in. Languages that only this text has are shown too. */
export function LocalField(props: {
  name: string
  label: string
  help?: string
  languages: readonly Language[]
  value: LocalText | undefined
  rows?: number
  optional?: boolean
}) {
  const words = useWords()
  const { name, label, value = {} } = props
  const languages = languagesOf(props.languages, [value])
  return (
    <div id={idOf(name)} className="form-group">
      {languages.map((language) => (
        <TextField
          key={language}
          name={`${name}/${language}`}
          label={languages.length > 1 ? `${label} (${wordFor(words, 'language', language)})` : label}
          value={value[language]}
          lang={language}
          maxLength={5000}
          {...(props.help && language === languages[0] && { help: props.help })}
          {...(props.rows && { rows: props.rows })}
          {...(props.optional && { optional: true })}
        />
      ))}
    </div>
  )
}

/** Criteria: one a line, the same line in each language being the same criterion. */
export function LinesField(props: {
  name: string
  label: string
  help: string
  languages: readonly Language[]
  value: readonly LocalText[]
}) {
  const words = useWords()
  const languages = languagesOf(props.languages, props.value)
  return (
    <div id={idOf(props.name)} className="form-group">
      {languages.map((language) => (
        <TextField
          key={language}
          name={`${props.name}/${language}:lines`}
          label={languages.length > 1 ? `${props.label} (${wordFor(words, 'language', language)})` : props.label}
          help={props.help}
          value={linesIn(props.value, language)}
          lang={language}
          rows={3}
        />
      ))}
    </div>
  )
}

/** Lines up to the last that is there; a line that lacks this language holds its place with a dash. */
function linesIn(texts: readonly LocalText[], language: Language): string {
  const last = texts.findLastIndex((text) => text[language])
  return texts
    .slice(0, last + 1)
    .map((text) => text[language] ?? '–')
    .join('\n')
}

const languagesOf = (wanted: readonly Language[], texts: readonly LocalText[]): readonly Language[] => {
  const found = new Set<Language>(wanted)
  for (const text of texts) for (const language of languages) if (text[language]) found.add(language)
  return [...found]
}

const languages: readonly Language[] = ['sv', 'da', 'nb', 'nn', 'fi', 'is', 'fo', 'kl', 'se', 'en']

/** The languages that were chosen; else those the title is in; else the reader's own. */
export function contentLanguages({ languagesOfContent, title }: MeritDesign, reader: Language): readonly Language[] {
  if (languagesOfContent.length > 0) return languagesOfContent
  const found = languagesOf([], [title])
  return found.length > 0 ? found : [reader]
}
