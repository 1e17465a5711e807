import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Language, type LocalText, pickText } from '../local-text.ts'
import { findLevelFramework, plainLevel, toEqf } from '../merit/level-framework.ts'
import type { LearningOutcome, Level, MeritDesign, MeritVersion } from '../merit/merit.ts'
import type { LegalIdentifier } from '../organisation/organisation.ts'
import type { SkillAlignment } from '../skill/skill.ts'
import type { AssessmentFacts } from './assessment-facts.ts'
import {
  assessmentIris,
  bricka,
  contexts,
  dcterms,
  elm,
  eqfIri,
  furtherStatus,
  modeIris,
  nationalLevelIris,
  openBadgeSchema,
  outcomeTypeIris,
  settingIris,
  unsupervisedIri,
} from './credential-terms.ts'
import { atMidnight, compact, type Node, toDuration } from './node.ts'
import { composePart, type IssuedFacts } from './part-reference.ts'

/** An organisation as a credential names it. `id` is its did:web. */
export type Party = {
  id: string
  name: string
  country: string
  region?: string
  url?: string
  legalIdentifiers: readonly LegalIdentifier[]
}

export type CredentialOrder = {
  id: string
  version: MeritVersion
  /** The merit above its versions: what a mandate covers, and the achievement's id. */
  meritUrl: string
  versionUrl: string
  creator: Party
  issuer: Party
  recipient: { name: string; email: string; emailSalt: string }
  mandate?: { url: string; digestSri: string } | undefined
  /** What social partners say of the version: signed EndorsementCredentials as JSON texts. None is personal. */
  endorsements?: readonly string[] | undefined
  status: { revocationUrl: string; suspensionUrl: string; index: number }
  facts: IssuedFacts
  validFrom: string
  validUntil?: string | undefined
}

/**
 * Writes one issuing of a merit as an unsigned Open Badge 3.0 in Verifiable Credentials 2.0.
 *
 * Everything that the design says and the facts do not change is written out, so that the credential can be judged
 * without asking anybody. The holder's e-mail address stands in it only as a salted hash.
 */
export function composeCredential(order: CredentialOrder): Node {
  const { version, facts, issuer, mandate } = order
  const { design } = version
  const language = primaryLanguage(design)
  return compact({
    '@context': contexts,
    id: order.id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: say(design.title, language),
    issuer: profile(issuer),
    validFrom: order.validFrom,
    validUntil: order.validUntil,
    awardedDate: order.validFrom,
    credentialSubject: subject(order, language),
    evidence: (facts.evidenceKinds ?? design.assessment.evidenceKinds).map((kind) => ({
      type: ['Evidence'],
      genre: kind,
    })),
    [dcterms('hasPart')]: (facts.parts ?? []).map(composePart),
    credentialSchema: [{ id: openBadgeSchema, type: 'JsonSchema' }],
    ...statuses(order.status),
    ...(mandate && {
      termsOfUse: [{ id: mandate.url, type: bricka('Mandate') }],
      relatedResource: [{ id: mandate.url, mediaType: 'application/vc', digestSRI: mandate.digestSri }],
    }),
  })
}

/** The suspension list answers "not now" for whoever reads only one status; it is set for what is revoked as well. */
function statuses({ revocationUrl, suspensionUrl, index }: CredentialOrder['status']): Node {
  const entry = (url: string, purpose: string) => ({
    id: statusEntryId(url, index),
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(index),
    statusListCredential: url,
  })
  return {
    credentialStatus: entry(suspensionUrl, 'suspension'),
    [furtherStatus]: entry(revocationUrl, 'revocation'),
  }
}

function subject(order: CredentialOrder, language: Language): Node {
  const { facts, recipient, version } = order
  const { assessment, workload } = version.design
  const supervision = facts.supervision ?? assessment.supervision
  const assessor = facts.assessor ?? assessment.assessor
  return compact({
    type: ['AchievementSubject'],
    identifier: [
      { type: 'IdentityObject', hashed: false, identityHash: recipient.name, identityType: 'name' },
      {
        type: 'IdentityObject',
        hashed: true,
        identityHash: hashEmail(recipient),
        identityType: 'emailAddress',
        salt: recipient.emailSalt,
      },
    ],
    activityStartDate: atMidnight(facts.participation?.from),
    activityEndDate: atMidnight(facts.participation?.until),
    creditsEarned: workload.credits?.value,
    narrative: facts.note,
    result: results(order),
    achievement: achievement(order, language),
    [bricka('assessedOn')]: facts.assessedOn,
    [bricka('route')]: facts.route,
    [bricka('supervision')]: supervision,
    [elm('idVerification')]:
      supervision === 'unsupervised-without-identity-check' ? { id: unsupervisedIri } : undefined,
    [bricka('assessorRole')]: assessor?.role,
    [bricka('assessorIndependence')]: assessor?.independence,
    [bricka('assessorQualification')]: assessor?.qualification || undefined,
    [bricka('assessorCount')]: facts.assessor?.count,
  })
}

/** A salted hash, as Open Badges has it: whoever knows the address can check it, nobody can read it. */
export const hashEmail = ({ email, emailSalt }: CredentialOrder['recipient']): string =>
  `sha256$${bytesToHex(sha256(utf8ToBytes(email + emailSalt)))}`

export const statusEntryId = (listUrl: string, index: number): string => `${listUrl}#${index}`

function results({ facts, version, versionUrl }: CredentialOrder): readonly Node[] {
  const { assessment, outcomes } = version.design
  const graded =
    facts.grade === undefined ? [] : [result({ resultDescription: `${versionUrl}#grade`, value: facts.grade })]
  return [
    ...outcomes.map((outcome) => {
      const fact = facts.outcomes?.find(({ outcomeId }) => outcomeId === outcome.id)
      const own = outcome.assessedBy.length > 0 ? outcome.assessedBy : assessment.types
      return result({
        resultDescription: outcomeUrl(versionUrl, outcome),
        status: fact?.result === 'not-met' ? 'Failed' : 'Completed',
        value: fact?.grade,
        [bricka('assessmentType')]: (fact?.methods ?? own).map((type) => ({ id: assessmentIris[type] })),
      })
    }),
    ...graded,
  ]
}

const result = (parts: Node): Node => compact({ type: ['Result'], ...parts })

type Achieved = Pick<CredentialOrder, 'version' | 'versionUrl' | 'meritUrl' | 'creator' | 'issuer' | 'endorsements'> & {
  facts: Pick<AssessmentFacts, 'grade' | 'participation'>
}

/** The achievement alone, as it is served at a merit's own address to whoever asks for JSON. */
export function composeAchievement(merit: Omit<Achieved, 'issuer' | 'facts'>): Node {
  const nobody = { ...merit.creator, id: '' }
  const order = { ...merit, issuer: nobody, facts: {} }
  return { '@context': contexts, ...achievement(order, primaryLanguage(merit.version.design)) }
}

function achievement(order: Achieved, language: Language): Node {
  const { version, versionUrl, meritUrl, creator, issuer, facts } = order
  const { design } = version
  const title = say(design.title, language)
  return compact({
    id: meritUrl,
    type: ['Achievement'],
    achievementType: 'MicroCredential',
    name: title,
    description: say(design.description, language) ?? title,
    version: String(version.number),
    [dcterms('hasVersion')]: { id: versionUrl },
    inLanguage: language,
    related: otherLanguages(design, language).map((other) => ({
      id: `${versionUrl}?language=${other}`,
      type: ['Related'],
      inLanguage: other,
      version: String(version.number),
    })),
    // The issuer's own address is not repeated: the same node would get two.
    creator: creator.id === issuer.id ? { id: creator.id, type: ['Profile'], name: creator.name } : profile(creator),
    [bricka('issuingRight')]: 'owner-or-mandate',
    criteria: { id: versionUrl, narrative: criteriaNarrative(design, language) },
    alignment: alignments(uniqueAlignments(design)),
    resultDescription: [
      ...design.outcomes.map((outcome) => resultDescription(versionUrl, outcome, language)),
      ...(facts.grade === undefined ? [] : [gradeDescription(versionUrl, design)]),
    ],
    creditsAvailable: design.workload.credits?.value,
    [bricka('creditUnit')]: design.workload.credits?.unit,
    [elm('volumeOfLearning')]: design.workload.hours === undefined ? undefined : toDuration(design.workload.hours),
    fieldOfStudy: design.fieldOfStudy,
    ...(design.level && levelTerms(design.level)),
    [bricka('withoutLevel')]: say(design.withoutLevel?.reason, language),
    [bricka('assessmentType')]: design.assessment.types.map((type) => ({ id: assessmentIris[type] })),
    [elm('mode')]: (facts.participation?.forms ?? design.participation).map((form) => ({ id: modeIris[form] })),
    [elm('learningSetting')]: design.setting && { id: settingIris[design.setting] },
    ...standingTerms(design, language),
    // As JSON: the context of Open Badges has no `endorsementJwt`, so that no Data Integrity proof would cover it.
    endorsement: order.endorsements?.map((signed) => JSON.parse(signed)),
  })
}

function resultDescription(versionUrl: string, outcome: LearningOutcome, language: Language): Node {
  return compact({
    id: outcomeUrl(versionUrl, outcome),
    type: ['ResultDescription'],
    name: say(outcome.statement, language) ?? outcome.id,
    resultType: 'Status',
    [dcterms('type')]: { id: outcomeTypeIris[outcome.type] },
    [bricka('criterion')]: outcome.criteria.flatMap((criterion) => say(criterion, language) ?? []),
    alignment: alignments(outcome.alignments),
  })
}

const gradeDescription = (versionUrl: string, { assessment }: MeritDesign): Node => ({
  id: `${versionUrl}#grade`,
  type: ['ResultDescription'],
  name: assessment.gradingScale || 'Grade',
  resultType: 'Result',
  [bricka('wholeMerit')]: true,
})

/** Only a decided level becomes ELM's: there it reads as a fact, and a creator's own comparison is none. */
function levelTerms(level: Level): Node {
  const framework = findLevelFramework(level.framework)?.name ?? level.framework
  const [eqf, ...others] = toEqf(level.framework, level.level)
  const decided = level.standing === 'decided' ? level.decision : undefined
  const national = nationalLevelIris[`${framework} ${plainLevel(level.level)}`]
  return {
    [bricka('levelFramework')]: framework,
    [bricka('level')]: level.level,
    [bricka('levelStanding')]: level.standing,
    ...(decided && {
      [bricka('levelDecision')]: compact({
        type: [bricka('Decision')],
        name: decided.body,
        url: decided.url,
        [bricka('reference')]: decided.reference,
        [bricka('decidedOn')]: decided.on,
      }),
      [elm('EQFLevel')]: eqf && others.length === 0 ? { id: eqfIri(eqf.eqf) } : undefined,
      [elm('NQFLevel')]: national === undefined ? undefined : { id: national },
    }),
  }
}

/** What stands behind the merit and what it leads to. */
function standingTerms(design: MeritDesign, language: Language): Node {
  const { legalBasis, stacking, priorLearning, entryRequirements, furtherInformation } = design
  const note = (text: string | undefined) =>
    text === undefined ? undefined : { type: [elm('Note')], [elm('noteLiteral')]: text }
  return {
    [bricka('qualityAssurance')]: design.qualityAssurance.map((one) =>
      compact({
        type: [bricka('QualityAssurance')],
        name: one.body,
        description: say(one.description, language),
        url: one.url,
        [bricka('kind')]: one.kind,
        [bricka('standard')]: one.standard || undefined,
      }),
    ),
    [bricka('legalBasis')]: legalBasis?.kind,
    [bricka('law')]:
      legalBasis?.kind === 'law'
        ? compact({ type: [bricka('Law')], name: legalBasis.reference, url: legalBasis.url })
        : undefined,
    [bricka('benefit')]: design.benefits,
    [bricka('recognition')]: design.recognition.map((one) =>
      compact({
        type: [bricka('Recognition')],
        name: one.body,
        description: say(one.scope, language),
        url: one.url,
        [bricka('reference')]: one.reference || undefined,
        [bricka('decidedOn')]: one.on,
        [bricka('recognisedUntil')]: one.until,
      }),
    ),
    [bricka('priorLearningReplaces')]: priorLearning?.replaces,
    [bricka('stackability')]: stacking?.standing,
    [bricka('stacksTowards')]: stacking?.towards,
    [elm('entryRequirement')]: note(say(entryRequirements, language)),
    [elm('additionalNote')]: note(say(furtherInformation?.text, language)),
    [bricka('pilot')]: design.pilot || undefined,
  }
}

const alignments = (all: readonly SkillAlignment[]): readonly Node[] =>
  all.map((one) =>
    compact({
      type: ['Alignment'],
      targetName: one.label,
      targetUrl: one.uri,
      targetFramework: [one.framework, one.frameworkVersion].filter(Boolean).join(' '),
      targetType: 'ceasn:Competency',
      [bricka('matchRelation')]: one.relation,
    }),
  )

function uniqueAlignments({ outcomes }: MeritDesign): readonly SkillAlignment[] {
  const all = outcomes.flatMap((outcome) => outcome.alignments)
  return all.filter((one, index) => all.findIndex(({ uri }) => uri === one.uri) === index)
}

const profile = (party: Party): Node =>
  compact({
    id: party.id,
    type: ['Profile'],
    name: party.name,
    url: party.url,
    address: compact({ type: ['Address'], addressCountryCode: party.country, addressRegion: party.region }),
    otherIdentifier: party.legalIdentifiers.map(({ scheme, value }) => ({
      type: 'IdentifierEntry',
      identifier: value,
      identifierType: `ext:${scheme}`,
    })),
  })

const outcomeUrl = (versionUrl: string, outcome: Pick<LearningOutcome, 'id'>): string =>
  `${versionUrl}#outcome-${encodeURIComponent(outcome.id)}`

const criteriaNarrative = (design: MeritDesign, language: Language): string =>
  design.outcomes
    .map((outcome) => {
      const criteria = outcome.criteria.flatMap((criterion) => say(criterion, language) ?? [])
      return [`**${say(outcome.statement, language) ?? outcome.id}**`, ...criteria.map((one) => `- ${one}`)].join('\n')
    })
    .join('\n\n')

const say = (text: LocalText | undefined, language: Language): string | undefined => pickText(text, language)?.text

/** Open Badges wants plain strings: a credential speaks the merit's first language and points to the others. */
function primaryLanguage({ languagesOfContent, title }: MeritDesign): Language {
  const written = languagesIn(title)
  return languagesOfContent.find((language) => written.includes(language)) ?? written[0] ?? 'en'
}

const otherLanguages = ({ title }: MeritDesign, language: Language): readonly Language[] =>
  languagesIn(title).filter((other) => other !== language)

const languagesIn = (text: LocalText): readonly Language[] => {
  const order: readonly Language[] = ['sv', 'da', 'nb', 'nn', 'fi', 'is', 'fo', 'kl', 'se', 'en']
  const present = Object.keys(text)
  return order.filter((language) => present.includes(language) && text[language])
}
