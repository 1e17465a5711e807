import type { ActiveContext, JsonObject } from './active-context.ts'
import type { Graph } from './dataset.ts'
import { languageForm } from './process-context.ts'
import { endOfLiteral, type KeyReading, readKey, xsdString } from './read-key.ts'
import { Stop } from './stop.ts'
import { type Place, requireKept, type Term, type Walk } from './walk-document.ts'
import { listTerms, walkList } from './walk-property.ts'
import { writeJsonLiteral, writeText, writeTyped } from './write-literal.ts'
import { xsdDouble } from './write-number.ts'

/** Objects that are not plain nodes: value objects, lists, sets; and the keys that end the walk. */
export function walkSpecial(
  walk: Walk,
  value: JsonObject,
  keys: readonly string[],
  active: ActiveContext,
  types: readonly string[],
  reading: KeyReading,
  property: KeyReading | undefined,
  graph: Graph,
  depth: number,
  place: Place,
): Term | readonly Term[] {
  const { key, role } = reading
  if (role === 'undefined-term') throw new Stop('refused', 'term-undefined', value, key)
  if (role === 'lookalike') throw new Stop('refused', 'keyword-lookalike', value, key)
  if (role === 'blank' && walk.issuing) throw new Stop('refused', 'blank-node-predicate', value, key)
  if (role === 'other' || role === 'blank') throw new Stop('unhandled', 'keyword')
  if (place === 'document' || place === 'graph' || property === undefined) throw new Stop('unhandled', 'value-place')
  requireKept(active, property)
  const members = new Map<string, string>()
  for (const each of keys) {
    const found = readKey(active, each).role
    if (found === 'undefined-term') throw new Stop('refused', 'term-undefined', value, each)
    if (found === 'context') continue
    if (members.has(found)) throw new Stop('unhandled', 'keyword-repeated')
    members.set(found, each)
  }
  const valueKey = members.get('value')
  if (valueKey !== undefined) return walkValue(walk, value, valueKey, members, types)
  if (members.size !== 1 || place === 'list') throw new Stop('unhandled', 'set-form')
  return walkCollection(walk, value, key, role, active, property, graph, depth)
}

function walkValue(
  walk: Walk,
  value: JsonObject,
  valueKey: string,
  members: ReadonlyMap<string, string>,
  types: readonly string[],
): Term {
  for (const role of members.keys()) if (!valueRoles.has(role)) throw new Stop('unhandled', 'value-form')
  const content = value[valueKey]
  const typeKey = members.get('type')
  if (typeKey !== undefined && types.length !== 1) throw new Stop('unhandled', 'value-form')
  const [type] = types
  if (type === '@json' && members.size === 2) return writeJsonLiteral(walk, content, value, valueKey)
  // JSON-LD 1.1 API, 5.1.2 step 14.5 calls it an error; the reference reads a node without any value.
  if (Array.isArray(content) && content.length === 0) throw new Stop('refused', 'value-object-empty', value, valueKey)
  if (typeof content === 'object') throw new Stop('refused', 'value-object-invalid', value, valueKey)
  const language = readLanguage(walk, value, members.get('language'))
  if (language !== undefined && (type !== undefined || typeof content !== 'string')) {
    throw new Stop('refused', 'value-object-invalid', value, members.get('language'))
  }
  const datatype = type?.slice(1, -1) ?? ''
  if (typeof content === 'string' && datatype !== xsdDouble) {
    if (datatype.startsWith('http://www.w3.org/1999/02/22-rdf-syntax-ns#')) throw new Stop('unhandled', 'literal-type')
    if (datatype === xsdString) walk.textTyped = true
    const end = language !== undefined ? `"@${language}` : datatype === '' ? '"' : endOfLiteral(datatype)
    return writeText(walk, content, end, value, valueKey)
  }
  return writeTyped(walk, content, datatype, value, valueKey)
}

const valueRoles = new Set(['value', 'type', 'language'])

function readLanguage(walk: Walk, value: JsonObject, key: string | undefined): string | undefined {
  if (key === undefined || value[key] === null) return undefined
  const language = value[key]
  if (typeof language !== 'string' || !languageForm.test(language)) {
    throw new Stop('refused', 'language-invalid', value, key)
  }
  const lower = language.toLowerCase()
  if (walk.issuing && lower !== language) throw new Stop('refused', 'language-case', value, key)
  return lower
}

/** A `@list` or `@set` object, whose items stand in the object's own context. */
function walkCollection(
  walk: Walk,
  value: JsonObject,
  key: string,
  role: string,
  active: ActiveContext,
  property: KeyReading,
  graph: Graph,
  depth: number,
): Term | readonly Term[] {
  const { inner } = property
  const shifted = active.terms.get(property.key) !== inner.terms.get(property.key)
  if (shifted || active.language !== inner.language) throw new Stop('unhandled', 'context-shift')
  const content = value[key]
  if (content === null || property.coercion.to === 'json') throw new Stop('unhandled', 'set-form')
  if (role === 'list') return walkList(walk, property, active, content, value, graph, depth)
  if (role === 'set') return listTerms(walk, property, active, content, value, graph, depth)
  throw new Stop('unhandled', 'value-form')
}
