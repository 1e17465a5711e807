import type { ActiveContext, ScopedContext, Term } from './active-context.ts'
import { lineEnd } from './dataset.ts'
import { expandIri, isKeyword, isWritableIri } from './expand-iri.ts'
import type { Layout } from './lay-out-node.ts'
import { getPredicate, type Predicate } from './predicate.ts'
import { applyScoped } from './process-context.ts'
import { xsdDouble } from './write-number.ts'

/** What a key is for. `undefined-term` and `lookalike` are refused; `other` goes to the reference. */
export type KeyRole =
  | 'property'
  | 'id'
  | 'type'
  | 'context'
  | 'value'
  | 'language'
  | 'list'
  | 'set'
  | 'other'
  | 'undefined-term'
  | 'lookalike'
  | 'blank'

/** How a property's values are laid out: `map` is an index, id or type map, which goes to the reference. */
export type Container = 'set' | 'list' | 'language' | 'graph' | 'map' | 'graph-map'

/** A key in one active context, worked out once. */
export type KeyReading = {
  readonly key: string
  readonly role: KeyRole
  readonly predicate: Predicate
  readonly container: Container
  readonly coercion: Coercion
  /** The context its values stand in, and what it carries for them: applied again after a type's context ends. */
  readonly inner: ActiveContext
  readonly scoped: ScopedContext
  readonly direct: Direct
  /** How the nodes under it were laid out lately. */
  readonly layouts: Layout[]
}

/** How a plain string becomes a line of the default graph, if it needs nothing but an `opening` and a `closing`. */
export type Direct = { readonly as: 'literal' | 'iri' | 'other'; readonly opening: string; readonly closing: string }

/** How plain values become terms. `stringEnd` closes a string literal; `datatype` is empty for the natural one. */
export type Coercion = {
  readonly to: 'literal' | 'id' | 'vocab' | 'json'
  readonly datatype: string
  readonly stringEnd: string
}

export function readKey(active: ActiveContext, key: string): KeyReading {
  const known = active.keys.get(key)
  if (known !== undefined) return known
  const reading = makeReading(active, key)
  active.keys.set(key, reading)
  active.family.entries++
  return reading
}

function makeReading(active: ActiveContext, key: string): KeyReading {
  const iri = key === '@context' || key === '__proto__' ? key : expandIri(active, key, true)
  const role = decideRole(active, key, iri)
  if (role !== 'property' || typeof iri !== 'string') return { ...noReading(active, key), role }
  const term = active.terms.get(key)
  const scoped = term?.scoped
  const inner = applyScoped(active, scoped, 'property')
  const valueTerm = inner.terms.get(key)
  const container = readContainer(term)
  const coercion = term?.type === '@json' ? { ...plainCoercion, to: 'json' as const } : readCoercion(inner, valueTerm)
  const shifted = valueTerm !== term && (container === 'list' || valueTerm?.container?.includes('@list') === true)
  if (shifted) return { ...noReading(active, key), role: 'other' }
  const predicate = getPredicate(active.family.predicates, iri)
  return {
    key,
    role,
    predicate,
    container,
    coercion,
    inner,
    scoped: valueTerm?.scoped,
    direct: container === 'set' ? findDirect(predicate, coercion, inner) : notDirect,
    layouts: [],
  }
}

const notDirect: Direct = { as: 'other', opening: '', closing: '' }

function findDirect({ text }: Predicate, { to, datatype, stringEnd }: Coercion, inner: ActiveContext): Direct {
  if (to === 'id' && !inner.hasPrefixes) return { as: 'iri', opening: `${text}<`, closing: `>${lineEnd}` }
  if (to !== 'literal' || datatype === xsdDouble || datatype === xsdString || datatype === '@json') return notDirect
  return { as: 'literal', opening: `${text}"`, closing: stringEnd + lineEnd }
}

const noPredicate: Predicate = { iri: '', text: '', rank: 0 }
const plainCoercion: Coercion = { to: 'literal', datatype: '', stringEnd: '"' }

function noReading(active: ActiveContext, key: string): KeyReading {
  return {
    key,
    role: 'other',
    predicate: noPredicate,
    container: 'set',
    coercion: plainCoercion,
    inner: active,
    scoped: undefined,
    direct: notDirect,
    layouts: [],
  }
}

function decideRole(active: ActiveContext, key: string, iri: string | null | undefined): KeyRole {
  if (key === '@context') return 'context'
  if (key === '__proto__' || iri === undefined) return 'undefined-term'
  if (iri === null) return active.terms.has(key) ? 'undefined-term' : 'lookalike'
  if (isKeyword(iri)) {
    const scoped = active.terms.get(key)?.scoped !== undefined
    return scoped ? 'other' : (keywordRoles.get(iri) ?? 'other')
  }
  if (iri.startsWith('_:')) return 'blank'
  if (!isWritableIri(iri) || beyondBmp.test(iri)) return iri.includes(':') ? 'other' : 'undefined-term'
  return active.terms.get(key)?.reverse === true || active.terms.get(key)?.nest !== undefined ? 'other' : 'property'
}

const beyondBmp = /[\ud800-\uffff]/
const keywordRoles = new Map<string, KeyRole>([
  ['@id', 'id'],
  ['@type', 'type'],
  ['@value', 'value'],
  ['@language', 'language'],
  ['@list', 'list'],
  ['@set', 'set'],
])

function readContainer(term: Term | undefined): Container {
  const container = term?.container
  if (container === undefined) return 'set'
  const asMap = container.includes('@id') || container.includes('@index')
  if (container.includes('@graph')) return asMap ? 'graph-map' : 'graph'
  if (asMap || container.includes('@type')) return 'map'
  if (container.includes('@list')) return 'list'
  return container.includes('@language') ? 'language' : 'set'
}

function readCoercion(inner: ActiveContext, term: Term | undefined): Coercion {
  const type = term?.type
  if (type === '@id') return { ...plainCoercion, to: 'id' }
  if (type === '@vocab') return { ...plainCoercion, to: 'vocab' }
  if (type === '@json') return { ...plainCoercion, to: 'literal', datatype: '@json' }
  if (type !== undefined && type !== '@none') return { to: 'literal', datatype: type, stringEnd: endOfLiteral(type) }
  const language = term?.language === undefined ? inner.language : term.language
  return typeof language === 'string' ? { ...plainCoercion, stringEnd: `"@${language}` } : plainCoercion
}

/** What follows the text of a literal of a datatype; xsd:string is never written. */
export function endOfLiteral(datatype: string): string {
  return datatype === xsdString ? '"' : `"^^<${datatype}>`
}

export const xsdString = 'http://www.w3.org/2001/XMLSchema#string'
