import { type Check, find } from '../../check.ts'
import { isObject, isText, type JsonObject, textsOf } from '../../json.ts'
import type { Ground } from '../format.ts'
import type { AssertionChecked } from './assertion-checked.ts'
import { loadDocument, originOf, otherId, otherOrigin } from './load-document.ts'
import { type IssuerLoaded, loadIssuer } from './load-issuer.ts'
import { findDifference, wayOf } from './read-assertion.ts'

/** Fetches a hosted badge from its own address again: what lies there is the badge (Open Badges 2.0, Hosted Verification). */
export async function checkHosted(given: JsonObject, ground: Ground): Promise<AssertionChecked> {
  const url = isText(given.id) ? given.id : ''
  const loaded = await loadDocument(url, ground)
  if (!loaded.found) {
    const issuer = await loadIssuer(given, ground)
    return {
      signature: find(refusals[loaded.cause] ?? 'hosted-away', { url, cause: loaded.cause }),
      issuer: find('issuer-unchecked', { signature: 'hosted-away' }),
      status: find('status-list-away', { list: url, cause: loaded.cause }),
      assertion: given,
      badge: issuer.badge,
      profile: issuer.profile,
    }
  }
  const { document: hosted, gone } = loaded
  const revoked = gone || hosted.revoked === true
  const reason = isText(hosted.revocationReason) ? hosted.revocationReason : ''
  const status = revoked ? find('status-revoked', { list: url, reason }) : find('status-good', { list: url })
  // What was taken back need not be shown any longer: then there is nothing left to compare with.
  const nothingLeft = revoked && hosted.badge === undefined
  const signature = nothingLeft ? find('hosted-away', { url, cause: 'revoked' }) : compare(given, hosted, url)
  const assertion = signature.outcome === 'passed' ? hosted : given
  const issuer = await loadIssuer(assertion, ground)
  return { signature, issuer: checkHost(url, issuer, signature), status, assertion, ...issuer }
}

const refusals: Readonly<Record<string, 'hosted-elsewhere' | 'hosted-changed' | undefined>> = {
  [otherOrigin]: 'hosted-elsewhere',
  [otherId]: 'hosted-changed',
}

function compare(given: JsonObject, hosted: JsonObject, url: string): Check {
  if (wayOf(hosted) !== 'hosted') return find('hosted-changed', { url, field: 'verification' })
  const field = findDifference(given, hosted)
  return field === undefined ? find('hosted-unchanged', { url }) : find('hosted-changed', { url, field })
}

/**
 * Is the address one of the issuer's own? Anyone can host a badge that names someone else's class; the issuer says where
 * its badges lie (`verification.startsWith`, `allowedOrigins`), and where it says nothing, they lie where it lies itself.
 */
function checkHost(url: string, { issuerId, profile, away }: IssuerLoaded, signature: Check): Check {
  if (signature.outcome !== 'passed') return find('issuer-unchecked', { signature: signature.code })
  if (issuerId === undefined || profile === undefined)
    return find('issuer-away', { url: away?.url ?? '', cause: away?.cause ?? '' })
  const own = isWithin(url, profile, issuerId)
  return find(own ? 'issuer-hosts' : 'issuer-not-host', { issuer: issuerId, url })
}

function isWithin(url: string, profile: JsonObject, issuerId: string): boolean {
  const rule = isObject(profile.verification) ? profile.verification : {}
  const { host, origin, href = url } = URL.parse(url) ?? {}
  const starts = textsOf(rule.startsWith)
  // `https://issuer.example` is also how `https://issuer.example.net` begins: the origin must be the same too.
  if (starts.length > 0) return starts.some((start) => href.startsWith(start) && originOf(start) === origin)
  const allowed = textsOf(rule.allowedOrigins)
  return allowed.length > 0 ? allowed.some((one) => one === host || one === origin) : origin === originOf(issuerId)
}
