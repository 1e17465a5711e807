import { z } from 'zod'
import { typedText } from './typed-text.ts'

/** Languages that content can be written in (BCP 47). The interface itself speaks `InterfaceLanguage`. */
export const Language = z.enum(['sv', 'da', 'nb', 'nn', 'fi', 'is', 'fo', 'kl', 'se', 'en'])
export type Language = z.infer<typeof Language>

export const interfaceLanguages = ['sv', 'da', 'nb', 'fi', 'is', 'en'] as const satisfies readonly Language[]
export type InterfaceLanguage = (typeof interfaceLanguages)[number]

/** One text in one or more languages, `{ sv: '…', en: '…' }`. Empty strings are dropped when parsed. */
export const LocalText = z
  .partialRecord(Language, typedText().max(5000))
  .overwrite((text) => Object.fromEntries(Object.entries(text).filter(([, value]) => value !== '')))
export type LocalText = z.infer<typeof LocalText>

export const hasText = (text: LocalText | undefined): text is LocalText =>
  text !== undefined && Object.values(text).some((value) => value.trim() !== '')

/** The text in the wanted language, else in a neighbouring one, else in any; with the language it came in. */
export function pickText(
  text: LocalText | undefined,
  wanted: Language,
): { text: string; language: Language } | undefined {
  if (!text) return undefined
  const order: readonly Language[] = [wanted, ...neighbours[wanted], 'en', 'sv', ...Language.options]
  for (const language of order) {
    const found = text[language]
    if (found) return { text: found, language }
  }
  return undefined
}

/** Who reads what without a translation: the Scandinavian languages are read across borders. */
const neighbours: Record<Language, readonly Language[]> = {
  sv: ['nb', 'da'],
  da: ['nb', 'sv'],
  nb: ['nn', 'da', 'sv'],
  nn: ['nb', 'da', 'sv'],
  fi: ['sv'],
  is: ['da'],
  fo: ['da', 'is'],
  kl: ['da'],
  se: ['nb', 'sv', 'fi'],
  en: [],
}
