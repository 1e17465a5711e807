import type { Profile } from '../profile.ts'
import { annexOne } from './eu.ts'

export const is: Profile = {
  id: 'is',
  countries: ['IS'],
  mandatory: annexOne,
  sizeLimits: [],
  levelClaims: [],
  source: 'Council Recommendation 2022/C 243/02, Annex I',
  asOf: '2022-06-16',
}
