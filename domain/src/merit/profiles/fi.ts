import type { Profile } from '../profile.ts'
import { annexOne } from './eu.ts'

export const fi: Profile = {
  id: 'fi',
  countries: ['FI', 'AX'],
  mandatory: annexOne,
  sizeLimits: [
    {
      code: 'size-outside-limits',
      units: ['opintopiste', 'ECTS'],
      least: 1,
      most: 59,
      kinds: ['formal-education'],
      force: 'refusal',
      source: 'National guidelines for small competence units: 1–59 op in higher education',
      asOf: '2024',
    },
  ],
  levelClaims: [
    {
      code: 'level-needs-size',
      framework: 'FiNQF',
      needs: { leastCredits: { value: 30, units: ['osaamispiste', 'opintopiste', 'ECTS'] } },
      force: 'advice',
      source: 'FiNQF: competence modules are placed from 30 competence points',
      asOf: '2019',
    },
  ],
  source: 'Council Recommendation 2022/C 243/02, Annex I; national guidelines of the Ministry of Education',
  asOf: '2024',
}
