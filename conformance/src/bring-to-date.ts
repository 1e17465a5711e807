import type { Json, JsonObject } from '@bricka/credential'

const v1 = 'https://www.w3.org/2018/credentials/v1'
const v2 = 'https://www.w3.org/ns/credentials/v2'
/** What the 2.0 context says itself. */
const taken = new Set(['https://w3id.org/security/data-integrity/v1', 'https://w3id.org/security/data-integrity/v2'])

/**
 * Some suites ask for signatures on documents of the 1.1 model. We issue 2.0 only, so such a document is signed as the
 * 2.0 credential that says the same; every other document stays as it is.
 */
export function bringToDate(credential: JsonObject): JsonObject {
  const contexts: Json | undefined = credential['@context']
  if (!Array.isArray(contexts) || contexts[0] !== v1) return credential
  const { issuanceDate, expirationDate, ...rest } = credential
  const others = contexts.slice(1).filter((one: Json) => typeof one !== 'string' || !taken.has(one))
  return {
    ...rest,
    '@context': [v2, ...others],
    ...(issuanceDate !== undefined && { validFrom: issuanceDate }),
    ...(expirationDate !== undefined && { validUntil: expirationDate }),
  }
}
