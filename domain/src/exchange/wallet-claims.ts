import type { Json, JsonObject } from '@bricka/credential'
import { bricka, elm } from '../issuing/credential-terms.ts'

/** The two European types of a credential for learning as an SD-JWT VC. */
export const walletTypes = {
  'micro-credential': 'urn:eudi:micro_credential:1',
  'learning-credential': 'urn:eu.europa.ec.eudi:learning:credential:1',
} as const
export type WalletType = keyof typeof walletTypes

/** What an SD-JWT VC says, and which of it the holder may leave out (as JSON Pointers). */
export type WalletClaims = { readonly claims: JsonObject; readonly selective: readonly string[] }

/**
 * What every SD-JWT VC of a merit says of itself, whatever its type: who issued it, its id, when it holds, and its place
 * in the status list. None of it may be left out.
 */
export function walletEnvelope(
  document: JsonObject,
  { issuer, now, uri, index }: { issuer: string; now: Date; uri: string; index: number },
): JsonObject {
  const seconds = (time: Json | undefined) =>
    typeof time === 'string' ? Math.floor(Date.parse(time) / 1000) : undefined
  return withoutAbsent({
    iss: issuer,
    iat: Math.floor(now.getTime() / 1000),
    nbf: seconds(document.validFrom),
    exp: seconds(document.validUntil),
    jti: typeof document.id === 'string' ? document.id : undefined,
    status: { status_list: { idx: index, uri } },
  })
}

/**
 * The micro-credential type is built on Open Badges: everything that the signed credential says goes along, in the same
 * places, with its own context, so that whoever reads Open Badges reads it too. Each part of the subject may be left
 * out; who issued it, when, and where its status lies may not.
 */
export function composeMicroCredential(document: JsonObject): WalletClaims {
  // A badge of which parts are left out does not fit the schema of a whole badge.
  const { proof: _proof, credentialSchema: _schema, ...whole } = document
  const badged = objectOf(whole.credentialSubject)
  // What others say of the merit is for readers of badges; a wallet carries what its holder may show or leave out.
  const { endorsement: _others, ...achievement } = objectOf(badged?.achievement) ?? {}
  const subject = badged && { ...badged, achievement }
  const claims: JsonObject = { ...whole, ...(subject && { credentialSubject: subject }) }
  const hidden = (at: string, node: JsonObject | undefined, shown: readonly string[]) =>
    Object.keys(node ?? {})
      .filter((key) => !shown.includes(key))
      .map((key) => `${at}/${escapePointer(key)}`)
  return {
    claims,
    selective: [
      ...hidden('/credentialSubject', subject, ['type', 'achievement']),
      ...hidden('/credentialSubject/achievement', achievement, ['id', 'type', 'name']),
      ...(claims.evidence === undefined ? [] : ['/evidence']),
    ],
  }
}

/**
 * The learning-credential type has flat names. What it has no name for stays behind (outcomes one by one with their
 * criteria, who assessed and how, the mandate), and `family_name` and `given_name` are not guessed: an issuer knows the
 * name that the person goes by, whole, and it stands in `name`.
 */
export function composeLearningCredential(document: JsonObject): WalletClaims {
  const subject = objectOf(document.credentialSubject)
  const achievement = objectOf(subject?.achievement)
  const issuer = objectOf(document.issuer)
  const optional: Readonly<Record<string, Json | undefined>> = {
    name: readName(subject),
    achievement_title: textOf(document.name),
    achievement_description: textOf(achievement?.description),
    learning_outcomes: readOutcomes(subject, achievement),
    assessment_grade: readGrade(subject),
    language_of_classes: textOf(achievement?.inLanguage),
    expected_study_time: textOf(achievement?.[elm('volumeOfLearning')]),
    level_of_learning_experience: readLevel(achievement),
    types_of_quality_assurance: namesIn(achievement?.[bricka('qualityAssurance')]),
    prerequisites_to_enroll: textOf(objectOf(achievement?.[elm('entryRequirement')])?.[elm('noteLiteral')]),
    integration_stackability_options: textOf(achievement?.[bricka('stackability')]),
  }
  const selective = Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const open: Readonly<Record<string, Json | undefined>> = {
    issuing_authority: textOf(issuer?.name),
    issuing_country: textOf(objectOf(issuer?.address)?.addressCountryCode),
    date_of_issuance: textOf(document.validFrom)?.slice(0, 10),
    date_of_expiry: textOf(document.validUntil)?.slice(0, 10),
  }
  return {
    claims: withoutAbsent({ ...optional, ...open }),
    selective: selective.map(([name]) => `/${name}`),
  }
}

const objectOf = (value: Json | undefined): JsonObject | undefined => {
  const [first] = Array.isArray(value) ? value : [value]
  return typeof first === 'object' && first !== null && !Array.isArray(first) ? first : undefined
}
const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]
const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')
const withoutAbsent = (node: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  )

function readName(subject: JsonObject | undefined): string | undefined {
  const named = listOf(subject?.identifier).map(objectOf)
  return textOf(named.find((one) => one?.identityType === 'name' && one.hashed === false)?.identityHash)
}

/** Only what was met: a result that failed is no learning outcome of this person. */
function readOutcomes(subject: JsonObject | undefined, achievement: JsonObject | undefined): Json | undefined {
  const met = new Set(
    listOf(subject?.result)
      .map(objectOf)
      .filter((one) => one?.status === 'Completed')
      .map((one) => textOf(one?.resultDescription)),
  )
  const names = listOf(achievement?.resultDescription)
    .map(objectOf)
    .filter((one) => met.has(textOf(one?.id)))
    .flatMap((one) => textOf(one?.name) ?? [])
  return names.length > 0 ? names : undefined
}

function readGrade(subject: JsonObject | undefined): string | undefined {
  const graded = listOf(subject?.result)
    .map(objectOf)
    .find((one) => textOf(one?.resultDescription)?.endsWith('#grade'))
  return textOf(graded?.value)
}

function readLevel(achievement: JsonObject | undefined): string | undefined {
  const framework = textOf(achievement?.[bricka('levelFramework')])
  const level = textOf(achievement?.[bricka('level')])
  return framework && level ? `${framework} ${level}` : undefined
}

function namesIn(value: Json | undefined): Json | undefined {
  const names = listOf(value).flatMap((one) => textOf(objectOf(one)?.name) ?? [])
  return names.length > 0 ? names : undefined
}
