import { type Check, type CheckCode, find, type PartFinding } from './check.ts'
import { checkStatus } from './check-status.ts'
import type { Ground } from './formats/format.ts'
import { idOf, isObject, isText, type JsonObject, listOf, textsOf } from './json.ts'

/** How a credential names the smaller ones that it was made of: by absolute names, as no context has a short one. */
export const partTerms = {
  hasPart: 'http://purl.org/dc/terms/hasPart',
  part: 'https://w3id.org/bricka#Part',
  issuedBy: 'https://w3id.org/bricka#issuedBy',
  status: 'https://w3id.org/bricka#partStatus',
} as const

const mostParts = 60

/**
 * Are the parts that the credential was made of still good?
 *
 * The whole carries each part's place in its own issuer's status list, so that anyone can ask without having the part.
 * `undefined` where it names none. What is revoked of a part later does not undo the whole: whoever issued it decides
 * that; but the reader is told.
 */
export function checkParts(document: JsonObject, ground: Ground): Promise<PartsFound | undefined> | undefined {
  return document[partTerms.hasPart] === undefined ? undefined : checkEach(document, ground)
}

export type PartsFound = { readonly check: Check; readonly parts: readonly PartFinding[] }

async function checkEach(document: JsonObject, ground: Ground): Promise<PartsFound | undefined> {
  const named = listOf(document[partTerms.hasPart])
    .filter(isObject)
    .filter(({ type }) => textsOf(type).includes(partTerms.part))
  if (named.length === 0) return undefined
  if (named.length > mostParts) return { check: find('parts-malformed', { parts: named.length }), parts: [] }
  const parts = await Promise.all(named.map((part) => checkPart(part, ground)))
  const detail = { parts: parts.length }
  const gravest = order.flatMap((code) => parts.find(({ check }) => check.code === code) ?? [])[0]
  if (!gravest) return { check: find('parts-good', detail), parts }
  return { check: find(gravest.check.code, { ...detail, ...gravest.check.detail }), parts }
}

const order = [
  'parts-malformed',
  'part-revoked',
  'part-suspended',
  'part-status-wrong',
  'part-status-unknown',
] as const satisfies readonly CheckCode[]

async function checkPart(part: JsonObject, ground: Ground): Promise<PartFinding> {
  const id = idOf(part)
  const issuer = idOf(part[partTerms.issuedBy])
  const digests = textsOf(part.digestSRI)
  if (id === undefined || issuer === undefined || digests.length === 0)
    return { id: id ?? '', check: find('parts-malformed', { part: id ?? '' }) }
  const entries = listOf(part[partTerms.status])
  const status = await checkStatus({ issuer, credentialStatus: entries }, ground)
  const code = codeOf(status)
  if (code === 'parts-good') return { id, check: find(code, { part: id }) }
  const list = isText(status.detail.list) ? { list: status.detail.list } : {}
  return { id, check: find(code, { part: id, cause: status.code, ...list }) }
}

function codeOf({ code, outcome }: Check): (typeof order)[number] | 'parts-good' {
  if (code === 'status-revoked') return 'part-revoked'
  if (code === 'status-suspended') return 'part-suspended'
  if (outcome === 'failed') return 'part-status-wrong'
  return outcome === 'unchecked' ? 'part-status-unknown' : 'parts-good'
}
