import { type Check, find } from '../../check.ts'
import { idOf, isObject, isText, type JsonObject, listOf } from '../../json.ts'
import type { PublicKey } from '../../power.ts'
import type { Ground } from '../format.ts'
import { type Jws, keyTypeOf } from '../vc-jwt/read-jws.ts'
import type { AssertionChecked } from './assertion-checked.ts'
import { loadDocument } from './load-document.ts'
import { type IssuerLoaded, loadIssuer } from './load-issuer.ts'
import { wayOf } from './read-assertion.ts'
import { readPem } from './read-pem.ts'

const encoder = new TextEncoder()

/** Checks a signed badge by the key that its issuer's own profile lists (Open Badges 2.0, Signed Badges). */
export async function checkSigned(assertion: JsonObject, jws: Jws, ground: Ground): Promise<AssertionChecked> {
  const issuer = await loadIssuer(assertion, ground)
  const common = { assertion, ...issuer }
  const away = (signature: Check): AssertionChecked => ({
    ...common,
    signature,
    issuer: find('issuer-unchecked', { signature: signature.code }),
    status: find('status-list-away', { cause: signature.code }),
  })
  if (wayOf(assertion) !== 'signed') return away(find('proof-incomplete', { lacks: 'verification.type' }))
  const { profile, issuerId } = issuer
  if (!profile || issuerId === undefined)
    return away(find('key-away', { url: issuer.away?.url ?? '', cause: issuer.away?.cause ?? '' }))
  const found = await findKey(assertion, profile, ground)
  if ('check' in found) return away(found.check)
  const { key, id, owner } = found
  if (key.type !== keyTypeOf[jws.algorithm])
    return away(find('key-type-wrong', { method: id, type: key.type, algorithm: jws.algorithm }))
  const valid = await ground.power.verify(jws.algorithm, key, encoder.encode(jws.signed), jws.signature)
  const detail = { method: id, algorithm: jws.algorithm }
  if (!valid) return away(find('signature-invalid', detail))
  const own = owner === issuerId && listOf(profile.publicKey).some((one) => idOf(one) === id)
  return {
    ...common,
    signature: find('signature-valid', detail),
    issuer: own
      ? find('issuer-controls-key', { issuer: issuerId, method: id })
      : find('issuer-not-controller', { issuer: issuerId, controller: owner }),
    status: await checkRevoked(assertion, issuer, ground),
  }
}

type KeyFound = { readonly key: PublicKey; readonly id: string; readonly owner: string } | { readonly check: Check }

/** `verification.creator` names the key; where it names none, the profile has one only. */
async function findKey({ verification }: JsonObject, profile: JsonObject, ground: Ground): Promise<KeyFound> {
  const listed = listOf(profile.publicKey)
  const named = isObject(verification) && isText(verification.creator) ? verification.creator : undefined
  const id = named ?? (listed.length === 1 ? idOf(listed[0]) : undefined)
  if (id === undefined) return { check: find('proof-incomplete', { lacks: 'verification.creator' }) }
  const inline = listed.filter(isObject).find((one) => one.id === id)
  const loaded = inline ? undefined : await loadDocument(id, ground)
  if (loaded && !loaded.found) return { check: find('key-away', { method: id, cause: loaded.cause }) }
  const { publicKeyPem: pem, owner } = inline ?? loaded?.document ?? {}
  const key = isText(pem) ? readPem(pem) : undefined
  if (!key) return { check: find('key-type-wrong', { method: id }) }
  return { key, id, owner: isText(owner) ? owner : inline && isText(profile.id) ? profile.id : '' }
}

/** The issuer's own list of what it has taken back; it lies where its profile says. */
async function checkRevoked({ id }: JsonObject, { profile, issuerId }: IssuerLoaded, ground: Ground): Promise<Check> {
  const url = idOf(profile?.revocationList)
  if (url === undefined) return find('status-none')
  const loaded = await loadDocument(url, ground, { anyId: true })
  if (!loaded.found) return find('status-list-away', { list: url, cause: loaded.cause })
  const { issuer, revokedAssertions } = loaded.document
  if (revokedAssertions === undefined || loaded.gone) return find('status-list-unreadable', { list: url })
  const entry = listOf(revokedAssertions).find((one) => idOf(one) === id || (isObject(one) && one.uid === id))
  const reason = isObject(entry) && isText(entry.revocationReason) ? entry.revocationReason : ''
  if (entry !== undefined) return find('status-revoked', { list: url, reason })
  const keeper = idOf(issuer)
  return keeper !== undefined && keeper !== issuerId
    ? find('status-list-other-issuer', { list: url, listIssuer: keeper })
    : find('status-good', { list: url })
}
