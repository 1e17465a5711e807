import type { Choice } from '../kit/fields.tsx'
import type { Words } from '../kit/words.ts'

/** The closed lists that pages show words for; each code has a word `domain.<list>.<code>`, or the consoles' own. */
export type DesignList =
  | 'outcome-type'
  | 'assessment'
  | 'supervision'
  | 'assessor'
  | 'independence'
  | 'evidence'
  | 'participation'
  | 'setting'
  | 'quality'
  | 'benefit'
  | 'part'
  | 'route'
  | 'state'
  | 'merit-state'
  | 'mandate-state'
  | 'role'
  | 'scope'
  | 'kind'
  | 'relation'
  | 'language'
  | 'standing'
  | 'prior-learning'
  | 'legal'
  | 'stacking'
  | 'profile'
  | 'field'
  | 'missing'
  | 'claim'
  | 'warning'
  | 'change'
  | 'batch-state'
  | 'row-state'
  | 'act'

/** The word for a code of a closed list; the code itself, visibly strange, where there is none. */
export const wordFor = (words: Words, list: DesignList, code: string, values?: Record<string, unknown>): string =>
  words.find(`domain.${list}.${code}`, values) ?? words.find(`creator.${list}.${code}`, values) ?? code

export const choicesOf = (words: Words, list: DesignList, codes: readonly string[]): readonly Choice[] =>
  codes.map((code) => ({ value: code, text: wordFor(words, list, code) }))
