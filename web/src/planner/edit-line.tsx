import { pickText } from '@bricka/domain/local-text'
import type { EditView } from '@bricka/server/skill/own-map'
import { Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'

/** What an edit says, as a sentence. */
export function sayEdit(words: Words, { edit, names }: Pick<EditView, 'edit' | 'names'>): string {
  const { say, language, list } = words
  const name = (uri: string): string => names[uri] ?? uri
  const under = (above: readonly string[]): string =>
    above.length === 0 ? '' : ` ${say('own-map.under', { above: list(above.map(name)) })}`
  switch (edit.kind) {
    case 'set-relation':
      return say(`own-map.says-${edit.relation}`, { occupation: name(edit.occupation), skill: name(edit.skill) })
    case 'count-as':
    case 'stop-counting-as':
      return say(`own-map.says-${edit.kind}`, { held: name(edit.held), wanted: name(edit.wanted) })
    case 'add-skill':
      return (
        say(`own-map.says-add-${edit.skillKind}`, { label: pickText(edit.label, language)?.text ?? edit.uri }) +
        under(edit.broader)
      )
    case 'add-occupation':
    case 'add-family':
      return (
        say(`own-map.says-${edit.kind}`, { label: pickText(edit.label, language)?.text ?? edit.uri }) +
        (edit.kind === 'add-family' ? under(edit.parents) : '')
      )
  }
}

const tones = { open: 'warning', taken: 'success', refused: 'danger', withdrawn: 'neutral' } as const

/** Whether an edit is taken, and who decided what, when and why. */
export function Standing({ edit }: { edit: EditView }) {
  const words = useWords()
  const standing = edit.decision ?? 'open'
  return (
    <>
      <Tag tone={tones[standing]}>{words.say(`own-map.${standing}`)}</Tag>
      {edit.decidedAt && (
        <span className="step-facts">
          {words.say('own-map.decided', { on: words.date(edit.decidedAt), reason: edit.decisionReason ?? '' })}
        </span>
      )}
    </>
  )
}

/** Who proposed it, when and why. */
export function Proposed({ edit }: { edit: EditView }) {
  const words = useWords()
  const { organisationName, name } = edit.proposedBy
  const by = name ? `${name}, ${organisationName}` : organisationName
  return (
    <>
      {edit.reason}
      <span className="step-facts">{words.say('own-map.proposed', { by, on: words.date(edit.proposedAt) })}</span>
    </>
  )
}
