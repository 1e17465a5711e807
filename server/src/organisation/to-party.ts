import type { Party } from '@bricka/domain/issuing/compose-credential'
import type { Row } from '../database/tables.ts'

/** An organisation as credentials name it. */
export const toParty = (row: Omit<Row<'organisation'>, 'created_at'>): Party => ({
  id: row.did,
  name: row.legal_name,
  country: row.country,
  ...(row.region && { region: row.region }),
  ...(row.homepage && { url: row.homepage }),
  legalIdentifiers: row.legal_identifiers,
})
