import type { JsonObject } from './active-context.ts'
import { type Findings, sortSubject, writeFirstDegree } from './canonicalise-dataset.ts'
import { canonicaliseFast, type FastCanonical, getInitial } from './canonicalise-fast.ts'
import { type Blank, type Dataset, lineEnd, type Subject } from './dataset.ts'
import { isPlainIri } from './expand-iri.ts'
import type { HashText } from './hash-n-degree.ts'
import { orderLabels } from './order-labels.ts'
import type { Predicate } from './predicate.ts'
import type { FindContext } from './process-context.ts'
import { Stop } from './stop.ts'
import { walkDocument } from './walk-document.ts'
import { isPlainLiteral } from './write-term.ts'

/** A place whose value differs between documents: a path of keys and indexes, and what stands there. */
export type Slot = { readonly path: readonly (string | number)[]; readonly kind: 'iri' | 'text' }

/** `whole`: the compiled form does not hold for these values, so the document took the full path. */
export type Filled = {
  readonly canonical: FastCanonical
  readonly path: 'compiled' | 'whole'
  /** The document as JSON text, keys in the order of the template; `opening` without the brace that ends it. */
  readonly text: string
  readonly opening: string
}

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
  const compiled = compile(template, slots, findContext, hashText)
  const json = splitJson(template, slots)
  let filled = 0
  const fillWhole = (values: readonly string[]): FastCanonical =>
    canonicaliseFast(place(template, slots, values), findContext, hashText, 'issue')
  const fill = (values: readonly string[]): Filled => {
    if (values.length !== slots.length) throw new RangeError(`${slots.length} values are needed, not ${values.length}`)
    const opening = json.fill(values.map((value) => JSON.stringify(value)))
    const text = `${opening}}`
    const nquads = 'emit' in compiled ? compiled.emit(values) : undefined
    if (nquads === undefined) return { canonical: fillWhole(values), path: 'whole', text, opening }
    if (filled++ % shadowEvery === 0) {
      const whole = fillWhole(values)
      if (!('nquads' in whole) || whole.nquads !== nquads)
        throw new Error('the compiled document differs from the whole')
    }
    return { canonical: { handled: true, nquads }, path: 'compiled', text, opening }
  }
  return 'why' in compiled ? { why: compiled.why, fill } : { fill }
}

type Emit = (values: readonly string[]) => string | undefined

function compile(
  template: JsonObject,
  slots: readonly Slot[],
  findContext: FindContext,
  hashText: HashText,
): { emit: Emit } | { why: string } {
  if (JSON.stringify(template).includes(mark)) return { why: 'slot-mark' }
  const marked = place(template, slots, slots.map(markSlot))
  try {
    const walk = walkDocument(getInitial(), marked, findContext, true)
    if (walk.beyondBmp || walk.prefixes || walk.textTyped || walk.dataset.graphs.length > 1)
      return { why: 'document-form' }
    return compileDataset(walk.dataset, slots, hashText)
  } catch (problem) {
    if (problem instanceof Stop) return { why: problem.code }
    throw problem
  }
}

const mark = 'bricka-slot'
const markPattern = /urn:bricka-slot:(\d+):/

/** Stands in for a value while the template is read: an IRI that also is plain text. */
function markSlot(_: Slot, index: number): string {
  return `urn:${mark}:${index}:`
}

/** Text cut where values come in: `parts` has one more than `slots`. */
type Cut = { readonly parts: readonly string[]; readonly slots: readonly number[] }

function cut(text: string): Cut {
  const parts = text.split(markPattern)
  return {
    parts: parts.filter((_, index) => index % 2 === 0),
    slots: parts.filter((_, index) => index % 2 === 1).map(Number),
  }
}

function join({ parts, slots }: Cut, values: readonly string[]): string {
  let text = parts[0] ?? ''
  for (let index = 0; index < slots.length; index++) text += values[slots[index] ?? -1] + (parts[index + 1] ?? '')
  return text
}

function compileDataset(
  dataset: Dataset,
  slots: readonly Slot[],
  hashText: HashText,
): { emit: Emit } | { why: string } {
  const findings: Findings = { orderDiffers: false, repeated: 'nothing' }
  const { subjects } = dataset.defaultGraph
  for (const subject of subjects) sortSubject(subject, false, findings)
  if (findings.repeated === 'typed') return { why: 'value-repeated' }
  const met = new Set<number>()
  for (const subject of subjects) {
    const why = checkSlots(subject, slots, met)
    if (why !== undefined) return { why }
  }
  if (met.size !== slots.length) return { why: 'slot-unseen' }
  const hashes = compileHashes(dataset, hashText)
  if (hashes === undefined) return { why: 'blank-nodes-tie' }
  const named = subjects.filter(({ blank }) => blank < 0).map((subject) => compileNamed(subject, dataset))
  named.sort((one, other) => (one.iri < other.iri ? -1 : 1))
  const blanks = dataset.blanks.map((node) => compileBlank(node))
  const fixed = new Set([
    ...named.filter(({ slot }) => slot < 0).map(({ iri }) => iri.slice(1, -1)),
    ...subjects.flatMap(listBeside),
  ])
  return { emit: (values) => emit(values, slots, fixed, hashes, named, blanks) }
}

/**
 * A slot is filled in place only where it is a whole term, and the only value of its property; or where all values of
 * the property are IRIs of a named subject, whose lines are then sorted anew each time.
 */
function checkSlots(subject: Subject, slots: readonly Slot[], met: Set<number>): string | undefined {
  const { iri, predicates, quads } = subject
  if (iri.includes(mark)) {
    const found = /^<urn:bricka-slot:(\d+):>$/.exec(iri)
    if (found === null || slots[Number(found[1])]?.kind !== 'iri') return 'slot-form'
    met.add(Number(found[1]))
  }
  for (const [index, quad] of quads.entries()) {
    if (typeof quad === 'number' || !quad.includes(mark)) continue
    const predicate = predicates[index]
    const object = quad.slice(predicate?.text.length)
    const found = /^(?:<urn:bricka-slot:(\d+):>|"urn:bricka-slot:(\d+):"(?!.*bricka-slot))/.exec(object)
    const slot = Number(found?.[1] ?? found?.[2])
    if (found === null || slots[slot]?.kind !== (found[1] === undefined ? 'text' : 'iri')) return 'slot-form'
    const beside = quads.filter((_, at) => predicates[at] === predicate)
    const sortable = subject.blank < 0 && beside.every((other) => readIri(other, predicate) !== undefined)
    if (beside.length > 1 && !sortable) return 'slot-among-values'
    met.add(slot)
  }
  return undefined
}

/** What stands beside a slot: were a value equal to it, two lines would be one. */
const listBeside = ({ predicates, quads }: Subject): readonly string[] =>
  quads.flatMap((quad, index) => {
    const iri = readIri(quad, predicates[index])
    if (iri === undefined || iri.includes(mark)) return []
    const holdsSlot = (other: string | number, at: number) =>
      predicates[at] === predicates[index] && typeof other === 'string' && other.includes(mark)
    return quads.some(holdsSlot) ? [iri] : []
  })

/** The IRI at the end of a line; nothing where it ends in something else. */
function readIri(quad: string | number, predicate: Predicate | undefined): string | undefined {
  if (typeof quad === 'number' || predicate === undefined) return undefined
  return quad.startsWith('<', predicate.text.length)
    ? quad.slice(predicate.text.length + 1, -1 - lineEnd.length)
    : undefined
}

/** Hashes of blank nodes: those the values leave alone in order, and those to be hashed again. */
type Hashes = {
  readonly fixed: readonly { hash: string; blank: number }[]
  readonly open: readonly { text: Cut; blank: number }[]
  readonly hashText: HashText
}

function compileHashes(dataset: Dataset, hashText: HashText): Hashes | undefined {
  const fixed: { hash: string; blank: number }[] = []
  const open: { text: Cut; blank: number }[] = []
  for (const [blank, node] of dataset.blanks.entries()) {
    const text = writeFirstDegree(node, blank)
    if (text.includes(mark)) open.push({ text: cut(text), blank })
    else fixed.push({ hash: hashText(text), blank })
  }
  fixed.sort((one, other) => (one.hash < other.hash ? -1 : 1))
  if (new Set(fixed.map(({ hash }) => hash)).size !== fixed.length) return undefined
  return { fixed, open, hashText }
}

/** Blank nodes by canonical label, or nothing where two hashes are equal. */
function labelAll({ fixed, open, hashText }: Hashes, values: readonly string[]): number[] | undefined {
  const hashed = open.map(({ text, blank }) => ({ hash: hashText(join(text, values)), blank }))
  hashed.sort((one, other) => (one.hash < other.hash ? -1 : 1))
  const byLabel: number[] = []
  let next = 0
  for (const { hash, blank } of hashed) {
    for (let one = fixed[next]; one !== undefined && one.hash <= hash; one = fixed[++next]) {
      if (one.hash === hash) return undefined
      byLabel.push(one.blank)
    }
    byLabel.push(blank)
  }
  for (let one = fixed[next]; one !== undefined; one = fixed[++next]) byLabel.push(one.blank)
  const equal = hashed.some(({ hash }, index) => index > 0 && hashed[index - 1]?.hash === hash)
  return equal ? undefined : byLabel
}

/**
 * Lines in order: text as it stands, the links of one property, whose order is that of the labels, and lines whose order
 * the values decide.
 */
type Piece =
  | { readonly text: Cut }
  | { readonly line: Cut; readonly isTarget: Uint8Array; readonly targets: number }
  | { readonly sorted: readonly Cut[] }

type Named = { readonly iri: string; readonly slot: number; readonly pieces: readonly Piece[] }

function compileNamed(subject: Subject, dataset: Dataset): Named {
  const slot = /^<urn:bricka-slot:(\d+):>$/.exec(subject.iri)?.[1]
  const pieces = cutSubject(subject, `${subject.iri} `)
  const known = dataset.defaultGraph.bySubject.get(subject.iri) === subject
  return { iri: subject.iri, slot: slot === undefined || !known ? -1 : Number(slot), pieces }
}

function cutSubject({ predicates, quads }: Subject, head: string): Piece[] {
  const pieces: Piece[] = []
  let text = ''
  const endText = () => {
    if (text !== '') pieces.push({ text: cut(text) })
    text = ''
  }
  for (let index = 0; index < quads.length; ) {
    const predicate = predicates[index]
    const lines: string[] = []
    const targets: number[] = []
    for (; index < quads.length && predicates[index] === predicate; index++) {
      const quad = quads[index]
      if (typeof quad === 'number') targets.push(quad)
      else lines.push(head + quad)
    }
    if (lines.length > 1 && lines.some((line) => line.includes(mark))) {
      endText()
      pieces.push({ sorted: lines.map(cut) })
    } else text += lines.join('')
    if (targets.length === 0) continue
    endText()
    const isTarget = new Uint8Array(Math.max(...targets) + 1)
    for (const target of targets) isTarget[target] = 1
    pieces.push({ line: cut(head + predicate?.text), isTarget, targets: targets.length })
  }
  endText()
  return pieces
}

/** The lines of a blank node under a label; kept, for the same few labels come again and again. */
type Labelled = (label: number) => readonly Piece[]

function compileBlank({ own }: Blank): Labelled {
  const kept = new Map<number, readonly Piece[]>()
  return (label) => {
    let pieces = kept.get(label)
    if (pieces === undefined) {
      pieces = own === undefined ? [] : cutSubject(own, `_:c14n${label} `)
      if (kept.size >= mostLabels) kept.clear()
      kept.set(label, pieces)
    }
    return pieces
  }
}

const mostLabels = 32

function emit(
  values: readonly string[],
  slots: readonly Slot[],
  fixed: ReadonlySet<string>,
  hashes: Hashes,
  named: readonly Named[],
  blanks: readonly Labelled[],
): string | undefined {
  for (let index = 0; index < slots.length; index++) {
    const value = values[index] ?? ''
    if (slots[index]?.kind === 'text') {
      if (!isPlainLiteral(value)) return undefined
    } else if (!isPlainIri(value) || fixed.has(value) || values.indexOf(value) !== index) return undefined
  }
  const byLabel = labelAll(hashes, values)
  if (byLabel === undefined) return undefined
  const order = orderLabels(byLabel.length)
  let text = ''
  for (const { pieces } of orderNamed(named, values)) text = writePieces(text, pieces, values, order, byLabel)
  for (const label of order) {
    const pieces = blanks[byLabel[label] ?? -1]?.(label)
    if (pieces !== undefined) text = writePieces(text, pieces, values, order, byLabel)
  }
  return text
}

function orderNamed(named: readonly Named[], values: readonly string[]): readonly Named[] {
  if (named.every(({ slot }) => slot < 0)) return named
  const real = named.map((one) => (one.slot < 0 ? one : { ...one, iri: `<${values[one.slot]}>` }))
  return real.sort((one, other) => (one.iri < other.iri ? -1 : 1))
}

/** The text with the pieces after it. */
function writePieces(
  before: string,
  pieces: readonly Piece[],
  values: readonly string[],
  order: readonly number[],
  byLabel: readonly number[],
): string {
  let text = before
  for (const piece of pieces) {
    if ('text' in piece) {
      text += join(piece.text, values)
      continue
    }
    if ('sorted' in piece) {
      text += piece.sorted
        .map((one) => join(one, values))
        .sort()
        .join('')
      continue
    }
    const line = join(piece.line, values)
    let left = piece.targets
    for (let at = 0; left > 0 && at < order.length; at++) {
      const label = order[at] ?? -1
      if (piece.isTarget[byLabel[label] ?? -1] !== 1) continue
      text += line + labelEnd(label)
      left--
    }
  }
  return text
}

function labelEnd(label: number): string {
  let end = labelEnds[label]
  if (end === undefined) {
    end = `_:c14n${label} .\n`
    if (label < 10_000) labelEnds[label] = end
  }
  return end
}

const labelEnds: string[] = []

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
  const whole = JSON.stringify(place(template, slots, slots.map(markSlot)))
  const parts = whole.slice(0, -1).split(/"urn:bricka-slot:(\d+):"/)
  const pieces: Cut = {
    parts: parts.filter((_, index) => index % 2 === 0),
    slots: parts.filter((_, index) => index % 2 === 1).map(Number),
  }
  return { fill: (values) => join(pieces, values) }
}
