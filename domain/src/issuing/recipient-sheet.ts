import type { InterfaceLanguage } from '../local-text.ts'
import { pickText } from '../local-text.ts'
import type { MeritDesign } from '../merit/merit.ts'
import { inLanguage, plainWord, type Words } from '../merit/sheet-words.ts'
import type { OutcomeResult, Route } from './assessment-facts.ts'

/** The columns of a file of recipients. A national identity number is not among them, and is not taken. */
export const recipientColumns = {
  name: ['name', 'namn', 'navn', 'navn', 'nimi', 'nafn'],
  email: ['e-mail', 'e-post', 'e-mail', 'e-post', 'sähköposti', 'netfang'],
  assessedOn: [
    'date of assessment',
    'bedömningsdatum',
    'bedømmelsesdato',
    'vurderingsdato',
    'arviointipäivä',
    'matsdagur',
  ],
  route: ['route', 'väg', 'vej', 'vei', 'tapa', 'leið'],
  grade: ['grade', 'betyg', 'karakter', 'karakter', 'arvosana', 'einkunn'],
  validUntil: ['valid until', 'giltig till', 'gyldig til', 'gyldig til', 'voimassa asti', 'gildir til'],
  from: ['took part from', 'deltog från', 'deltog fra', 'deltok fra', 'osallistui alkaen', 'tók þátt frá'],
  until: ['took part until', 'deltog till', 'deltog til', 'deltok til', 'osallistui asti', 'tók þátt til'],
  note: ['note', 'anteckning', 'bemærkning', 'merknad', 'huomautus', 'athugasemd'],
} as const satisfies Record<string, Words>
export type RecipientColumn = keyof typeof recipientColumns

/** Other headings that files really have. */
export const otherHeadings: Readonly<Partial<Record<RecipientColumn, readonly string[]>>> = {
  name: ['full name', 'för- och efternamn', 'deltagare', 'participant', 'recipient'],
  email: ['email', 'mail', 'epost', 'mejl', 'e-postadress', 'email address', 'sposti'],
  assessedOn: ['datum', 'date', 'dato', 'päivä', 'dagsetning', 'assessed on'],
}

/** Headings of what we refuse to hold. */
export const nationalIdHeadings: readonly string[] = [
  'personnummer',
  'personnr',
  'pnr',
  'cpr',
  'cpr nummer',
  'fødselsnummer',
  'henkilötunnus',
  'hetu',
  'kennitala',
  'national id',
  'national identity number',
  'ssn',
  'samordningsnummer',
]

export const routeWords = {
  course: ['course', 'kurs', 'kursus', 'kurs', 'kurssi', 'námskeið'],
  'prior-learning': [
    'prior learning',
    'validering',
    'realkompetence',
    'realkompetanse',
    'osaamisen tunnistaminen',
    'raunfærnimat',
  ],
  both: ['both', 'båda', 'begge', 'begge', 'molemmat', 'bæði'],
} as const satisfies Record<Route, Words>

export const resultWords = {
  met: ['met', 'godkänd', 'bestået', 'bestått', 'hyväksytty', 'staðið'],
  'not-met': ['not met', 'ej godkänd', 'ikke bestået', 'ikke bestått', 'hylätty', 'ekki staðið'],
} as const satisfies Record<OutcomeResult, Words>

/** A template to fill in: headings in one language, the outcomes as columns of their own, and one row to show how. */
export function composeRecipientSheet(language: InterfaceLanguage, design?: MeritDesign, today = '2026-01-15') {
  const columns = Object.entries(recipientColumns)
  const outcomes = design?.outcomes ?? []
  const example: Readonly<Partial<Record<string, string>>> = {
    name: 'Kim Exempel',
    email: 'kim@exempel.example',
    assessedOn: today,
    route: inLanguage(routeWords.course, language),
  }
  return {
    headings: [
      ...columns.map(([, words]) => inLanguage(words, language)),
      ...outcomes.map(({ id, statement }) => `${id}: ${pickText(statement, language)?.text ?? ''}`.trim()),
    ],
    example: [
      ...columns.map(([column]) => example[column] ?? ''),
      ...outcomes.map(() => inLanguage(resultWords.met, language)),
    ],
    allowed: [
      [
        inLanguage(recipientColumns.route, language),
        ...Object.values(routeWords).map((words) => inLanguage(words, language)),
      ],
      ['', ...Object.values(resultWords).map((words) => inLanguage(words, language))],
    ],
  }
}

/** Which column a heading means; an outcome's begins with its id, as in the template. */
export function readRecipientHeading(
  heading: string,
  design: MeritDesign,
): { column: RecipientColumn } | { outcomeId: string } | { refused: 'national-id-not-taken' | 'column-unknown' } {
  const wanted = plainWord(heading)
  if (nationalIdHeadings.some((one) => plainWord(one) === wanted)) return { refused: 'national-id-not-taken' }
  for (const [column, words] of typedColumns)
    if ([column, ...words, ...(otherHeadings[column] ?? [])].some((word) => plainWord(word) === wanted))
      return { column }
  const outcome = design.outcomes.find(({ id, statement }) => {
    const own = [id, ...Object.values(statement)].map(plainWord)
    return own.includes(wanted) || plainWord(heading.split(':')[0] ?? '') === plainWord(id)
  })
  return outcome ? { outcomeId: outcome.id } : { refused: 'column-unknown' }
}

const typedColumns: readonly (readonly [RecipientColumn, Words])[] = [
  ['name', recipientColumns.name],
  ['email', recipientColumns.email],
  ['assessedOn', recipientColumns.assessedOn],
  ['route', recipientColumns.route],
  ['grade', recipientColumns.grade],
  ['validUntil', recipientColumns.validUntil],
  ['from', recipientColumns.from],
  ['until', recipientColumns.until],
  ['note', recipientColumns.note],
]
