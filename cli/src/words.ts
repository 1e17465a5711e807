import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CheckCode, type CheckName, checkCodes, type Outcome } from '@bricka/credential'
import { type InterfaceLanguage, interfaceLanguages } from '@bricka/domain/local-text'
import { type ArchiveWords, archiveWords } from './archive-words.ts'

type Own = Record<Outcome | 'unreadable' | 'holder' | 'issuer' | 'notStated' | 'noScore', string>

/** The terminal's own few words; checks and codes are told in the same words as on the pages. */
const own: Record<InterfaceLanguage, Own> = {
  sv: {
    passed: 'godkänd',
    failed: 'underkänd',
    unchecked: 'kunde inte kontrolleras',
    unreadable: 'Beviset gick inte att läsa.',
    holder: 'Innehavare',
    issuer: 'Utfärdare',
    notStated: 'anges inte',
    noScore: 'Varje kontroll står för sig. Vad som räcker avgör du.',
  },
  da: {
    passed: 'godkendt',
    failed: 'ikke godkendt',
    unchecked: 'kunne ikke kontrolleres',
    unreadable: 'Beviset kunne ikke læses.',
    holder: 'Indehaver',
    issuer: 'Udsteder',
    notStated: 'ikke oplyst',
    noScore: 'Hver kontrol står for sig. Du afgør, hvad der er nok.',
  },
  nb: {
    passed: 'godkjent',
    failed: 'ikke godkjent',
    unchecked: 'kunne ikke kontrolleres',
    unreadable: 'Beviset kunne ikke leses.',
    holder: 'Innehaver',
    issuer: 'Utsteder',
    notStated: 'ikke oppgitt',
    noScore: 'Hver kontroll står for seg. Du avgjør hva som er nok.',
  },
  fi: {
    passed: 'hyväksytty',
    failed: 'hylätty',
    unchecked: 'ei voitu tarkistaa',
    unreadable: 'Todistusta ei voitu lukea.',
    holder: 'Haltija',
    issuer: 'Myöntäjä',
    notStated: 'ei ilmoitettu',
    noScore: 'Jokainen tarkistus on erillinen. Sinä päätät, mikä riittää.',
  },
  is: {
    passed: 'staðist',
    failed: 'ekki staðist',
    unchecked: 'ekki hægt að kanna',
    unreadable: 'Ekki tókst að lesa skírteinið.',
    holder: 'Handhafi',
    issuer: 'Útgefandi',
    notStated: 'ekki tilgreint',
    noScore: 'Hver athugun stendur ein og sér. Þú ákveður hvað dugar.',
  },
  en: {
    passed: 'passed',
    failed: 'failed',
    unchecked: 'could not be checked',
    unreadable: 'The credential could not be read.',
    holder: 'Holder',
    issuer: 'Issuer',
    notStated: 'not stated',
    noScore: 'Each check stands by itself. What is enough is for you to decide.',
  },
}

export type Words = Own & {
  readonly language: InterfaceLanguage
  readonly archive: ArchiveWords
  checkName(name: CheckName): string
  check(code: CheckCode): string
  readonly parts: string
  part(number: number): string
}

/** Words in one language; a code that has none there is told as the engine tells it. */
export function findWords(language: InterfaceLanguage): Words {
  const shared = readShared(language, 'codes')
  const leaving = readShared(language, 'leaving')
  const record = readShared(language, 'clr')
  return {
    ...own[language],
    language,
    archive: { ...archiveWords[language], absence: (absence) => leaving[`leaving.absent-${absence}`] ?? absence },
    checkName: (name) => shared[`codes.check-name.${name}`] ?? name,
    parts: record['clr.parts'] ?? '',
    part: (number) => (record['clr.part-untitled'] ?? '{number}').replace('{number}', String(number)),
    check: (code) => shared[`codes.check.${code}`] ?? checkCodes[code].title,
  }
}

/** What the pages say too. */
function readShared(language: InterfaceLanguage, audience: string): Record<string, string> {
  const path = join(import.meta.dirname, '../../web/src/words', language, `${audience}.json`)
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The language of a terminal's locale, such as `sv_SE.UTF-8`; English where it says nothing of ours. */
export function readLanguage(environment: NodeJS.ProcessEnv): InterfaceLanguage {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  const [name = ''] = locale.toLowerCase().split(/[_.@-]/)
  const wanted = name === 'no' || name === 'nn' ? 'nb' : name
  return interfaceLanguages.find((language) => language === wanted) ?? 'en'
}
