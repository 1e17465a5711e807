import { Mandate } from '@bricka/domain/trust/mandate'
import type { Row } from '../database/tables.ts'

type Known = Pick<
  Row<'mandate'>,
  'id' | 'merit_id' | 'creator_id' | 'issuer_id' | 'valid_from' | 'valid_until' | 'withdrawn_at'
>

/** A stored mandate as the domain knows it. */
export const toMandate = (row: Known): Mandate =>
  Mandate.parse({
    id: row.id,
    meritId: row.merit_id,
    creatorId: row.creator_id,
    issuerId: row.issuer_id,
    validFrom: row.valid_from.toISOString(),
    ...(row.valid_until && { validUntil: row.valid_until.toISOString() }),
    ...(row.withdrawn_at && { withdrawnAt: row.withdrawn_at.toISOString() }),
  })
