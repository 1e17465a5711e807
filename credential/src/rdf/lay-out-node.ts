import type { ActiveContext, JsonObject } from './active-context.ts'
import { lineEnd } from './dataset.ts'
import type { Predicate } from './predicate.ts'
import type { KeyReading } from './read-key.ts'

/**
 * What a node with these keys and types says, worked out once: which properties, in the order their lines are sorted.
 *
 * Credentials repeat a few forms of nodes over and over, so a node whose keys and types are known needs no more look-ups
 * than its values.
 */
export type Layout = {
  /** The context around it, or its own where it carries an `@context`. */
  readonly entered: ActiveContext
  readonly contextual: boolean
  readonly keys: readonly string[]
  readonly typeKey: string | undefined
  readonly typeNames: readonly string[]
  readonly typed: ActiveContext
  readonly idKey: string | undefined
  readonly types: readonly string[]
  /** The lines of its types in the default graph, and before which property they stand. */
  readonly typeLines: readonly string[]
  readonly typesAt: number
  readonly properties: readonly KeyReading[]
  /** Whether each predicate stands there once, so that lines come in order. */
  readonly ordered: boolean
}

/** A layout that holds for a node, by its keys; the types and the context are still to be compared. */
export function findLayout(layouts: readonly Layout[], keys: readonly string[], from: number): number {
  for (let index = from; index < layouts.length; index++) {
    const layout = layouts[index]
    if (layout !== undefined && hasKeys(layout.keys, keys)) return index
  }
  return -1
}

function hasKeys(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}

export function hasTypes({ typeKey, typeNames }: Layout, value: JsonObject): boolean {
  if (typeKey === undefined) return true
  const types = value[typeKey]
  if (typeof types === 'string') return typeNames.length === 1 && typeNames[0] === types
  if (!Array.isArray(types) || types.length !== typeNames.length) return false
  for (let index = 0; index < types.length; index++) if (types[index] !== typeNames[index]) return false
  return true
}

/** Puts the properties in order, and remembers the layout in place of one that was not used lately. */
export function layOutNode(
  layouts: Layout[],
  found: Omit<Layout, 'typeLines' | 'typesAt' | 'ordered'>,
  rdfType: Predicate,
): Layout {
  const properties = found.properties.toSorted((one, other) => one.predicate.rank - other.predicate.rank)
  const lines = [...new Set(found.types.map((type) => rdfType.text + type + lineEnd))].sort()
  const at = properties.findIndex(({ predicate }) => predicate.rank >= rdfType.rank)
  const ordered = properties.every(
    ({ predicate }, index) => predicate !== properties[index + 1]?.predicate && predicate !== rdfType,
  )
  const layout: Layout = {
    ...found,
    properties,
    typeLines: lines,
    typesAt: at < 0 ? properties.length : at,
    ordered,
  }
  if (layouts.length < mostLayouts) found.typed.family.entries += found.keys.length
  else layouts.pop()
  layouts.unshift(layout)
  return layout
}

const mostLayouts = 6
