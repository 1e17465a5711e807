import { describe, expect, it } from 'vitest'
import { defaultPolicy, describePrecision } from './disclosure-policy.ts'
import { measureShare } from './measure-share.ts'

describe('what share says yes', () => {
  it('is less sure the fewer there are, and never surer than the gate', () => {
    const [few, many] = [20, 2000].map((base) => measureShare({ base, yes: base / 2, partly: null }, defaultPolicy))
    expect(few?.value).toBe(50)
    expect((few?.atMost ?? 0) - (few?.atLeast ?? 0)).toBeGreaterThan(40)
    expect((many?.atMost ?? 0) - (many?.atLeast ?? 0)).toBeLessThan(6)
    const { usual } = describePrecision(defaultPolicy)
    expect((few?.value ?? 0) - (few?.atLeast ?? 0)).toBeGreaterThanOrEqual(Math.floor((200 * usual) / 20))
  })

  it('tells only the most that it can be where too few say so to be shown', () => {
    const share = measureShare({ base: 100, yes: null, partly: null }, defaultPolicy)
    expect(share).toMatchObject({ value: null, atLeast: 0 })
    expect(share.atMost).toBeLessThan(25)
  })
})
