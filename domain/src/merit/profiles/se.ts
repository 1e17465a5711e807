import type { Profile } from '../profile.ts'
import { annexOne } from './eu.ts'

export const se: Profile = {
  id: 'se',
  countries: ['SE'],
  mandatory: annexOne,
  sizeLimits: [
    {
      code: 'size-outside-limits',
      units: ['hp'],
      least: 1,
      most: 6,
      force: 'advice',
      source: 'UHR: microcredentials described as courses of 1–6 hp',
      asOf: '2021',
    },
  ],
  levelClaims: [
    {
      code: 'level-needs-decision',
      framework: 'SeQF',
      needs: { decided: true },
      force: 'refusal',
      source: 'Ordinance 2015:545: a level is given by law or by a decision of MYH',
      asOf: '2015',
    },
  ],
  source: 'Council Recommendation 2022/C 243/02, Annex I; Ordinance 2015:545',
  asOf: '2022-06-16',
}
