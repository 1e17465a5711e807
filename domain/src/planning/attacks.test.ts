import { describe, expect, it } from 'vitest'
import { DisclosurePolicy, defaultPolicy } from './disclosure-policy.ts'
import {
  attackByDifference,
  attackByOwnCounts,
  attackByRepeating,
  attackByTotals,
  attackEmployer,
  attackMembership,
  attackNested,
  attackOverTime,
  makeGate,
  measureLoss,
  type Scheme,
} from './testing/attack-figures.ts'

const ours: Scheme = { name: 'ours', gate: makeGate(defaultPolicy), guard: true }
const nearlyBare: Scheme = {
  name: 'nearly bare',
  gate: makeGate(
    DisclosurePolicy.parse({
      noise: { maximum: 1, variance: 0.01, neverUpTo: 0 },
      roundTo: 1,
      minimumPersons: 3,
      minimumOrganisations: 2,
      dominancePercent: 0,
    }),
  ),
  guard: false,
}

describe('an attacker who knows everyone but one', () => {
  it('learns little from two regions that differ by that one, and nearly all where nothing guards', () => {
    expect(attackByDifference(ours).success).toBeLessThanOrEqual(0.15)
    expect(attackByDifference(nearlyBare).success).toBeGreaterThan(0.9)
  })

  it('learns little from a skill within its family, or from the steps to an occupation', () => {
    expect(attackNested(ours).success).toBeLessThanOrEqual(0.15)
    expect(attackNested(nearlyBare).success).toBeGreaterThan(0.9)
  })

  it('learns little from two releases between which that one came', () => {
    expect(attackOverTime(ours).success).toBeLessThanOrEqual(0.25)
    expect(attackOverTime(nearlyBare).success).toBeGreaterThan(0.9)
  })

  it('learns little about whether that one is in a figure', () => {
    expect(attackMembership(ours).success).toBeLessThanOrEqual(0.25)
  })
})

describe('an attacker with patience or with counts of their own', () => {
  it('gets the same answer every time', () => {
    expect(attackByRepeating(ours).success).toBe(0)
  })

  it('never gets the few others by taking away their own', () => {
    expect(attackByOwnCounts(ours).success).toBe(0)
    expect(attackByOwnCounts(nearlyBare).success).toBeGreaterThan(0.5)
  })

  it('does not get what one large employer wants by taking away what another does', () => {
    expect(attackEmployer(ours).success).toBeLessThan(0.01)
    expect(attackEmployer(nearlyBare).success).toBeGreaterThan(0.05)
  })

  it('does not get a small municipality as the rest of its region', () => {
    expect(attackByTotals(ours).success).toBeLessThan(0.05)
    expect(attackByTotals(nearlyBare).success).toBeGreaterThan(0.5)
  })
})

describe('what protection costs', () => {
  it('is a small error without a lean to either side', () => {
    const { meanError, bias } = measureLoss(ours)
    expect(meanError).toBeLessThan(2)
    expect(Math.abs(bias)).toBeLessThan(0.1)
  })
})
