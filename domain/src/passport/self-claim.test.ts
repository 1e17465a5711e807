import { describe, expect, it } from 'vitest'
import { SelfClaim } from './self-claim.ts'

describe('a learner’s own claim', () => {
  it('needs a title and the setting it was learnt in', () => {
    expect(SelfClaim.safeParse({ title: 'Ledare för matlag', setting: 'informal' }).success).toBe(true)
    expect(SelfClaim.safeParse({ title: ' ', setting: 'informal' }).success).toBe(false)
    expect(SelfClaim.safeParse({ title: 'Ledare för matlag' }).success).toBe(false)
  })

  it('does not end before it begins', () => {
    const claim = { title: 'Tolk åt mina föräldrar', setting: 'informal', from: '2021-01-01' }
    expect(SelfClaim.safeParse({ ...claim, until: '2021-01-01' }).success).toBe(true)
    expect(SelfClaim.safeParse({ ...claim, until: '2020-12-31' }).error?.issues[0]?.message).toBe(
      'claim-ends-before-it-begins',
    )
  })
})
