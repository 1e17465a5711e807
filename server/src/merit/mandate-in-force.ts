import { type RawBuilder, sql } from 'kysely'

/** Whether a row of `mandate` (by that name in the question) applies at a moment: begun, not ended, not taken back. */
export const mandateInForce = (now: Date): RawBuilder<boolean> =>
  sql<boolean>`mandate.valid_from <= ${now} and (mandate.valid_until is null or mandate.valid_until >= ${now})
    and (mandate.withdrawn_at is null or mandate.withdrawn_at > ${now})`
