import { find } from '../../check.ts'
import { markUnverified } from '../../credential.ts'
import { isObject, isText, type JsonObject } from '../../json.ts'
import type { Format, Ground, Signed } from '../format.ts'
import { type Jws, looksLikeJwt, readJws } from '../vc-jwt/read-jws.ts'
import type { AssertionChecked } from './assertion-checked.ts'
import { checkHosted } from './check-hosted.ts'
import { checkRecipient } from './check-recipient.ts'
import { checkSigned } from './check-signed.ts'
import { composeDocument } from './compose-document.ts'
import { findMissing, looksLikeAssertion, wayOf } from './read-assertion.ts'

type AssertionEnvelope = { readonly format: 'open-badges-2'; readonly jws?: Jws }

/**
 * Open Badges 2.0: an assertion that lies at its own address (`hosted`), or that is signed as a JWS (`signed`).
 *
 * A hosted badge is as good as its address: whoever hands it over is not believed, it is fetched there again.
 */
export const openBadges2: Format<AssertionEnvelope> = {
  read(input) {
    if (!isText(input))
      return looksLikeAssertion(input)
        ? { read: true, credential: markUnverified(input, { format: 'open-badges-2' }) }
        : undefined
    if (!looksLikeJwt(input)) return undefined
    const read = readJws(input)
    if (!read.read || !looksLikeAssertion(read.jws.payload)) return undefined
    return { read: true, credential: markUnverified(read.jws.payload, { format: 'open-badges-2', jws: read.jws }) }
  },

  async checkSignature(document, { jws }, _purpose, ground): Promise<Signed> {
    const missing = findMissing(document)
    const checked = missing
      ? await unreadable(document)
      : jws
        ? await checkSigned(document, jws, ground)
        : await checkUnsigned(document, ground)
    const { signature, issuer, status, assertion, badge, profile } = checked
    return {
      signature,
      issuer,
      status,
      keys: [],
      recipient: checkRecipient(assertion, ground),
      old: 'Open Badges 2.0',
      ...(missing && { format: find('format-invalid', { format: 'open-badges-2', ...missing }) }),
      document: composeDocument(assertion, badge, profile),
    }
  },
}

/** An assertion that says it is signed, and comes without its signature, has none. */
function checkUnsigned(assertion: JsonObject, ground: Ground): Promise<AssertionChecked> {
  const way = wayOf(assertion)
  if (way === 'hosted') return checkHosted(assertion, ground)
  return Promise.resolve({
    signature: way === 'signed' ? find('signature-missing') : find('proof-incomplete', { lacks: 'verification.type' }),
    issuer: find('issuer-unchecked', {}),
    status: find('status-list-away', { cause: 'no-verification' }),
    assertion,
    badge: isObject(assertion.badge) ? assertion.badge : undefined,
  })
}

const unreadable = async (assertion: JsonObject): Promise<AssertionChecked> => ({
  signature: find('signature-unchecked'),
  issuer: find('issuer-unchecked', {}),
  status: find('status-list-away', { cause: 'format-invalid' }),
  assertion,
})
