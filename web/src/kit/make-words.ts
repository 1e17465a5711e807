import type { InterfaceLanguage } from '@bricka/domain/local-text'
import { type Messages as Compiled, setupI18n } from '@lingui/core'
import type { Words } from './words.ts'

const timeZone = 'Europe/Stockholm'

/** Words out of a catalogue: the whole of a language in the server, a page's own in the browser. */
export function makeWords(language: InterfaceLanguage, catalogue: Readonly<Record<string, unknown>>): Words {
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
