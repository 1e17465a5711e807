import type { Party } from '../issuing/compose-credential.ts'
import type { IssuedFacts } from '../issuing/part-reference.ts'
import type { MeritVersion } from '../merit/merit.ts'

/**
 * One issued merit with everything that is known of it: what each outlet (European Digital Credential, ELMO, transcript,
 * paper) is composed from, so that none of them is a copy of another's copy.
 */
export type IssuedRecord = {
  /** The credential's own address. */
  readonly id: string
  readonly version: MeritVersion
  readonly versionUrl: string
  readonly meritUrl: string
  readonly creator: Party
  readonly issuer: Party
  readonly holder: { readonly name: string }
  readonly facts: IssuedFacts
  /** Who issued the parts of a whole, as far as they are known here. */
  readonly partIssuers?: readonly Party[] | undefined
  /** Times in ISO 8601 with a zone. */
  readonly validFrom: string
  readonly validUntil?: string | undefined
  readonly mandate?: { readonly url: string } | undefined
  readonly statusUrl?: string | undefined
  /** What social partners say of the version, signed EndorsementCredentials as JSON texts. */
  readonly endorsements?: readonly string[] | undefined
}
