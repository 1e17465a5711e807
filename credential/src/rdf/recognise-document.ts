import { isObject, type JsonObject } from './active-context.ts'
import type { WriteNQuads } from './compile-dataset.ts'
import { compileSlots } from './compile-document.ts'
import type { HashText } from './hash-n-degree.ts'
import type { FindContext } from './process-context.ts'

/** Knows documents again that differ from earlier ones in a few texts only. */
export type Recogniser = {
  /**
   * The canonical N-Quads of a document that is known but for some texts, as UTF-8; to be used before the next is asked
   * for. `undefined` for every other document, which takes the full path.
   */
  recognise(document: JsonObject): Uint8Array | undefined
  /** Looks at a document that the full path has read, with the length of its N-Quads, so as to know the next of its kind. */
  learn(document: JsonObject, length: number): void
}

/**
 * The usual case is the same merit for another recipient: all but a few texts of the document are known already, and
 * with them most of its hashes.
 *
 * What is known is compared in full, key by key and value by value; only texts that stand alone in their property, or are
 * identifiers, may differ, and what they change is worked out anew. The issuer and the achievement only say which
 * documents to compare with. `findContext` must always give the same.
 */
export function createRecogniser(findContext: FindContext, hashText: HashText): Recogniser {
  const kinds = new Map<unknown, Map<unknown, Kind>>()
  let kept = 0
  const find = (document: JsonObject): Kind | undefined => kinds.get(issuerOf(document))?.get(achievementOf(document))

  const add = (document: JsonObject, length: number): void => {
    if (kept + length > mostKept) {
      kinds.clear()
      kept = 0
    }
    kept += length
    const issuer = issuerOf(document)
    const known = kinds.get(issuer) ?? new Map<unknown, Kind>()
    kinds.set(issuer, known)
    const kind = known.get(achievementOf(document)) ?? { samples: [], unknown: 0, patience: 1 }
    known.set(achievementOf(document), kind)
    if (kind.samples.length >= mostSamples) {
      const idle = kind.samples.findIndex(({ shape }) => shape === undefined)
      kind.samples.splice(Math.max(0, idle), 1)
    }
    kind.samples.push({ document, paths: [] })
  }

  return {
    recognise(document) {
      if (hasInherited()) return undefined
      for (const { shape } of find(document)?.samples ?? none) {
        if (shape === undefined) continue
        const values: string[] = new Array(shape.slots)
        if (matches(shape.form, document, values)) return shape.write(values)
      }
      return undefined
    },
    learn(document, length) {
      if (length > longest) return
      const kind = find(document)
      if (kind === undefined) return add(document, length)
      // Each try costs as much as some documents do: tried less and less often where it does not pay.
      if (++kind.unknown < kind.patience) return
      kind.unknown = 0
      kind.patience = Math.min(2 * kind.patience, mostPatience)
      for (const sample of kind.samples) {
        const paths = listDifferences(sample.document, document)
        if (paths === undefined) continue
        const all = new Map([...sample.paths, ...paths].map((path) => [JSON.stringify(path), path]))
        const shape =
          all.size <= mostSlots ? makeShape(sample.document, [...all.values()], findContext, hashText) : undefined
        if (shape === undefined) continue
        sample.paths = [...all.values()]
        sample.shape = shape
        return
      }
      add(document, length)
    },
  }
}

/** Documents of one issuer for one achievement: their samples, and how many came that none of these fitted. */
type Kind = { samples: Sample[]; unknown: number; patience: number }
type Path = readonly (string | number)[]
type Sample = { readonly document: JsonObject; paths: readonly Path[]; shape?: Shape | undefined }
type Shape = { readonly form: Form; readonly slots: number; readonly write: WriteNQuads }

const none: readonly Sample[] = []
const mostSamples = 3
const mostSlots = 40
const mostPatience = 4_096
/** In letters of N-Quads; what is kept of a document is some twenty times as much. */
const longest = 200_000
const mostKept = 2_000_000

const issuerOf = ({ issuer }: JsonObject): unknown => (isObject(issuer) ? issuer.id : issuer)

function achievementOf({ credentialSubject: subject }: JsonObject): unknown {
  const achievement = isObject(subject) ? subject.achievement : undefined
  return isObject(achievement) ? achievement.id : undefined
}

/** Where two documents hold different texts; `undefined` where they differ in anything else. */
function listDifferences(one: JsonObject, other: JsonObject): readonly Path[] | undefined {
  const paths: Path[] = []
  return differ(one, other, [], paths) ? paths : undefined
}

function differ(one: unknown, other: unknown, path: Path, paths: Path[]): boolean {
  if (typeof one === 'string' && typeof other === 'string') {
    if (one !== other) paths.push(path)
    return true
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return (
      one.length === other.length && one.every((item, index) => differ(item, other[index], [...path, index], paths))
    )
  }
  if (!isObject(one) || !isObject(other)) return Object.is(one, other)
  const keys = Object.keys(one)
  const others = Object.keys(other)
  return (
    keys.length === others.length &&
    keys.every((key, index) => key === others[index] && differ(one[key], other[key], [...path, key], paths))
  )
}

/**
 * A document as it must be again: texts, other values, objects and lists as they stand, or a slot. One shape of record
 * for all of them, for comparing is most of the work.
 */
type Form = {
  readonly as: 'text' | 'other' | 'object' | 'list' | 'slot'
  readonly value: unknown
  readonly keys: readonly string[]
  readonly members: readonly Form[]
  readonly slot: number
}

function makeShape(
  document: JsonObject,
  paths: readonly Path[],
  findContext: FindContext,
  hashText: HashText,
): Shape | undefined {
  const slots = paths.map((path) => ({ path, kind: 'found' as const }))
  const compiled = compileSlots(document, slots, findContext, hashText)
  if ('why' in compiled) return undefined
  const byPath = new Map(paths.map((path, slot) => [JSON.stringify(path), slot]))
  return { form: makeForm(document, [], byPath), slots: paths.length, write: compiled.write }
}

function makeForm(value: unknown, path: Path, slots: ReadonlyMap<string, number>): Form {
  const nothing = { value: undefined, keys: [], members: [], slot: -1 }
  if (Array.isArray(value)) {
    const members = value.map((item: unknown, index) => makeForm(item, [...path, index], slots))
    return { ...nothing, as: 'list', members }
  }
  if (isObject(value)) {
    const keys = Object.keys(value)
    const members = keys.map((key) => makeForm(value[key], [...path, key], slots))
    return { ...nothing, as: 'object', keys, members }
  }
  const slot = slots.get(JSON.stringify(path))
  if (slot !== undefined) return { ...nothing, as: 'slot', slot }
  return { ...nothing, as: typeof value === 'string' ? 'text' : 'other', value }
}

/** Whether a value is just as its form has it; the texts in the slots are left in `values`. */
function matches(form: Form, value: unknown, values: string[]): boolean {
  switch (form.as) {
    case 'object':
      return matchesObject(form, value, values)
    case 'list':
      return matchesList(form, value, values)
    case 'slot':
      if (typeof value !== 'string') return false
      values[form.slot] = value
      return true
    default:
      return Object.is(form.value, value)
  }
}

/** By `for … in`, which is twice as fast as `Object.keys`: so nothing may be inherited. */
function matchesObject({ keys, members }: Form, value: unknown, values: string[]): boolean {
  if (!isObject(value) || Object.getPrototypeOf(value) !== Object.prototype) return false
  let index = 0
  for (const key in value) {
    const member = members[index]
    if (member === undefined || key !== keys[index]) return false
    const inner = value[key]
    if (member.as === 'text' ? inner !== member.value : !matches(member, inner, values)) return false
    index++
  }
  return index === keys.length
}

function matchesList({ members }: Form, value: unknown, values: string[]): boolean {
  if (!Array.isArray(value) || value.length !== members.length) return false
  for (let index = 0; index < members.length; index++) {
    const member = members[index]
    const inner: unknown = value[index]
    if (member === undefined) return false
    if (member.as === 'text' ? inner !== member.value : !matches(member, inner, values)) return false
  }
  return true
}

/** Somebody has given every object a key more: then `for … in` tells of keys that are not the document's. */
function hasInherited(): boolean {
  for (const _key in {}) return true
  return false
}
