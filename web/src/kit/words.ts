import type { InterfaceLanguage } from '@bricka/domain/local-text'
import da from '../words/generated/da.compiled.json' with { type: 'json' }
import en from '../words/generated/en.compiled.json' with { type: 'json' }
import fi from '../words/generated/fi.compiled.json' with { type: 'json' }
import is from '../words/generated/is.compiled.json' with { type: 'json' }
import type { Messages } from '../words/generated/messages.ts'
import nb from '../words/generated/nb.compiled.json' with { type: 'json' }
import sv from '../words/generated/sv.compiled.json' with { type: 'json' }
import { makeWords } from './make-words.ts'

export type WordKey = keyof Messages
/** Keys of words that take no arguments: what a table of codes can name. */
export type PlainKey = { [Key in WordKey]: Messages[Key] extends undefined ? Key : never }[WordKey]

export type Say = <Key extends WordKey>(
  key: Key,
  ...values: Messages[Key] extends undefined ? [] : [Messages[Key]]
) => string

export type Words = {
  language: InterfaceLanguage
  say: Say
  /** The word for a code that comes from elsewhere; undefined where we have none. */
  find(key: string, values?: Readonly<Record<string, unknown>>): string | undefined
  /** The codes that have words under a prefix such as `codes.check.`. */
  codesUnder(prefix: string): readonly string[]
  date(iso: string | Date): string
  dateTime(iso: string | Date): string
  number(value: number): string
  list(parts: readonly string[]): string
  /** Terms of a closed list as part of a sentence: only the first keeps its capital. */
  enumerate(terms: readonly string[]): string
  country(code: string): string
  languageName(code: string): string
}

const catalogues: Readonly<Record<InterfaceLanguage, Record<string, unknown>>> = { sv, da, nb, fi, is, en }

const made = new Map<InterfaceLanguage, Words>()

/** Dates and numbers are written in the server only: browsers lack Icelandic, Node has it. */
export function wordsIn(language: InterfaceLanguage): Words {
  const known = made.get(language)
  if (known) return known
  const words = makeWords(language, catalogues[language])
  made.set(language, words)
  return words
}

/** The compiled words of some keys, for a page whose script goes on with them in the browser. */
export const wordsUnder = (language: InterfaceLanguage, prefixes: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(catalogues[language]).filter(([key]) => prefixes.some((prefix) => key.startsWith(prefix))),
  )
