import { type Findings, sortSubject, writeFirstDegree } from './canonicalise-dataset.ts'
import { type ByteCut, type Cut, cutText, cutToBytes, fillCut, mark, markSlot, writeCut } from './cut-text.ts'
import { type Blank, type Dataset, lineEnd, type Subject } from './dataset.ts'
import { isPlainIri } from './expand-iri.ts'
import type { HashText } from './hash-n-degree.ts'
import { orderLabels } from './order-labels.ts'
import type { Predicate } from './predicate.ts'
import { appendBytes, appendText, createPage, encodeText, type Page } from './write-bytes.ts'
import { isPlainLiteral } from './write-term.ts'

/** What may stand in a slot; `found` leaves it to what the template makes of it. */
export type SlotKind = 'iri' | 'text' | 'found'

/**
 * The canonical N-Quads with a value in each slot, as UTF-8; to be used before the next are written, for they share one
 * buffer. `undefined` where the compiled form does not hold for these values.
 */
export type WriteNQuads = (values: readonly string[]) => Uint8Array | undefined

/** Works out of a dataset with marked slots what only their values change. */
export function compileDataset(
  dataset: Dataset,
  wanted: readonly SlotKind[],
  rdfType: Predicate,
  hashText: HashText,
): { write: WriteNQuads } | { why: string } {
  const findings: Findings = { orderDiffers: false, repeated: 'nothing' }
  const { subjects } = dataset.defaultGraph
  for (const graph of dataset.graphs) for (const subject of graph.subjects) sortSubject(subject, false, findings)
  if (dataset.blanks.length > mostBlanks || !graphsStandStill(dataset)) return { why: 'document-form' }
  if (findings.repeated === 'typed') return { why: 'value-repeated' }
  const kinds = [...wanted]
  const met = new Set<number>()
  for (const subject of subjects) {
    const why = checkSlots(subject, kinds, met, rdfType)
    if (why !== undefined) return { why }
  }
  if (met.size !== kinds.length) return { why: 'slot-unseen' }
  const hashes = compileHashes(dataset, hashText)
  if (hashes === undefined) return { why: 'blank-nodes-tie' }
  const named = subjects.filter(({ blank }) => blank < 0).map((subject) => compileNamed(subject, dataset, kinds.length))
  named.sort((one, other) => (one.iri < other.iri ? -1 : 1))
  const blanks = dataset.blanks.map((node) => compileBlank(node, kinds.length))
  const fixed = new Set([
    ...named.filter(({ slot }) => slot < 0).map(({ iri }) => iri.slice(1, -1)),
    ...subjects.flatMap(listBeside),
  ])
  const [still, moved] = [named.filter(({ slot }) => slot < 0), named.filter(({ slot }) => slot >= 0)]
  return {
    write(values) {
      if (!holds(values, kinds, fixed)) return undefined
      const byLabel = labelAll(hashes, values)
      if (byLabel === undefined) return undefined
      const order = orderLabels(byLabel.length)
      const texts = [...values, '']
      page.at = 0
      for (const { pieces } of moved.length > 0 ? orderNamed(still, moved, values) : still) {
        writePieces(page, pieces, texts, 0, order, byLabel)
      }
      for (const label of order) {
        const pieces = blanks[byLabel[label] ?? -1]?.[widthOf(label)]
        texts[kinds.length] = `${label}`
        if (pieces !== undefined) writePieces(page, pieces, texts, label, order, byLabel)
      }
      return page.bytes.subarray(0, page.at)
    },
  }
}

/**
 * Other graphs than the default one are those that a proof inside the document stands in: named by a blank node that says
 * nothing itself, about blank nodes that are in no other graph, link to none, and whose lines no value changes.
 */
const graphsStandStill = ({ graphs, blanks, defaultGraph }: Dataset): boolean =>
  graphs.every(
    (graph) =>
      graph === defaultGraph ||
      (graph.blank >= 0 &&
        blanks[graph.blank]?.own === undefined &&
        graph.subjects.every(
          (subject) =>
            subject.blank >= 0 &&
            subject.links === 0 &&
            blanks[subject.blank]?.moreOwn === undefined &&
            subject.quads.every((quad) => typeof quad === 'string' && !quad.includes(mark)),
        )),
  )

const page = createPage()

/** No value may need escaping, merge two nodes or lines, or be another kind of term than the template's. */
function holds(values: readonly string[], kinds: readonly SlotKind[], fixed: ReadonlySet<string>): boolean {
  for (let index = 0; index < kinds.length; index++) {
    const value = values[index] ?? ''
    if (kinds[index] === 'text') {
      if (!isPlainLiteral(value)) return false
    } else if (!isPlainIri(value) || fixed.has(value) || values.indexOf(value) !== index) return false
  }
  return true
}

const iriSlot = /^<urn:bricka-slot:(\d+):>$/

/**
 * A slot is filled in place only where it is a whole term, and the only value of its property; or where all values of
 * the property are IRIs of a named subject, whose lines are then sorted anew each time. Never as a type: types bring
 * contexts.
 */
function checkSlots(
  { iri, blank, predicates, quads }: Subject,
  kinds: SlotKind[],
  met: Set<number>,
  rdfType: Predicate,
): string | undefined {
  const meet = (slot: number, kind: 'iri' | 'text'): boolean => {
    if (kinds[slot] === 'found') kinds[slot] = kind
    met.add(slot)
    return kinds[slot] === kind
  }
  if (iri.includes(mark)) {
    const found = iriSlot.exec(iri)
    if (found === null || !meet(Number(found[1]), 'iri')) return 'slot-form'
  }
  for (const [index, quad] of quads.entries()) {
    if (typeof quad === 'number' || !quad.includes(mark)) continue
    const predicate = predicates[index]
    if (predicate === rdfType) return 'slot-type'
    const object = quad.slice(predicate?.text.length)
    const found = /^(?:<urn:bricka-slot:(\d+):>|"urn:bricka-slot:(\d+):"(?!.*bricka-slot))/.exec(object)
    if (found === null) return 'slot-form'
    if (!meet(Number(found[1] ?? found[2]), found[1] === undefined ? 'text' : 'iri')) return 'slot-form'
    const beside = quads.filter((_, at) => predicates[at] === predicate)
    const sortable = blank < 0 && beside.every((other) => readIri(other, predicate) !== undefined)
    if (beside.length > 1 && !sortable) return 'slot-among-values'
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
    if (text.includes(mark)) open.push({ text: cutText(text), blank })
    else fixed.push({ hash: hashText(text), blank })
  }
  fixed.sort((one, other) => (one.hash < other.hash ? -1 : 1))
  if (new Set(fixed.map(({ hash }) => hash)).size !== fixed.length) return undefined
  return { fixed, open, hashText }
}

/** Blank nodes by canonical label, or nothing where two hashes are equal. */
function labelAll({ fixed, open, hashText }: Hashes, values: readonly string[]): number[] | undefined {
  const hashed = open.map(({ text, blank }) => ({ hash: hashText(fillCut(text, values)), blank }))
  hashed.sort((one, other) => (one.hash < other.hash ? -1 : 1))
  const byLabel: number[] = []
  let next = 0
  for (const [index, { hash, blank }] of hashed.entries()) {
    if (index > 0 && hashed[index - 1]?.hash === hash) return undefined
    const end = findPlace(fixed, hash, next)
    if (fixed[end]?.hash === hash) return undefined
    while (next < end) byLabel.push(fixed[next++]?.blank ?? -1)
    byLabel.push(blank)
  }
  while (next < fixed.length) byLabel.push(fixed[next++]?.blank ?? -1)
  return byLabel
}

/** How many of a sorted list stand before a hash. */
function findPlace(sorted: readonly { readonly hash: string }[], hash: string, from: number): number {
  let low = from
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.hash ?? '') < hash) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Lines in order: text as it stands, with values and perhaps a label in it; text with nothing but a label in it, whose
 * digits are written over; the links of one property, whose order is that of the labels; lines whose order the values
 * decide; and lines that end in the label of the graph they stand in.
 */
type Piece =
  | { readonly as: 'text'; readonly text: ByteCut }
  | { readonly as: 'block'; readonly block: Block }
  | { readonly as: 'links'; readonly links: Links }
  | { readonly as: 'sorted'; readonly lines: readonly Cut[] }
  | { readonly as: 'graphed'; readonly lines: readonly ByteCut[]; readonly graph: number }

/** Text in which the digits of a label stand at some `places`. */
type Block = { readonly bytes: Uint8Array; readonly places: Int32Array }

/** `byWidth`: the whole line as a block, by how many digits the label has; where no value is in it. */
type Links = {
  readonly line: ByteCut
  readonly byWidth: readonly Block[] | undefined
  readonly isTarget: Uint8Array
  readonly targets: number
}

type Named = { readonly iri: string; readonly slot: number; readonly pieces: readonly Piece[] }

function compileNamed(subject: Subject, dataset: Dataset, labelSlot: number): Named {
  const slot = iriSlot.exec(subject.iri)?.[1]
  const pieces = cutSubject(subject, `${subject.iri} `, labelSlot, 0)
  const known = dataset.defaultGraph.bySubject.get(subject.iri) === subject
  return { iri: subject.iri, slot: slot === undefined || !known ? -1 : Number(slot), pieces }
}

/** The lines of a blank node, by how many digits its label has. */
type Labelled = readonly (readonly Piece[])[]

function compileBlank({ own }: Blank, labelSlot: number): Labelled {
  const head = `_:c14n${markSlot(labelSlot)} `
  return widths.map((width) => {
    if (own === undefined) return []
    return own.graph.blank < 0 ? cutSubject(own, head, labelSlot, width) : [cutGraphed(own, head)]
  })
}

const cutGraphed = ({ quads, graph }: Subject, head: string): Piece => ({
  as: 'graphed',
  lines: quads.map((quad) => cutToBytes(`${head}${quad}`)),
  graph: graph.blank,
})

/** Labels have so many digits: the fifth is never needed, for larger documents are not compiled. */
const widths = [0, 1, 2, 3, 4]
const mostBlanks = 10_000

/** The label stands in the text as one slot more than there are values. */
function cutSubject({ predicates, quads }: Subject, head: string, labelSlot: number, width: number): Piece[] {
  const pieces: Piece[] = []
  let text = ''
  const endText = () => {
    if (text !== '') pieces.push(cutPiece(text, labelSlot, width))
    text = ''
  }
  for (let index = 0; index < quads.length; ) {
    const predicate = predicates[index]
    const lines: string[] = []
    const targets: number[] = []
    for (; index < quads.length && predicates[index] === predicate; index++) {
      const quad = quads[index]
      if (typeof quad === 'number') targets.push(quad)
      else if (quad !== undefined) lines.push(quad)
    }
    if (lines.length > 1 && lines.some((line) => line.includes(mark))) {
      endText()
      pieces.push({ as: 'sorted', lines: lines.map((line) => cutText(head + line)) })
    } else for (const line of lines) text += head + line
    if (targets.length === 0) continue
    endText()
    pieces.push({ as: 'links', links: cutLinks(head + predicate?.text, targets, labelSlot) })
  }
  endText()
  return pieces
}

function cutPiece(text: string, labelSlot: number, width: number): Piece {
  const { parts, slots } = cutText(text)
  if (!slots.every((slot) => slot === labelSlot)) return { as: 'text', text: cutToBytes(text) }
  return { as: 'block', block: makeBlock(parts, width) }
}

function makeBlock(parts: readonly string[], width: number): Block {
  const places: number[] = []
  let length = 0
  for (const part of parts.slice(0, -1)) {
    length += encodeText(part).length
    places.push(length)
    length += width
  }
  return { bytes: encodeText(parts.join('0'.repeat(width))), places: Int32Array.from(places) }
}

function cutLinks(line: string, targets: readonly number[], labelSlot: number): Links {
  const isTarget = new Uint8Array(Math.max(...targets) + 1)
  for (const target of targets) isTarget[target] = 1
  const whole = `${line}_:c14n${markSlot(labelSlot)}${lineEnd}`
  const byWidth = line.includes(mark) ? undefined : widths.map((width) => makeBlock(cutText(whole).parts, width))
  return { line: cutToBytes(line), byWidth, isTarget, targets: targets.length }
}

/** Those named by a value are put in their place among the others, which stand in order. */
function orderNamed(fixed: readonly Named[], open: readonly Named[], values: readonly string[]): readonly Named[] {
  const named = [...fixed]
  const iris = fixed.map(({ iri }) => iri)
  for (const one of open) {
    const iri = `<${values[one.slot]}>`
    let at = 0
    while (at < iris.length && (iris[at] ?? '') < iri) at++
    named.splice(at, 0, one)
    iris.splice(at, 0, iri)
  }
  return named
}

/** `texts` are the values and the label. */
function writePieces(
  onto: Page,
  pieces: readonly Piece[],
  texts: readonly string[],
  label: number,
  order: readonly number[],
  byLabel: readonly number[],
): void {
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index]
    if (piece === undefined) return
    if (piece.as === 'block') writeBlock(onto, piece.block, label)
    else if (piece.as === 'text') writeCut(onto, piece.text, texts)
    else if (piece.as === 'links') writeLinks(onto, piece.links, texts, order, byLabel)
    else if (piece.as === 'graphed') {
      const end = ` _:c14n${byLabel.indexOf(piece.graph)}${lineEnd}`
      for (const line of piece.lines) {
        writeCut(onto, line, texts)
        appendText(onto, end)
      }
    } else for (const line of piece.lines.map((one) => fillCut(one, texts)).sort()) appendText(onto, line)
  }
}

function writeBlock(onto: Page, { bytes, places }: Block, label: number): void {
  const start = onto.at
  appendBytes(onto, bytes)
  if (places.length > 0) writeDigits(onto.bytes, start, places, label)
}

/** Written out for one digit and two, which nearly all labels have. */
function writeDigits(bytes: Uint8Array, start: number, places: Int32Array, label: number): void {
  if (label < 10) {
    for (let index = 0; index < places.length; index++) bytes[start + (places[index] ?? 0)] = 48 + label
  } else if (label < 100) {
    const tens = Math.floor(label / 10)
    const ones = 48 + label - 10 * tens
    for (let index = 0; index < places.length; index++) {
      const at = start + (places[index] ?? 0)
      bytes[at] = 48 + tens
      bytes[at + 1] = ones
    }
  } else {
    const digits = `${label}`
    for (let index = 0; index < places.length; index++) {
      const at = start + (places[index] ?? 0)
      for (let digit = 0; digit < digits.length; digit++) bytes[at + digit] = digits.charCodeAt(digit)
    }
  }
}

function writeLinks(
  onto: Page,
  { line, byWidth, isTarget, targets }: Links,
  texts: readonly string[],
  order: readonly number[],
  byLabel: readonly number[],
): void {
  let left = targets
  for (let at = 0; left > 0 && at < order.length; at++) {
    const label = order[at] ?? -1
    if (isTarget[byLabel[label] ?? -1] !== 1) continue
    left--
    const block = byWidth?.[widthOf(label)]
    if (block !== undefined) writeBlock(onto, block, label)
    else {
      writeCut(onto, line, texts)
      appendText(onto, `_:c14n${label}${lineEnd}`)
    }
  }
}

const widthOf = (label: number): number => (label < 10 ? 1 : label < 100 ? 2 : label < 1_000 ? 3 : 4)
