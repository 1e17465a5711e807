import type { HashName } from './canonicalise.ts'
import { checkDataModel } from './check-data-model.ts'
import { checkOpenBadge } from './check-open-badge.ts'
import { contextV2, dataModelOf, issuerOf } from './credential.ts'
import { CredentialProblem } from './credential-problem.ts'
import { encodeBase58 } from './encode-base.ts'
import { type Hashed, hashDocument, hashProofOptions, joinBytes } from './formats/data-integrity/hash-proof.ts'
import { createBaseProof, type SelectiveIssuing } from './formats/data-integrity/selective/create-base-proof.ts'
import { isObject, type JsonObject, listOf } from './json.ts'
import type { Shadow } from './make-shadow.ts'
import type { Cryptosuite, Power, Signer } from './power.ts'
import { readTime } from './time.ts'

export type SignedCredential = JsonObject & { readonly proof: readonly JsonObject[] }

export type IssueOptions = {
  readonly now: string
  readonly power: Power
  /** Refuse what does not follow Open Badges 3.0. */
  readonly schema?: 'open-badge-3'
  /** For `ecdsa-sd-2023`, and only there: what must always be shown, and the secrets it needs. */
  readonly selective?: SelectiveIssuing
  /** Identifies the proof, so that another may build on it (`countersignCredential`). */
  readonly proofId?: string
  /**
   * Sign also where the document brings definitions of its own words (VC 2.0, 4.3). Refused otherwise: whoever reads it
   * must process JSON-LD to see what was meant.
   */
  readonly byReference?: boolean
  /** Lets the reference look over the fast path's shoulder now and then (`makeShadow`). */
  readonly shadow?: Shadow
}

/**
 * Signs a credential with an embedded proof. The document itself is not changed; the signed one is a new object.
 *
 * @throws CredentialProblem for what must not be signed: with code, JSON Pointer and words
 */
export async function issueCredential(
  unsigned: object,
  signer: Signer,
  options: IssueOptions,
): Promise<SignedCredential> {
  const document = requireJson(unsigned)
  if (document.proof !== undefined)
    throw new CredentialProblem('already-signed', '/proof', 'It carries a proof already.')
  requireDataModel(document)
  requireOwnKey(document, signer)
  if (options.schema) requireOpenBadge(document)
  return addProof(document, signer, { ...options, purpose: 'assertionMethod' })
}

export type CountersignOptions = {
  readonly now: string
  readonly power: Power
  /** Identifies the new proof, so that a later one may build on it. */
  readonly proofId?: string
  /** The proofs, by their identifiers, that the new one builds on; without it each proof stands for itself. */
  readonly previousProof?: readonly string[]
}

/**
 * Adds another proof to a signed credential: beside those it has, or over them (`previousProof`), so that it says what
 * was there when it was made (VC Data Integrity 1.0, 2.1.2 and 4.3). A witness or a body that approves signs like this.
 *
 * @throws CredentialProblem when a proof that it shall build on is not there
 */
export async function countersignCredential(
  signed: SignedCredential,
  signer: Signer,
  options: CountersignOptions,
): Promise<SignedCredential> {
  const document = requireJson(signed)
  requireDataModel(document)
  return addProof(document, signer, { ...options, purpose: 'assertionMethod' })
}

type ProofOptions = {
  readonly now: string
  readonly power: Power
  readonly purpose: 'assertionMethod' | 'authentication'
  readonly challenge?: string
  readonly domain?: string
  readonly proofId?: string
  readonly previousProof?: readonly string[]
  readonly selective?: SelectiveIssuing
  readonly byReference?: boolean
  readonly shadow?: Shadow
}

const suiteTable = {
  'eddsa-rdfc-2022': { canonical: 'rdfc' },
  'eddsa-jcs-2022': { canonical: 'jcs' },
  'ecdsa-rdfc-2019': { canonical: 'rdfc' },
  'ecdsa-jcs-2019': { canonical: 'jcs' },
  'ecdsa-sd-2023': { canonical: 'rdfc' },
} as const satisfies Record<Cryptosuite, { canonical: 'rdfc' | 'jcs' }>

/** Adds one proof to a document whose rules have been seen to. */
export async function addProof(document: JsonObject, signer: Signer, options: ProofOptions): Promise<SignedCredential> {
  const { cryptosuite } = signer
  const { canonical } = suiteTable[cryptosuite]
  const earlier = listOf(document.proof).filter(isObject)
  const content = withPrevious(withoutProof(document), earlier, options.previousProof)
  requireNewId(earlier, options.proofId)
  const context = document['@context']
  const proof: JsonObject = {
    ...(options.proofId !== undefined && { id: options.proofId }),
    type: 'DataIntegrityProof',
    cryptosuite,
    created: toSeconds(options.now),
    verificationMethod: signer.verificationMethod,
    proofPurpose: options.purpose,
    ...(options.challenge !== undefined && { challenge: options.challenge }),
    ...(options.domain !== undefined && { domain: options.domain }),
    ...(options.previousProof !== undefined && { previousProof: [...options.previousProof] }),
    ...(canonical === 'jcs' && context !== undefined && { '@context': context }),
  }
  if (cryptosuite === 'ecdsa-sd-2023') {
    const proofValue = await createBaseProof(content, proof, signer, requireSelective(signer, options), options.power)
    return { ...document, proof: [...earlier, { ...proof, proofValue }] }
  }
  const { power, byReference, shadow } = options
  const hashing = { canonical, hash: hashOf(signer), power, purpose: 'issue', byReference, shadow } as const
  const ofProof = requireHash(await hashProofOptions(proof, context, hashing))
  const ofDocument = requireHash(await hashDocument(content, hashing))
  const signature = await signer.sign(joinBytes(ofProof, ofDocument))
  return { ...document, proof: [...earlier, { ...proof, proofValue: `z${encodeBase58(signature)}` }] }
}

function withoutProof(document: JsonObject): JsonObject {
  if (document.proof === undefined) return document
  const { proof: _proofs, ...unsecured } = document
  return unsecured
}

/** What is signed: the document without its proofs, and with those that the new one builds on. */
function withPrevious(
  unsecured: JsonObject,
  earlier: readonly JsonObject[],
  previous: readonly string[] | undefined,
): JsonObject {
  if (!previous) return unsecured
  const found = previous.map((id) => earlier.find((one) => one.id === id))
  const there = found.filter((one) => one !== undefined)
  if (previous.length === 0 || there.length < previous.length)
    throw new CredentialProblem(
      'proof-unfit',
      '/proof',
      `The proof builds on ${previous.join(', ')}: not all are there.`,
    )
  return { ...unsecured, proof: there }
}

function requireNewId(earlier: readonly JsonObject[], id: string | undefined): void {
  if (id !== undefined && earlier.some((one) => one.id === id))
    throw new CredentialProblem('proof-unfit', '/proof', `Another proof is called ${id} already.`)
}

function requireSelective({ keyType }: Signer, { selective }: ProofOptions): SelectiveIssuing {
  if (!selective || (keyType !== undefined && keyType !== 'P-256'))
    throw new CredentialProblem(
      'signer-mismatch',
      '/proof',
      'ecdsa-sd-2023 takes a P-256 key and, in `selective`, what must always be shown.',
    )
  return selective
}

/** P-384 keys sign SHA-384 hashes (VC-DI-ECDSA 3.2.1); a signer says by its suite and key which. */
const hashOf = (signer: Signer): HashName => (signer.keyType === 'P-384' ? 'sha384' : 'sha256')

function requireHash(hashed: Hashed): Uint8Array {
  if (!hashed.done) throw new CredentialProblem(hashed.code, '', hashed.detail)
  return hashed.bytes
}

/** Whole seconds: what every verifier reads. */
export function toSeconds(now: string): string {
  if (readTime(now) === undefined)
    throw new CredentialProblem('time-malformed', '/proof/created', `"${now}" is no full time.`)
  return `${new Date(now).toISOString().slice(0, 19)}Z`
}

function requireJson(value: object): JsonObject {
  if (!isObject(value)) throw new CredentialProblem('data-model-broken', '', 'A credential is a JSON object.')
  if (isSignable(value, 0)) return value
  const seen = { absent: false }
  const found = findUnsignable(value, '', seen)
  if (found) throw new CredentialProblem(found.code, found.pointer, found.detail)
  return seen.absent ? withoutAbsent(value) : value
}

/** Whether it is JSON as it stands, as nearly everything is: only where not is it worth finding the place. */
function isSignable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'boolean'
  if (value === null) return true
  if (depth > 200) return false
  if (Array.isArray(value)) return value.every((item) => isSignable(item, depth + 1))
  if (!isObject(value) || !isPlain(value)) return false
  for (const key of Object.keys(value)) {
    if (!key.isWellFormed() || !isSignable(value[key], depth + 1)) return false
  }
  return true
}

/** JSON has no `undefined`: what is absent is left out before it is signed, as it would be on the wire. */
function withoutAbsent(value: JsonObject): JsonObject {
  const clean: JsonObject = JSON.parse(JSON.stringify(value))
  return clean
}

type Unsignable = { code: 'text-ill-formed' | 'data-model-broken'; pointer: string; detail: string }

/** Half a surrogate pair becomes U+FFFD on the wire, and `undefined` or a date becomes something else: not signed. */
function findUnsignable(value: unknown, pointer: string, seen: { absent: boolean }): Unsignable | undefined {
  if (typeof value === 'string')
    return value.isWellFormed() ? undefined : { code: 'text-ill-formed', pointer, detail: 'Half of a surrogate pair.' }
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : { code: 'data-model-broken', pointer, detail: 'No number in JSON.' }
  if (typeof value !== 'object' || (!Array.isArray(value) && !isPlain(value)))
    return { code: 'data-model-broken', pointer, detail: `JSON has no ${typeof value} like this.` }
  for (const [key, inner] of Object.entries(value)) {
    if (!key.isWellFormed())
      return { code: 'text-ill-formed', pointer, detail: 'A key holds half of a surrogate pair.' }
    if (inner === undefined) {
      seen.absent = true
      continue
    }
    const found = findUnsignable(inner, `${pointer}/${key}`, seen)
    if (found) return found
  }
  return undefined
}

const isPlain = (value: object): boolean =>
  Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null

function requireDataModel(document: JsonObject): void {
  const problems = checkDataModel(document)
  const [first] = problems
  if (first) throw new CredentialProblem('data-model-broken', first.pointer, first.detail, problems)
  if (dataModelOf(document) !== '2.0')
    throw new CredentialProblem('data-model-broken', '/@context/0', `New credentials follow ${contextV2}.`)
}

/** Nobody else than the named issuer signs: what we would refuse when verifying, we do not make. */
function requireOwnKey(document: JsonObject, { verificationMethod }: Signer): void {
  const issuer = issuerOf(document)
  if (verificationMethod.split('#')[0] !== issuer)
    throw new CredentialProblem('signer-mismatch', '/issuer', `The key ${verificationMethod} is not ${issuer}'s.`)
}

function requireOpenBadge(document: JsonObject): void {
  const problems = checkOpenBadge(document)
  const [first] = problems
  if (first) throw new CredentialProblem('schema-broken', first.pointer, first.detail, problems)
}
