import type { ActiveContext } from './active-context.ts'
import { expandIri, isAbsolute, isWritableIri } from './expand-iri.ts'
import { applyScoped } from './process-context.ts'
import { Stop } from './stop.ts'

/** What a list of types gives in one active context: the types as terms, and the context with what the types carry. */
export type TypeReading = { readonly active: ActiveContext; readonly terms: readonly string[] }

/** Reads the value of `@type`, once for each list of types. `holder` and `key` say where, for a refusal. */
export function readTypes(active: ActiveContext, value: unknown, holder: object, key: string): TypeReading {
  if (typeof value === 'string') return readSingle(active, value, holder, key)
  if (!Array.isArray(value)) throw new Stop('refused', 'type-invalid', holder, key)
  const types: readonly unknown[] = value
  const first = types[0]
  if (types.length === 1 && typeof first === 'string') return readSingle(active, first, holder, key)
  const strings = types.filter((type) => typeof type === 'string')
  if (strings.length !== types.length) throw new Stop('refused', 'type-invalid', holder, key)
  const lookup = `${strings.length}${separator}${strings.join(separator)}`
  const known = active.typeLists.get(lookup)
  if (known !== undefined) return known
  const reading = resolveTypes(active, strings, holder, key)
  if (!strings.some((type) => type.includes(separator))) keep(active, active.typeLists, lookup, reading)
  return reading
}

/** Joins types; a list is kept only when none of its types holds it, so that no two lists have one name. */
const separator = '\u0000'

function readSingle(active: ActiveContext, type: string, holder: object, key: string): TypeReading {
  const known = active.types.get(type)
  if (known !== undefined) return known
  const reading = resolveTypes(active, [type], holder, key)
  keep(active, active.types, type, reading)
  return reading
}

function keep(active: ActiveContext, map: Map<string, TypeReading>, lookup: string, reading: TypeReading): void {
  map.set(lookup, reading)
  active.family.entries++
}

function resolveTypes(active: ActiveContext, types: readonly string[], holder: object, key: string): TypeReading {
  let inner = active
  for (const type of types.toSorted()) inner = applyScoped(inner, active.terms.get(type)?.scoped, 'type')
  const refuse = (code: string): Stop => {
    const typed = expandIri(inner, key, true) === '@type'
    return typed ? new Stop('refused', code, holder, key) : new Stop('unhandled', 'types-shifted', holder, key)
  }
  return { active: inner, terms: types.map((type) => expandType(active, type, refuse)) }
}

/**
 * As a term. `@json` stays: only a value object may have it. What is no type is refused, unless the types themselves
 * bring a context where their key means something else (JSON-LD API 5.1.2, step 13: keys are read in that context).
 */
function expandType(active: ActiveContext, type: string, refuse: (code: string) => Stop): string {
  const iri = expandIri(active, type, true)
  if (iri === '@json') return iri
  if (iri === null) throw refuse('keyword-lookalike')
  if (iri === undefined || !isAbsolute(iri)) {
    if (type.includes(':')) throw new Stop('unhandled', 'type-form')
    throw refuse('type-relative')
  }
  if (!isWritableIri(iri) || /[\ud800-\uffff]/.test(iri)) throw new Stop('unhandled', 'type-form')
  return `<${iri}>`
}
