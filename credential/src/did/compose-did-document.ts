import type { JsonObject } from '../json.ts'

export type DidKey = {
  /** The full identifier, `did:web:…#…`. */
  readonly id: string
  readonly publicKeyMultibase: string
  readonly validFrom: string
  readonly retiredAt?: string
  readonly compromisedAt?: string
}

/**
 * A did:web document with the whole history of its keys.
 *
 * A retired key stays an assertion method, so that what it signed while it was in use stays good in every verifier; our
 * own check also compares the proof's time with `retiredAt`. A compromised key carries `revoked` (Controlled
 * Identifiers 1.0, 2.2.2) and is no assertion method any longer: whoever stole it could write any time into a proof.
 */
export function composeDidDocument({ did, keys }: { did: string; keys: readonly DidKey[] }): JsonObject {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: keys.map((key) => ({
      id: key.id,
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: key.publicKeyMultibase,
      [keyValidFrom]: key.validFrom,
      ...(key.retiredAt && { [keyRetiredAt]: key.retiredAt }),
      ...(key.compromisedAt && { revoked: key.compromisedAt }),
    })),
    assertionMethod: keys.filter((key) => key.compromisedAt === undefined).map((key) => key.id),
    authentication: keys.filter((key) => !key.retiredAt && !key.compromisedAt).map((key) => key.id),
  }
}

/** When a key was put to use and when it was laid down; no standard term says it, so the terms are absolute. */
export const keyValidFrom = 'https://w3id.org/bricka#keyValidFrom'
export const keyRetiredAt = 'https://w3id.org/bricka#keyRetiredAt'
