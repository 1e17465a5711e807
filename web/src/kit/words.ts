import type { InterfaceLanguage } from '@bricka/domain/local-text'
import { type Messages as Compiled, setupI18n } from '@lingui/core'
import da from '../words/generated/da.compiled.json' with { type: 'json' }
import en from '../words/generated/en.compiled.json' with { type: 'json' }
import fi from '../words/generated/fi.compiled.json' with { type: 'json' }
import is from '../words/generated/is.compiled.json' with { type: 'json' }
import type { Messages } from '../words/generated/messages.ts'
import nb from '../words/generated/nb.compiled.json' with { type: 'json' }
import sv from '../words/generated/sv.compiled.json' with { type: 'json' }

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
  const words = makeWords(language)
  made.set(language, words)
  return words
}

const timeZone = 'Europe/Stockholm'

function makeWords(language: InterfaceLanguage): Words {
  const catalogue = catalogues[language]
  const i18n = setupI18n({ locale: language, messages: { [language]: catalogue as Compiled } })
  const locale = language === 'en' ? 'en-GB' : language
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone })
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const countries = new Intl.DisplayNames(locale, { type: 'region' })
  const languages = new Intl.DisplayNames(locale, { type: 'language' })
  return {
    language,
    say: (key, ...values) => i18n._(key, values[0]),
    find: (key, values) => (key in catalogue ? i18n._(key, { ...values }) : undefined),
    codesUnder: (prefix) =>
      Object.keys(catalogue)
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    date: (iso) => day.format(new Date(iso)),
    dateTime: (iso) => moment.format(new Date(iso)),
    number: (value) => number.format(value),
    list: (parts) => list.format(parts),
    enumerate: (terms) =>
      list.format(
        terms.map((term, index) => (index === 0 ? term : term.charAt(0).toLocaleLowerCase(locale) + term.slice(1))),
      ),
    country: (code) => countries.of(code) ?? code,
    languageName: (code) => languages.of(code) ?? code,
  }
}
