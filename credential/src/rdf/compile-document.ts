import type { JsonObject } from './active-context.ts'
import { canonicaliseFast, type FastCanonical, getInitial } from './canonicalise-fast.ts'
import { compileDataset, type SlotKind, type WriteNQuads } from './compile-dataset.ts'
import { cutText, fillCut, mark, markSlot } from './cut-text.ts'
import type { HashText } from './hash-n-degree.ts'
import type { FindContext } from './process-context.ts'
import { Stop } from './stop.ts'
import { walkDocument } from './walk-document.ts'

/** A place whose value differs between documents: a path of keys and indexes, and what stands there. */
export type Slot = { readonly path: readonly (string | number)[]; readonly kind: SlotKind }

/**
 * `whole`: the compiled form does not hold for these values, so the document took the full path. The bytes of the
 * `compiled` one are its canonical N-Quads, to be used before the next is filled.
 */
export type Filled = {
  /** The document as JSON text, keys in the order of the template; `opening` without the brace that ends it. */
  readonly text: string
  readonly opening: string
} & (
  | { readonly path: 'compiled'; readonly nquads: Uint8Array }
  | { readonly path: 'whole'; readonly canonical: FastCanonical }
)

export type CompiledDocument = {
  /** Why nothing is compiled and every document takes the full path; absent where it is. */
  readonly why?: string
  fill(values: readonly string[]): Filled
}

/**
 * Works out once what all documents of a template share, and again only what their values change.
 *
 * The values may be any text: where one could merge nodes, change an order or needs escaping, that document takes the
 * full path. One in `shadowEvery` takes both, and a difference throws: it would be a fault of ours.
 */
export function compileDocument(
  template: JsonObject,
  slots: readonly Slot[],
  findContext: FindContext,
  hashText: HashText,
  shadowEvery = 1_000,
): CompiledDocument {
  const compiled = compileSlots(template, slots, findContext, hashText)
  const json = splitJson(template, slots)
  let filled = 0
  const fillWhole = (values: readonly string[]): FastCanonical =>
    canonicaliseFast(place(template, slots, values), findContext, hashText, 'issue')
  const fill = (values: readonly string[]): Filled => {
    if (values.length !== slots.length) throw new RangeError(`${slots.length} values are needed, not ${values.length}`)
    const opening = json.fill(values.map((value) => JSON.stringify(value)))
    const text = `${opening}}`
    const nquads = 'write' in compiled ? compiled.write(values) : undefined
    if (nquads === undefined) return { canonical: fillWhole(values), path: 'whole', text, opening }
    if (filled++ % shadowEvery === 0) {
      const whole = fillWhole(values)
      if (!('nquads' in whole) || whole.nquads !== decoder.decode(nquads))
        throw new Error('the compiled document differs from the whole')
    }
    return { nquads, path: 'compiled', text, opening }
  }
  return 'why' in compiled ? { why: compiled.why, fill } : { fill }
}

const decoder = new TextDecoder()

/** What writes the canonical N-Quads of a template with other values in its slots, or why there can be no such thing. */
export function compileSlots(
  template: JsonObject,
  slots: readonly Slot[],
  findContext: FindContext,
  hashText: HashText,
): { write: WriteNQuads } | { why: string } {
  if (JSON.stringify(template).includes(mark)) return { why: 'slot-mark' }
  const marked = place(template, slots, slots.map(markEach))
  try {
    const walk = walkDocument(getInitial(), marked, findContext, true)
    if (walk.beyondBmp || walk.prefixes || walk.textTyped) return { why: 'document-form' }
    const kinds = slots.map(({ kind }) => kind)
    return compileDataset(walk.dataset, kinds, getInitial().family.rdfType, hashText)
  } catch (problem) {
    if (problem instanceof Stop) return { why: problem.code }
    throw problem
  }
}

const markEach = (_: Slot, index: number): string => markSlot(index)

/** The template with values in their places; what has none is shared, not copied. */
function place(template: JsonObject, slots: readonly Slot[], values: readonly string[]): JsonObject {
  let document: unknown = template
  for (const [index, slot] of slots.entries()) document = placeOne(document, slot.path, values[index] ?? '')
  return typeof document === 'object' && document !== null ? { ...document } : template
}

function placeOne(holder: unknown, path: readonly (string | number)[], value: string): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(holder))
    return holder.map((member, index) => (index === step ? placeOne(member, rest, value) : member))
  if (typeof holder !== 'object' || holder === null) throw new RangeError(`the template has no ${path.join('/')}`)
  const members = Object.entries(holder)
  if (!members.some(([key]) => key === step)) throw new RangeError(`the template has no ${path.join('/')}`)
  return Object.fromEntries(
    members.map(([key, member]) => [key, key === step ? placeOne(member, rest, value) : member]),
  )
}

function splitJson(template: JsonObject, slots: readonly Slot[]): { fill: (values: readonly string[]) => string } {
  const whole = JSON.stringify(place(template, slots, slots.map(markEach)))
  const pieces = cutText(whole.slice(0, -1), /"urn:bricka-slot:(\d+):"/)
  return { fill: (values) => fillCut(pieces, values) }
}
