import { describe, expect, it } from 'vitest'
import { planValidUntil } from './plan-validity.ts'

describe('planning when a credential ends', () => {
  it('counts months from the assessment, to the end of the day', () => {
    expect(planValidUntil({ validForMonths: 24 }, '2026-11-02')?.toISOString()).toBe('2028-11-02T23:59:59.000Z')
  })

  it('ends on the last day of a shorter month', () => {
    expect(planValidUntil({ validForMonths: 6 }, '2026-08-31')?.toISOString()).toBe('2027-02-28T23:59:59.000Z')
  })

  it('has no end where the design plans none', () => {
    expect(planValidUntil({}, '2026-11-02')).toBeNull()
  })
})
