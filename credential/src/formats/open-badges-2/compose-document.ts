import { isObject, isText, type Json, type JsonObject, listOf } from '../../json.ts'
import { toTime } from './read-assertion.ts'

/**
 * What an assertion, its badge class and its issuer say, in the form in which a reader is shown any credential. It has
 * no context of the new data model and no proof: it is a rendering, which nobody signed in this form.
 */
export function composeDocument(
  assertion: JsonObject,
  badge: JsonObject | undefined,
  profile: JsonObject | undefined,
): JsonObject {
  const { recipient, narrative, evidence, issuedOn, expires } = assertion
  const issuer = profile ?? (isObject(badge?.issuer) ? badge.issuer : undefined)
  const issuerId = isText(badge?.issuer) ? badge.issuer : issuer?.id
  return prune({
    '@context': assertion['@context'],
    id: assertion.id,
    type: ['Assertion'],
    issuer: issuer ? composeIssuer(issuer) : issuerId,
    validFrom: toTime(issuedOn),
    validUntil: toTime(expires),
    name: badge?.name,
    credentialSubject: prune({
      type: ['AchievementSubject'],
      identifier: isObject(recipient) ? [composeIdentifier(recipient)] : undefined,
      narrative,
      achievement: badge ? composeAchievement(badge, issuer) : undefined,
    }),
    evidence: evidence === undefined ? undefined : listOf(evidence).map((one) => (isText(one) ? { id: one } : one)),
  })
}

const composeIssuer = ({ id, name, url, email, description }: JsonObject): JsonObject =>
  prune({ id, type: ['Profile'], name, url, email, description })

const composeIdentifier = ({ type, identity, hashed, salt }: JsonObject): JsonObject =>
  prune({
    type: 'IdentityObject',
    identityType: type === 'email' || type === undefined ? 'emailAddress' : type,
    identityHash: identity,
    hashed: hashed === true,
    salt,
  })

function composeAchievement(badge: JsonObject, issuer: JsonObject | undefined): JsonObject {
  const { id, name, description, criteria, image, tags, alignment } = badge
  return prune({
    id,
    type: ['Achievement'],
    name,
    description,
    criteria: isText(criteria) ? { id: criteria } : criteria,
    image: isText(image) ? { id: image, type: 'Image' } : image,
    tag: tags,
    alignment: alignment === undefined ? undefined : listOf(alignment).map(asAlignment),
    creator: issuer ? composeIssuer(issuer) : undefined,
  })
}

const asAlignment = (one: Json): Json => (isObject(one) ? { ...one, type: ['Alignment'] } : one)

const prune = (fields: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
