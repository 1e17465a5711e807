import { contextV2 } from './credential.ts'
import type { JsonObject } from './json.ts'

export type MandateParts = {
  readonly id: string
  readonly creator: { readonly id: string; readonly name: string }
  readonly issuer: { readonly id: string; readonly name: string }
  readonly achievement: { readonly id: string; readonly name: string }
  readonly validFrom: string
  readonly validUntil?: string
  readonly status: { readonly url: string; readonly index: number }
}

export const mandateTerms = {
  mandate: 'https://w3id.org/bricka#Mandate',
  recognisedIssuer: 'https://w3id.org/bricka#RecognisedIssuer',
  recognisedTo: 'https://w3id.org/bricka#recognisedTo',
  issue: 'https://w3id.org/bricka#IssueAchievement',
  achievement: 'https://w3id.org/bricka#achievement',
  issuingRight: 'https://w3id.org/bricka#issuingRight',
  withdrawal: 'https://w3id.org/bricka#MandateWithdrawal',
  withdrawnAt: 'https://w3id.org/bricka#withdrawnAt',
} as const

/**
 * The mandate: a credential in which a merit's owner recognises an issuer to issue exactly this merit.
 *
 * The shape follows W3C "Verifiable Recognition Credentials" (a recognised entity, and the action it is recognised to);
 * its vocabulary is no standard yet, so the terms are written as absolute IRIs that no verifier must look up.
 */
export function composeMandate(parts: MandateParts): JsonObject {
  return {
    '@context': [contextV2],
    id: parts.id,
    type: ['VerifiableCredential', mandateTerms.mandate],
    issuer: { id: parts.creator.id, name: parts.creator.name },
    validFrom: parts.validFrom,
    ...(parts.validUntil && { validUntil: parts.validUntil }),
    credentialSubject: {
      id: parts.issuer.id,
      type: mandateTerms.recognisedIssuer,
      name: parts.issuer.name,
      [mandateTerms.recognisedTo]: {
        type: mandateTerms.issue,
        [mandateTerms.achievement]: { id: parts.achievement.id, name: parts.achievement.name },
      },
    },
    credentialStatus: {
      id: `${parts.status.url}#${parts.status.index}`,
      type: 'BitstringStatusListEntry',
      statusPurpose: 'revocation',
      statusListIndex: String(parts.status.index),
      statusListCredential: parts.status.url,
    },
  }
}

export type WithdrawalParts = {
  /** The withdrawal's own address: `<mandate>/withdrawal`. */
  readonly id: string
  readonly creator: { readonly id: string; readonly name: string }
  readonly mandate: string
  readonly withdrawnAt: string
}

/** The creator's signed word on when a mandate was withdrawn: what was issued before keeps its ground. */
export function composeMandateWithdrawal(parts: WithdrawalParts): JsonObject {
  return {
    '@context': [contextV2],
    id: parts.id,
    type: ['VerifiableCredential', mandateTerms.withdrawal],
    issuer: { id: parts.creator.id, name: parts.creator.name },
    validFrom: parts.withdrawnAt,
    credentialSubject: { id: parts.mandate, [mandateTerms.withdrawnAt]: parts.withdrawnAt },
  }
}
