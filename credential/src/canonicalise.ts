import jsonld from 'jsonld'
import { canonize } from 'rdf-canonize'
import { findKnownContext } from './contexts/known-contexts.ts'
import { encodeHex } from './encode-base.ts'
import { findHidden } from './find-hidden.ts'
import { isObject, isText, type Json, type JsonObject, listOf } from './json.ts'
import type { Shadow } from './make-shadow.ts'
import type { Power } from './power.ts'
import { canonicaliseFast } from './rdf/canonicalise-fast.ts'

export type CanonicaliseRefusal =
  | 'context-unknown'
  | 'context-invalid'
  | 'term-undefined'
  | 'term-redefined'
  | 'term-hidden'
  | 'json-ld-invalid'
  | 'graph-too-complex'

export type Canonical =
  | { readonly done: true; readonly nquads: string; readonly path: 'fast' | 'reference'; readonly why?: string }
  | { readonly done: false; readonly code: CanonicaliseRefusal; readonly detail: string }

export type HashName = 'sha256' | 'sha384'

export type CanonicaliseOptions = {
  readonly power: Pick<Power, 'sha256Hex' | 'sha384'>
  /** The hash that labels blank nodes: P-384 keys ask for SHA-384 (VC-DI-ECDSA 1.0, 3.2.1). */
  readonly hash?: HashName
  readonly purpose: 'issue' | 'verify'
  /**
   * Issue also what our own path does not read: words defined inside the document, rare forms of JSON-LD. The reference
   * does it, which stacks may read differently; without this such a document is refused.
   */
  readonly byReference?: boolean | undefined
  /** Contexts beyond those that ship with the library, already loaded. */
  readonly moreContexts?: ReadonlyMap<string, JsonObject> | undefined
  readonly shadow?: Shadow | undefined
}

/**
 * Canonical N-Quads (RDFC-1.0) of a JSON-LD document: what `…-rdfc-…` suites sign.
 *
 * Nothing is dropped on the way: a term that no context defines, a relative type or identifier, a redefined protected
 * term is a refusal, for the reader would see what the signature does not cover. Our own path answers first; what it
 * hands over goes to `jsonld` and `rdf-canonize`, and the answer says which path was taken and why. Nothing is issued
 * that way unless the caller allows it (`byReference`).
 */
export async function canonicalise(document: JsonObject, options: CanonicaliseOptions): Promise<Canonical> {
  const findContext = (url: string) => findKnownContext(url) ?? options.moreContexts?.get(url)
  const hidden = findHidden(document, findContext)
  if (hidden !== undefined) return { done: false, code: 'term-hidden', detail: hidden }
  const fast = canonicaliseFast(document, findContext, chooseHash(options), options.purpose)
  const inline = 'refused' in fast && fast.code === 'context-inline' && options.byReference === true
  if ('refused' in fast && !inline)
    return { done: false, ...explainRefusal(fast.code), detail: `${fast.code} at ${fast.pointer}` }
  if ('handled' in fast && fast.handled) {
    if (options.shadow?.isDue()) await castShadow(options.shadow, document, fast.nquads, findContext, options)
    return { done: true, nquads: fast.nquads, path: 'fast' }
  }
  if (weigh(document) > mostByReference) {
    const unknown = findUnknownContext(document, findContext)
    return unknown === undefined
      ? { done: false, code: 'graph-too-complex', detail: 'too large for a form that only the reference reads' }
      : { done: false, code: 'context-unknown', detail: unknown }
  }
  const reference = await canonicaliseByReference(document, findContext, options.hash)
  if (!reference.done) return reference
  const why = 'why' in fast ? fast.why : fast.code
  if (options.purpose === 'issue' && options.byReference !== true)
    return { done: false, code: 'json-ld-invalid', detail: `${why}: a form of JSON-LD that not everybody reads alike.` }
  return { ...reference, why }
}

/** Compares with the reference what our own path wrote, and lets the caller hear of a difference. */
export async function castShadow(
  shadow: Shadow,
  document: JsonObject,
  ours: string,
  findContext: (url: string) => object | undefined,
  { purpose, hash }: Pick<CanonicaliseOptions, 'purpose' | 'hash'>,
): Promise<void> {
  // The reference sorts by UTF-16 unit, which is not what RDFC-1.0 says: there it is no judge.
  if (!hasOneOrder(ours)) return
  const answer = await canonicaliseByReference(document, findContext, hash, { distinct: true })
  const reference = answer.done ? answer.nquads : `${answer.code}: ${answer.detail}`
  if (reference !== ours) shadow.alarm({ purpose, document, ours, reference })
}

function hasOneOrder(nquads: string): boolean {
  const lines = nquads.split('\n').slice(0, -1)
  return lines.every((line, index) => index === 0 || (lines[index - 1] ?? '') <= line)
}

export function chooseHash({ hash, power }: Pick<CanonicaliseOptions, 'hash' | 'power'>): (text: string) => string {
  if (hash !== 'sha384') return power.sha256Hex
  return (text) => encodeHex(power.sha384(encoder.encode(text)))
}

const encoder = new TextEncoder()

export const explainRefusal = (code: string): { code: CanonicaliseRefusal } => {
  if (code === 'protected-term-redefined') return { code: 'term-redefined' }
  if (code === 'blank-nodes-alike') return { code: 'graph-too-complex' }
  if (code === 'term-undefined' || code === 'type-relative' || code === 'iri-relative')
    return { code: 'term-undefined' }
  if (code.startsWith('context')) return { code: 'context-invalid' }
  return { code: 'json-ld-invalid' }
}

/** The reference takes seconds for what our own path does at once; strangers must not make a server wait for it. */
const mostByReference = 5_000
/** It reads each context anew wherever it stands. */
const weightOfContext = 100

function weigh(value: Json): number {
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + weigh(each), 1)
  if (!isObject(value)) return 1
  return Object.entries(value).reduce(
    (sum, [key, each]) => sum + (key === '@context' ? listOf(each).length * weightOfContext : 0) + weigh(each),
    1,
  )
}

function findUnknownContext(value: Json, findContext: (url: string) => object | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (isObject(value)) {
    const unknown = listOf(value['@context']).find((url) => isText(url) && !findContext(url))
    if (isText(unknown)) return unknown
  }
  for (const each of Object.values(value)) {
    const found = findUnknownContext(each, findContext)
    if (found !== undefined) return found
  }
  return undefined
}

/** Work beyond this is a poison graph: canonicalisation can be made exponential on purpose (RDFC-1.0, 7.1). */
const maxWorkFactor = 3

class UnknownContext extends Error {}

/** The same by `jsonld` and `rdf-canonize`: slower by far, and the judge of our own path. */
export async function canonicaliseByReference(
  document: JsonObject,
  findContext: (url: string) => object | undefined,
  hash: HashName = 'sha256',
  { distinct = false }: { distinct?: boolean } = {},
): Promise<Canonical> {
  const unknown: string[] = []
  const documentLoader = async (url: string) => {
    const known = findContext(url)
    if (known) return { document: known, documentUrl: url }
    unknown.push(url)
    throw new UnknownContext(url)
  }
  try {
    const dataset = await jsonld.toRDF(document, {
      safe: true,
      base: null,
      rdfDirection: 'i18n-datatype',
      produceGeneralizedRdf: false,
      documentLoader,
    })
    const nquads = await canonize(distinct ? keepDistinct(dataset) : dataset, {
      algorithm: 'RDFC-1.0',
      format: 'application/n-quads',
      maxWorkFactor,
      messageDigestAlgorithm: hash,
    })
    return { done: true, nquads, path: 'reference' }
  } catch (error) {
    const [url] = unknown
    return url === undefined ? explainError(error) : { done: false, code: 'context-unknown', detail: url }
  }
}

/** A dataset is a set: equal quads count once. */
function keepDistinct(dataset: object): object {
  if (!Array.isArray(dataset)) return dataset
  return [...new Map(dataset.map((quad) => [JSON.stringify(quad), quad])).values()]
}

function explainError(error: unknown): Canonical {
  const message = error instanceof Error ? error.message : String(error)
  const details = error instanceof Error && 'details' in error && isObject(error.details) ? error.details : {}
  const event = isObject(details.event) ? details.event : {}
  if (/deep iterations|work factor|aborted/i.test(message))
    return { done: false, code: 'graph-too-complex', detail: message }
  if (details.code === 'protected term redefinition') return { done: false, code: 'term-redefined', detail: message }
  if (isObject(event.details)) {
    const { property, type, id } = event.details
    return { done: false, code: 'term-undefined', detail: String(property ?? type ?? id ?? event.code) }
  }
  const code = typeof details.code === 'string' && /context|term|mapping/.test(details.code)
  return { done: false, code: code ? 'context-invalid' : 'json-ld-invalid', detail: message }
}
