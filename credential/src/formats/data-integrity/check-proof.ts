import { type Check, find } from '../../check.ts'
import { type FoundKey, findKey, type KeyPurpose } from '../../did/find-key.ts'
import { decodeBase64Url } from '../../encode-base.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from '../../json.ts'
import type { SignatureAlgorithm } from '../../power.ts'
import { readJson } from '../../read-json.ts'
import { readTime } from '../../time.ts'
import type { Ground } from '../format.ts'
import { hashDocument, hashProofOptions, joinBytes, type Refused } from './hash-proof.ts'
import { checkSelectiveProof } from './selective/check-selective-proof.ts'
import { findSuite, readProofValue, type Suite } from './suite.ts'

export type ProofChecked = {
  readonly check: Check
  readonly key?: FoundKey
  readonly format?: Check
  readonly old?: string
}

/** Checks one proof over a document without proofs; `all` holds the proofs beside it, for chains. */
export async function checkProof(
  proof: JsonObject,
  unsecured: JsonObject,
  all: readonly JsonObject[],
  purpose: KeyPurpose,
  ground: Ground,
): Promise<ProofChecked> {
  const suite = findSuite(proof)
  if (!suite && !isText(proof.type)) return { check: find('proof-incomplete', { lacks: 'type' }) }
  if (!suite && proof.type === 'DataIntegrityProof' && !isText(proof.cryptosuite))
    return { check: find('proof-incomplete', { lacks: 'cryptosuite' }) }
  if (!suite) return { check: find('cryptosuite-unknown', { suite: String(proof.cryptosuite ?? proof.type) }) }
  const stated = checkStatements(proof, purpose, ground)
  if (stated) return { check: stated }
  const chained = withPreviousProofs(proof, unsecured, all)
  if (!chained) return { check: find('proof-previous-missing') }

  const finding = findKey(String(proof.verificationMethod), purpose, ground.loadResource)
  const found = finding instanceof Promise ? await finding : finding
  if (!found.found) return { check: found.check }
  const { key } = found
  const algorithm = suite.algorithms[key.key.type]
  if (!algorithm)
    return { check: find('key-type-wrong', { method: key.id, type: key.key.type, suite: suite.name }), key }
  const timely = checkKeyTime(key, readTime(proof.created), ground)
  if (timely) return { check: timely, key }

  const signed =
    suite.canonical === 'selective'
      ? await checkSelectiveProof(proof, chained, key, ground)
      : await checkWholeProof(proof, chained, suite, suite.canonical, key, algorithm, ground)
  if ('code' in signed && 'done' in signed) return { ...refuseContent(signed), key }
  return { check: signed, key, ...(suite.old && { old: suite.name }) }
}

function refuseContent(refused: Refused): { check: Check; format: Check } {
  const { code, detail } = refused
  return { check: find('signature-unchecked', { cause: code }), format: find(code, { at: detail }) }
}

function checkStatements(proof: JsonObject, purpose: KeyPurpose, ground: Ground): Check | undefined {
  if (!isText(proof.verificationMethod)) return find('proof-incomplete', { lacks: 'verificationMethod' })
  if (!isText(proof.proofPurpose)) return find('proof-incomplete', { lacks: 'proofPurpose' })
  if (proof.proofPurpose !== purpose)
    return find('proof-purpose-wrong', { purpose: proof.proofPurpose, expected: purpose })
  const { now, clockSkewMilliseconds: skew } = ground
  for (const name of ['created', 'expires'] as const) {
    if (proof[name] === undefined) continue
    const time = readTime(proof[name])
    if (time === undefined) return find('signature-malformed', { field: name })
    if (name === 'created' && time > now + skew) return find('proof-created-later', { created: String(proof.created) })
    if (name === 'expires' && time < now - skew) return find('proof-expired', { expires: String(proof.expires) })
  }
  return undefined
}

/** A chained proof signs the proofs it names together with the document (VC Data Integrity, 4.3 step 4). */
function withPreviousProofs(
  proof: JsonObject,
  unsecured: JsonObject,
  all: readonly JsonObject[],
): JsonObject | undefined {
  if (proof.previousProof === undefined) return unsecured
  const wanted = listOf(proof.previousProof)
  const previous = wanted.map((id) => all.find((other) => isText(id) && other.id === id && other !== proof))
  if (wanted.length === 0 || previous.includes(undefined)) return undefined
  return { ...unsecured, proof: previous.filter((other) => other !== undefined) }
}

/** Was the key in use when the proof was made? A revoked key may be in other hands, whatever time the proof states. */
export function checkKeyTime(key: FoundKey, at: number | undefined, ground: Ground): Check | undefined {
  const { now, clockSkewMilliseconds: skew } = ground
  const method = key.id
  const past = (text: string | undefined, than: number) => {
    const time = text === undefined ? undefined : (readTime(text) ?? Date.parse(text))
    // A time that cannot be read must not keep a bad key good.
    return time !== undefined && !(time > than)
  }
  if (past(key.revokedAt, now)) return find('key-revoked', { method, revoked: key.revokedAt ?? '' })
  if (past(key.expiresAt, now - skew)) return find('key-expired', { method, expires: key.expiresAt ?? '' })
  if (key.retiredAt !== undefined) {
    if (at === undefined) return find('key-time-unknown', { method })
    if (past(key.retiredAt, at - skew)) return find('key-retired', { method, retired: key.retiredAt })
  }
  const start = readTime(key.validFrom)
  if (start !== undefined && at !== undefined && at < start - skew)
    return find('key-not-yet-valid', { method, from: key.validFrom ?? '' })
  return undefined
}

async function checkWholeProof(
  proof: JsonObject,
  document: JsonObject,
  suite: Suite,
  canonical: 'rdfc' | 'jcs',
  { key, id }: FoundKey,
  algorithm: SignatureAlgorithm,
  ground: Ground,
): Promise<Check | Refused> {
  const hash = algorithm === 'ES384' && !suite.old ? 'sha384' : 'sha256'
  const options = {
    canonical,
    hash,
    power: ground.power,
    purpose: 'verify',
    moreContexts: ground.moreContexts,
    shadow: ground.shadow,
  } as const
  const content = canonical === 'jcs' ? withProofContext(document, proof) : document
  if (!content) return find('signature-invalid', { method: id, field: '@context' })
  const hashingProof = hashProofOptions(proof, document['@context'], options)
  const ofProof = hashingProof instanceof Promise ? await hashingProof : hashingProof
  if (!ofProof.done) return ofProof
  const hashing = hashDocument(content, options)
  const ofDocument = hashing instanceof Promise ? await hashing : hashing
  if (!ofDocument.done) return ofDocument
  const bytes = joinBytes(ofProof.bytes, ofDocument.bytes)

  const detail = { method: id, suite: suite.name, path: ofDocument.path }
  if (suite.name === 'JsonWebSignature2020') return checkDetachedJws(proof, bytes, key, detail, ground)
  const signature = readProofValue(proof, suite)
  if (!signature) return find('signature-malformed', { field: 'proofValue' })
  const judging = ground.power.verify(algorithm, key, bytes, signature)
  const held = typeof judging === 'boolean' ? judging : await judging
  return held ? find('signature-valid', detail) : find('signature-invalid', detail)
}

/** With JCS the proof repeats the contexts it was made with; the document may only have gained some after them. */
function withProofContext(document: JsonObject, proof: JsonObject): JsonObject | undefined {
  const stated = proof['@context']
  if (stated === undefined) return document
  const inDocument = listOf(document['@context']).map(canonical)
  const inProof = listOf(stated).map(canonical)
  if (inProof.some((context, index) => context !== inDocument[index])) return undefined
  return { ...document, '@context': stated }
}

const canonical = (value: Json): string => JSON.stringify(value)

const detachedAlgorithms = { EdDSA: 'EdDSA', ES256: 'ES256', ES384: 'ES384', PS256: 'PS256', RS256: 'RS256' } as const

/** JsonWebSignature2020: a JWS whose payload is not in it and not base64 (RFC 7797). */
async function checkDetachedJws(
  proof: JsonObject,
  payload: Uint8Array,
  key: FoundKey['key'],
  detail: Record<string, string>,
  { power }: Ground,
): Promise<Check> {
  const [header = '', middle, signatureText = '', ...more] = isText(proof.jws) ? proof.jws.split('.') : []
  const headerBytes = decodeBase64Url(header)
  const signature = decodeBase64Url(signatureText)
  const json = headerBytes && readJson(headerBytes)
  if (middle !== '' || more.length > 0 || !signature || !json?.read || !isObject(json.value))
    return find('signature-malformed', { field: 'jws' })
  const { alg, b64, crit } = json.value
  if (b64 !== false || textsOf(crit).join() !== 'b64' || !isText(alg) || !Object.hasOwn(detachedAlgorithms, alg))
    return find('signature-malformed', { field: 'jws' })
  const algorithm = detachedAlgorithms[alg as keyof typeof detachedAlgorithms]
  const bytes = joinBytes(new TextEncoder().encode(`${header}.`), payload)
  return (await power.verify(algorithm, key, bytes, signature))
    ? find('signature-valid', detail)
    : find('signature-invalid', detail)
}
