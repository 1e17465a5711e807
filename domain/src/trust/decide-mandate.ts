import type { MeritId } from '../merit/merit.ts'
import type { OrganisationId } from '../organisation/organisation.ts'
import type { Mandate } from './mandate.ts'

export type MandateState =
  | { state: 'in-force' }
  | { state: 'mandate-not-yet-valid'; from: string }
  | { state: 'mandate-expired'; until: string }
  | { state: 'mandate-withdrawn'; at: string }

export type IssuingRight =
  | { may: true; under: 'ownership' | Mandate }
  | { may: false; code: 'mandate-missing' }
  | { may: false; code: 'mandate-not-yet-valid'; mandate: Mandate; from: string }
  | { may: false; code: 'mandate-expired'; mandate: Mandate; until: string }
  | { may: false; code: 'mandate-withdrawn'; mandate: Mandate; at: string }

/** How a mandate stands at one moment. Its last moment still counts; the moment of withdrawal no longer does. */
export function decideMandateState(mandate: Mandate, on: Date): MandateState {
  const at = on.getTime()
  if (mandate.withdrawnAt !== undefined && Date.parse(mandate.withdrawnAt) <= at)
    return { state: 'mandate-withdrawn', at: mandate.withdrawnAt }
  if (Date.parse(mandate.validFrom) > at) return { state: 'mandate-not-yet-valid', from: mandate.validFrom }
  if (mandate.validUntil !== undefined && Date.parse(mandate.validUntil) < at)
    return { state: 'mandate-expired', until: mandate.validUntil }
  return { state: 'in-force' }
}

/**
 * Says whether an organisation may issue a merit at one moment, and on what ground.
 *
 * The owner always may. Anybody else needs a mandate from the owner for this very merit; a mandate given by an earlier
 * owner or for another merit is no ground. Where none is in force the answer tells of the one that began last.
 */
export function decideIssuingRight(
  merit: { readonly id: MeritId; readonly ownerId: OrganisationId },
  issuerId: OrganisationId,
  mandates: readonly Mandate[],
  on: Date,
): IssuingRight {
  if (issuerId === merit.ownerId) return { may: true, under: 'ownership' }
  const judged = mandates
    .filter((mandate) => covers(mandate, merit, issuerId))
    .sort((one, other) => Date.parse(other.validFrom) - Date.parse(one.validFrom))
    .map((mandate) => ({ mandate, ...decideMandateState(mandate, on) }))
  const inForce = judged.find(({ state }) => state === 'in-force')
  if (inForce) return { may: true, under: inForce.mandate }

  const latest = judged[0]
  switch (latest?.state) {
    case 'mandate-not-yet-valid':
      return { may: false, code: latest.state, mandate: latest.mandate, from: latest.from }
    case 'mandate-expired':
      return { may: false, code: latest.state, mandate: latest.mandate, until: latest.until }
    case 'mandate-withdrawn':
      return { may: false, code: latest.state, mandate: latest.mandate, at: latest.at }
    default:
      return { may: false, code: 'mandate-missing' }
  }
}

function covers(
  mandate: Mandate,
  merit: { readonly id: MeritId; readonly ownerId: OrganisationId },
  issuerId: OrganisationId,
): boolean {
  return mandate.meritId === merit.id && mandate.creatorId === merit.ownerId && mandate.issuerId === issuerId
}
