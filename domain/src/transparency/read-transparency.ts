import { Route } from '../issuing/assessment-facts.ts'
import { bricka, dcterms, elm, supervisionParts, unsupervisedIri } from '../issuing/credential-terms.ts'
import {
  AssessorIndependence,
  AssessorRole,
  Benefit,
  EvidenceKind,
  QualityAssurance,
  Supervision,
} from '../merit/merit.ts'
import { isClr } from './find-clr-parts.ts'
import { readForms, readMethods, readSetting, word } from './read-codes.ts'
import { isElm, toBadgeShape } from './read-elm.ts'
import { isObject, type Json, readId, readNumber, readObject, readObjects, readText, readTexts } from './read-json.ts'
import { readLevel } from './read-level.ts'
import { readGrade, readOutcomes } from './read-outcomes.ts'
import { readAwardingBody, readParty } from './read-party.ts'
import type {
  Stated,
  StatedPart,
  StatedQualityAssurance,
  StatedRecognition,
  TransparencyProfile,
} from './transparency-profile.ts'

type Item<Name extends keyof TransparencyProfile> = TransparencyProfile[Name]

/**
 * Reads out of any credential, ours, a stranger's Open Badge or a European credential, what it says of who, what and how.
 *
 * Each item is stated or not, so that a page can show what was left unsaid as plainly as what was said. It never throws
 * and judges nothing: a text of the wrong kind reads as unsaid.
 */
export function readTransparency(credential: object): TransparencyProfile {
  const stated: Json = isObject(credential) ? credential : {}
  const document = isElm(stated) ? toBadgeShape(stated) : stated
  const subject = readObject(document.credentialSubject) ?? {}
  // A learner's record is about no achievement: those that it names are its parts.
  const about = isClr(document) ? undefined : (subject.achievement ?? subject.hasCredential ?? subject.degree)
  const achievement = readObject(about) ?? {}
  const issuer = readParty(document.issuer)
  const creator = readParty(achievement.creator)
  const validFrom = readText(document.validFrom) ?? readText(document.issuanceDate)
  return {
    holder: readHolder(subject),
    title: readTitle(document, achievement),
    description: saidText(readText(achievement.description) ?? readText(document.description)),
    issuer,
    creator,
    awardingBody: readAwardingBody(issuer, creator),
    mandate: readMandate(document),
    merit: readMerit(achievement),
    issuedAt: saidTime(readText(document.awardedDate) ?? readText(document.issued) ?? validFrom),
    validFrom: saidTime(validFrom),
    expiresAt: saidTime(readText(document.validUntil) ?? readText(document.expirationDate)),
    assessedOn: readAssessedOn(subject),
    outcomes: readOutcomes(subject, achievement),
    criteria: readCriteria(achievement),
    workload: readWorkload(subject, achievement),
    level: readLevel(achievement),
    assessmentTypes: items(readMethods(achievement[bricka('assessmentType')])),
    supervision: readSupervision(subject),
    assessor: readAssessor(subject),
    evidence: readEvidence(document, subject),
    route: readRoute(subject),
    priorLearning: readPriorLearning(achievement),
    qualityAssurance: items(readObjects(achievement[bricka('qualityAssurance')]).flatMap(readQualityAssurance)),
    legalBasis: readLegalBasis(achievement),
    participation: readParticipation(subject, achievement),
    setting: readSetting(achievement[elm('learningSetting')]),
    benefits: items(readTexts(achievement[bricka('benefit')]).flatMap((one) => Benefit.safeParse(one).data ?? [])),
    recognition: items(readObjects(achievement[bricka('recognition')]).flatMap(readRecognition)),
    prerequisites: saidText(readNote(achievement[elm('entryRequirement')])),
    grade: readGrade(subject, achievement),
    stackability: readStackability(achievement),
    parts: items(readObjects(document[dcterms('hasPart')]).flatMap(readPart)),
    furtherInformation: saidText(readNote(achievement[elm('additionalNote')])),
    note: saidText(readText(subject.narrative)),
    pilot: achievement[bricka('pilot')] === true,
  }
}

const saidText = (text: string | undefined): Stated<{ text: string }> =>
  text === undefined ? { stated: false } : { stated: true, text }
const saidTime = (at: string | undefined): Stated<{ at: string }> =>
  at === undefined ? { stated: false } : { stated: true, at }
const items = <One>(all: readonly One[]): Stated<{ items: readonly One[] }> =>
  all.length === 0 ? { stated: false } : { stated: true, items: all }

function readHolder(subject: Json): Item<'holder'> {
  const id = readId(subject)
  const identifiers = readObjects(subject.identifier).flatMap((one) => {
    const kind = readText(one.identityType)
    return kind === undefined ? [] : [{ kind, hashed: one.hashed === true, value: readText(one.identityHash) }]
  })
  const plain = identifiers.find(({ kind, hashed }) => kind === 'name' && !hashed)?.value
  const parts = [readText(subject.givenName), readText(subject.familyName)].flatMap((part) => part ?? [])
  const name = plain ?? readText(subject.name) ?? readText(subject.fullName) ?? (parts.join(' ') || undefined)
  if (id === undefined && name === undefined && identifiers.length === 0) return { stated: false }
  return {
    stated: true,
    ...(id && { id }),
    ...(name && { name }),
    identifiedBy: identifiers.map(({ kind, hashed }) => ({ kind, hashed })),
  }
}

function readTitle(document: Json, achievement: Json): Item<'title'> {
  const text = readText(achievement.name) ?? readText(document.name)
  if (text === undefined) return { stated: false }
  const language = readText(achievement.inLanguage)
  const otherLanguages = readObjects(achievement.related).flatMap((one) => readText(one.inLanguage) ?? [])
  return { stated: true, text, ...(language && { language }), otherLanguages }
}

function readMandate(document: Json): Item<'mandate'> {
  const terms = readObjects(document.termsOfUse).find((one) => readTexts(one.type).includes(bricka('Mandate')))
  const url = readId(terms)
  if (url === undefined) return { stated: false }
  const related = readObjects(document.relatedResource).find((one) => readId(one) === url)
  const digest = readText(related?.digestSRI)
  return { stated: true, url, ...(digest && { digest }) }
}

function readMerit(achievement: Json): Item<'merit'> {
  const id = readId(achievement)
  if (id === undefined) return { stated: false }
  const version = readText(achievement.version)
  const versionUrl = readId(achievement[dcterms('hasVersion')])
  const kind = readText(achievement.achievementType)
  return { stated: true, id, ...(version && { version }), ...(versionUrl && { versionUrl }), ...(kind && { kind }) }
}

function readAssessedOn(subject: Json): Item<'assessedOn'> {
  const on = readText(subject[bricka('assessedOn')])
  return on === undefined ? { stated: false } : { stated: true, on }
}

function readCriteria(achievement: Json): Item<'criteria'> {
  const text = readText(readObject(achievement.criteria)?.narrative)
  const url = readId(achievement.criteria)
  if (text === undefined && url === undefined) return { stated: false }
  return { stated: true, ...(text && { text }), ...(url && { url }) }
}

function readWorkload(subject: Json, achievement: Json): Item<'workload'> {
  const hours = readHours(readText(achievement[elm('volumeOfLearning')]))
  const value = readNumber(subject.creditsEarned) ?? readNumber(achievement.creditsAvailable)
  const unit = readText(achievement[bricka('creditUnit')])
  if (hours === undefined && value === undefined) return { stated: false }
  return {
    stated: true,
    ...(hours !== undefined && { hours }),
    ...(value !== undefined && { credits: { value, ...(unit && { unit }) } }),
  }
}

/** Only hours and minutes: how long a day or a month of learning is, nobody says. */
function readHours(duration: string | undefined): number | undefined {
  const [, hours, minutes] = /^PT(?:(\d+)H)?(?:(\d+)M)?$/.exec(duration ?? '') ?? []
  if (hours === undefined && minutes === undefined) return undefined
  return Math.round((Number(hours ?? 0) + Number(minutes ?? 0) / 60) * 100) / 100
}

function readSupervision(subject: Json): Item<'supervision'> {
  const value = Supervision.safeParse(subject[bricka('supervision')]).data
  if (value) return { stated: true, value, ...supervisionParts[value] }
  if (readId(subject[elm('idVerification')]) !== unsupervisedIri) return { stated: false }
  const unsupervised = 'unsupervised-without-identity-check'
  return { stated: true, value: unsupervised, ...supervisionParts[unsupervised] }
}

/** `source` is Open Badges' word for whoever assessed on the issuer's behalf. */
function readAssessor(subject: Json): Item<'assessor'> {
  const role = readText(subject[bricka('assessorRole')])
  const independence = AssessorIndependence.safeParse(subject[bricka('assessorIndependence')]).data
  const qualification = readText(subject[bricka('assessorQualification')])
  const count = readNumber(subject[bricka('assessorCount')])
  const name = readText(readObject(subject.source)?.name)
  if (role === undefined && independence === undefined && name === undefined) return { stated: false }
  return {
    stated: true,
    ...(role !== undefined && { role: word(AssessorRole.safeParse(role).data, role) }),
    ...(independence && { independence }),
    ...(qualification && { qualification }),
    ...(count !== undefined && { count }),
    ...(name && { name }),
  }
}

function readEvidence(document: Json, subject: Json): Item<'evidence'> {
  const all = [...readObjects(document.evidence), ...readObjects(subject.evidence)]
  return items(
    all.map((one) => {
      const genre = readText(one.genre)
      const name = readText(one.name)
      const narrative = readText(one.narrative)
      const url = readId(one)
      return {
        ...(genre !== undefined && { kind: word(EvidenceKind.safeParse(genre).data, genre) }),
        ...(name && { name }),
        ...(narrative && { narrative }),
        ...(url && { url }),
      }
    }),
  )
}

function readRoute(subject: Json): Item<'route'> {
  const value = Route.safeParse(subject[bricka('route')]).data
  return value === undefined ? { stated: false } : { stated: true, value }
}

function readPriorLearning(achievement: Json): Item<'priorLearning'> {
  const replaces = readText(achievement[bricka('priorLearningReplaces')])
  return replaces === 'wholly' || replaces === 'partly' || replaces === 'no'
    ? { stated: true, replaces }
    : { stated: false }
}

function readQualityAssurance(one: Json): readonly StatedQualityAssurance[] {
  const body = readText(one.name)
  if (body === undefined) return []
  const kind = QualityAssurance.shape.kind.safeParse(one[bricka('kind')]).data
  const standard = readText(one[bricka('standard')])
  const url = readText(one.url)
  const description = readText(one.description)
  return [
    {
      body,
      ...(kind && { kind }),
      ...(standard && { standard }),
      ...(url && { url }),
      ...(description && { description }),
    },
  ]
}

function readLegalBasis(achievement: Json): Item<'legalBasis'> {
  const kind = readText(achievement[bricka('legalBasis')])
  if (kind === 'none') return { stated: true, kind }
  if (kind !== 'law') return { stated: false }
  const law = readObject(achievement[bricka('law')])
  const reference = readText(law?.name)
  const url = readText(law?.url)
  return { stated: true, kind, ...(reference && { reference }), ...(url && { url }) }
}

function readParticipation(subject: Json, achievement: Json): Item<'participation'> {
  const forms = readForms(achievement[elm('mode')])
  const from = readText(subject.activityStartDate)?.slice(0, 10)
  const until = readText(subject.activityEndDate)?.slice(0, 10)
  if (forms.length === 0 && from === undefined && until === undefined) return { stated: false }
  return { stated: true, forms, ...(from && { from }), ...(until && { until }) }
}

function readRecognition(one: Json): readonly StatedRecognition[] {
  const body = readText(one.name)
  if (body === undefined) return []
  const scope = readText(one.description)
  const reference = readText(one[bricka('reference')])
  const on = readText(one[bricka('decidedOn')])
  const until = readText(one[bricka('recognisedUntil')])
  const url = readText(one.url)
  return [
    {
      body,
      ...(scope && { scope }),
      ...(reference && { reference }),
      ...(on && { on }),
      ...(until && { until }),
      ...(url && { url }),
    },
  ]
}

function readPart(part: Json): StatedPart[] {
  const id = readId(part)
  if (id === undefined || !readTexts(part.type).includes(bricka('Part'))) return []
  const name = readText(part.name)
  const issuer = readText(readObject(part[bricka('issuedBy')])?.name)
  const digest = readText(part.digestSRI)
  return [{ id, ...(name && { name }), ...(issuer && { issuer }), ...(digest && { digest }) }]
}

function readStackability(achievement: Json): Item<'stackability'> {
  const standing = readText(achievement[bricka('stackability')])
  if (standing !== 'stand-alone' && standing !== 'stackable') return { stated: false }
  return { stated: true, standing, towards: readTexts(achievement[bricka('stacksTowards')]) }
}

const readNote = (value: unknown): string | undefined =>
  readText(readObject(value)?.[elm('noteLiteral')]) ?? readText(value)
