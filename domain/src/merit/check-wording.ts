import { type InterfaceLanguage, interfaceLanguages, type LocalText } from '../local-text.ts'
import type { MeritDesign } from './merit.ts'
import { type OutcomeVerbs, outcomeVerbs } from './outcome-verbs.ts'

/** Advice on wording, never a refusal: the creator knows the trade, and a list of words does not. */
export type WordingFinding = {
  code: 'several-skills' | 'many-outcomes' | 'verb-missing' | 'verb-not-checkable' | 'statement-too-long'
  where: string
  /** `word` is what was found, `propose` what could be written instead. */
  detail: Readonly<Record<string, string | number>>
}

/** A distinct skill is a few outcomes; more than these are most often two merits. */
const mostOutcomes = 6
/** What can be read in one breath, and judged at one go. */
const mostWords = 25

/**
 * Reads the wording of a merit as an assessor would: one skill, a verb that can be seen done, a sentence that can be
 * judged. Each language is read by its own words; languages without a list are left alone.
 */
export function checkWording(design: MeritDesign): readonly WordingFinding[] {
  const tooMany: readonly WordingFinding[] =
    design.outcomes.length > mostOutcomes
      ? [{ code: 'many-outcomes', where: '/outcomes', detail: { count: design.outcomes.length, most: mostOutcomes } }]
      : []
  return [
    ...eachLanguage(design.title, '/title', checkOneSkill),
    ...tooMany,
    ...design.outcomes.flatMap(({ statement }, index) =>
      eachLanguage(statement, `/outcomes/${index}/statement`, (text, language) => [
        ...checkVerb(text, language),
        ...checkOneSkill(text, language),
        ...checkLength(text),
      ]),
    ),
  ]
}

type Found = Omit<WordingFinding, 'where'>

const eachLanguage = (
  text: LocalText,
  where: string,
  check: (text: string, language: InterfaceLanguage) => readonly Found[],
): readonly WordingFinding[] =>
  interfaceLanguages.flatMap((language) => {
    const written = text[language]?.trim()
    if (!written) return []
    return check(written, language).map(({ code, detail }) => ({
      code,
      where: `${where}/${language}`,
      detail: { ...detail, language },
    }))
  })

function checkVerb(text: string, language: InterfaceLanguage): readonly Found[] {
  const verbs: OutcomeVerbs = outcomeVerbs[language]
  const words = wordsOf(text)
  const from = words.findIndex((word) => !verbs.before.includes(word))
  const begin = words.slice(Math.max(from, 0))
  // As written and without what stands before, for "be aware of" begins as "be able to" does.
  const said = [words, begin].map((one) => `${one.join(' ')} `)
  const vague = Object.entries(verbs.vague).find(([word]) => said.some((one) => one.startsWith(`${word} `)))
  if (vague) return [{ code: 'verb-not-checkable', detail: { word: vague[0], propose: vague[1] } }]
  const [first = ''] = begin
  if (verbs.active.includes(first) || verbs.infinitive?.test(first)) return []
  return [{ code: 'verb-missing', detail: { word: first, propose: suggestions[language] } }]
}

/** Two doings joined: a joining word or a comma with a verb on either side. "Cut and paste" is one too many to judge. */
function checkOneSkill(text: string, language: InterfaceLanguage): readonly Found[] {
  const verbs: OutcomeVerbs = outcomeVerbs[language]
  const known = [...verbs.active, ...Object.keys(verbs.vague)]
  const parts = text.toLowerCase().split(new RegExp(`(?:,\\s*|\\s)(${verbs.joins.join('|')})\\s|[,;]\\s`, 'u'))
  const doings = parts.flatMap((part) => {
    const word = wordsOf(part ?? '').find((one) => !verbs.before.includes(one))
    return word !== undefined && known.includes(word) ? [word] : []
  })
  const [first, second] = doings
  return first === undefined || second === undefined || first === second
    ? []
    : [{ code: 'several-skills', detail: { word: second, first } }]
}

function checkLength(text: string): readonly Found[] {
  const count = wordsOf(text).length
  return count > mostWords ? [{ code: 'statement-too-long', detail: { words: count, most: mostWords } }] : []
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}'-]+/u)
    .filter((word) => word !== '')

const suggestions: Readonly<Record<InterfaceLanguage, string>> = {
  sv: 'utföra, förklara, bedöma, planera',
  da: 'udføre, forklare, vurdere, planlægge',
  nb: 'utføre, forklare, vurdere, planlegge',
  fi: 'suorittaa, selittää, arvioida, suunnitella',
  is: 'framkvæma, útskýra, meta, skipuleggja',
  en: 'carry out, explain, assess, plan',
}
