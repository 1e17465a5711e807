import type { JsonObject } from '@bricka/credential'
import { pickText } from '@bricka/domain/local-text'
import type { CreditDecision } from '@bricka/domain/recognition/credit-decision'
import type { Ground } from '../ground.ts'
import { meritUrl } from '../merit/merit-url.ts'

const term = (name: string): string => `https://w3id.org/bricka#${name}`

/**
 * A decision on credit as a credential, for its applicant to show.
 *
 * No vocabulary has a word for it yet, so its terms are absolute IRIs; the page of Bricka's terms says what each means.
 */
export function composeDecision(
  ground: Ground,
  decision: CreditDecision,
  by: {
    readonly decider: { readonly id: string; readonly name: string }
    readonly applicant: string
    readonly at: string
  },
): JsonObject {
  const why = pickText(decision.why, 'sv')
  const remaining = pickText(decision.remaining, 'sv')
  const { target, credited } = decision
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `urn:uuid:${decision.id}`,
    type: ['VerifiableCredential', term('CreditDecision')],
    issuer: { id: by.decider.id, name: by.decider.name },
    validFrom: by.at,
    ...(decision.validUntil && { validUntil: `${decision.validUntil}T23:59:59Z` }),
    credentialSubject: {
      type: term('Applicant'),
      name: by.applicant,
      [term('creditedTowards')]: {
        type: term('FormalTarget'),
        name: target.title,
        ...(target.code && { [term('reference')]: target.code }),
      },
      [term('extent')]: decision.extent,
      [term('basis')]: decision.basis.map(({ meritId }) => ({ id: meritUrl(ground, meritId) })),
      ...(credited && { [term('credited')]: `${credited.value} ${credited.unit}` }),
      [term('rule')]: decision.rule,
      ...(why && { [term('reason')]: { '@value': why.text, '@language': why.language } }),
      ...(remaining && { [term('remaining')]: { '@value': remaining.text, '@language': remaining.language } }),
    },
  }
}
