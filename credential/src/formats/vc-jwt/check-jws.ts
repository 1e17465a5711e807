import { type Check, find } from '../../check.ts'
import { type FoundKey, findKey, type KeyPurpose } from '../../did/find-key.ts'
import { readJwk } from '../../did/read-jwk.ts'
import { isObject, isText, type JsonObject } from '../../json.ts'
import { readTime } from '../../time.ts'
import { checkCertificates } from '../../x509/check-certificates.ts'
import { checkCertifiedIssuer } from '../../x509/check-certified-issuer.ts'
import { checkKeyTime } from '../data-integrity/check-proof.ts'
import type { Ground } from '../format.ts'
import { readChain } from '../jades/read-jades.ts'
import { type Jws, keyTypeOf } from './read-jws.ts'

export type JwsChecked = {
  readonly check: Check
  readonly key?: FoundKey
  readonly unproven?: boolean
  /** Whose the key is, where a certificate says it. */
  readonly issuer?: Check
}

const encoder = new TextEncoder()

/**
 * Checks a JWS with the key that its header names.
 *
 * `kid` is a verification method, whole or relative to the issuer. Without one, `x5c` carries the key in a certificate,
 * which belongs to the issuer when it names it and leads to a trusted root. A bare `jwk` in the header proves only
 * that somebody holds some key, so the answer says that the issuer is unproven.
 */
export async function checkJws(
  jws: Jws,
  issuer: string | undefined,
  purpose: KeyPurpose,
  ground: Ground,
): Promise<JwsChecked> {
  const found = await findJwsKey(jws, issuer, purpose, ground)
  if ('check' in found) return found
  const { key, unproven, issuer: certified } = found
  if (key.key.type !== keyTypeOf[jws.algorithm])
    return { check: find('key-type-wrong', { method: key.id, type: key.key.type, algorithm: jws.algorithm }) }
  const { iat } = jws.payload
  const at = typeof iat === 'number' ? iat * 1000 : readTime(jws.payload.validFrom)
  const timely = checkKeyTime(key, at, ground)
  if (timely) return { check: timely, key }
  const detail = { method: key.id, algorithm: jws.algorithm }
  const valid = await ground.power.verify(jws.algorithm, key.key, encoder.encode(jws.signed), jws.signature)
  return {
    check: find(valid ? 'signature-valid' : 'signature-invalid', detail),
    key,
    unproven,
    ...(certified && valid && { issuer: certified }),
  }
}

type JwsKey = { readonly key: FoundKey; readonly unproven: boolean; readonly issuer?: Check }

async function findJwsKey(
  { header, payload }: Jws,
  issuer: string | undefined,
  purpose: KeyPurpose,
  ground: Ground,
): Promise<JwsKey | { check: Check }> {
  const { kid, jwk } = header
  const named = issuer?.startsWith('did:') || (isText(kid) && /^(did|https):/.test(kid))
  if (header.x5c !== undefined && !named) return findCertifiedKey(header, payload, issuer, ground)
  const method = toMethod(isText(kid) ? kid : undefined, issuer)
  if (method) {
    const found = await findKey(method, purpose, ground.loadResource)
    return found.found ? { key: found.key, unproven: false } : { check: found.check }
  }
  const key = isObject(jwk) ? readJwk(jwk) : undefined
  if (!key) return { check: find('proof-incomplete', { lacks: 'kid' }) }
  return { key: { id: 'jwk', controller: '', key }, unproven: true }
}

async function findCertifiedKey(
  header: JsonObject,
  payload: JsonObject,
  issuer: string | undefined,
  ground: Ground,
): Promise<JwsKey | { check: Check }> {
  const chain = readChain(header)
  if (!chain) return { check: find('signature-malformed', { field: 'x5c' }) }
  const { iat } = payload
  const madeAt = typeof iat === 'number' ? iat * 1000 : (readTime(payload.validFrom) ?? ground.now)
  const certified = await checkCertificates(chain, madeAt, ground)
  if ('check' in certified) return certified
  const { publicKey, subjectName } = certified.leaf
  if (!publicKey) return { check: find('key-type-wrong', { certificate: subjectName.commonName }) }
  const check = checkCertifiedIssuer(payload.issuer ?? issuer, certified)
  const unproven = check.outcome !== 'passed'
  return {
    key: { id: 'x5c', controller: unproven ? '' : (issuer ?? ''), key: publicKey, unproven },
    unproven,
    issuer: check,
  }
}

export function toMethod(kid: string | undefined, issuer: string | undefined): string | undefined {
  if (kid === undefined) return issuer?.startsWith('did:key:') || issuer?.startsWith('did:jwk:') ? issuer : undefined
  if (/^(did|https):/.test(kid)) return kid
  if (issuer !== undefined && /^(did|https):/.test(issuer)) return `${issuer}${kid.startsWith('#') ? '' : '#'}${kid}`
  return undefined
}
