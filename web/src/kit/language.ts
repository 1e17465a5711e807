import { type InterfaceLanguage, interfaceLanguages } from '@bricka/domain/local-text'

export const languageNames: Readonly<Record<InterfaceLanguage, string>> = {
  sv: 'Svenska',
  da: 'Dansk',
  nb: 'Norsk',
  fi: 'Suomi',
  is: 'Íslenska',
  en: 'English',
}

export const languageCookie = 'bricka_language'

/** What browsers say of languages that we have under another name. */
const sameAs: Readonly<Record<string, InterfaceLanguage>> = { no: 'nb', nn: 'nb', fo: 'da', kl: 'da', se: 'nb' }

const find = (text: string): InterfaceLanguage | undefined => {
  const primary = text.trim().toLowerCase().split('-')[0] ?? ''
  return interfaceLanguages.find((language) => language === primary) ?? sameAs[primary]
}

/** Chosen in the address, else kept from before, else the person's own, else what the browser asks for, else Swedish. */
export function decideLanguage(said: {
  query: string | undefined
  cookie: string | undefined
  person: string | undefined
  accepted: string | undefined
}): InterfaceLanguage {
  for (const one of [said.query, said.cookie, said.person]) {
    const language = one && find(one)
    if (language) return language
  }
  return preferredOf(said.accepted ?? '') ?? 'sv'
}

/** RFC 9110 Accept-Language, best first. */
function preferredOf(header: string): InterfaceLanguage | undefined {
  return header
    .split(',')
    .map((part, index) => {
      const [tag = '', ...parameters] = part.split(';')
      const quality = parameters.map((one) => /^\s*q=([\d.]+)/.exec(one)?.[1]).find((one) => one !== undefined)
      return { tag, quality: quality === undefined ? 1 : Number(quality), index }
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality || one.index - other.index)
    .map(({ tag }) => find(tag))
    .find((language) => language !== undefined)
}
