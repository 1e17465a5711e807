import { decodeForm, type Posted } from '../kit/form.ts'

type Written = Record<string, unknown>

const isRecord = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0)

const withoutEmpty = (record: Written): Written =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)))

/**
 * What a form says of an issuing.
 *
 * A list where nothing was chosen is left out, so that what the design says holds, and not "none"; so is an assessor
 * without a role.
 */
export function readFacts(posted: Posted): Written {
  const { facts } = decodeForm(posted)
  if (!isRecord(facts)) return {}
  const { assessor, participation, outcomes, ...rest } = facts
  return withoutEmpty({
    ...rest,
    ...(isRecord(assessor) && assessor.role !== undefined && { assessor }),
    ...(isRecord(participation) && { participation: withoutEmpty(participation) }),
    ...(Array.isArray(outcomes) && { outcomes: outcomes.map((one) => (isRecord(one) ? withoutEmpty(one) : one)) }),
  })
}

/** The end of a day, as people mean "valid until"; undefined when no day was chosen. */
export const endOfDay = (day: string): string | undefined => (day === '' ? undefined : `${day}T23:59:59Z`)
