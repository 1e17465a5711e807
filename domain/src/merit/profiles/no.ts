import type { Profile } from '../profile.ts'
import { annexOne } from './eu.ts'

export const no: Profile = {
  id: 'no',
  countries: ['NO'],
  mandatory: annexOne,
  sizeLimits: [],
  levelClaims: [
    {
      code: 'level-needs-law',
      framework: 'NKR',
      needs: { decided: true, law: true },
      force: 'refusal',
      source: 'NKR: only qualifications established in law and awarded by recognised bodies may carry a level',
      asOf: '2017',
    },
  ],
  source: 'Council Recommendation 2022/C 243/02, Annex I; NKR regulation',
  asOf: '2022-06-16',
}
