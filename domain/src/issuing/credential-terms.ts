import type { AssessmentType, LearningSetting, OutcomeType, ParticipationForm, Supervision } from '../merit/merit.ts'
import type { BrickaTerm } from './bricka-terms.ts'

/**
 * The words a credential is written in where Open Badges 3.0 has none: the European Learning Model's and Dublin Core's
 * first, Bricka's own last. They are absolute IRIs, so that the two standard contexts are enough for any reader.
 */
export const elm = <Term extends string>(term: Term) => `http://data.europa.eu/snb/model/elm/${term}` as const
export const dcterms = <Term extends string>(term: Term) => `http://purl.org/dc/terms/${term}` as const
export const bricka = <Term extends BrickaTerm>(term: Term) => `https://w3id.org/bricka#${term}` as const

/** Open Badges allows one `credentialStatus`; a second stands under the same property's own IRI. */
export const furtherStatus = 'https://www.w3.org/2018/credentials#credentialStatus'

export const contexts = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
] as const

export const openBadgeSchema =
  'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json'

const assessment = (code: string) => `http://data.europa.eu/snb/assessment/${code}`
const mode = (code: string) => `http://data.europa.eu/snb/learning-assessment/${code}`

/** Europass list of learning assessment types; our last three are not in it. */
export const assessmentIris = {
  'peer-assessment': assessment('19a2e5e671'),
  'marked-assignment': assessment('2939dae15f'),
  'continuous-evaluation': assessment('3484bd7e51'),
  portfolio: assessment('4f03b91c0e'),
  'group-performance': assessment('56539a6507'),
  'practical-assessment': assessment('6a4db9f11d'),
  'written-examination': assessment('6e6cb2cc78'),
  'level-of-attendance': assessment('7331eb4762'),
  'project-work': assessment('795dac4096'),
  'peer-review': assessment('812e3b0ae1'),
  quiz: assessment('b1b68f6735'),
  'problem-based-learning': assessment('c4256a2726'),
  'oral-examination': assessment('d30284d7df'),
  'artefact-assessment': assessment('de4d165a6c'),
  'observation-at-work': bricka('observation-at-work'),
  'structured-interview': bricka('structured-interview'),
  simulation: bricka('simulation'),
} as const satisfies Record<AssessmentType, string>

/** Europass list of modes of learning and assessment. */
export const modeIris = {
  presential: mode('9191af2ed9'),
  online: mode('920fbb3cbe'),
  blended: mode('e92d221e4d'),
  'work-based': mode('729f3bed4b'),
  'project-based': mode('7813801c77'),
  'laboratory-based': mode('ed4c557045'),
} as const satisfies Record<ParticipationForm, string>

/** Europass list of learning settings; it has no informal learning. */
export const settingIris = {
  formal: 'http://data.europa.eu/snb/learning-setting/6fd4685715',
  'non-formal': 'http://data.europa.eu/snb/learning-setting/e207a81fc7',
  informal: bricka('informal-learning'),
} as const satisfies Record<LearningSetting, string>

/** Europass list of skill types; it has no responsibility and autonomy. */
export const outcomeTypeIris = {
  knowledge: 'http://data.europa.eu/snb/skill-type/knowledge',
  skill: 'http://data.europa.eu/snb/skill-type/skill',
  'responsibility-and-autonomy': bricka('responsibility-and-autonomy'),
} as const satisfies Record<OutcomeType, string>

/** What the four values of supervision say, taken apart. */
export const supervisionParts = {
  'unsupervised-without-identity-check': { supervised: false, identityChecked: false },
  'supervised-without-identity-check': { supervised: true, identityChecked: false },
  'supervised-online-with-identity-check': { supervised: true, identityChecked: true, place: 'online' },
  'supervised-onsite-with-identity-check': { supervised: true, identityChecked: true, place: 'onsite' },
} as const satisfies Record<Supervision, { supervised: boolean; identityChecked: boolean; place?: 'online' | 'onsite' }>

/** The one value of the Europass list of supervision and verification that is published with its label. */
export const unsupervisedIri = 'http://data.europa.eu/snb/supervision-verification/c598449d64'

const qdr = (code: string) => `http://data.europa.eu/snb/qdr/c_${code}`
export const eqfIri = (level: number) => `http://data.europa.eu/snb/eqf/${level}`

/** Levels of the Nordic frameworks in the European list of national qualification levels, as `framework level`. */
export const nationalLevelIris: Readonly<Record<string, string>> = {
  'SeQF 1': qdr('20b8cbc9'),
  'SeQF 2': qdr('e1f75f79'),
  'SeQF 3': qdr('4ec9e6c0'),
  'SeQF 4': qdr('6477e349'),
  'SeQF 5': qdr('b44f7367'),
  'SeQF 6': qdr('185bb246'),
  'SeQF 7': qdr('1ab773a2'),
  'SeQF 8': qdr('055b6cf8'),
  'DK-NQF 1': qdr('67053d58'),
  'DK-NQF 2': qdr('f3d606a7'),
  'DK-NQF 3': qdr('2ff9f722'),
  'DK-NQF 4': qdr('e2461c86'),
  'DK-NQF 5': qdr('e130f5d2'),
  'DK-NQF 6': qdr('a19d301f'),
  'DK-NQF 7': qdr('b08ee037'),
  'DK-NQF 8': qdr('1aec7e1f'),
  'NKR 2': qdr('0b8188d7'),
  'NKR 3': qdr('bbfedf33'),
  'NKR 4': qdr('81090d42'),
  'NKR 5.1': qdr('12ece3d4'),
  'NKR 5.2': qdr('92632be8'),
  'NKR 6.1': qdr('6b569351'),
  'NKR 6.2': qdr('52818ecd'),
  'NKR 7': qdr('fb307b49'),
  'NKR 8': qdr('95249ae7'),
  'FiNQF 1': qdr('b9b2b42d'),
  'FiNQF 2': qdr('c660dbf8'),
  'FiNQF 3': qdr('63c1f703'),
  'FiNQF 4': qdr('cbf250da'),
  'FiNQF 5': qdr('fd8ce5f6'),
  'FiNQF 6': qdr('8a7da315'),
  'FiNQF 7': qdr('3b2bd7b5'),
  'FiNQF 8': qdr('7fa9dfe4'),
  'ISQF 1': qdr('9d649d1c'),
  'ISQF 2': qdr('ca8fda2e'),
  'ISQF 3': qdr('38336a53'),
  'ISQF 4': qdr('905af3bc'),
  'ISQF 5.1': qdr('f0e7a81b'),
  'ISQF 5.2': qdr('f0be67ef'),
  'ISQF 6.1': qdr('57c17789'),
  'ISQF 6.2': qdr('c339fb29'),
  'ISQF 7': qdr('f8979fd7'),
}

/** The code that an IRI of one of the tables above stands for. */
export function findCode<Code extends string>(table: Readonly<Record<Code, string>>, iri: string): Code | undefined {
  for (const code in table) if (table[code] === iri) return code
  return undefined
}
