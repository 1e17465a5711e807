import { isObject, type JsonObject, type ScopedContext, type Term } from './active-context.ts'
import { isAbsolute, isKeyword, looksLikeKeyword } from './expand-iri.ts'
import { Stop } from './stop.ts'

/** A context while its terms are being defined (JSON-LD 1.1 API, 4.2.2). `defined` is false while in progress. */
export type Defining = {
  readonly terms: Map<string, Term>
  readonly local: JsonObject
  readonly vocab: string | undefined
  readonly defined: Map<string, boolean>
  readonly overrideProtected: boolean
}

/** Anything the reference would throw at goes to the reference, which then throws. */
function invalid(): Stop {
  return new Stop('unhandled', 'context-invalid')
}

export function defineTerm(defining: Defining, name: string): void {
  const { terms, local, defined } = defining
  const state = defined.get(name)
  if (state === true) return
  if (state === false || name === '') throw invalid()
  defined.set(name, false)
  const raw = Object.hasOwn(local, name) ? local[name] : undefined
  if (name === '@type') requireTypeContainer(raw)
  else if (isKeyword(name) || looksLikeKeyword(name) || name === '__proto__') throw invalid()

  const previous = terms.get(name)
  terms.delete(name)
  const simple = typeof raw === 'string' || raw === null
  const value: unknown = simple ? { '@id': raw } : raw
  if (!isObject(value)) throw invalid()
  for (const key of Object.keys(value)) if (!termKeys.has(key)) throw invalid()

  const mapping = mapIri(defining, name, value, simple)
  const prefix = readPrefix(name, value, mapping)
  const isProtected = value['@protected'] === true || (local['@protected'] === true && value['@protected'] !== false)
  terms.set(name, { ...bareTerm, iri: mapping.iri, reverse: mapping.reverse, prefix: mapping.prefix })
  defined.set(name, true)
  const type = readType(defining, value)
  const term = readRest(value, { ...bareTerm, ...mapping, prefix, protected: isProtected, type })
  if (term.iri === '@context' || term.iri === '@preserve') throw invalid()
  terms.set(name, keepProtection(previous, term, defining.overrideProtected, local, name))
}

const termKeys = new Set('@container @id @language @reverse @type @context @index @nest @prefix @protected'.split(' '))

const bareTerm: Term = {
  iri: null,
  reverse: false,
  prefix: undefined,
  protected: false,
  type: undefined,
  container: undefined,
  index: undefined,
  nest: undefined,
  language: undefined,
  scoped: undefined,
}

function requireTypeContainer(raw: unknown): void {
  if (!isObject(raw) || (raw['@container'] || '@set') !== '@set') throw invalid()
  const keys = Object.keys(raw)
  if (keys.length === 0 || keys.some((key) => key !== '@container' && key !== '@id' && key !== '@protected')) {
    throw invalid()
  }
}

type Mapping = Pick<Term, 'iri' | 'reverse' | 'prefix'>

function mapIri(defining: Defining, name: string, value: JsonObject, simple: boolean): Mapping {
  if ('@reverse' in value) {
    const reverse = value['@reverse']
    if ('@id' in value || '@nest' in value || typeof reverse !== 'string') throw invalid()
    const iri = expandDefining(defining, reverse)
    if (typeof iri !== 'string' || !isAbsolute(iri)) throw invalid()
    return { iri, reverse: true, prefix: undefined }
  }
  const id = value['@id']
  if ('@id' in value && id === null) return { iri: null, reverse: false, prefix: undefined }
  if ('@id' in value && id !== name) return mapToId(defining, name, id, simple)
  return { iri: inferIri(defining, name), reverse: false, prefix: undefined }
}

function mapToId(defining: Defining, name: string, id: unknown, simple: boolean): Mapping {
  if (typeof id !== 'string' || id === '') throw invalid()
  const iri = expandDefining(defining, id)
  if (typeof iri !== 'string' || !(isAbsolute(iri) || isKeyword(iri))) throw invalid()
  if (/:[^:]|\//.test(name)) {
    const asTerm = expandDefining({ ...defining, defined: new Map(defining.defined).set(name, true) }, name)
    if (asTerm !== iri) throw invalid()
  }
  const prefix = simple && name.indexOf(':') <= 0 && /[:/?#[\]@]$/.test(iri)
  return { iri, reverse: false, prefix }
}

/** The IRI of a term that gives none: by its own prefix, as it stands, or by the vocabulary. */
function inferIri(defining: Defining, name: string): string {
  const colon = name.indexOf(':')
  if (colon > 0) {
    const prefix = name.slice(0, colon)
    if (Object.hasOwn(defining.local, prefix)) defineTerm(defining, prefix)
    const known = defining.terms.get(prefix)
    return known === undefined ? name : known.iri + name.slice(colon + 1)
  }
  if (name === '@type') return name
  if (defining.vocab === undefined) throw invalid()
  return defining.vocab + name
}

/** Expands relative to the vocabulary, defining first what the string depends on. */
function expandDefining(defining: Defining, value: string): string | null | undefined {
  const { terms, local, defined, vocab } = defining
  if (isKeyword(value)) return value
  if (looksLikeKeyword(value)) throw invalid()
  if (Object.hasOwn(local, value) && defined.get(value) !== true) defineTerm(defining, value)
  const term = terms.get(value)
  if (term !== undefined) return term.iri
  const colon = value.indexOf(':')
  if (colon > 0) {
    const prefix = value.slice(0, colon)
    if (prefix === '_' || value.startsWith('//', colon + 1)) return value
    if (Object.hasOwn(local, prefix)) defineTerm(defining, prefix)
    const known = terms.get(prefix)
    if (known?.prefix === true) return known.iri + value.slice(colon + 1)
    if (isAbsolute(value)) return value
  }
  return vocab === undefined ? undefined : vocab + value
}

function readType(defining: Defining, value: JsonObject): string | undefined {
  if (!('@type' in value)) return undefined
  const type = value['@type']
  if (typeof type !== 'string') throw invalid()
  if (type === '@json' || type === '@none' || type === '@id' || type === '@vocab') return type
  const iri = expandDefining(defining, type)
  if (typeof iri !== 'string' || !isAbsolute(iri) || iri.startsWith('_:')) throw invalid()
  return iri
}

function readPrefix(name: string, value: JsonObject, mapping: Mapping): boolean | undefined {
  if (!('@prefix' in value)) return mapping.prefix
  const prefix = value['@prefix']
  if (/:|\//.test(name) || (mapping.iri !== null && isKeyword(mapping.iri)) || typeof prefix !== 'boolean') {
    throw invalid()
  }
  return prefix
}

function readRest(value: JsonObject, term: Term): Term {
  const container = readContainer(value, term)
  let { type } = term
  if (container?.includes('@type')) {
    type ??= '@id'
    if (type !== '@id' && type !== '@vocab') throw invalid()
  }
  const index = value['@index']
  if ('@index' in value && (typeof index !== 'string' || index.startsWith('@') || !container?.includes('@index'))) {
    throw invalid()
  }
  const nest = value['@nest']
  if ('@nest' in value && (typeof nest !== 'string' || (nest !== '@nest' && nest.startsWith('@')))) throw invalid()
  const language = '@language' in value && !('@type' in value) ? value['@language'] : undefined
  if (language !== undefined && language !== null && typeof language !== 'string') throw invalid()
  return {
    ...term,
    type,
    container,
    index: typeof index === 'string' ? index : undefined,
    nest: typeof nest === 'string' ? nest : undefined,
    language: typeof language === 'string' ? language.toLowerCase() : language,
    scoped: '@context' in value ? readScoped(value['@context']) : undefined,
  }
}

function readContainer(value: JsonObject, term: Term): readonly string[] | undefined {
  if (!('@container' in value)) return undefined
  const raw = value['@container']
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  const container = list.map((member) => {
    if (typeof member !== 'string' || !containers.has(member)) throw invalid()
    return member
  })
  const hasSet = container.includes('@set')
  if (container.includes('@list')) {
    if (container.length !== 1) throw invalid()
  } else if (container.includes('@graph')) {
    if (container.some((member) => !graphCompanions.has(member))) throw invalid()
  } else if (container.length > (hasSet ? 2 : 1)) throw invalid()
  if (term.reverse && container.some((member) => member !== '@index' && member !== '@set')) throw invalid()
  return container
}

const containers = new Set(['@list', '@set', '@index', '@language', '@graph', '@id', '@type'])
const graphCompanions = new Set(['@graph', '@id', '@index', '@set'])

/** Scoped contexts by address are for the reference: whether they load is not ours to know here. */
function readScoped(raw: unknown): ScopedContext {
  if (raw === null || isObject(raw)) return raw
  if (!Array.isArray(raw)) throw new Stop('unhandled', 'context-feature')
  return raw.map((member: unknown) => {
    if (member !== null && !isObject(member)) throw new Stop('unhandled', 'context-feature')
    return member
  })
}

/** A protected term may only be defined again as exactly the same. */
function keepProtection(
  previous: Term | undefined,
  term: Term,
  override: boolean,
  local: JsonObject,
  name: string,
): Term {
  if (previous === undefined || !previous.protected || override) return term
  const kept = { ...term, protected: true }
  if (!sameTerm(previous, kept)) throw new Stop('refused', 'protected-term-redefined', local, name)
  return kept
}

function sameTerm(one: Term, other: Term): boolean {
  return (
    one.iri === other.iri &&
    one.reverse === other.reverse &&
    one.prefix === other.prefix &&
    one.type === other.type &&
    one.index === other.index &&
    one.nest === other.nest &&
    one.language === other.language &&
    sameJson(one.container?.toSorted(), other.container?.toSorted()) &&
    sameJson(one.scoped, other.scoped)
  )
}

function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return one.every((member, index) => sameJson(member, other[index]))
  }
  const members = Object.entries(one)
  if (members.length !== Object.keys(other).length) return false
  const others = new Map(Object.entries(other))
  return members.every(([key, member]) => others.has(key) && sameJson(member, others.get(key)))
}
