import type { Mapping, MappingRow } from './mapping.ts'

const subject = 'credentialSubject'
const achievement = `${subject}.achievement`
const kept = (where: string, note?: string): MappingRow => ({
  fate: 'kept',
  where,
  ...(note !== undefined && { note }),
})
const own = (where: string): MappingRow => kept(where, 'In a term of Bricka’s own, with a published vocabulary.')
const elm = (where: string): MappingRow => kept(where, 'In a term of the European Learning Model.')
const lost = (note: string): MappingRow => ({ fate: 'lost', note })
const onPage = lost('On the merit’s own page, whose address goes along.')

/** What becomes of a record in an Open Badge 3.0. */
export const openBadgeMapping: Mapping = {
  'holder.name': kept(`${subject}.identifier`, 'The e-mail address goes along only as a salted hash.'),
  id: kept('id'),
  meritUrl: kept(`${achievement}.id`),
  creator: kept(`${achievement}.creator`),
  issuer: kept('issuer'),
  validFrom: kept('validFrom'),
  validUntil: kept('validUntil'),
  mandate: kept('termsOfUse', 'With the digest of the mandate, so that no other can be put in its place.'),
  statusUrl: kept('credentialStatus'),
  endorsements: kept(
    `${achievement}.endorsement`,
    'Where the issuer wishes: those that stand when it issues, four at most.',
  ),
  'facts.assessedOn': own(`${subject}.assessedOn`),
  'facts.route': own(`${subject}.route`),
  'facts.grade': kept(`${subject}.result.value`),
  'facts.note': { fate: 'told', where: `${subject}.narrative` },
  'facts.outcomes': kept(`${subject}.result.status`),
  'facts.parts': kept('hasPart', 'Each by address and digest, with where its issuer says whether it holds.'),
  'facts.participation.from': kept(`${subject}.activityStartDate`),
  'facts.participation.until': kept(`${subject}.activityEndDate`),
  'design.title': kept(
    `${achievement}.name`,
    'In the merit’s first language; the others are at the address of the version.',
  ),
  'design.description': kept(`${achievement}.description`, 'In the merit’s first language.'),
  'design.languagesOfContent': lost('Which language is the first is told by the texts themselves.'),
  'design.languagesOfInstruction': onPage,
  'design.outcomes.statement': kept(`${achievement}.resultDescription.name`),
  'design.outcomes.type': kept(`${achievement}.resultDescription.type`, 'In ELM’s list of kinds of learning outcome.'),
  'design.outcomes.criteria': own(`${achievement}.resultDescription.criterion`),
  'design.outcomes.assessedBy': own(`${subject}.result.assessmentType`),
  'design.outcomes.alignments': kept(`${achievement}.alignment`),
  'design.workload.hours': elm(`${achievement}.volumeOfLearning`),
  'design.workload.credits': kept(
    `${achievement}.creditsAvailable`,
    'With its own unit beside it, in a term of Bricka’s own.',
  ),
  'design.level': own(`${achievement}.level`),
  'design.withoutLevel': own(`${achievement}.withoutLevel`),
  'design.assessment.types': own(`${achievement}.assessmentType`),
  'design.assessment.supervision': own(`${subject}.supervision`),
  'design.assessment.assessor': own(`${subject}.assessorRole`),
  'design.assessment.evidenceKinds': kept('evidence.genre'),
  'design.assessment.gradingScale': kept(`${achievement}.resultDescription.name`, 'Where a grade was given.'),
  'design.assessment.description': onPage,
  'design.participation': elm(`${achievement}.mode`),
  'design.setting': elm(`${achievement}.learningSetting`),
  'design.qualityAssurance': own(`${achievement}.qualityAssurance`),
  'design.benefits': own(`${achievement}.benefit`),
  'design.recognition': own(`${achievement}.recognition`),
  'design.priorLearning': own(`${achievement}.priorLearningReplaces`),
  'design.legalBasis': own(`${achievement}.legalBasis`),
  'design.stacking': own(`${achievement}.stacksTowards`),
  'design.entryRequirements': elm(`${achievement}.entryRequirement`),
  'design.requires': onPage,
  'design.targetGroup': onPage,
  'design.fieldOfStudy': kept(`${achievement}.fieldOfStudy`),
  'design.furtherInformation': { fate: 'told', where: `${achievement}.additionalNote` },
  'design.designedWith': onPage,
  'design.needAnswered': onPage,
  'design.answersNeeds': onPage,
}

/**
 * The same places in a micro-credential for a wallet (SD-JWT VC, `urn:eudi:micro_credential:1`), where the holder may leave
 * parts of the subject out.
 */
export const microCredentialMapping: Mapping = {
  ...openBadgeMapping,
  endorsements: lost('A wallet shows the holder’s own; the Open Badge at the same address has it.'),
}
