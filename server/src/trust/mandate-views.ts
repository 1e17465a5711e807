import { decideMandateState } from '@bricka/domain/trust/decide-mandate'
import { z } from 'zod'
import type { Row } from '../database/tables.ts'
import { OrganisationView, toOrganisationView } from '../organisation/organisation-view.ts'
import { toMandate } from './find-mandate.ts'

export const MandateStanding = z.enum(['in-force', 'mandate-not-yet-valid', 'mandate-expired', 'mandate-withdrawn'])

export const MandateView = z.object({
  id: z.string(),
  url: z.string().describe('Where the signed mandate is served'),
  issuer: OrganisationView,
  meritId: z.string(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  withdrawnAt: z.string().nullable().describe('From when it no longer covers new issuing'),
  withdrawalReason: z.string().nullable(),
  state: MandateStanding,
})
export type MandateView = z.infer<typeof MandateView>

/** A merit that an organisation may issue, as its owner or under a mandate. */
export const IssuableView = z.object({
  merit: z.object({
    id: z.string(),
    title: z.string(),
    currentVersion: z.number(),
    ownerId: z.string(),
    ownerName: z.string(),
  }),
  mandate: MandateView.omit({ issuer: true }).nullable().describe('Null where the organisation owns the merit'),
  state: MandateStanding.describe('Whether it may issue now'),
})
export type IssuableView = z.infer<typeof IssuableView>

export const toMandateView = (
  row: Row<'mandate'>,
  issuer: Row<'organisation'>,
  now: Date,
  withReason: boolean,
): MandateView => ({
  ...toMandateLine(row, now),
  withdrawalReason: withReason ? row.withdrawal_reason : null,
  issuer: toOrganisationView(issuer),
})

export const toMandateLine = (row: Row<'mandate'>, now: Date): Omit<MandateView, 'issuer'> => ({
  id: row.id,
  url: row.url,
  meritId: row.merit_id,
  validFrom: row.valid_from.toISOString(),
  validUntil: row.valid_until?.toISOString() ?? null,
  withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  withdrawalReason: row.withdrawal_reason,
  state: decideMandateState(toMandate(row), now).state,
})
