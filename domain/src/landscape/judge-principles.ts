import { hasText } from '../local-text.ts'
import type { MeritDesign } from '../merit/merit.ts'

/** The ten principles of Annex II of Council Recommendation 2022/C 243/02, in its order. */
export const principles = [
  'quality',
  'transparency',
  'relevance',
  'valid-assessment',
  'learning-pathways',
  'recognition',
  'portable',
  'learner-centred',
  'authentic',
  'information-and-guidance',
] as const
export type Principle = (typeof principles)[number]

/** What the house knows of a published merit beside its design. */
export type MeritStanding = {
  readonly design: MeritDesign
  readonly number: number
  /** Every version after the first says what is new in it. */
  readonly changesTold: boolean
  /** Decisions on credit that have become precedents for others. */
  readonly precedents: number
  /** Somebody who may issue it seals European credentials. */
  readonly sealed: boolean
  /** Somebody has said when and where it is given next. */
  readonly occasions: boolean
  /** ISO 8601. */
  readonly today: string
}

type Look = (standing: MeritStanding) => boolean

/**
 * Signs of each principle that can be read from what is published. A sign that is not there is not a fault: it is not
 * said. What no page can tell (whether the assessment is good, whether learners are heard) is left to those who look.
 */
const looks = [
  [
    'quality',
    'quality-assured-outside',
    ({ design }) => design.qualityAssurance.some(({ kind }) => kind !== 'internal'),
  ],
  [
    'quality',
    'quality-assured-inside',
    ({ design }) => design.qualityAssurance.some(({ kind }) => kind === 'internal'),
  ],
  ['quality', 'review-planned', ({ design, today }) => design.reviewOn !== undefined && design.reviewOn >= today],
  ['quality', 'changes-told', ({ number, changesTold }) => number === 1 || changesTold],
  ['transparency', 'outcomes-told', ({ design }) => design.outcomes.length > 0],
  [
    'transparency',
    'size-told',
    ({ design: { workload } }) => workload.hours !== undefined || workload.credits !== undefined,
  ],
  ['transparency', 'level-told', ({ design }) => design.level !== undefined || hasText(design.withoutLevel?.reason)],
  ['transparency', 'skills-named', ({ design }) => design.outcomes.some(({ alignments }) => alignments.length > 0)],
  ['relevance', 'need-named', ({ design }) => hasText(design.needAnswered) || design.answersNeeds.length > 0],
  ['relevance', 'designed-together', ({ design }) => design.designedWith.length > 0],
  ['relevance', 'benefits-promised', ({ design }) => design.benefits.length > 0],
  [
    'relevance',
    'relevance-reviewed',
    ({ design, today }) => design.relevanceReviewOn !== undefined && design.relevanceReviewOn >= today,
  ],
  [
    'valid-assessment',
    'criteria-for-all',
    ({ design }) => design.outcomes.length > 0 && design.outcomes.every(({ criteria }) => criteria.length > 0),
  ],
  [
    'valid-assessment',
    'methods-told',
    ({ design }) =>
      design.assessment.types.length > 0 || design.outcomes.some(({ assessedBy }) => assessedBy.length > 0),
  ],
  ['valid-assessment', 'supervision-told', ({ design }) => design.assessment.supervision !== undefined],
  ['valid-assessment', 'assessor-told', ({ design }) => design.assessment.assessor !== undefined],
  ['learning-pathways', 'stacking-told', ({ design }) => design.stacking !== undefined],
  ['learning-pathways', 'leads-somewhere', ({ design }) => (design.stacking?.towards.length ?? 0) > 0],
  ['learning-pathways', 'prior-learning-told', ({ design }) => design.priorLearning !== undefined],
  ['recognition', 'recognised-by', ({ design }) => design.recognition.length > 0],
  ['recognition', 'credited-before', ({ precedents }) => precedents > 0],
  // Every credential of this house is both, and the holder's own to move.
  ['portable', 'open-formats', () => true],
  ['portable', 'european-seal', ({ sealed }) => sealed],
  ['learner-centred', 'target-group-told', ({ design }) => hasText(design.targetGroup)],
  [
    'learner-centred',
    'validation-possible',
    ({ design }) => design.priorLearning !== undefined && design.priorLearning.replaces !== 'no',
  ],
  ['learner-centred', 'accessibility-told', ({ design }) => hasText(design.accessibility)],
  ['authentic', 'issuer-proven', () => true],
  [
    'authentic',
    'identity-checked',
    ({ design }) => design.assessment.supervision?.endsWith('with-identity-check') === true,
  ],
  ['information-and-guidance', 'described', ({ design }) => hasText(design.description)],
  ['information-and-guidance', 'requirements-told', ({ design }) => hasText(design.entryRequirements)],
  [
    'information-and-guidance',
    'price-told',
    ({ design, occasions }) => hasText(design.price) || hasText(design.funding) || occasions,
  ],
  ['information-and-guidance', 'occasions-told', ({ occasions }) => occasions],
] as const satisfies readonly (readonly [Principle, string, Look])[]

export type Sign = (typeof looks)[number][1]
export type Judged = {
  readonly principle: Principle
  readonly signs: readonly { readonly sign: Sign; readonly shown: boolean }[]
}

/** Principle by principle, which signs are there. There is no sum: nothing here says that one merit beats another. */
export const judgePrinciples = (standing: MeritStanding): readonly Judged[] =>
  principles.map((principle) => ({
    principle,
    signs: looks.filter(([of]) => of === principle).map(([, sign, look]) => ({ sign, shown: look(standing) })),
  }))

export const allSigns: readonly Sign[] = looks.map(([, sign]) => sign)
