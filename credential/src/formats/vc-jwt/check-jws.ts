import { type Check, find } from '../../check.ts'
import { type FoundKey, findKey, type KeyPurpose } from '../../did/find-key.ts'
import { readJwk } from '../../did/read-jwk.ts'
import { isObject, isText } from '../../json.ts'
import { checkKeyTime } from '../data-integrity/check-proof.ts'
import type { Ground } from '../format.ts'
import { type Jws, keyTypeOf } from './read-jws.ts'

export type JwsChecked = { readonly check: Check; readonly key?: FoundKey; readonly unproven?: boolean }

const encoder = new TextEncoder()

/**
 * Checks a JWS with the key that its header names.
 *
 * `kid` is a verification method, whole or relative to the issuer; a bare `jwk` in the header proves only that
 * somebody holds some key, so the answer says that the issuer is unproven.
 */
export async function checkJws(
  jws: Jws,
  issuer: string | undefined,
  purpose: KeyPurpose,
  ground: Ground,
): Promise<JwsChecked> {
  const found = await findJwsKey(jws, issuer, purpose, ground)
  if ('check' in found) return found
  const { key, unproven } = found
  if (key.key.type !== keyTypeOf[jws.algorithm])
    return { check: find('key-type-wrong', { method: key.id, type: key.key.type, algorithm: jws.algorithm }) }
  const { iat } = jws.payload
  const created = typeof iat === 'number' ? new Date(iat * 1000).toISOString() : jws.payload.validFrom
  const timely = checkKeyTime(key, created, ground)
  if (timely) return { check: timely, key }
  const detail = { method: key.id, algorithm: jws.algorithm }
  const valid = await ground.power.verify(jws.algorithm, key.key, encoder.encode(jws.signed), jws.signature)
  return { check: find(valid ? 'signature-valid' : 'signature-invalid', detail), key, unproven }
}

async function findJwsKey(
  { header }: Jws,
  issuer: string | undefined,
  purpose: KeyPurpose,
  ground: Ground,
): Promise<{ key: FoundKey; unproven: boolean } | { check: Check }> {
  const { kid, jwk } = header
  const method = toMethod(isText(kid) ? kid : undefined, issuer)
  if (method) {
    const found = await findKey(method, purpose, ground.loadResource)
    return found.found ? { key: found.key, unproven: false } : { check: found.check }
  }
  const key = isObject(jwk) ? readJwk(jwk) : undefined
  if (!key) return { check: find('proof-incomplete', { lacks: 'kid' }) }
  return { key: { id: 'jwk', controller: '', key }, unproven: true }
}

function toMethod(kid: string | undefined, issuer: string | undefined): string | undefined {
  if (kid === undefined) return issuer?.startsWith('did:key:') || issuer?.startsWith('did:jwk:') ? issuer : undefined
  if (/^(did|https):/.test(kid)) return kid
  if (issuer?.startsWith('did:')) return `${issuer}${kid.startsWith('#') ? '' : '#'}${kid}`
  return undefined
}
