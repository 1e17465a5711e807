import type { InterfaceLanguage, Language } from '../local-text.ts'
import { creditUnits } from './credit-unit.ts'
import { levelFrameworks } from './level-framework.ts'
import {
  assessmentWords,
  assessorRoleWords,
  benefitWords,
  evidenceWords,
  independenceWords,
  inLanguage,
  outcomeTypeWords,
  participationWords,
  plainWord,
  qualityWords,
  relationWords,
  replacesWords,
  settingWords,
  stackingWords,
  standingWords,
  supervisionWords,
  type Words,
} from './sheet-words.ts'

/**
 * The columns of a sheet of merits. One row is one outcome: the first row of a merit carries the merit's own columns,
 * and rows below it without a title add outcomes to it, as a study administrator would write it.
 */
export const meritColumns = {
  title: ['title', 'titel', 'titel', 'tittel', 'nimi', 'heiti'],
  description: ['description', 'beskrivning', 'beskrivelse', 'omtale', 'kuvaus', 'lýsing'],
  outcome: ['learning outcome', 'läranderesultat', 'læringsudbytte', 'læringsutbytte', 'osaamistavoite', 'hæfniviðmið'],
  outcomeType: [
    'type of outcome',
    'typ av resultat',
    'type af udbytte',
    'type utbytte',
    'tavoitteen laji',
    'tegund viðmiðs',
  ],
  criteria: ['criteria', 'kriterier', 'kriterier', 'kriterier', 'kriteerit', 'viðmið mats'],
  assessedBy: [
    'outcome assessed by',
    'resultat bedöms genom',
    'udbytte bedømmes ved',
    'utbytte vurderes ved',
    'tavoitteen arviointitapa',
    'viðmið metið með',
  ],
  skills: ['skills', 'kompetenser', 'kompetencer', 'kompetanser', 'taidot', 'færni'],
  hours: ['hours', 'timmar', 'timer', 'timer', 'tunnit', 'klukkustundir'],
  credits: ['credits', 'poäng', 'point', 'poeng', 'pisteet', 'einingar'],
  creditUnit: ['credit unit', 'poängslag', 'pointtype', 'poengtype', 'pisteyksikkö', 'tegund eininga'],
  framework: [
    'level framework',
    'referensram',
    'kvalifikationsramme',
    'kvalifikasjonsrammeverk',
    'viitekehys',
    'hæfnirammi',
  ],
  level: ['level', 'nivå', 'niveau', 'nivå', 'taso', 'þrep'],
  standing: [
    'level standing',
    'nivåns grund',
    'niveauets grundlag',
    'nivåets grunnlag',
    'tason peruste',
    'grundvöllur þreps',
  ],
  decisionBody: [
    'level decided by',
    'nivå beslutad av',
    'niveau besluttet af',
    'nivå vedtatt av',
    'tason päättäjä',
    'þrep ákveðið af',
  ],
  decisionReference: [
    'level decision reference',
    'beslutets beteckning',
    'beslutningens reference',
    'vedtakets referanse',
    'päätöksen tunnus',
    'tilvísun ákvörðunar',
  ],
  withoutLevel: [
    'no level because',
    'ingen nivå därför att',
    'intet niveau fordi',
    'intet nivå fordi',
    'ei tasoa koska',
    'ekkert þrep vegna',
  ],
  assessmentTypes: ['assessment', 'bedömning', 'bedømmelse', 'vurdering', 'arviointi', 'námsmat'],
  supervision: ['supervision', 'tillsyn', 'opsyn', 'tilsyn', 'valvonta', 'eftirlit'],
  assessorRole: ['assessor', 'bedömare', 'bedømmer', 'vurderer', 'arvioija', 'matsmaður'],
  assessorIndependence: [
    'assessor belongs to',
    'bedömaren hör till',
    'bedømmeren hører til',
    'vurdereren hører til',
    'arvioijan organisaatio',
    'matsmaður tilheyrir',
  ],
  evidence: ['evidence', 'underlag', 'dokumentation', 'dokumentasjon', 'näyttö', 'gögn'],
  gradingScale: [
    'grading scale',
    'betygsskala',
    'karakterskala',
    'karakterskala',
    'arvosteluasteikko',
    'einkunnakvarði',
  ],
  participation: ['participation', 'deltagande', 'deltagelse', 'deltakelse', 'osallistuminen', 'þátttaka'],
  setting: ['setting', 'lärandeform', 'læringsform', 'læringsform', 'oppimisympäristö', 'námsform'],
  qualityKind: [
    'quality assurance',
    'kvalitetssäkring',
    'kvalitetssikring',
    'kvalitetssikring',
    'laadunvarmistus',
    'gæðatrygging',
  ],
  qualityBody: [
    'quality assured by',
    'kvalitetssäkras av',
    'kvalitetssikres af',
    'kvalitetssikres av',
    'laadun varmistaa',
    'gæði tryggð af',
  ],
  qualityStandard: [
    'quality standard',
    'kvalitetsstandard',
    'kvalitetsstandard',
    'kvalitetsstandard',
    'laatustandardi',
    'gæðastaðall',
  ],
  benefits: ['benefits', 'nytta', 'udbytte', 'nytte', 'hyödyt', 'ávinningur'],
  priorLearning: [
    'prior learning replaces',
    'validering ersätter',
    'realkompetence erstatter',
    'realkompetanse erstatter',
    'osaamisen tunnistaminen korvaa',
    'raunfærnimat kemur í stað',
  ],
  legalBasis: ['legal basis', 'laglig grund', 'retsgrundlag', 'rettsgrunnlag', 'oikeusperuste', 'lagagrundvöllur'],
  stacking: ['stackability', 'byggbarhet', 'sammensætning', 'byggbarhet', 'yhdisteltävyys', 'samsetning'],
  stacksTowards: ['stacks towards', 'bygger mot', 'bygger mod', 'bygger mot', 'rakentaa kohti', 'byggir að'],
  entryRequirements: [
    'entry requirements',
    'förkunskaper',
    'adgangskrav',
    'opptakskrav',
    'pääsyvaatimukset',
    'inntökuskilyrði',
  ],
  targetGroup: ['target group', 'målgrupp', 'målgruppe', 'målgruppe', 'kohderyhmä', 'markhópur'],
  price: ['price', 'pris', 'pris', 'pris', 'hinta', 'verð'],
  places: ['places', 'orter', 'steder', 'steder', 'paikkakunnat', 'staðir'],
  instruction: [
    'language of instruction',
    'undervisningsspråk',
    'undervisningssprog',
    'undervisningsspråk',
    'opetuskieli',
    'kennslumál',
  ],
  validForMonths: [
    'valid for months',
    'giltig i månader',
    'gyldig i måneder',
    'gyldig i måneder',
    'voimassa kuukausia',
    'gildir í mánuði',
  ],
  reviewOn: ['review on', 'ses över den', 'gennemgås den', 'gjennomgås den', 'tarkistetaan', 'endurskoðað þann'],
  url: ['web page', 'webbsida', 'webside', 'nettside', 'verkkosivu', 'vefsíða'],
} as const satisfies Record<string, Words>
export type MeritColumn = keyof typeof meritColumns
export const meritColumnNames: readonly MeritColumn[] = [
  'title',
  'description',
  'outcome',
  'outcomeType',
  'criteria',
  'assessedBy',
  'skills',
  'hours',
  'credits',
  'creditUnit',
  'framework',
  'level',
  'standing',
  'decisionBody',
  'decisionReference',
  'withoutLevel',
  'assessmentTypes',
  'supervision',
  'assessorRole',
  'assessorIndependence',
  'evidence',
  'gradingScale',
  'participation',
  'setting',
  'qualityKind',
  'qualityBody',
  'qualityStandard',
  'benefits',
  'priorLearning',
  'legalBasis',
  'stacking',
  'stacksTowards',
  'entryRequirements',
  'targetGroup',
  'price',
  'places',
  'instruction',
  'validForMonths',
  'reviewOn',
  'url',
]

/** Columns of one outcome; the others are the merit's and stand on its first row. */
export const outcomeColumns: readonly MeritColumn[] = ['outcome', 'outcomeType', 'criteria', 'assessedBy', 'skills']

/** Columns that may be repeated for further languages: `Titel (en)`. */
export const textColumns: readonly MeritColumn[] = [
  'title',
  'description',
  'outcome',
  'criteria',
  'withoutLevel',
  'entryRequirements',
  'targetGroup',
  'price',
]

/** "There is none", said in so many words. */
export const noneWords: Words = ['none', 'ingen', 'ingen', 'ingen', 'ei ole', 'enginn']

const instructionWords = {
  sv: ['Swedish', 'svenska', 'svensk', 'svensk', 'ruotsi', 'sænska'],
  da: ['Danish', 'danska', 'dansk', 'dansk', 'tanska', 'danska'],
  nb: ['Norwegian', 'norska', 'norsk', 'norsk', 'norja', 'norska'],
  fi: ['Finnish', 'finska', 'finsk', 'finsk', 'suomi', 'finnska'],
  is: ['Icelandic', 'isländska', 'islandsk', 'islandsk', 'islanti', 'íslenska'],
  en: ['English', 'engelska', 'engelsk', 'engelsk', 'englanti', 'enska'],
} as const satisfies Record<InterfaceLanguage, Words>

/** What may stand in the columns that take one of a few words, for the template's second sheet. */
export const allowedWords = {
  outcomeType: outcomeTypeWords,
  assessedBy: assessmentWords,
  assessmentTypes: assessmentWords,
  standing: standingWords,
  supervision: supervisionWords,
  assessorRole: assessorRoleWords,
  assessorIndependence: independenceWords,
  evidence: evidenceWords,
  participation: participationWords,
  setting: settingWords,
  qualityKind: qualityWords,
  benefits: benefitWords,
  priorLearning: replacesWords,
  stacking: stackingWords,
  instruction: instructionWords,
} as const satisfies Partial<Record<MeritColumn, Readonly<Record<string, Words>>>>

const headingOf = (column: MeritColumn, language: InterfaceLanguage): string =>
  inLanguage(meritColumns[column], language)

/** The template: headings in one language, two outcomes of one merit to show how, and a second sheet of allowed words. */
export function composeMeritSheet(language: InterfaceLanguage) {
  const example = examples[language]
  return {
    headings: meritColumnNames.map((column) => headingOf(column, language)),
    example: example.map((row) => meritColumnNames.map((column) => row[column] ?? '')),
    allowed: [
      ...Object.entries(allowedWords).map(([column, words]) => [
        headingOf(readColumn(column) ?? 'title', language),
        ...Object.values<Words>(words).map((one) => inLanguage(one, language)),
      ]),
      [headingOf('creditUnit', language), ...Object.keys(creditUnits)],
      [headingOf('framework', language), ...Object.keys(levelFrameworks)],
      [
        headingOf('skills', language),
        `URI | ${inLanguage(['label', 'namn', 'navn', 'navn', 'nimi', 'heiti'], language)} | ${Object.values<Words>(
          relationWords,
        )
          .map((one) => inLanguage(one, language))
          .join(', ')}`,
      ],
    ],
  }
}

const readColumn = (name: string): MeritColumn | undefined => meritColumnNames.find((column) => column === name)

/** Which column, and which language where one is named, a heading means. */
export function readMeritHeading(heading: string): { column: MeritColumn; language?: Language } | undefined {
  const exact = findColumn(heading)
  if (exact) return { column: exact }
  const [, name, code] = /^(.*?)\s*\(([a-z]{2})\)\s*$/i.exec(heading) ?? []
  const column = name === undefined ? undefined : findColumn(name)
  const language = readLanguage(code ?? '')
  return column && language && textColumns.includes(column) ? { column, language } : undefined
}

function findColumn(heading: string): MeritColumn | undefined {
  const wanted = plainWord(heading)
  return meritColumnNames.find((column) => [column, ...meritColumns[column]].some((word) => plainWord(word) === wanted))
}

const readLanguage = (code: string): Language | undefined => {
  const known: readonly Language[] = ['sv', 'da', 'nb', 'nn', 'fi', 'is', 'fo', 'kl', 'se', 'en']
  return known.find((language) => language === code.toLowerCase())
}

type ExampleRow = Readonly<Partial<Record<MeritColumn, string>>>
const facts = (language: InterfaceLanguage): ExampleRow => ({
  hours: '24',
  framework: 'EQF',
  level: '4',
  standing: inLanguage(standingWords['self-declared'], language),
  assessmentTypes: inLanguage(assessmentWords['practical-assessment'], language),
  supervision: inLanguage(supervisionWords['supervised-onsite-with-identity-check'], language),
  participation: inLanguage(participationWords.presential, language),
  setting: inLanguage(settingWords['non-formal'], language),
  qualityKind: inLanguage(qualityWords.internal, language),
  benefits: inLanguage(benefitWords['professional-skills'], language),
  priorLearning: inLanguage(replacesWords.wholly, language),
  legalBasis: inLanguage(noneWords, language),
  outcomeType: inLanguage(outcomeTypeWords.skill, language),
})

const exampleOf = (
  language: InterfaceLanguage,
  texts: readonly [
    title: string,
    one: string,
    oneCriterion: string,
    other: string,
    otherCriterion: string,
    body: string,
  ],
): readonly ExampleRow[] => [
  { ...facts(language), title: texts[0], outcome: texts[1], criteria: texts[2], qualityBody: texts[5] },
  { outcome: texts[3], outcomeType: inLanguage(outcomeTypeWords.skill, language), criteria: texts[4] },
]

const examples: Readonly<Record<InterfaceLanguage, readonly ExampleRow[]>> = {
  en: exampleOf('en', [
    'Example: mend a bicycle',
    'Change an inner tube',
    'The tyre holds its pressure overnight',
    'Adjust the brakes',
    'The bicycle stops within three metres',
    'The Example School',
  ]),
  sv: exampleOf('sv', [
    'Exempel: laga en cykel',
    'Byta en innerslang',
    'Däcket håller trycket över natten',
    'Justera bromsarna',
    'Cykeln stannar inom tre meter',
    'Exempelskolan',
  ]),
  da: exampleOf('da', [
    'Eksempel: reparere en cykel',
    'Skifte en slange',
    'Dækket holder trykket natten over',
    'Justere bremserne',
    'Cyklen standser inden for tre meter',
    'Eksempelskolen',
  ]),
  nb: exampleOf('nb', [
    'Eksempel: reparere en sykkel',
    'Bytte en slange',
    'Dekket holder trykket over natten',
    'Justere bremsene',
    'Sykkelen stopper innen tre meter',
    'Eksempelskolen',
  ]),
  fi: exampleOf('fi', [
    'Esimerkki: korjata polkupyörä',
    'Vaihtaa sisärengas',
    'Rengas pitää paineen yön yli',
    'Säätää jarrut',
    'Pyörä pysähtyy kolmessa metrissä',
    'Esimerkkikoulu',
  ]),
  is: exampleOf('is', [
    'Dæmi: gera við reiðhjól',
    'Skipta um slöngu',
    'Dekkið heldur þrýstingi yfir nótt',
    'Stilla bremsur',
    'Hjólið stöðvast á þremur metrum',
    'Dæmiskólinn',
  ]),
}
