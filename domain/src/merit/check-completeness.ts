import { hasText } from '../local-text.ts'
import type { Organisation } from '../organisation/organisation.ts'
import { type ClaimFinding, checkClaims } from './check-claims.ts'
import type { LearningOutcome, MeritDesign } from './merit.ts'
import type { Element, Profile } from './profile.ts'

export type MissingCode =
  | 'title-missing'
  | 'country-missing'
  | 'awarding-body-missing'
  | 'outcomes-missing'
  | 'outcome-statement-missing'
  | 'outcome-criterion-missing'
  | 'workload-missing'
  | 'level-missing'
  | 'assessment-type-missing'
  | 'participation-missing'
  | 'quality-assurance-missing'
  | 'prerequisites-missing'
  | 'supervision-missing'
  | 'grading-scale-missing'
  | 'stackability-missing'
  | 'further-information-missing'

/** One thing that is not there yet; `where` is a JSON pointer into the design, or `/organisation/…`. */
export type Missing = { code: MissingCode; element: Element; where: string }

export type Completeness = {
  missing: readonly Missing[]
  /** What is said, but may not be said: stops publication like something missing. */
  refused: readonly ClaimFinding[]
  advice: readonly ClaimFinding[]
}

export type AwardingBody = Pick<Organisation, 'legalName' | 'country' | 'kind'>

/**
 * Says what the profile asks for and the design does not yet have.
 *
 * The learner and the date of issuing are elements too, but they are met when a credential is issued.
 */
export function checkCompleteness(design: MeritDesign, organisation: AwardingBody, profile: Profile): Completeness {
  const missing = profile.mandatory.flatMap((element) => missingOf[element](design, organisation))
  const findings = checkClaims(design, organisation, profile)
  return {
    missing,
    refused: findings.filter((finding) => finding.force === 'refusal'),
    advice: findings.filter((finding) => finding.force === 'advice'),
  }
}

export const isComplete = ({ missing, refused }: Completeness): boolean => missing.length === 0 && refused.length === 0

type Look = (design: MeritDesign, organisation: AwardingBody) => readonly Missing[]

const missingOf: Readonly<Record<Element, Look>> = {
  learner: () => [],
  'date-of-issuing': () => [],
  title: ({ title }) => (hasText(title) ? [] : [{ code: 'title-missing', element: 'title', where: '/title' }]),
  country: (_, { country }) =>
    country ? [] : [{ code: 'country-missing', element: 'country', where: '/organisation/country' }],
  'awarding-body': (_, { legalName }) =>
    legalName.trim()
      ? []
      : [{ code: 'awarding-body-missing', element: 'awarding-body', where: '/organisation/legalName' }],
  'learning-outcomes': missingOutcomes,
  'assessment-criteria': ({ outcomes }) => outcomes.flatMap(missingCriteria),
  workload: ({ workload }) =>
    workload.hours !== undefined || workload.credits !== undefined
      ? []
      : [{ code: 'workload-missing', element: 'workload', where: '/workload' }],
  level: ({ level, withoutLevel }) =>
    level || hasText(withoutLevel?.reason) ? [] : [{ code: 'level-missing', element: 'level', where: '/level' }],
  'type-of-assessment': missingAssessment,
  'form-of-participation': ({ participation }) =>
    participation.length > 0
      ? []
      : [{ code: 'participation-missing', element: 'form-of-participation', where: '/participation' }],
  'quality-assurance': ({ qualityAssurance }) =>
    qualityAssurance.length > 0
      ? []
      : [{ code: 'quality-assurance-missing', element: 'quality-assurance', where: '/qualityAssurance' }],
  prerequisites: ({ entryRequirements }) =>
    hasText(entryRequirements)
      ? []
      : [{ code: 'prerequisites-missing', element: 'prerequisites', where: '/entryRequirements' }],
  'supervision-and-identity': ({ assessment }) =>
    assessment.supervision
      ? []
      : [{ code: 'supervision-missing', element: 'supervision-and-identity', where: '/assessment/supervision' }],
  grade: ({ assessment }) =>
    assessment.gradingScale?.trim()
      ? []
      : [{ code: 'grading-scale-missing', element: 'grade', where: '/assessment/gradingScale' }],
  stackability: ({ stacking }) =>
    stacking ? [] : [{ code: 'stackability-missing', element: 'stackability', where: '/stacking' }],
  'further-information': ({ furtherInformation }) =>
    hasText(furtherInformation?.text) || furtherInformation?.url
      ? []
      : [{ code: 'further-information-missing', element: 'further-information', where: '/furtherInformation' }],
}

function missingOutcomes({ outcomes }: MeritDesign): readonly Missing[] {
  if (outcomes.length === 0) return [{ code: 'outcomes-missing', element: 'learning-outcomes', where: '/outcomes' }]
  return outcomes.flatMap((outcome, index) =>
    hasText(outcome.statement)
      ? []
      : [
          {
            code: 'outcome-statement-missing' as const,
            element: 'learning-outcomes' as const,
            where: `/outcomes/${index}/statement`,
          },
        ],
  )
}

function missingCriteria(outcome: LearningOutcome, index: number): readonly Missing[] {
  if (outcome.criteria.some(hasText)) return []
  return [{ code: 'outcome-criterion-missing', element: 'assessment-criteria', where: `/outcomes/${index}/criteria` }]
}

/** Types stand either on the merit or on each of its outcomes. */
function missingAssessment({ assessment, outcomes }: MeritDesign): readonly Missing[] {
  if (assessment.types.length > 0) return []
  if (outcomes.length > 0 && outcomes.every((outcome) => outcome.assessedBy.length > 0)) return []
  return [{ code: 'assessment-type-missing', element: 'type-of-assessment', where: '/assessment/types' }]
}
