import type { Distance, Element } from '@bricka/domain/landscape/european-definition'
import { commonFields, type StudyTemplate } from '@bricka/domain/landscape/study-template'
import { pickText } from '@bricka/domain/local-text'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'

/** From and to, in hundredths. */
export function DistanceText({ distance }: { distance: Pick<Distance, 'atLeast' | 'atMost'> | null }) {
  const { say } = useWords()
  if (!distance) return '–'
  return say('landscape.percent', {
    from: Math.round(100 * distance.atLeast),
    to: Math.round(100 * distance.atMost),
  })
}

/** Met, partly, not, unknown as one bar: nothing that the table beside it lacks. */
export function FindingBar(counts: { yes: number; partly: number; no: number; unknown: number }) {
  const all = Math.max(1, counts.yes + counts.partly + counts.no + counts.unknown)
  const parts = (['yes', 'partly', 'no', 'unknown'] as const).map((finding, index, order) => ({
    finding,
    width: (100 * counts[finding]) / all,
    x: (100 * order.slice(0, index).reduce((sum, one) => sum + counts[one], 0)) / all,
  }))
  return (
    <svg className="finding-bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {parts.map(({ finding, width, x }) => (
        <rect key={finding} className={`finding-${finding}`} x={x} width={width} height="12" />
      ))}
    </svg>
  )
}

export const elementWord = (words: Words, element: Element): string => words.say(`landscape.element-${element}`)

/** What a field is called: a common one in our words, a study’s own in its own. */
export function fieldWord(words: Words, template: StudyTemplate, id: string): string {
  const own = template.own.find((field) => field.id === id)
  return own ? (pickText(own.label, words.language)?.text ?? id) : (words.find(`landscape.field-${id}`) ?? id)
}

/** What was chosen: a common option in our words, a study’s own in its own. */
export function optionWord(words: Words, template: StudyTemplate, id: string, option: string): string {
  const own = template.own.find((field) => field.id === id)
  if (own) {
    const found = own.options.find((one) => one.id === option)
    return pickText(found?.label, words.language)?.text ?? option
  }
  if (!commonFields.some((field) => field.id === id && field.kind !== 'text')) return option
  return words.find(`landscape.option-${option}`) ?? words.find(`domain.benefit.${option}`) ?? option
}
