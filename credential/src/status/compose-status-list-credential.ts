import { contextV2 } from '../credential.ts'
import { encodeBase64Url } from '../encode-base.ts'
import type { JsonObject } from '../json.ts'
import type { Power } from '../power.ts'

export type StatusListParts = {
  readonly id: string
  readonly issuer: string
  readonly purpose: 'revocation' | 'suspension' | 'refresh' | 'message'
  readonly bits: Uint8Array
  readonly validFrom: string
  readonly validUntil: string
  /** How long a verifier may keep a copy. */
  readonly ttlMilliseconds: number
  readonly power: Pick<Power, 'gzip'>
}

/** A Bitstring Status List credential, to be signed like any other. */
export async function composeStatusListCredential(parts: StatusListParts): Promise<JsonObject> {
  const { id, issuer, purpose, bits, validFrom, validUntil, ttlMilliseconds, power } = parts
  return {
    '@context': [contextV2],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom,
    validUntil,
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      encodedList: `u${encodeBase64Url(await power.gzip(bits))}`,
      ttl: ttlMilliseconds,
    },
  }
}
