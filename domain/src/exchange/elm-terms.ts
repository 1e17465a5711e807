import type { Node } from '../issuing/node.ts'
import type { Language } from '../local-text.ts'
import type { CreditUnitId } from '../merit/credit-unit.ts'

/** A text by language code, as JSON-LD's `@container: @language` writes it. */
export type ByLanguage = Readonly<Record<string, string>>

const snb = (list: string) => `http://data.europa.eu/snb/${list}/25831c2`
const authority = (list: string) => `http://publications.europa.eu/resource/authority/${list}`

/** The lists that the shapes of the EDC application profile ask for (`EDC-generic-full`). */
export const schemes = {
  credential: snb('credential'),
  country: authority('country'),
  language: authority('language'),
  fileType: authority('file-type'),
  encoding: snb('encoding'),
  learningSetting: snb('learning-setting'),
  mode: snb('learning-assessment'),
  assessment: snb('assessment'),
  activity: snb('learning-activity'),
  supervision: snb('supervision-verification'),
  eqf: snb('eqf'),
  nationalLevel: snb('qdr'),
  credit: snb('education-credit'),
  skillType: snb('skill-type'),
  escoSkill: 'http://data.europa.eu/esco/concept-scheme/skills',
  evidence: snb('evidence-type'),
  opportunity: snb('learning-opportunity'),
  currency: authority('currency'),
  ours: 'https://w3id.org/bricka',
} as const

/** A value of a list with its label, so that a reader needs no list to show it. */
export const concept = (id: string, scheme: string, label: ByLanguage): Node => ({
  id,
  type: 'Concept',
  inScheme: { id: scheme, type: 'ConceptScheme' },
  prefLabel: label,
})

export const genericProfile = concept('http://data.europa.eu/snb/credential/e34929035b', schemes.credential, {
  en: 'Generic',
})
export const mandateEvidence = concept('http://data.europa.eu/snb/evidence-type/c_18016257', schemes.evidence, {
  en: 'Mandate',
})
export const base64Encoding = concept('http://data.europa.eu/snb/encoding/6146cde7dd', schemes.encoding, {
  en: 'base64',
})
export const pngType = concept(`${schemes.fileType}/PNG`, schemes.fileType, { en: 'PNG' })

/** The authority list names countries by three letters; the self-governing areas have their own. */
export const countryCodes: Readonly<Record<string, readonly [string, string]>> = {
  SE: ['SWE', 'Sweden'],
  NO: ['NOR', 'Norway'],
  DK: ['DNK', 'Denmark'],
  FI: ['FIN', 'Finland'],
  IS: ['ISL', 'Iceland'],
  AX: ['ALA', 'Åland Islands'],
  FO: ['FRO', 'Faroes'],
  GL: ['GRL', 'Greenland'],
  DE: ['DEU', 'Germany'],
  EE: ['EST', 'Estonia'],
  LV: ['LVA', 'Latvia'],
  LT: ['LTU', 'Lithuania'],
  PL: ['POL', 'Poland'],
  NL: ['NLD', 'Netherlands'],
  BE: ['BEL', 'Belgium'],
  FR: ['FRA', 'France'],
  IE: ['IRL', 'Ireland'],
  GB: ['GBR', 'United Kingdom'],
  ES: ['ESP', 'Spain'],
  PT: ['PRT', 'Portugal'],
  IT: ['ITA', 'Italy'],
  AT: ['AUT', 'Austria'],
  CH: ['CHE', 'Switzerland'],
  CZ: ['CZE', 'Czechia'],
  LU: ['LUX', 'Luxembourg'],
}

export const languageCodes = {
  sv: ['SWE', 'Swedish'],
  da: ['DAN', 'Danish'],
  nb: ['NOB', 'Norwegian Bokmål'],
  nn: ['NNO', 'Norwegian Nynorsk'],
  fi: ['FIN', 'Finnish'],
  is: ['ISL', 'Icelandic'],
  fo: ['FAO', 'Faroese'],
  kl: ['KAL', 'Kalaallisut'],
  se: ['SME', 'Northern Sami'],
  en: ['ENG', 'English'],
} as const satisfies Record<Language, readonly [string, string]>

/** The two frameworks of the European list. What may be called an ECTS credit is lawful conversion's to say. */
export const creditFrameworks: Partial<Record<CreditUnitId, readonly [string, string]>> = {
  ECTS: ['http://data.europa.eu/snb/education-credit/6fcec5c5af', 'European Credit Transfer System'],
  'ECTS-eining': ['http://data.europa.eu/snb/education-credit/6fcec5c5af', 'European Credit Transfer System'],
  ECVET: [
    'http://data.europa.eu/snb/education-credit/60b314e826',
    'European credit system for vocational education and training',
  ],
}
