import { type ActiveContext, isObject, type JsonObject } from './active-context.ts'
import {
  addObject,
  createBlank,
  createBlankSubject,
  createDataset,
  type Dataset,
  type Graph,
  getIriSubject,
  type Subject,
} from './dataset.ts'
import { isPlainIri } from './expand-iri.ts'
import { findLayout, hasTypes, type Layout, layOutNode } from './lay-out-node.ts'
import { applyContext, applyScoped, type FindContext } from './process-context.ts'
import { type KeyReading, readKey } from './read-key.ts'
import { readTypes } from './read-types.ts'
import { Stop } from './stop.ts'
import { walkProperty } from './walk-property.ts'
import { walkSpecial } from './walk-special.ts'
import { writeIri } from './write-iri.ts'
import { isPlainLiteral } from './write-term.ts'

/**
 * One walk over a document. `issuing` also refuses what stacks read differently.
 *
 * `beyondBmp`: some term holds a surrogate pair. `unequalEquals`: values that the reference tells apart may have become
 * equal quads (1 and "1", two empty lists). `textTyped`: some text was said to be an xsd:string, which the reference
 * tells apart from plain text. `prefixes`: a marked IRI was read where a context has prefixes or
 * its vocabulary counts, so that another in its place may be read as something else.
 * `sources`: where asked for, the part of the document that each blank node stands for, by its number.
 */
export type Walk = {
  readonly dataset: Dataset
  readonly findContext: FindContext
  readonly issuing: boolean
  readonly sources?: Source[] | undefined
  beyondBmp: boolean
  unequalEquals: boolean
  textTyped: boolean
  prefixes: boolean
}

/** A node is its object; a cell of a list its array with the place from the end; a graph the object it holds. */
export type Source = { readonly of: object; readonly part: 'node' | 'graph' | number }

/** What a value became: an N-Quads term, or a blank node by number. */
export type Term = string | number

/** Where an object stands: some forms are only for properties. */
export type Place = 'document' | 'property' | 'list' | 'graph'

/** From a JSON-LD document to quads (JSON-LD 1.1 API, expansion and deserialisation in one). Throws `Stop`. */
export function walkDocument(
  initial: ActiveContext,
  document: unknown,
  findContext: FindContext,
  issuing: boolean,
  sources?: Source[],
): Walk {
  const dataset = createDataset()
  const walk: Walk = {
    dataset,
    findContext,
    issuing,
    sources,
    beyondBmp: false,
    unequalEquals: false,
    textTyped: false,
    prefixes: false,
  }
  if (!isObject(document)) throw new Stop('unhandled', 'document-form')
  walkObject(walk, document, initial, undefined, dataset.defaultGraph, 0, 'document')
  requireQuads(dataset.defaultGraph)
  return walk
}

/** A document or graph that says nothing is dropped by the reference, with its own words. */
export function requireQuads(graph: Graph): void {
  for (const subject of graph.subjects) if (subject.quads.length > 0) return
  throw new Stop('unhandled', 'node-empty')
}

export function walkObject(
  walk: Walk,
  value: JsonObject,
  active: ActiveContext,
  property: KeyReading | undefined,
  graph: Graph,
  depth: number,
  place: Place,
): Term | readonly Term[] {
  if (depth > deepest) throw new Stop('refused', 'too-deep', value)
  const keys = Object.keys(value)
  const layouts = property === undefined ? active.layouts : property.layouts
  for (let at = findLayout(layouts, keys, 0); at >= 0; at = findLayout(layouts, keys, at + 1)) {
    const layout = layouts[at]
    if (layout === undefined || !hasTypes(layout, value)) continue
    const entered = layout.contextual ? enterObject(walk, value, keys, active, property) : active
    if (entered === layout.entered) return walkNode(walk, value, layout, property, graph, depth)
  }
  const own = enterObject(walk, value, keys, active, property)
  let typed = own
  let types: readonly string[] = noTypes
  let typeKey: string | undefined
  for (const key of own.typeKeys) {
    if (!Object.hasOwn(value, key)) continue
    if (typeKey !== undefined) throw new Stop('unhandled', 'types-twice')
    const reading = readTypes(own, value[key], value, key)
    types = reading.terms
    typed = reading.active
    typeKey = key
  }
  let idKey: string | undefined
  for (const key of typed.idKeys) {
    if (!Object.hasOwn(value, key)) continue
    if (idKey !== undefined) throw new Stop('refused', 'keyword-repeated', value, key)
    readId(walk, typed, value, key)
    idKey = key
  }
  const properties: KeyReading[] = []
  let typesMet = 0
  for (const key of keys) {
    const reading = readKey(typed, key)
    const { role } = reading
    if (role === 'property') properties.push(reading)
    else if (role === 'type') typesMet++
    else if (role !== 'id' && role !== 'context') {
      return walkSpecial(walk, value, keys, typed, types, reading, property, graph, depth, place)
    }
  }
  if (typesMet !== (typeKey === undefined ? 0 : 1)) throw new Stop('unhandled', 'types-twice')
  if (types.includes('@json')) throw new Stop('unhandled', 'type-form')
  const contextual = Object.hasOwn(value, '@context')
  const layout = layOutNode(
    layouts,
    {
      entered: contextual ? own : active,
      contextual,
      keys,
      typeKey,
      typeNames: typeKey === undefined ? noTypes : listNames(value[typeKey]),
      typed,
      idKey,
      types,
      properties,
    },
    typed.family.rdfType,
  )
  return walkNode(walk, value, layout, property, graph, depth)
}

const listNames = (types: unknown): readonly string[] =>
  (Array.isArray(types) ? types : [types]).filter((type) => typeof type === 'string')

const noTypes: readonly string[] = []
const deepest = 100

/** The context an object's own keys stand in (JSON-LD 1.1 API, 5.1.2 steps 7 to 9). */
function enterObject(
  walk: Walk,
  value: JsonObject,
  keys: readonly string[],
  active: ActiveContext,
  property: KeyReading | undefined,
): ActiveContext {
  let own = active
  if (active.previous !== undefined && !keepsTypeScope(value, keys, active)) own = active.previous
  if (property?.scoped !== undefined) own = applyScoped(own, property.scoped, 'property')
  if (!Object.hasOwn(value, '@context')) return own
  const context = value['@context']
  if (walk.issuing && hasInline(context)) throw new Stop('refused', 'context-inline', value, '@context')
  try {
    return applyContext(own, context, walk.findContext)
  } catch (problem) {
    if (problem instanceof Stop && problem.kind === 'refused') {
      throw new Stop('refused', problem.code, value, '@context')
    }
    throw problem
  }
}

function hasInline(context: unknown): boolean {
  return Array.isArray(context) ? context.some(hasInline) : typeof context !== 'string'
}

/** A type's context ends at the next node, but not at a value object nor at a mere reference. */
function keepsTypeScope(value: JsonObject, keys: readonly string[], active: ActiveContext): boolean {
  if (keys.length > 2 || Object.hasOwn(value, '@context')) return false
  for (const key of keys) {
    const { role } = readKey(active, key)
    if (role === 'value' || (role === 'id' && keys.length === 1)) return true
  }
  return false
}

function readId(walk: Walk, active: ActiveContext, value: JsonObject, key: string): string {
  const id = value[key]
  if (typeof id !== 'string') throw new Stop('refused', 'id-invalid', value, key)
  return writeIri(walk, active, id, false, value, key)
}

function walkNode(
  walk: Walk,
  value: JsonObject,
  layout: Layout,
  at: KeyReading | undefined,
  graph: Graph,
  depth: number,
): Term {
  const { typed, idKey, types, properties } = layout
  const id = idKey === undefined ? undefined : readId(walk, typed, value, idKey)
  if (id !== undefined && types.length === 0 && properties.length === 0) {
    requireKept(typed, at)
    return id
  }
  const blank = id === undefined ? createBlank(walk.dataset) : -1
  if (id === undefined && walk.sources !== undefined) walk.sources[blank] = { of: value, part: 'node' }
  const subject = id === undefined ? createBlankSubject(walk.dataset, graph, blank) : getIriSubject(graph, id)
  const before = subject.quads.length
  if (graph.ending === '') {
    const { rdfType } = typed.family
    for (const type of types) addObject(subject, rdfType, type)
    for (const property of properties) walkProperty(walk, subject, property, value, graph, depth)
  } else walkOrdered(walk, value, layout, subject, graph, depth)
  if (subject.quads.length === before) requireKept(typed, at)
  return id ?? blank
}

/** Writes the lines in the order of the layout; where something else comes between, the subject is sorted later. */
function walkOrdered(
  walk: Walk,
  value: JsonObject,
  layout: Layout,
  subject: Subject,
  graph: Graph,
  depth: number,
): void {
  const { properties, typeLines, typesAt } = layout
  const { predicates, quads } = subject
  subject.order = subject.order === 'none' && layout.ordered ? 'kept' : 'lost'
  for (let index = 0; index <= properties.length; index++) {
    if (index === typesAt) {
      for (const line of typeLines) {
        predicates.push(layout.typed.family.rdfType)
        quads.push(line)
      }
    }
    const property = properties[index]
    if (property === undefined) break
    const content = value[property.key]
    const { as, opening, closing } = property.direct
    if (typeof content === 'string' && as === 'literal' && isPlainLiteral(content)) {
      predicates.push(property.predicate)
      quads.push(opening + content + closing)
    } else if (typeof content === 'string' && as === 'iri' && isPlainIri(content)) {
      predicates.push(property.predicate)
      quads.push(opening + content + closing)
    } else {
      const from = quads.length
      const { links } = subject
      walkProperty(walk, subject, property, value, graph, depth)
      const added = quads.length - from
      if (added > 1 && subject.links - links !== added) subject.order = 'lost'
    }
  }
}

/**
 * The reference drops what says nothing where the property holds graphs, as the object's own context has it;
 * where that differs from the context around, it is asked.
 */
export function requireKept(active: ActiveContext, property: KeyReading | undefined): void {
  if (property === undefined) return
  if (active.terms.get(property.key)?.container?.includes('@graph')) throw new Stop('unhandled', 'node-empty')
}
