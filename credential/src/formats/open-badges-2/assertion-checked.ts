import type { Check } from '../../check.ts'
import type { JsonObject } from '../../json.ts'

/** What either way of checking, hosted or signed, finds out, and what the badge then says. */
export type AssertionChecked = {
  readonly signature: Check
  readonly issuer: Check
  readonly status: Check
  readonly assertion: JsonObject
  readonly badge?: JsonObject | undefined
  readonly profile?: JsonObject | undefined
}
