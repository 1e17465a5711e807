import { type Check, type CheckCode, find } from './check.ts'
import { checkIssuer } from './check-issuer.ts'
import { checkSignature } from './check-signature.ts'
import { checkStatus } from './check-status.ts'
import { mandateTerms } from './compose-mandate.ts'
import { endOf, issuerOf, startOf, type UnverifiedCredential } from './credential.ts'
import { digestsOf, matchesSri } from './digest-sri.ts'
import type { Ground } from './formats/format.ts'
import { idOf, isObject, isText, type JsonObject, listOf, textsOf } from './json.ts'
import { readCredential } from './read-credential.ts'
import { readTime } from './time.ts'

const maxBytes = 200_000

/**
 * Had the issuer the right to issue this merit, on the day it did?
 *
 * The owner issues without a mandate; anyone else under one that the owner signed, for exactly this merit and this
 * issuer, in force on the day of issue. A withdrawal works forward only: what was issued before it keeps its ground.
 */
export function checkMandate(document: JsonObject, ground: Ground): Check | Promise<Check> {
  const issuer = issuerOf(document)
  const achievements = listAchievements(document)
  const mandates = listOf(document.termsOfUse).filter(isObject).filter(isMandateReference)
  if (achievements.length === 0 && mandates.length === 0) return find('mandate-not-declared')
  const others = achievements.filter(({ creator }) => idOf(creator) !== issuer)
  if (achievements.length > 0 && others.length === 0) return find('mandate-not-needed', { issuer: String(issuer) })
  const [mandate] = mandates
  if (mandate) return checkReferences(mandate, others, document, ground)
  const demands = others.some((achievement) => achievement[mandateTerms.issuingRight] !== undefined)
  return demands ? find('mandate-missing', { issuer: String(issuer) }) : find('mandate-not-declared')
}

function listAchievements({ credentialSubject }: JsonObject): readonly JsonObject[] {
  const achievements: JsonObject[] = []
  for (const subject of listOf(credentialSubject)) {
    if (!isObject(subject)) continue
    for (const achievement of listOf(subject.achievement)) if (isObject(achievement)) achievements.push(achievement)
  }
  return achievements
}

async function checkReferences(
  mandate: JsonObject,
  others: readonly JsonObject[],
  document: JsonObject,
  ground: Ground,
): Promise<Check> {
  for (const achievement of others) {
    const check = await checkReference(mandate, achievement, document, ground)
    if (check.outcome !== 'passed') return check
  }
  return find('mandate-valid', { mandate: String(mandate.id), issuer: String(issuerOf(document)) })
}

const isMandateReference = ({ type }: JsonObject): boolean => textsOf(type).includes(mandateTerms.mandate)

async function checkReference(
  reference: JsonObject,
  achievement: JsonObject,
  document: JsonObject,
  ground: Ground,
): Promise<Check> {
  const url = reference.id
  if (!isText(url)) return find('mandate-unreadable')
  const stop = (code: CheckCode, detail: Record<string, string> = {}) => find(code, { mandate: url, ...detail })
  const pinned = listOf(document.relatedResource)
    .filter(isObject)
    .find(({ id }) => id === url)
  const [digest] = textsOf(pinned?.digestSRI)
  if (digest === undefined) return stop('mandate-digest-missing')
  const loaded = await ground.loadResource(url, { accept: 'application/vc, application/json', maxBytes })
  if (!loaded.found) return stop('mandate-away', { cause: loaded.code })
  if (!matchesSri(digest, digestsOf(loaded.bytes, ground.power))) return stop('mandate-digest-wrong')
  const read = readCredential(loaded.bytes)
  if (!read.read) return stop('mandate-unreadable', { cause: read.code })
  return judgeMandate(read.credential, url, achievement, document, ground)
}

async function judgeMandate(
  mandate: UnverifiedCredential,
  url: string,
  achievement: JsonObject,
  document: JsonObject,
  ground: Ground,
): Promise<Check> {
  const stop = (code: CheckCode, detail: Record<string, string> = {}) => find(code, { mandate: url, ...detail })
  const believed = await checkBelief(mandate, ground)
  if (believed)
    return stop(believed.outcome === 'unchecked' ? 'mandate-unverifiable' : 'mandate-signature-invalid', {
      cause: believed.code,
    })
  const stated = mandate.document
  if (!textsOf(stated.type).includes(mandateTerms.mandate) || stated.id !== url) return stop('mandate-unreadable')
  if (issuerOf(stated) !== idOf(achievement.creator))
    return stop('mandate-other-creator', { creator: String(issuerOf(stated)) })
  const subject = listOf(stated.credentialSubject)
    .filter(isObject)
    .find(({ id }) => id === issuerOf(document))
  if (!subject) return stop('mandate-other-issuer', { issuer: String(issuerOf(document)) })
  const covered = listOf(subject[mandateTerms.recognisedTo])
    .filter(isObject)
    .some((right) =>
      listOf(right[mandateTerms.achievement]).some((one) => idOf(one) !== undefined && idOf(one) === achievement.id),
    )
  if (!covered) return stop('mandate-other-achievement', { achievement: String(achievement.id) })

  const issuedAt = readTime(startOf(document))
  const from = readTime(startOf(stated))
  const until = endOf(stated) === undefined ? Number.POSITIVE_INFINITY : readTime(endOf(stated))
  if (issuedAt === undefined || from === undefined || until === undefined || issuedAt < from || issuedAt > until)
    return stop('mandate-not-in-force', { issued: String(startOf(document)) })
  return (await checkWithdrawal(stated, url, issuedAt, ground)) ?? find('mandate-valid', { mandate: url })
}

/** The first reason not to believe a statement's signature; validity is for the caller, whose date is another. */
async function checkBelief(credential: UnverifiedCredential, ground: Ground): Promise<Check | undefined> {
  const signed = await checkSignature(credential, 'assertionMethod', ground)
  if (signed.format) return signed.format
  if (signed.signature.outcome !== 'passed') return signed.signature
  const issuer = checkIssuer(credential.document, signed)
  return issuer.outcome === 'passed' ? undefined : issuer
}

/** The bit in the list says that it is withdrawn; the owner's signed statement says when. */
async function checkWithdrawal(
  mandate: JsonObject,
  url: string,
  issuedAt: number,
  ground: Ground,
): Promise<Check | undefined> {
  const status = await checkStatus(mandate, ground)
  if (status.outcome === 'passed') return undefined
  const unknown = (cause: string) => find('mandate-status-unknown', { mandate: url, cause })
  if (status.code !== 'status-revoked') return unknown(status.code)
  const loaded = await ground.loadResource(`${url}/withdrawal`, {
    accept: 'application/vc, application/json',
    maxBytes,
  })
  if (!loaded.found) return unknown(loaded.code)
  const read = readCredential(loaded.bytes)
  if (!read.read) return unknown(read.code)
  const { document } = read.credential
  const believed = await checkBelief(read.credential, ground)
  if (believed) return unknown(believed.code)
  const subject = listOf(document.credentialSubject)
    .filter(isObject)
    .find(({ id }) => id === url)
  const withdrawnAt = readTime(subject?.[mandateTerms.withdrawnAt])
  if (issuerOf(document) !== issuerOf(mandate) || !subject || withdrawnAt === undefined)
    return unknown('withdrawal-unreadable')
  if (issuedAt < withdrawnAt) return undefined
  return find('mandate-withdrawn', { mandate: url, withdrawn: String(subject[mandateTerms.withdrawnAt]) })
}
