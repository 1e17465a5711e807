import { type ActiveContext, isObject, type JsonObject } from './active-context.ts'
import {
  addLink,
  addObject,
  createBlank,
  createBlankSubject,
  createGraph,
  type Graph,
  type Subject,
} from './dataset.ts'
import type { Predicate } from './predicate.ts'
import { languageForm } from './process-context.ts'
import type { KeyReading } from './read-key.ts'
import { Stop } from './stop.ts'
import { requireQuads, type Term, type Walk, walkObject } from './walk-document.ts'
import { writeJsonLiteral, writeScalar, writeText } from './write-literal.ts'

/** The quads of one property of a node. */
export function walkProperty(
  walk: Walk,
  subject: Subject,
  property: KeyReading,
  holder: JsonObject,
  graph: Graph,
  depth: number,
): void {
  const value = holder[property.key]
  const { container, predicate } = property
  if (property.coercion.to === 'json') {
    if (container !== 'set') throw new Stop('unhandled', 'container-json')
    addObject(subject, predicate, writeJsonLiteral(walk, value, holder, property.key))
  } else if (container === 'set') {
    addValue(walk, subject, property, property.inner, value, holder, graph, depth)
  } else if (value !== null) addContained(walk, subject, property, value, holder, graph, depth)
}

function addContained(
  walk: Walk,
  subject: Subject,
  property: KeyReading,
  value: unknown,
  holder: JsonObject,
  graph: Graph,
  depth: number,
): void {
  const { container, predicate, inner } = property
  if (container === 'language' && isObject(value)) addLanguageMap(walk, subject, property, value)
  else if (container === 'list') {
    addTerm(walk, subject, predicate, walkList(walk, property, inner, value, holder, graph, depth))
  } else if (container === 'graph') {
    for (const item of Array.isArray(value) ? value : [value]) {
      addLink(walk.dataset, subject, predicate, walkGraph(walk, property, item, depth))
    }
  } else if (container === 'graph-map' || (container === 'map' && isObject(value))) {
    throw new Stop('unhandled', 'container-map')
  } else addValue(walk, subject, property, inner, value, holder, graph, depth)
}

export function addValue(
  walk: Walk,
  subject: Subject,
  property: KeyReading,
  active: ActiveContext,
  value: unknown,
  holder: JsonObject,
  graph: Graph,
  depth: number,
): void {
  if (typeof value === 'object' && value !== null) {
    if (!isObject(value)) {
      if (!Array.isArray(value)) return
      for (const item of value) addValue(walk, subject, property, active, item, holder, graph, depth)
      return
    }
    const term = walkObject(walk, value, active, property, graph, depth + 1, 'property')
    if (typeof term === 'object') for (const each of term) addTerm(walk, subject, property.predicate, each)
    else addTerm(walk, subject, property.predicate, term)
    return
  }
  if (value === null) return
  addObject(subject, property.predicate, writeScalar(walk, property, active, value, holder))
}

function addTerm(walk: Walk, subject: Subject, predicate: Predicate, term: Term): void {
  if (typeof term === 'number') addLink(walk.dataset, subject, predicate, term)
  else addObject(subject, predicate, term)
}

/** The values of a property as terms, for a `@set` object. */
export function listTerms(
  walk: Walk,
  property: KeyReading,
  active: ActiveContext,
  value: unknown,
  holder: JsonObject,
  graph: Graph,
  depth: number,
): Term[] {
  if (value === null) return []
  if (Array.isArray(value)) {
    return value.flatMap((item) => listTerms(walk, property, active, item, holder, graph, depth))
  }
  if (!isObject(value)) return [writeScalar(walk, property, active, value, holder)]
  const term = walkObject(walk, value, active, property, graph, depth + 1, 'property')
  return typeof term === 'object' ? [...term] : [term]
}

/** An RDF collection: its first blank node, or nil. Lists in lists go to the reference. */
export function walkList(
  walk: Walk,
  property: KeyReading,
  active: ActiveContext,
  value: unknown,
  holder: JsonObject,
  graph: Graph,
  depth: number,
): Term {
  const terms: Term[] = []
  for (const item of Array.isArray(value) ? value : [value]) {
    if (item === null) continue
    if (Array.isArray(item)) throw new Stop('unhandled', 'list-nested')
    if (!isObject(item)) {
      terms.push(writeScalar(walk, property, active, item, holder))
      continue
    }
    const term = walkObject(walk, item, active, property, graph, depth + 1, 'list')
    if (typeof term === 'object') throw new Stop('unhandled', 'list-nested')
    terms.push(term)
  }
  return chain(walk, graph, active, terms, Array.isArray(value) ? value : holder)
}

function chain(walk: Walk, graph: Graph, active: ActiveContext, terms: readonly Term[], source: object): Term {
  const { rdfFirst, rdfRest } = active.family
  let rest: Term = '<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>'
  if (terms.length === 0) walk.unequalEquals = true
  for (const [place, term] of terms.toReversed().entries()) {
    const blank = createBlank(walk.dataset)
    if (walk.sources !== undefined) walk.sources[blank] = { of: source, part: place }
    const subject = createBlankSubject(walk.dataset, graph, blank)
    addTerm(walk, subject, rdfFirst, term)
    addTerm(walk, subject, rdfRest, rest)
    rest = blank
  }
  return rest
}

/** A value of a graph container: a graph of its own, named by a blank node. */
function walkGraph(walk: Walk, property: KeyReading, item: unknown, depth: number): number {
  if (!isObject(item)) throw new Stop('unhandled', 'graph-form')
  const blank = createBlank(walk.dataset)
  if (walk.sources !== undefined) walk.sources[blank] = { of: item, part: 'graph' }
  const inside = createGraph(walk.dataset, '', blank)
  walkObject(walk, item, property.inner, property, inside, depth + 1, 'graph')
  requireQuads(inside)
  return blank
}

function addLanguageMap(walk: Walk, subject: Subject, property: KeyReading, map: JsonObject): void {
  for (const [key, value] of Object.entries(map)) {
    const { inner, predicate } = property
    const none = key === '@none' || inner.terms.get(key)?.iri === '@none'
    for (const text of Array.isArray(value) ? value : [value]) {
      if (text === null) continue
      if (typeof text !== 'string') throw new Stop('refused', 'language-map-invalid', map, key)
      if (!none && !languageForm.test(key)) throw new Stop('refused', 'language-invalid', map, key)
      if (walk.issuing && !none && key !== key.toLowerCase()) throw new Stop('refused', 'language-case', map, key)
      addObject(subject, predicate, writeText(walk, text, none ? '"' : `"@${key.toLowerCase()}`, map, key))
    }
  }
}
