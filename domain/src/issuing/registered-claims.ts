import type { JsonObject } from '@bricka/credential'

/**
 * A badge with what Open Badges 3.0, 8.2.4, wants said once more in a token: its id, when it begins and ends, and whom it
 * is about. Readers of tokens alone look there.
 */
export function withRegisteredClaims(badge: JsonObject): JsonObject {
  const { id, validFrom, validUntil, credentialSubject } = badge
  const subject = typeof credentialSubject === 'object' && credentialSubject !== null ? credentialSubject : {}
  const sub = 'id' in subject ? subject.id : undefined
  return {
    ...badge,
    ...(typeof id === 'string' && { jti: id }),
    ...(typeof sub === 'string' && { sub }),
    ...(typeof validFrom === 'string' && { nbf: toSeconds(validFrom) }),
    ...(typeof validUntil === 'string' && { exp: toSeconds(validUntil) }),
  }
}

const toSeconds = (time: string): number => Math.floor(Date.parse(time) / 1000)
