import type { Choice } from '../kit/fields.tsx'
import type { Words } from '../kit/words.ts'

/** The closed lists that pages show words for; each code has a word `design.<list>.<code>`. */
export type DesignList =
  | 'outcome-type'
  | 'assessment-type'
  | 'supervision'
  | 'assessor-role'
  | 'assessor-independence'
  | 'evidence-kind'
  | 'participation'
  | 'setting'
  | 'quality-kind'
  | 'benefit'
  | 'collaborator'
  | 'route'
  | 'state'
  | 'merit-state'
  | 'mandate-state'
  | 'role'
  | 'scope'
  | 'organisation-kind'
  | 'relation'
  | 'language'
  | 'level-standing'
  | 'prior-learning'
  | 'legal-basis'
  | 'stacking'
  | 'profile'
  | 'field'
  | 'missing'
  | 'claim'
  | 'warning'
  | 'change'
  | 'batch-state'
  | 'row-state'

/** The word for a code of a closed list; the code itself, visibly strange, where there is none. */
export const wordFor = (words: Words, list: DesignList, code: string, values?: Record<string, unknown>): string =>
  words.find(`design.${list}.${code}`, values) ?? code

export const choicesOf = (words: Words, list: DesignList, codes: readonly string[]): readonly Choice[] =>
  codes.map((code) => ({ value: code, text: wordFor(words, list, code) }))
