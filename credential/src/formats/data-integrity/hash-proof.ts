import { type Canonical, canonicalise, castShadow, type HashName } from '../../canonicalise.ts'
import { canonicaliseJson } from '../../canonicalise-json.ts'
import { findKnownContext } from '../../contexts/known-contexts.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { Shadow } from '../../make-shadow.ts'
import type { Power } from '../../power.ts'
import { createRecogniser, type Recogniser } from '../../rdf/recognise-document.ts'
import { writeProofQuads } from './write-proof-quads.ts'

export type Refused = Extract<Canonical, { done: false }>
export type Hashed =
  | { readonly done: true; readonly bytes: Uint8Array; readonly path: 'fast' | 'reference' | 'jcs' }
  | Refused

export type HashOptions = {
  readonly canonical: 'rdfc' | 'jcs'
  readonly hash: HashName
  readonly power: Power
  readonly purpose: 'issue' | 'verify'
  readonly byReference?: boolean | undefined
  readonly moreContexts?: ReadonlyMap<string, JsonObject> | undefined
  readonly shadow?: Shadow | undefined
}

const encoder = new TextEncoder()

/** The hash of a document or of a proof's options: at once where the document is known but for some texts. */
export function hashDocument(document: JsonObject, options: HashOptions): Hashed | Promise<Hashed> {
  const { power, hash, shadow } = options
  if (options.canonical === 'jcs')
    return { done: true, bytes: power[hash](encoder.encode(canonicaliseJson(document))), path: 'jcs' }
  const known = hash === 'sha256' ? getRecogniser(power).recognise(document) : undefined
  if (known === undefined) return hashWhole(document, options)
  const hashed: Hashed = { done: true, bytes: power.sha256(known), path: 'fast' }
  if (!shadow?.isDue()) return hashed
  return castShadow(shadow, document, decoder.decode(known), findKnownContext, options).then(() => hashed)
}

async function hashWhole(document: JsonObject, options: HashOptions): Promise<Hashed> {
  const { power, hash } = options
  const canonical = await canonicalise(document, options)
  if (!canonical.done) return canonical
  if (hash === 'sha256' && canonical.path === 'fast') getRecogniser(power).learn(document, canonical.nquads.length)
  return { done: true, bytes: hashText(canonical.nquads, hash, power), path: canonical.path }
}

const decoder = new TextDecoder()

/** What is known of documents hangs on the contexts that ship with the library, and on the hash. */
function getRecogniser({ sha256Hex }: Power): Recogniser {
  const known = recognisers.get(sha256Hex)
  if (known !== undefined) return known
  const made = createRecogniser(findKnownContext, sha256Hex)
  recognisers.set(sha256Hex, made)
  return made
}

const recognisers = new WeakMap<Power['sha256Hex'], Recogniser>()

/**
 * The hash of what a proof says, but for the signature itself, in the words of its document. The ordinary proof needs no
 * JSON-LD for it.
 */
export function hashProofOptions(
  proof: JsonObject,
  context: Json | undefined,
  options: HashOptions,
): Hashed | Promise<Hashed> {
  const nquads = options.canonical === 'rdfc' ? writeProofQuads(proof, context) : undefined
  if (nquads === undefined) return hashDocument(toProofOptions(proof, context, options.canonical), options)
  return { done: true, bytes: hashText(nquads, options.hash, options.power), path: 'fast' }
}

const hashText = (text: string, hash: HashName, power: Power): Uint8Array =>
  hash === 'sha256' ? power.sha256Text(text) : power[hash](encoder.encode(text))

function toProofOptions(proof: JsonObject, context: Json | undefined, canonical: 'rdfc' | 'jcs'): JsonObject {
  const { proofValue: _value, jws: _jws, ...options } = proof
  if (canonical === 'jcs' || context === undefined) return options
  return { '@context': context, ...options }
}

export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  return joined
}
