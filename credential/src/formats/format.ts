import type { Check } from '../check.ts'
import type { UnverifiedCredential } from '../credential.ts'
import type { FoundKey, KeyPurpose } from '../did/find-key.ts'
import type { JsonObject } from '../json.ts'
import type { Shadow } from '../make-shadow.ts'
import type { LoadResource, Power } from '../power.ts'
import type { StatusListCache } from '../status/status-list-cache.ts'

/** What a check may use from outside. */
export type Ground = {
  readonly now: number
  readonly clockSkewMilliseconds: number
  readonly power: Power
  readonly loadResource: LoadResource
  readonly moreContexts?: ReadonlyMap<string, JsonObject> | undefined
  readonly shadow?: Shadow | undefined
  /** Certificates (DER) of the authorities that the caller trusts; without them no certificate proves whose key it is. */
  readonly trustAnchors?: readonly Uint8Array[] | undefined
  readonly statusLists?: StatusListCache | undefined
  /** What the holder was asked to sign, so that an old presentation cannot be shown again. */
  readonly asked?: { readonly challenge: string; readonly domain?: string | undefined } | undefined
  /** The e-mail addresses that whoever brings the credential has shown to be theirs. */
  readonly recipients?: readonly string[] | undefined
}

/** What a format found out about a signature, and whose keys made it. */
export type Signed = {
  readonly signature: Check
  /** Set when the content itself forbids an answer (an undefined term, an unknown context). */
  readonly format?: Check | undefined
  readonly keys: readonly FoundKey[]
  /** Set where the credential is bound to a holder's key. */
  readonly holder?: Check | undefined
  /** Who the key says it belongs to could not be proven, only stated. */
  readonly unproven?: boolean
  /** Set where something else than a controller's document says whose the key is: a certificate. */
  readonly issuer?: Check | undefined
  /** Set where the format says itself, apart from its fields, whether it was taken back. */
  readonly status?: Check | undefined
  /** Set where it is made out to an address instead of a key. */
  readonly recipient?: Check | undefined
  readonly old?: string | undefined
  /** What an answer should be shown as: formats with hidden parts disclose them here. */
  readonly document?: JsonObject | undefined
}

/** A format is a row: how it is recognised, and how its signature is checked. */
export type Format<Kind extends { readonly format: string }> = {
  /** Recognises a text or object of its kind; `undefined` leaves it to the next row. */
  read(input: string | JsonObject): FormatRead | undefined
  checkSignature(document: JsonObject, envelope: Kind, purpose: KeyPurpose, ground: Ground): Promise<Signed>
}

export type ReadRefusal =
  | 'not-a-credential'
  | 'jwt-malformed'
  | 'jwt-algorithm-unknown'
  | 'sd-jwt-malformed'
  | 'cose-malformed'
  | 'cose-algorithm-unknown'
  | 'jades-malformed'

export type FormatRead =
  | { readonly read: true; readonly credential: UnverifiedCredential }
  | { readonly read: false; readonly code: ReadRefusal; readonly detail: string }
