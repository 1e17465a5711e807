import { atMidnight, compact, type Node } from '../issuing/node.ts'
import type { Language } from '../local-text.ts'
import type { LearningOutcome } from '../merit/merit.ts'
import { assessment } from './elm-assessment.ts'
import { award, creatorOf, issuerOf } from './elm-award.ts'
import { duration, inOne, languageConcept, mode, notes, prefixed, texts } from './elm-nodes.ts'
import { listParts, unplaced } from './elm-parts.ts'
import { creditPoint, specification } from './elm-specification.ts'
import { base64Encoding, countryCodes, genericProfile, mandateEvidence, pngType } from './elm-terms.ts'
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
  const credits = creditPoint(design, `${id}#credits`)
  return compact({
    id: `${id}#achievement`,
    type: 'LearningAchievement',
    title: texts(design.title, language),
    description: texts(design.description, language),
    awardedBy: award(record, options),
    influencedBy: facts.route === 'prior-learning' ? undefined : activity(record, options),
    provenBy: assessment(record, options),
    hasPart: listParts(record, options),
    creditReceived: credits && { ...credits, id: `${id}#credits-received` },
    specifiedBy: specification(
      record,
      options,
      design.outcomes.filter((outcome) => !isUnmet(record, outcome)),
    ),
    additionalNote: notes(id, 'achievement', [
      facts.route === 'course' ? undefined : routes[facts.route],
      facts.note && inOne(facts.note, language),
      ...unplaced(record).map(({ name, issuer, id: part }) => inOne(`${name}, ${issuer.name}: ${part}`, language)),
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
