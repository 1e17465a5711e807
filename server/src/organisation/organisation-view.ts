import { LocalText } from '@bricka/domain/local-text'
import { OrganisationKind } from '@bricka/domain/organisation/organisation'
import { z } from 'zod'
import type { Row } from '../database/tables.ts'

export const OrganisationView = z.object({
  id: z.string(),
  slug: z.string().describe('Short name in addresses'),
  legalName: z.string(),
  country: z.string().describe('ISO 3166-1 alpha-2'),
  region: z.string().nullable(),
  kind: OrganisationKind,
  homepage: z.string().nullable(),
  did: z.string().describe('The did:web that signs for the organisation'),
  about: LocalText.nullable(),
  endedAt: z.string().nullable().describe('When it ended: nothing new comes of it, what it issued is answered for'),
})
export type OrganisationView = z.infer<typeof OrganisationView>

export const toOrganisationView = (row: Row<'organisation'>): OrganisationView => ({
  id: row.id,
  slug: row.slug,
  legalName: row.legal_name,
  country: row.country,
  region: row.region,
  kind: row.kind,
  homepage: row.homepage,
  did: row.did,
  about: row.about,
  endedAt: row.ended_at?.toISOString() ?? null,
})
