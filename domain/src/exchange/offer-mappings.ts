import { type Element, elements, type MappingRow } from './mapping.ts'

type DesignElement = Extract<Element, `design.${string}`>

/** Every element of a published merit that an outlet of the catalogue is asked about: the design's, and the offer's own. */
export const offerElements = [
  'meritUrl',
  'creator',
  'issuers',
  ...elements.filter((element): element is DesignElement => element.startsWith('design.')),
  'design.price',
  'design.funding',
  'design.accessibility',
  'design.places',
  'design.validForMonths',
] as const
export type OfferElement = (typeof offerElements)[number]
export type OfferMapping = Readonly<Record<OfferElement, MappingRow>>

const achievement = 'learningAchievementSpecification'
const noted = { fate: 'told', where: `${achievement}.additionalNote` } as const

/** What becomes of a published merit as a learning opportunity of the European Learning Model (LOQ). */
export const loqMapping: OfferMapping = {
  meritUrl: { fate: 'kept', where: 'homepage' },
  creator: { fate: 'kept', where: 'publisher' },
  issuers: { fate: 'kept', where: 'providedBy' },
  'design.title': { fate: 'kept', where: 'title' },
  'design.description': { fate: 'kept', where: 'description' },
  'design.languagesOfContent': { fate: 'kept', where: `${achievement}.language` },
  'design.languagesOfInstruction': {
    fate: 'kept',
    where: 'defaultLanguage',
    note: 'There is room for one: the first.',
  },
  'design.outcomes.statement': { fate: 'kept', where: `${achievement}.learningOutcome.title` },
  'design.outcomes.type': {
    fate: 'kept',
    where: `${achievement}.learningOutcome.dcType`,
    note: 'The European list has no responsibility and autonomy.',
  },
  'design.outcomes.criteria': { fate: 'told', where: `${achievement}.learningOutcome.additionalNote` },
  'design.outcomes.assessedBy': { fate: 'lost' },
  'design.outcomes.alignments': {
    fate: 'kept',
    where: `${achievement}.learningOutcome.relatedESCOSkill`,
    note: 'How closely a skill matches has no place.',
  },
  'design.workload.hours': { fate: 'kept', where: 'duration' },
  'design.workload.credits': {
    ...noted,
    note: 'ECTS and ECVET have their place (creditPoint); other units are told in their own name, never converted.',
  },
  'design.level': {
    ...noted,
    note: 'A decided level has its place where both its own and the European one are known.',
  },
  'design.withoutLevel': noted,
  'design.assessment.types': { fate: 'lost' },
  'design.assessment.supervision': { fate: 'lost' },
  'design.assessment.assessor': { fate: 'lost' },
  'design.assessment.evidenceKinds': { fate: 'lost' },
  'design.assessment.gradingScale': { fate: 'lost' },
  'design.assessment.description': { fate: 'lost' },
  'design.participation': { fate: 'kept', where: 'mode' },
  'design.setting': { fate: 'kept', where: `${achievement}.learningSetting` },
  'design.qualityAssurance': noted,
  'design.benefits': noted,
  'design.recognition': noted,
  'design.priorLearning': { fate: 'lost' },
  'design.legalBasis': noted,
  'design.stacking': noted,
  'design.entryRequirements': { fate: 'kept', where: 'admissionProcedure' },
  'design.requires': { fate: 'lost' },
  'design.targetGroup': { fate: 'lost', note: 'The place for it takes values of a European list only.' },
  'design.fieldOfStudy': {
    fate: 'kept',
    where: `${achievement}.thematicArea`,
    note: 'By its ISCED-F code; without one the field is unknown there.',
  },
  'design.furtherInformation': noted,
  'design.designedWith': { fate: 'lost' },
  'design.needAnswered': { fate: 'lost' },
  'design.price': { fate: 'told', where: 'priceDetail.description' },
  'design.funding': { fate: 'told', where: 'priceDetail.description' },
  'design.accessibility': { fate: 'lost' },
  'design.places': { fate: 'kept', where: 'location', note: 'With the country of the first who gives it.' },
  'design.validForMonths': { fate: 'lost' },
}

/** What becomes of a published merit on a page that search engines read (schema.org). */
export const schemaOrgMapping: OfferMapping = {
  meritUrl: { fate: 'kept', where: 'url' },
  creator: { fate: 'kept', where: 'creator' },
  issuers: { fate: 'kept', where: 'provider' },
  'design.title': { fate: 'kept', where: 'name', note: 'In the page’s language only, as every text.' },
  'design.description': { fate: 'kept', where: 'description' },
  'design.languagesOfContent': {
    fate: 'kept',
    where: 'inLanguage',
    note: 'Only where no language of instruction is named.',
  },
  'design.languagesOfInstruction': { fate: 'kept', where: 'inLanguage' },
  'design.outcomes.statement': { fate: 'kept', where: 'teaches.name' },
  'design.outcomes.type': { fate: 'lost' },
  'design.outcomes.criteria': { fate: 'lost' },
  'design.outcomes.assessedBy': { fate: 'lost' },
  'design.outcomes.alignments': { fate: 'kept', where: 'teaches.sameAs', note: 'Exact matches only.' },
  'design.workload.hours': { fate: 'kept', where: 'timeRequired' },
  'design.workload.credits': { fate: 'kept', where: 'numberOfCredits' },
  'design.level': {
    fate: 'kept',
    where: 'educationalLevel',
    note: 'Only a decided one: there is no place for who said so.',
  },
  'design.withoutLevel': { fate: 'lost' },
  'design.assessment.types': { fate: 'lost' },
  'design.assessment.supervision': { fate: 'lost' },
  'design.assessment.assessor': { fate: 'lost' },
  'design.assessment.evidenceKinds': { fate: 'lost' },
  'design.assessment.gradingScale': { fate: 'lost' },
  'design.assessment.description': { fate: 'lost' },
  'design.participation': { fate: 'kept', where: 'hasCourseInstance.courseMode', note: 'On site, online or blended.' },
  'design.setting': { fate: 'lost' },
  'design.qualityAssurance': { fate: 'lost' },
  'design.benefits': { fate: 'lost' },
  'design.recognition': { fate: 'kept', where: 'educationalCredentialAwarded.recognizedBy' },
  'design.priorLearning': { fate: 'lost' },
  'design.legalBasis': { fate: 'lost' },
  'design.stacking': { fate: 'lost' },
  'design.entryRequirements': { fate: 'kept', where: 'coursePrerequisites' },
  'design.requires': { fate: 'kept', where: 'coursePrerequisites', note: 'As the addresses of their courses.' },
  'design.targetGroup': { fate: 'kept', where: 'audience' },
  'design.fieldOfStudy': { fate: 'kept', where: 'about' },
  'design.furtherInformation': { fate: 'lost' },
  'design.designedWith': { fate: 'lost' },
  'design.needAnswered': { fate: 'lost' },
  'design.price': { fate: 'kept', where: 'offers.category' },
  'design.funding': { fate: 'kept', where: 'offers.category' },
  'design.accessibility': { fate: 'kept', where: 'accessibilitySummary' },
  'design.places': { fate: 'kept', where: 'hasCourseInstance.location' },
  'design.validForMonths': { fate: 'kept', where: 'educationalCredentialAwarded.validFor' },
}
