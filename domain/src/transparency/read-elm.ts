import { bricka, elm } from '../issuing/credential-terms.ts'
import { type Json, readId, readObject, readObjects, readText, readTexts } from './read-json.ts'

export const isElm = (document: Json): boolean => readTexts(document.type).includes('EuropeanDigitalCredential')

/**
 * A European Digital Credential in the shape of an Open Badge, so that one reader reads both: what its first claim
 * says, who awarded it, how it was assessed. What ELM says and badges have no place for keeps its ELM term.
 */
export function toBadgeShape(document: Json): Json {
  const person = readObject(document.credentialSubject) ?? {}
  const claim = readObject(person.hasClaim) ?? {}
  const specification = readObject(claim.specifiedBy) ?? {}
  const assessment = readObject(claim.provenBy) ?? {}
  const award = readObject(claim.awardedBy) ?? {}
  return withoutUnsaid({
    ...document,
    issuer: toProfile(document.issuer),
    awardedDate: award.awardingDate,
    credentialSubject: withoutUnsaid({
      ...person,
      id: readId(person),
      [elm('idVerification')]: assessment.idVerification,
      source: withoutUnsaid({ name: readObject(assessment.assessedBy)?.legalName }),
      achievement: toAchievement(claim, specification, assessment, award),
      creditsEarned: readObject(claim.creditReceived)?.point,
      result: readObjects(assessment).flatMap(toResult),
    }),
  })
}

function toAchievement(claim: Json, specification: Json, assessment: Json, award: Json): Json {
  const credit = readObject(specification.creditPoint)
  return withoutUnsaid({
    id: readId(specification) ?? readId(claim),
    name: specification.title ?? claim.title,
    description: specification.description ?? claim.description,
    inLanguage: languageCode(specification.language),
    creator: toProfile(award.awardingBody),
    creditsAvailable: credit?.point,
    [bricka('creditUnit')]: credit && readText(readObject(credit.framework)?.prefLabel),
    [elm('volumeOfLearning')]: specification.volumeOfLearning,
    [elm('EQFLevel')]: specification.eqfLevel,
    [elm('NQFLevel')]: specification.nqfLevel,
    [elm('learningSetting')]: specification.learningSetting,
    [elm('mode')]: specification.mode,
    [elm('entryRequirement')]: readObject(specification.entryRequirement)?.noteLiteral,
    [elm('additionalNote')]: readObject(specification.additionalNote)?.noteLiteral,
    resultDescription: [
      ...readObjects(specification.learningOutcome).map(toOutcome),
      ...(readObject(assessment.grade) ? [toScale(assessment)] : []),
    ],
  })
}

const toOutcome = (outcome: Json): Json =>
  withoutUnsaid({
    id: readId(outcome),
    name: outcome.title,
    alignment: [...readObjects(outcome.relatedESCOSkill), ...readObjects(outcome.relatedSkill)].map((skill) =>
      withoutUnsaid({ targetName: skill.prefLabel, targetUrl: readId(skill) }),
    ),
  })

/** A grade in ELM is the whole assessment's; its scale is the assessment's grading scheme. */
const toScale = (assessment: Json): Json =>
  withoutUnsaid({
    id: scaleId,
    name: readObject(readObject(assessment.specifiedBy)?.gradingScheme)?.title ?? assessment.title,
    [bricka('wholeMerit')]: true,
  })

const toResult = (assessment: Json): readonly Json[] => {
  const grade = readText(readObject(assessment.grade)?.noteLiteral)
  return grade === undefined ? [] : [{ resultDescription: scaleId, value: grade }]
}

const scaleId = 'urn:elm:grade'

function toProfile(value: unknown): Json | undefined {
  const organisation = readObject(value)
  if (!organisation) return undefined
  const numbers = ['eIDASIdentifier', 'registration', 'vatIdentifier', 'taxIdentifier'].flatMap((scheme) =>
    readObjects(organisation[scheme]).map((one) => ({ identifierType: scheme, identifier: one.notation })),
  )
  const address = readObject(readObject(organisation.location)?.address)
  return withoutUnsaid({
    id: readId(organisation),
    name: organisation.legalName,
    url: readObject(organisation.homepage)?.contentURL,
    address: address && withoutUnsaid({ addressCountry: readText(readObject(address.countryCode)?.prefLabel) }),
    otherIdentifier: numbers,
  })
}

/** The European list names languages by three letters at the end of an address. */
const languageCode = (value: unknown): string | undefined => readId(value)?.split('/').at(-1)?.toLowerCase()

const withoutUnsaid = (parts: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined))
