import { z } from 'zod'
import { MeritId } from '../merit/merit.ts'
import { OrganisationId } from '../organisation/organisation.ts'

export const MandateId = z.uuid().brand<'MandateId'>()
export type MandateId = z.infer<typeof MandateId>

/**
 * A creator's word that a named issuer may issue exactly this merit.
 *
 * It covers the merit, not one version of it, and it cannot be passed on by the issuer. Withdrawal works for the
 * future only: what was issued before `withdrawnAt` keeps its ground.
 */
export const Mandate = z
  .object({
    id: MandateId,
    meritId: MeritId,
    creatorId: OrganisationId,
    issuerId: OrganisationId,
    validFrom: z.iso.datetime({ offset: true }),
    validUntil: z.iso.datetime({ offset: true }).optional(),
    withdrawnAt: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(
    (mandate) => mandate.validUntil === undefined || Date.parse(mandate.validUntil) > Date.parse(mandate.validFrom),
    {
      path: ['validUntil'],
      message: 'mandate-ends-before-it-begins',
    },
  )
  .refine((mandate) => mandate.creatorId !== mandate.issuerId, {
    path: ['issuerId'],
    message: 'mandate-to-oneself',
  })
export type Mandate = z.infer<typeof Mandate>
