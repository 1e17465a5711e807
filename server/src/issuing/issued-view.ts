import { CredentialState, StatusChange } from '@bricka/domain/issuing/decide-status-change'
import { IssuedFacts } from '@bricka/domain/issuing/part-reference'
import { z } from 'zod'
import { Paging } from '../http/paging.ts'
import { AuditView } from '../organisation/list-audit.ts'

export const IssuedQuery = Paging.extend({
  state: CredentialState.optional(),
  meritId: z.uuid().optional(),
  batchId: z.uuid().optional(),
})
export type IssuedQuery = z.infer<typeof IssuedQuery>

/** A credential as its issuer sees it. */
export const IssuedView = z.object({
  id: z.string(),
  title: z.string(),
  meritId: z.string(),
  meritVersion: z.number(),
  recipientName: z.string(),
  recipientEmail: z.string(),
  state: CredentialState,
  issuedAt: z.string().nullable(),
  validUntil: z.string().nullable(),
  claimedAt: z.string().nullable(),
  reason: z.string().nullable().describe('Why it was declined, suspended, revoked or replaced'),
  requestedBy: z.string().nullable(),
  batchId: z.string().nullable(),
  replaces: z.string().nullable(),
  replacedBy: z.string().nullable(),
  createdAt: z.string(),
})
export type IssuedView = z.infer<typeof IssuedView>

export const IssuedDetails = IssuedView.extend({
  facts: IssuedFacts.nullable().describe('Null when the holder has deleted their account'),
  history: z.array(AuditView),
  changes: z.array(StatusChange).describe('What can still be done with it'),
  replacementWaiting: z.string().nullable().describe('The corrected one that waits for approval to replace this one'),
  replacementReason: z.string().nullable().describe('Why this one is to replace another'),
  document: z.string().nullable().describe('The signed credential; null until it is approved'),
})
export type IssuedDetails = z.infer<typeof IssuedDetails>
