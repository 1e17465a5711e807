import { describe, expect, it } from 'vitest'
import { dueOn, FollowUpAnswer, isOpen, listSaid, refuseAnswer } from './follow-up.ts'

describe('asking how it went', () => {
  it.each([
    ['2026-03-31', 'start', '2026-03-31'],
    ['2026-08-31', 'half-year', '2027-02-28'],
    ['2024-02-29', 'year', '2025-02-28'],
  ] as const)('what was issued on %s is asked about (%s) on %s', (issued, round, due) => {
    expect(dueOn(issued, round)).toBe(due)
  })

  it('is open for sixty days, and not before', () => {
    expect(['2026-01-31', '2026-02-01', '2026-04-02', '2026-04-03'].map((day) => isOpen('2026-02-01', day))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('asks about what is promised and nothing else, and where one came from only at the start', () => {
    const promised = ['professional-skills'] as const
    const said = FollowUpAnswer.parse({ benefits: { 'professional-skills': 'yes' }, situation: 'studying' })
    expect(refuseAnswer(said, 'start', promised)).toBeUndefined()
    expect(refuseAnswer(said, 'year', promised)).toBe('situation-out-of-round')
    expect(refuseAnswer(said, 'start', ['personal-development'])).toBe('benefit-not-promised')
    expect(FollowUpAnswer.safeParse({ remark: 'It is me, Bo.' }).success).toBe(false)
  })

  it('counts what was answered, and leaves out what was not', () => {
    expect(listSaid({ benefits: { 'personal-development': 'partly' } })).toEqual([
      ['benefit:personal-development', 'partly'],
    ])
    expect(listSaid({ benefits: {}, situation: 'working' })).toContainEqual(['situation:studying', 'no'])
  })
})
