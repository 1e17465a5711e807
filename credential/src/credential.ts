import type { Check, PartFinding } from './check.ts'
import type { Envelope } from './formats/formats.ts'
import { idOf, type JsonObject, listOf } from './json.ts'

export type FormatId = Envelope['format']

declare const unverified: unique symbol
declare const checked: unique symbol

/** A credential as somebody handed it over: read, and nothing of it believed. Only `readCredential` makes one. */
export type UnverifiedCredential = {
  readonly [unverified]: true
  readonly document: JsonObject
  readonly envelope: Envelope
}

export type Report = {
  readonly format: FormatId
  readonly checks: readonly Check[]
  /** Of a credential that was made of others: each of them, as its own issuer's list has it now. */
  readonly parts?: readonly PartFinding[]
}

/** A credential with all that was found out about it. Only `verifyCredential` makes one; read `report` before use. */
export type CheckedCredential = {
  readonly [checked]: true
  readonly credential: JsonObject
  readonly report: Report
}

export const markUnverified = (document: JsonObject, envelope: Envelope): UnverifiedCredential =>
  ({ document, envelope }) as UnverifiedCredential

export const markChecked = (credential: JsonObject, report: Report): CheckedCredential =>
  ({ credential, report }) as CheckedCredential

export const contextV2 = 'https://www.w3.org/ns/credentials/v2'
export const contextV1 = 'https://www.w3.org/2018/credentials/v1'

/** The status by its absolute name: Open Badges 3.0 leaves room for one entry only under the short one. */
export const absoluteStatus = 'https://www.w3.org/2018/credentials#credentialStatus'

/** The data model that a document says it follows, by its first context. */
export function dataModelOf(document: JsonObject): '2.0' | '1.1' | undefined {
  const [first] = listOf(document['@context'])
  if (first === contextV2) return '2.0'
  return first === contextV1 ? '1.1' : undefined
}

export const issuerOf = (document: JsonObject): string | undefined => idOf(document.issuer)

/** From when it applies: the day of issue, as far as a credential says one. */
export const startOf = (document: JsonObject): unknown => document.validFrom ?? document.issuanceDate
export const endOf = (document: JsonObject): unknown => document.validUntil ?? document.expirationDate
