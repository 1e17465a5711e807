import type { Party } from '../issuing/compose-credential.ts'
import {
  assessmentIris,
  bricka,
  eqfIri,
  modeIris,
  nationalLevelIris,
  outcomeTypeIris,
  settingIris,
  unsupervisedIri,
} from '../issuing/credential-terms.ts'
import { atMidnight, compact, type Node, toDuration } from '../issuing/node.ts'
import { type Language, type LocalText, pickText } from '../local-text.ts'
import { findCreditUnit } from '../merit/credit-unit.ts'
import { findLevelFramework, plainLevel, toEqf } from '../merit/level-framework.ts'
import type { AssessmentType, LearningOutcome, Level, ParticipationForm } from '../merit/merit.ts'
import {
  base64Encoding,
  concept,
  countryCodes,
  creditFrameworks,
  genericProfile,
  languageCodes,
  mandateEvidence,
  pngType,
  schemes,
} from './elm-terms.ts'
import type { IssuedRecord } from './record.ts'

export type ElmOptions = {
  /** The credential's own identifier; what is in it is named after it. */
  readonly id: string
  readonly language: Language
  /** What a viewer shows as the paper: a PNG, base64. */
  readonly image: string
  /** The issuer as its seal's certificate names it: organizationIdentifier (ETSI EN 319 412-1, 5.1.4), `NTRSE-8020000002`. */
  readonly sealIdentifier: string
}

/** A country that the European list of countries is not known to have here. */
export type ElmRefusal = { readonly code: 'country-not-in-elm'; readonly country: string }

/**
 * One issued merit as an unsealed European Digital Credential for Learning: ELM 3 in JSON-LD, in the shape of the EDC
 * application profile (`edc-generic-full`), ready to be sealed with JAdES.
 *
 * Only what is known as a fact takes ELM's own place for it: a level that a creator estimated stays a note, an outcome
 * that was not met is no learning outcome of this person's. What becomes of each element is listed in `elm-mapping.ts`.
 */
export function composeElm(record: IssuedRecord, options: ElmOptions): Node | ElmRefusal {
  for (const { country } of [record.issuer, record.creator])
    if (!countryCodes[country]) return { code: 'country-not-in-elm', country }
  const { mandate, validFrom, validUntil } = record
  const { id, language } = options
  return compact({
    '@context': ['https://www.w3.org/2018/credentials/v1', 'http://data.europa.eu/snb/model/context/edc-ap'],
    id,
    type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
    credentialProfiles: genericProfile,
    identifier: { id: `${id}#identifier`, type: 'Identifier', schemeName: 'Open Badge', notation: record.id },
    issuer: issuerOf(record, options),
    issuanceDate: validFrom,
    issued: validFrom,
    validFrom,
    validUntil,
    expirationDate: validUntil,
    evidence: mandate && {
      id: `${id}#mandate`,
      type: 'Evidence',
      dcType: mandateEvidence,
      evidenceStatement: `Issued under the mandate ${mandate.url}`,
      evidenceTarget: creatorOf(record, options),
    },
    credentialSchema: { id: 'http://data.europa.eu/snb/model/ap/edc-generic-full', type: 'ShaclValidator2017' },
    credentialSubject: {
      id: `${id}#holder`,
      type: 'Person',
      fullName: inOne(record.holder.name, language),
      hasClaim: achievement(record, options),
    },
    displayParameter: displayParameter(record, options),
  })
}

function achievement(record: IssuedRecord, options: ElmOptions): Node {
  const { id, language } = options
  const { facts, version } = record
  const { design } = version
  const credits = creditPoint(record, `${id}#credits`)
  return compact({
    id: `${id}#achievement`,
    type: 'LearningAchievement',
    title: texts(design.title, language),
    description: texts(design.description, language),
    awardedBy: award(record, options),
    influencedBy: facts.route === 'prior-learning' ? undefined : activity(record, options),
    provenBy: assessment(record, options),
    creditReceived: credits && { ...credits, id: `${id}#credits-received` },
    specifiedBy: specification(record, options),
    additionalNote: notes(id, 'achievement', [
      facts.route === 'course' ? undefined : routes[facts.route],
      facts.note && inOne(facts.note, language),
      ...unmet(record).map((outcome) => prefixed('Not met: ', texts(outcome.statement, language))),
    ]),
  })
}

const routes = {
  'prior-learning': { en: 'Shown by validation of prior learning, without taking part.' },
  both: { en: 'Shown partly by taking part, partly by validation of prior learning.' },
} as const

const isUnmet = ({ facts }: IssuedRecord, { id }: LearningOutcome): boolean =>
  facts.outcomes?.some(({ outcomeId, result }) => outcomeId === id && result === 'not-met') === true

const unmet = (record: IssuedRecord) => record.version.design.outcomes.filter((one) => isUnmet(record, one))

/** One process, told wherever ELM wants to know who awarded; a node that is told twice must be told alike. */
function award(record: IssuedRecord, options: ElmOptions): Node {
  const { creator, issuer, validFrom, mandate } = record
  return compact({
    id: `${options.id}#award`,
    type: 'AwardingProcess',
    awardingBody: issuerOf(record, options),
    awardingDate: validFrom,
    description:
      mandate || creator.id !== issuer.id
        ? { en: `Designed by ${creator.name}, awarded by ${issuer.name}.` }
        : undefined,
  })
}

function activity(record: IssuedRecord, options: ElmOptions): Node {
  const { id, language } = options
  const { facts, version } = record
  const { design } = version
  const { from, until, forms } = facts.participation ?? {}
  return compact({
    id: `${id}#activity`,
    type: 'LearningActivity',
    title: texts(design.title, language),
    awardedBy: award(record, options),
    directedBy: issuerOf(record, options),
    temporal:
      from || until
        ? compact({ id: `${id}#period`, type: 'PeriodOfTime', startDate: atMidnight(from), endDate: atMidnight(until) })
        : undefined,
    specifiedBy: compact({
      id: `${id}#activity-specification`,
      type: 'LearningActivitySpecification',
      title: texts(design.title, language),
      mode: (forms ?? design.participation).map(mode),
      volumeOfLearning: duration(design.workload.hours),
      language: (design.languagesOfInstruction.length > 0
        ? design.languagesOfInstruction
        : design.languagesOfContent
      ).map(languageConcept),
    }),
  })
}

function assessment(record: IssuedRecord, options: ElmOptions): Node {
  const { id, language } = options
  const { facts, version } = record
  const { design } = version
  const supervision = facts.supervision ?? design.assessment.supervision
  const assessor = facts.assessor ?? design.assessment.assessor
  const kinds = facts.evidenceKinds ?? design.assessment.evidenceKinds
  return compact({
    id: `${id}#assessment`,
    type: 'LearningAssessment',
    title: texts(design.title, language),
    description: texts(design.assessment.description, language),
    awardedBy: award(record, options),
    assessedBy: issuerOf(record, options),
    dateIssued: atMidnight(facts.assessedOn),
    grade: { id: `${id}#grade`, type: 'Note', noteLiteral: inOne(facts.grade ?? 'Completed', language) },
    idVerification: supervision && supervisionConcept(supervision),
    hasPart: assessedOutcomes(record).map((outcome) => outcomeAssessment(record, outcome, options)),
    specifiedBy: assessmentSpecification(record, options),
    additionalNote: notes(id, 'assessment', [
      assessor && {
        en: `Assessor: ${[assessor.role, assessor.independence, assessor.qualification].filter(Boolean).join(', ')}`,
      },
      kinds.length > 0 ? { en: `Evidence: ${kinds.join(', ')}` } : undefined,
    ]),
  })
}

/** Those of which something is known apart from the whole: their own result, grade or way of being assessed. */
const assessedOutcomes = ({ facts, version }: IssuedRecord): readonly LearningOutcome[] =>
  version.design.outcomes.filter(
    ({ id, assessedBy }) => assessedBy.length > 0 || facts.outcomes?.some(({ outcomeId }) => outcomeId === id),
  )

function outcomeAssessment(record: IssuedRecord, outcome: LearningOutcome, options: ElmOptions): Node {
  const { id, language } = options
  const fact = record.facts.outcomes?.find(({ outcomeId }) => outcomeId === outcome.id)
  const types = fact?.methods ?? outcome.assessedBy
  const own = `${id}#assessment-${outcome.id}`
  return compact({
    id: own,
    type: 'LearningAssessment',
    title: texts(outcome.statement, language),
    awardedBy: award(record, options),
    grade: {
      id: `${own}-grade`,
      type: 'Note',
      noteLiteral: inOne(fact?.grade ?? (fact?.result === 'not-met' ? 'Not met' : 'Met'), language),
    },
    specifiedBy: compact({
      id: `${own}-specification`,
      type: 'LearningAssessmentSpecification',
      title: texts(outcome.statement, language),
      dcType: types.slice(0, 1).map(assessmentConcept),
      additionalNote: notes(id, `${outcome.id}-method`, [alsoBy(types)]),
    }),
  })
}

function assessmentSpecification({ version }: IssuedRecord, { id, language }: ElmOptions): Node {
  const { design } = version
  const { types, gradingScale } = design.assessment
  return compact({
    id: `${id}#assessment-specification`,
    type: 'LearningAssessmentSpecification',
    title: texts(design.title, language),
    dcType: types.slice(0, 1).map(assessmentConcept),
    gradingScheme: gradingScale && {
      id: `${id}#grading-scheme`,
      type: 'GradingScheme',
      title: inOne(gradingScale, language),
    },
    additionalNote: notes(id, 'method', [alsoBy(types)]),
  })
}

/** ELM has room for one type; the others are told, for a reader must not think that one test was all. */
const alsoBy = (types: readonly AssessmentType[]) =>
  types.length > 1 ? { en: `Also assessed by: ${types.slice(1).join(', ')}` } : undefined

function specification(record: IssuedRecord, options: ElmOptions): Node {
  const { id, language } = options
  const { design } = record.version
  const decided = design.level?.standing === 'decided' ? design.level : undefined
  return compact({
    id: record.versionUrl,
    type: decided ? 'Qualification' : 'LearningAchievementSpecification',
    identifier: { id: `${id}#merit`, type: 'Identifier', schemeName: 'Merit', notation: record.meritUrl },
    title: texts(design.title, language),
    description: texts(design.description, language),
    language: design.languagesOfContent.map(languageConcept),
    mode: design.participation.map(mode),
    volumeOfLearning: duration(design.workload.hours),
    creditPoint: creditPoint(record, `${id}#credits`),
    learningSetting: learningSetting(design.setting),
    learningOutcome: design.outcomes
      .filter((outcome) => !isUnmet(record, outcome))
      .map((outcome) => learningOutcome(outcome, record, language)),
    entryRequirement: note(`${id}#entry-requirement`, texts(design.entryRequirements, language)),
    homepage: { id: `${id}#page`, type: 'WebResource', contentURL: record.versionUrl },
    ...(decided && decidedLevel(decided)),
    additionalNote: notes(id, 'specification', [
      texts(design.furtherInformation?.text, language),
      ...levelNotes(design.level),
      prefixed('No level: ', texts(design.withoutLevel?.reason, language)),
      credits(record) && !frameworkOf(record) ? { en: `Size: ${credits(record)}` } : undefined,
      design.fieldOfStudy === undefined ? undefined : { en: `Field of study: ${design.fieldOfStudy}` },
      ...design.qualityAssurance.map(({ body, kind, standard }) => ({
        en: `Quality assurance (${kind}): ${[body, standard].filter(Boolean).join(', ')}`,
      })),
      ...design.recognition.map(({ body, reference }) => ({
        en: `Recognised by ${[body, reference].filter(Boolean).join(', ')}`,
      })),
      design.stacking && {
        en: `Stacking: ${[design.stacking.standing, ...design.stacking.towards].join(', ')}. No automatic right.`,
      },
      design.legalBasis && {
        en: design.legalBasis.kind === 'law' ? `Legal basis: ${design.legalBasis.reference}` : 'No legal basis.',
      },
      design.benefits.length > 0 ? { en: `Expected benefits: ${design.benefits.join(', ')}` } : undefined,
    ]),
  })
}

function learningOutcome(outcome: LearningOutcome, { versionUrl }: IssuedRecord, language: Language): Node {
  const iri = outcomeTypeIris[outcome.type]
  const skills = outcome.alignments.map(({ uri, label, framework }) => ({
    esco: uri.startsWith('http://data.europa.eu/esco/'),
    concept: concept(
      uri,
      uri.startsWith('http://data.europa.eu/esco/')
        ? schemes.escoSkill
        : `urn:framework:${encodeURIComponent(framework)}`,
      { en: label },
    ),
  }))
  return compact({
    id: `${versionUrl}#${outcome.id}`,
    type: 'LearningOutcome',
    title: texts(outcome.statement, language),
    dcType: iri.startsWith('http://data.europa.eu/')
      ? concept(iri, schemes.skillType, { en: outcome.type })
      : undefined,
    relatedESCOSkill: skills.filter(({ esco }) => esco).map((one) => one.concept),
    relatedSkill: skills.filter(({ esco }) => !esco).map((one) => one.concept),
    additionalNote: notes(
      `${versionUrl}`,
      `${outcome.id}-criteria`,
      outcome.criteria.map((one) => texts(one, language)),
    ),
  })
}

/** ELM's levels read as facts, so only a decided one, whose European level is one, is written there. */
function decidedLevel(level: Level): Node {
  const framework = findLevelFramework(level.framework)?.name ?? level.framework
  const [eqf, ...others] = toEqf(level.framework, level.level)
  const national = nationalLevelIris[`${framework} ${plainLevel(level.level)}`]
  return {
    isPartialQualification: true,
    eqfLevel:
      eqf && others.length === 0 ? concept(eqfIri(eqf.eqf), schemes.eqf, { en: `Level ${eqf.eqf}` }) : undefined,
    nqfLevel: national && concept(national, schemes.nationalLevel, { en: `${framework} ${level.level}` }),
  }
}

function levelNotes(level: Level | undefined) {
  if (!level) return []
  const name = `${level.framework} ${level.level}`
  return level.standing === 'decided'
    ? [{ en: `Level ${name} decided by ${level.decision.body}, ${level.decision.reference}` }]
    : [{ en: `Level ${name} as estimated by the creator; nobody has decided it.` }]
}

const frameworkOf = ({ version }: IssuedRecord) => {
  const unit = version.design.workload.credits && findCreditUnit(version.design.workload.credits.unit)
  return unit && creditFrameworks[unit.name]
}

const credits = ({ version }: IssuedRecord): string | undefined => {
  const { credits } = version.design.workload
  return credits && `${credits.value} ${credits.unit}`
}

function creditPoint(record: IssuedRecord, id: string): Node | undefined {
  const framework = frameworkOf(record)
  const { credits } = record.version.design.workload
  if (!framework || !credits) return undefined
  const [iri, label] = framework
  return {
    id,
    type: 'CreditPoint',
    framework: concept(iri, schemes.credit, { en: label }),
    point: String(credits.value),
  }
}

/** A node that is told in several places is told alike in each. */
const issuerOf = ({ issuer }: IssuedRecord, { sealIdentifier }: ElmOptions): Node =>
  organisation(issuer, sealIdentifier)

const creatorOf = ({ creator, issuer }: IssuedRecord, { sealIdentifier }: ElmOptions): Node =>
  organisation(creator, creator.id === issuer.id ? sealIdentifier : undefined)

function organisation(party: Party, sealIdentifier: string | undefined): Node {
  const [code, label] = countryCodes[party.country] ?? ['', '']
  const country = concept(`${schemes.country}/${code}`, schemes.country, { en: label })
  return compact({
    id: party.id,
    type: 'Organisation',
    legalName: { en: party.name },
    eIDASIdentifier: sealIdentifier && {
      id: `${party.id}#seal`,
      type: 'LegalIdentifier',
      notation: sealIdentifier,
      spatial: country,
    },
    registration: party.legalIdentifiers.slice(0, 1).map(({ value }) => ({
      id: `${party.id}#registration`,
      type: 'LegalIdentifier',
      notation: value,
      spatial: country,
    })),
    identifier: party.legalIdentifiers.slice(1).map(({ scheme, value }, index) => ({
      id: `${party.id}#identifier-${index}`,
      type: 'Identifier',
      schemeName: scheme,
      notation: value,
    })),
    homepage: party.url && {
      id: `${party.id}#homepage`,
      type: 'WebResource',
      contentURL: party.url,
    },
    location: compact({
      id: `${party.id}#location`,
      type: 'Location',
      geographicName: party.region && { en: party.region },
      address: { id: `${party.id}#address`, type: 'Address', countryCode: country },
    }),
  })
}

function displayParameter({ version }: IssuedRecord, { id, image, language }: ElmOptions): Node {
  const { title, description } = version.design
  const spoken = languageConcept(language)
  return compact({
    id: `${id}#display`,
    type: 'DisplayParameter',
    title: texts(title, language),
    description: texts(description, language),
    primaryLanguage: spoken,
    language: spoken,
    individualDisplay: {
      id: `${id}#display-1`,
      type: 'IndividualDisplay',
      language: spoken,
      displayDetail: {
        id: `${id}#page-1`,
        type: 'DisplayDetail',
        page: 1,
        image: {
          id: `${id}#image-1`,
          type: 'MediaObject',
          content: image,
          contentEncoding: base64Encoding,
          contentType: pngType,
        },
      },
    },
  })
}

const languageConcept = (language: Language): Node => {
  const [code, label] = languageCodes[language]
  return concept(`${schemes.language}/${code}`, schemes.language, { en: label })
}

const duration = (hours: number | undefined): string | undefined =>
  hours === undefined ? undefined : toDuration(hours)

const mode = (form: ParticipationForm): Node => concept(modeIris[form], schemes.mode, { en: form })

function learningSetting(setting: 'formal' | 'non-formal' | 'informal' | undefined): Node | undefined {
  if (!setting || setting === 'informal') return undefined
  return concept(settingIris[setting], schemes.learningSetting, { en: `${setting} learning` })
}

function assessmentConcept(type: AssessmentType): Node {
  const iri = assessmentIris[type]
  return concept(iri, iri.startsWith('http://data.europa.eu/') ? schemes.assessment : schemes.ours, {
    en: type.replaceAll('-', ' '),
  })
}

const supervisionConcept = (supervision: string): Node =>
  supervision === 'unsupervised-without-identity-check'
    ? concept(unsupervisedIri, schemes.supervision, { en: 'Unsupervised without ID Verification' })
    : concept(`${bricka('supervision')}-${supervision}`, schemes.ours, { en: supervision.replaceAll('-', ' ') })

const note = (id: string, text: Node | undefined): Node | undefined => text && { id, type: 'Note', noteLiteral: text }

const notes = (id: string, of: string, all: readonly (Node | undefined | '')[]): readonly Node[] =>
  all.flatMap((text, index) => (text ? [{ id: `${id}#note-${of}-${index + 1}`, type: 'Note', noteLiteral: text }] : []))

/** Every language the text is in; ELM wants the language of the display to be one of them. */
function texts(text: LocalText | undefined, language: Language): Record<string, string> | undefined {
  const picked = pickText(text, language)
  if (!text || !picked) return undefined
  return { [language]: picked.text, ...text }
}

const inOne = (text: string, language: Language): Node => ({ [language]: text })

const prefixed = (prefix: string, text: Record<string, string> | undefined): Node | undefined =>
  text && Object.fromEntries(Object.entries(text).map(([language, value]) => [language, prefix + value]))
