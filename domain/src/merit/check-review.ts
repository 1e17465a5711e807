import type { MeritDesign } from './merit.ts'

export type ReviewFinding = {
  code: 'review-overdue' | 'relevance-review-overdue'
  where: '/reviewOn' | '/relevanceReviewOn'
  /** The day it should have been done, and how many days ago that was. */
  detail: { due: string; days: number }
}

/** A merit is looked through every year, and every fourth year asked anew whether anybody needs it. */
const monthsToReview = 12
const monthsToRelevance = 48

/**
 * Says which review of a published merit is overdue on a day.
 *
 * The creator's own date counts where there is one; otherwise the time from publication. On the day itself a review is
 * due, not overdue.
 */
export function checkReview(
  design: Pick<MeritDesign, 'reviewOn' | 'relevanceReviewOn'>,
  publishedAt: string,
  today: string,
): readonly ReviewFinding[] {
  const published = publishedAt.slice(0, 10)
  const reviews = [
    { code: 'review-overdue', where: '/reviewOn', due: design.reviewOn ?? addMonths(published, monthsToReview) },
    {
      code: 'relevance-review-overdue',
      where: '/relevanceReviewOn',
      due: design.relevanceReviewOn ?? addMonths(published, monthsToRelevance),
    },
  ] as const
  return reviews
    .filter(({ due }) => due < today)
    .map(({ code, where, due }) => ({ code, where, detail: { due, days: daysBetween(due, today) } }))
}

/** Months ahead, on the last day of a month that is too short: a year from 29 February is 28 February. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000)
