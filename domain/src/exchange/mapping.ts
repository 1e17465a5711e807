/**
 * What becomes of one element of a record in an outlet.
 *
 * `kept`: a reader of that format finds it in the format's own place. `told`: it is there as text for people, and no
 * program will find it. `lost`: it is not there.
 */
export type Fate = 'kept' | 'told' | 'lost'

/** Every element of a record that an outlet is asked about; each is a path into the record. */
export const elements = [
  'holder.name',
  'id',
  'meritUrl',
  'creator',
  'issuer',
  'validFrom',
  'validUntil',
  'mandate',
  'statusUrl',
  'endorsements',
  'facts.assessedOn',
  'facts.route',
  'facts.grade',
  'facts.note',
  'facts.outcomes',
  'facts.parts',
  'facts.participation.from',
  'facts.participation.until',
  'design.title',
  'design.description',
  'design.languagesOfContent',
  'design.languagesOfInstruction',
  'design.outcomes.statement',
  'design.outcomes.type',
  'design.outcomes.criteria',
  'design.outcomes.assessedBy',
  'design.outcomes.alignments',
  'design.workload.hours',
  'design.workload.credits',
  'design.level',
  'design.withoutLevel',
  'design.assessment.types',
  'design.assessment.supervision',
  'design.assessment.assessor',
  'design.assessment.evidenceKinds',
  'design.assessment.gradingScale',
  'design.assessment.description',
  'design.participation',
  'design.setting',
  'design.qualityAssurance',
  'design.benefits',
  'design.recognition',
  'design.priorLearning',
  'design.legalBasis',
  'design.stacking',
  'design.entryRequirements',
  'design.requires',
  'design.targetGroup',
  'design.fieldOfStudy',
  'design.furtherInformation',
  'design.designedWith',
  'design.needAnswered',
  'design.answersNeeds',
] as const
export type Element = (typeof elements)[number]

/** One line of a mapping: where the element went, and what is to be said of it. */
export type MappingRow = { readonly fate: Fate; readonly where?: string; readonly note?: string }
export type Mapping = Readonly<Record<Element, MappingRow>>
