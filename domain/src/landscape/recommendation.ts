import { z } from 'zod'
import { typedText } from '../typed-text.ts'
import { areas } from './learning-unit.ts'

/** Whom the recommendations of the Nordic policy brief are for, and each of them by a name of ours, in the brief’s order. */
export const recommendations = {
  learner: ['choose-for-aims', 'seek-guidance', 'look-for-recognition', 'have-prior-learning-recognised'],
  provider: [
    'tell-outcomes-and-benefits',
    'tell-benefits-apart',
    'one-distinct-skill',
    'rigorous-criteria',
    'find-skills-with-industry',
    'follow-up-regularly',
  ],
  'social-partners': ['survey-needs-at-five-levels', 'show-added-value', 'follow-up-together'],
  society: ['include-those-outside', 'experiment-socially'],
  'policy-makers': ['define-the-term', 'discuss-formal-education', 'decide-infrastructure', 'address-requirements'],
} as const
export type RecommendationLevel = keyof typeof recommendations
export const recommendationLevels: readonly RecommendationLevel[] = [
  'learner',
  'provider',
  'social-partners',
  'society',
  'policy-makers',
]

export const allRecommendations = [
  ...recommendations.learner,
  ...recommendations.provider,
  ...recommendations['social-partners'],
  ...recommendations.society,
  ...recommendations['policy-makers'],
] as const
export type Recommendation = (typeof allRecommendations)[number]

export const recommendationStates = ['not-begun', 'discussed', 'begun', 'in-place', 'not-relevant'] as const
export type RecommendationState = (typeof recommendationStates)[number]

/** How far one country or area has come with one recommendation, as one organisation sees it on a day. */
export const RecommendationNote = z.strictObject({
  recommendation: z.enum(allRecommendations),
  area: z.enum(areas),
  state: z.enum(recommendationStates),
  note: typedText().min(1).max(1500),
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
})
export type RecommendationNote = z.infer<typeof RecommendationNote>

export const levelOf = (recommendation: Recommendation): RecommendationLevel =>
  recommendationLevels.find((level) => recommendations[level].some((one) => one === recommendation)) ?? 'learner'
