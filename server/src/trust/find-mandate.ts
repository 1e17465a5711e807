import { Mandate } from '@bricka/domain/trust/mandate'
import type { Row } from '../database/tables.ts'

/** A stored mandate as the domain knows it. */
export const toMandate = (row: Row<'mandate'>): Mandate =>
  Mandate.parse({
    id: row.id,
    meritId: row.merit_id,
    creatorId: row.creator_id,
    issuerId: row.issuer_id,
    validFrom: row.valid_from.toISOString(),
    ...(row.valid_until && { validUntil: row.valid_until.toISOString() }),
    ...(row.withdrawn_at && { withdrawnAt: row.withdrawn_at.toISOString() }),
  })
