import type { Layout } from './lay-out-node.ts'
import { createPredicates, getPredicate, type Predicate, type Predicates } from './predicate.ts'
import type { KeyReading } from './read-key.ts'
import type { TypeReading } from './read-types.ts'

export type JsonObject = { readonly [key: string]: unknown }

/** A term as a context defines it (JSON-LD 1.1 API, 4.2). Absent members are `undefined`. */
export type Term = {
  readonly iri: string | null
  readonly reverse: boolean
  readonly prefix: boolean | undefined
  readonly protected: boolean
  readonly type: string | undefined
  readonly container: readonly string[] | undefined
  readonly index: string | undefined
  readonly nest: string | undefined
  readonly language: string | null | undefined
  readonly scoped: ScopedContext
}

/** The raw context a term carries: `undefined` for none, `null` to start afresh. */
export type ScopedContext = undefined | null | JsonObject | readonly (JsonObject | null)[]

/**
 * All that is worked out from one set of contexts. `entries` counts what is kept, so that the owner can start afresh
 * before strangers' documents fill the memory.
 */
export type ContextFamily = {
  readonly predicates: Predicates
  readonly rdfType: Predicate
  readonly rdfFirst: Predicate
  readonly rdfRest: Predicate
  readonly byContent: Map<string, JsonObject>
  readonly contentByObject: WeakMap<object, JsonObject>
  entries: number
}

/**
 * What the keys of a node mean (JSON-LD 1.1 API, 4.1), never changed once made.
 *
 * Everything derived from it is kept on it, by the content of the context that came in, so a chain of contexts is
 * worked out once.
 */
export type ActiveContext = {
  readonly family: ContextFamily
  readonly terms: ReadonlyMap<string, Term>
  readonly vocab: string | undefined
  readonly language: string | undefined
  readonly previous: ActiveContext | undefined
  readonly typeKeys: readonly string[]
  readonly idKeys: readonly string[]
  readonly hasPrefixes: boolean
  readonly derived: Record<Scope, WeakMap<object, ActiveContext>>
  readonly afresh: { context: ActiveContext | undefined }
  readonly keys: Map<string, KeyReading>
  readonly types: Map<string, TypeReading>
  readonly typeLists: Map<string, TypeReading>
  /** How documents that begin in it were laid out lately. */
  readonly layouts: Layout[]
}

/** How a context comes in: named in the document, by a property's term, or by a type's term. */
export type Scope = 'document' | 'property' | 'type'

export function createFamily(): ContextFamily {
  const predicates = createPredicates()
  const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
  return {
    predicates,
    rdfType: getPredicate(predicates, `${rdf}type`),
    rdfFirst: getPredicate(predicates, `${rdf}first`),
    rdfRest: getPredicate(predicates, `${rdf}rest`),
    byContent: new Map(),
    contentByObject: new WeakMap(),
    entries: 0,
  }
}

/** The context of a document before its own `@context`. */
export function createInitialContext(family: ContextFamily): ActiveContext {
  return createActiveContext(family, new Map(), undefined, undefined, undefined)
}

export function createActiveContext(
  family: ContextFamily,
  terms: ReadonlyMap<string, Term>,
  vocab: string | undefined,
  language: string | undefined,
  previous: ActiveContext | undefined,
): ActiveContext {
  family.entries += terms.size + 10
  const typeKeys = ['@type']
  const idKeys = ['@id']
  let hasPrefixes = false
  for (const [key, term] of terms) {
    if (term.iri === '@type' && key !== '@type') typeKeys.push(key)
    if (term.iri === '@id' && key !== '@id') idKeys.push(key)
    if (term.prefix === true) hasPrefixes = true
  }
  return {
    family,
    terms,
    vocab,
    language,
    previous,
    typeKeys,
    idKeys,
    hasPrefixes,
    derived: { document: new WeakMap(), property: new WeakMap(), type: new WeakMap() },
    afresh: { context: undefined },
    keys: new Map(),
    types: new Map(),
    typeLists: new Map(),
    layouts: [],
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
