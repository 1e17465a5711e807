import { describe, expect, it } from 'vitest'
import { checkReview } from './check-review.ts'

describe('checking whether a merit is overdue for review', () => {
  it('counts a year and four years from publication where no date was set', () => {
    expect(checkReview({}, '2024-02-29T10:00:00Z', '2025-02-28')).toEqual([])
    expect(checkReview({}, '2024-02-29T10:00:00Z', '2025-03-01')).toEqual([
      { code: 'review-overdue', where: '/reviewOn', detail: { due: '2025-02-28', days: 1 } },
    ])
    expect(checkReview({}, '2024-02-29T10:00:00Z', '2028-03-01').map(({ code }) => code)).toEqual([
      'review-overdue',
      'relevance-review-overdue',
    ])
  })

  it('goes by the creator’s own dates, and is not overdue on the day itself', () => {
    const dates = { reviewOn: '2026-05-01', relevanceReviewOn: '2030-01-01' }
    expect(checkReview(dates, '2020-01-01T10:00:00Z', '2026-05-01')).toEqual([])
    expect(checkReview(dates, '2020-01-01T10:00:00Z', '2026-05-11')).toEqual([
      { code: 'review-overdue', where: '/reviewOn', detail: { due: '2026-05-01', days: 10 } },
    ])
  })
})
