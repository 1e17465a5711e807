import { type Check, find } from './check.ts'
import { endOf, startOf } from './credential.ts'
import type { JsonObject } from './json.ts'
import { readTime } from './time.ts'

/** Is it valid at `now`? Clocks differ: within the tolerance it is not yet too early or too late. */
export function checkValidity(
  document: JsonObject,
  { now, clockSkewMilliseconds: skew }: { now: number; clockSkewMilliseconds: number },
): Check {
  const start = startOf(document)
  const end = endOf(document)
  const from = readTime(start)
  const until = readTime(end)
  if (start !== undefined && from === undefined)
    return find('validity-malformed', { field: 'validFrom', value: String(start) })
  if (end !== undefined && until === undefined)
    return find('validity-malformed', { field: 'validUntil', value: String(end) })
  if (from !== undefined && now < from - skew) return find('not-yet-valid', { from: String(start) })
  if (until !== undefined && now > until + skew) return find('expired', { until: String(end) })
  return find('valid-now', {
    ...(start !== undefined && { from: String(start) }),
    ...(end !== undefined && { until: String(end) }),
    toleranceSeconds: skew / 1000,
  })
}
