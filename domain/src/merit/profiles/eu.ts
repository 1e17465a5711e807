import type { Element, Profile } from '../profile.ts'

/** Annex I, and one thing more: an outcome without a criterion cannot be assessed by anyone. */
export const annexOne: readonly Element[] = [
  'learner',
  'title',
  'country',
  'awarding-body',
  'date-of-issuing',
  'learning-outcomes',
  'assessment-criteria',
  'workload',
  'level',
  'type-of-assessment',
  'form-of-participation',
  'quality-assurance',
]

export const eu: Profile = {
  id: 'eu',
  countries: ['FO', 'GL'],
  mandatory: annexOne,
  sizeLimits: [],
  levelClaims: [],
  source: 'Council Recommendation 2022/C 243/02, Annex I',
  asOf: '2022-06-16',
}
