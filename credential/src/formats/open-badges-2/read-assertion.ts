import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from '../../json.ts'
import { readTime } from '../../time.ts'

/** How an assertion says that it can be checked (Open Badges 2.0, VerificationObject); the older names mean the same. */
const ways: Readonly<Record<string, 'hosted' | 'signed'>> = {
  hosted: 'hosted',
  HostedBadge: 'hosted',
  signed: 'signed',
  SignedBadge: 'signed',
}

export const wayOf = ({ verification }: JsonObject): 'hosted' | 'signed' | undefined => {
  if (!isObject(verification)) return undefined
  const name = textsOf(verification.type).find((one) => Object.hasOwn(ways, one))
  return name === undefined ? undefined : ways[name]
}

const context = 'https://w3id.org/openbadges/v2'

/** An Open Badges 2.0 Assertion; nothing of 3.0, which is a verifiable credential. */
export const looksLikeAssertion = (value: JsonObject): boolean =>
  textsOf(value.type).includes('Assertion') &&
  (textsOf(value['@context']).includes(context) || (value.badge !== undefined && value.recipient !== undefined))

/** What Open Badges 2.0 demands of an assertion and is not there; `undefined` where all is. */
export function findMissing(assertion: JsonObject): { at: string; problem: string } | undefined {
  const { id, recipient, badge, issuedOn, expires } = assertion
  if (!isText(id)) return { at: '/id', problem: 'An assertion has an address as its id.' }
  if (wayOf(assertion) === 'hosted' && !URL.canParse(id))
    return { at: '/id', problem: 'A hosted assertion has the address where it lies as its id.' }
  if (!isObject(recipient) || !isText(recipient.identity))
    return { at: '/recipient', problem: 'A recipient with an identity is named.' }
  if (!isText(badge) && !isObject(badge)) return { at: '/badge', problem: 'A badge class is named.' }
  if (readTime(toTime(issuedOn)) === undefined)
    return { at: '/issuedOn', problem: 'The time of issue is a date and time with a zone.' }
  if (expires !== undefined && readTime(toTime(expires)) === undefined)
    return { at: '/expires', problem: 'The time of expiry is a date and time with a zone.' }
  return undefined
}

/** Some wrote a bare date: the day as it begins in UTC, which for an end is the cautious reading. */
export const toTime = (value: Json | undefined): Json | undefined =>
  isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value

/**
 * The field in which a badge as it was handed over says something else than the badge at its own address.
 *
 * A picture of it may have been laid out anew, its class may stand inside or be named only, and the server may say more
 * than it did; whatever else differs was changed, or has been since.
 */
export function findDifference(given: JsonObject, hosted: JsonObject): string | undefined {
  return Object.keys(given).find((name) => !free.has(name) && !same(name, given[name], hosted[name]))
}

const free = new Set(['@context', 'image'])

function same(name: string, given: Json | undefined, hosted: Json | undefined): boolean {
  if (name === 'badge' && (isText(given) || isText(hosted))) return idText(given) === idText(hosted)
  if (name === 'issuedOn' || name === 'expires') {
    const time = readTime(toTime(given))
    return time !== undefined && time === readTime(toTime(hosted))
  }
  return write(given) === write(hosted)
}

const idText = (value: Json | undefined): Json | undefined => (isObject(value) ? value.id : value)

/** One value and a list of one are the same; the order of keys says nothing. */
function write(value: Json | undefined): string {
  const all = listOf(value)
  if (Array.isArray(value)) return all.length === 1 ? write(all[0]) : `[${all.map(write).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? ''
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${write(value[key])}`).join(',')}}`
}
