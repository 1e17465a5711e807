import type { MeritDesign } from '../merit/merit.ts'

/**
 * When a credential ends that is assessed on a day, as the design plans it; `null` for no end.
 *
 * A month that is shorter ends it on its last day: assessed on 31 August, valid for six months, it ends on 28 February.
 */
export function planValidUntil(design: Pick<MeritDesign, 'validForMonths'>, assessedOn: string): Date | null {
  if (design.validForMonths === undefined) return null
  const [year = 0, month = 1, day = 1] = assessedOn.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - 1 + design.validForMonths + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + design.validForMonths, Math.min(day, lastDay), 23, 59, 59))
}
