import type { Profile } from '../profile.ts'
import { annexOne } from './eu.ts'

export const dk: Profile = {
  id: 'dk',
  countries: ['DK'],
  mandatory: annexOne,
  sizeLimits: [
    {
      code: 'size-outside-limits',
      units: ['ECTS'],
      least: 5,
      most: 20,
      kinds: ['formal-education'],
      force: 'advice',
      source: 'Separate modules in Danish higher education: 5–20 ECTS',
      asOf: '2021',
    },
  ],
  levelClaims: [],
  source: 'Council Recommendation 2022/C 243/02, Annex I',
  asOf: '2022-06-16',
}
