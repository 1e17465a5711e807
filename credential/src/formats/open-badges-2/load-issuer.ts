import { isObject, isText, type JsonObject } from '../../json.ts'
import type { Ground } from '../format.ts'
import { loadDocument } from './load-document.ts'

/** What was earned and who stands behind it, or what could not be had of it, and why. */
export type IssuerLoaded = {
  readonly badge: JsonObject | undefined
  /** The issuer as its own address describes it: what an assertion says of its issuer is never believed. */
  readonly profile: JsonObject | undefined
  readonly issuerId: string | undefined
  readonly away?: { readonly url: string; readonly cause: string }
}

export async function loadIssuer(assertion: JsonObject, ground: Ground): Promise<IssuerLoaded> {
  const given = assertion.badge
  const url = isText(given) ? given : undefined
  const loaded = url === undefined ? undefined : await loadDocument(url, ground)
  if (loaded && !loaded.found)
    return { badge: undefined, profile: undefined, issuerId: undefined, away: { url: url ?? '', cause: loaded.cause } }
  const badge = loaded?.document ?? (isObject(given) ? given : undefined)
  const issuerId = isObject(badge?.issuer) ? badge.issuer.id : badge?.issuer
  if (!isText(issuerId))
    return { badge, profile: undefined, issuerId: undefined, away: { url: url ?? '', cause: 'issuer-missing' } }
  const profile = await loadDocument(issuerId, ground)
  return profile.found
    ? { badge, profile: profile.document, issuerId }
    : { badge, profile: undefined, issuerId, away: { url: issuerId, cause: profile.cause } }
}
