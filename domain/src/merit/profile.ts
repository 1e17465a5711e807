import type { OrganisationKind } from '../organisation/organisation.ts'
import type { CreditUnitId } from './credit-unit.ts'
import type { LevelFrameworkId } from './level-framework.ts'
import { dk } from './profiles/dk.ts'
import { eu } from './profiles/eu.ts'
import { fi } from './profiles/fi.ts'
import { is } from './profiles/is.ts'
import { no } from './profiles/no.ts'
import { se } from './profiles/se.ts'

/** The eleven elements that Annex I of Council Recommendation 2022/C 243/02 calls mandatory. */
export const mandatoryElements = [
  'learner',
  'title',
  'country',
  'awarding-body',
  'date-of-issuing',
  'learning-outcomes',
  'workload',
  'level',
  'type-of-assessment',
  'form-of-participation',
  'quality-assurance',
] as const
/** The optional ones, and `assessment-criteria`, which no outcome may be without here. */
export const furtherElements = [
  'assessment-criteria',
  'prerequisites',
  'supervision-and-identity',
  'grade',
  'stackability',
  'further-information',
] as const
export type Element = (typeof mandatoryElements)[number] | (typeof furtherElements)[number]

/** `refusal` stops publication; `advice` is shown and never stops anything. */
export type Force = 'refusal' | 'advice'

export type SizeLimit = {
  code: 'size-outside-limits'
  units: readonly CreditUnitId[]
  least?: number
  most?: number
  /** Only for organisations of these kinds; everyone when absent. */
  kinds?: readonly OrganisationKind[]
  force: Force
  source: string
  asOf: string
}

export type LevelClaim = {
  code: 'level-needs-decision' | 'level-needs-law' | 'level-needs-size'
  framework: LevelFrameworkId
  /** The claim is allowed when all of these hold. */
  needs: { decided?: true; law?: true; leastCredits?: { value: number; units: readonly CreditUnitId[] } }
  force: Force
  source: string
  asOf: string
}

/** What one country or union asks of a microcredential: data, so that a new rule is a new row. */
export type Profile = {
  id: ProfileId
  /** ISO codes of the countries whose organisations are offered this profile first. */
  countries: readonly string[]
  mandatory: readonly Element[]
  sizeLimits: readonly SizeLimit[]
  levelClaims: readonly LevelClaim[]
  source: string
  asOf: string
}
export const profileIds = ['eu', 'se', 'no', 'fi', 'dk', 'is'] as const
export type ProfileId = (typeof profileIds)[number]

export const profiles: Readonly<Record<ProfileId, Profile>> = { eu, se, no, fi, dk, is }

export const findProfile = (id: string): Profile | undefined => Object.values(profiles).find((one) => one.id === id)

/** The profile to offer first; Åland follows Finland, the Faroe Islands and Greenland the EU's, for want of their own. */
export const suggestProfile = (country: string): Profile =>
  Object.values(profiles).find((profile) => profile.countries.includes(country)) ?? profiles.eu

/** A claim on a national framework is that country's to allow, whichever profile the merit is made under. */
export const levelClaimsOf = (framework: string): readonly LevelClaim[] =>
  Object.values(profiles).flatMap((profile) => profile.levelClaims.filter((claim) => claim.framework === framework))
