import { compareCodePoints } from './compare-code-points.ts'
import type { Blank, Dataset, Subject } from './dataset.ts'
import { type HashText, hashNDegree, type Issued, issue, PoisonGraph, type Work } from './hash-n-degree.ts'
import { orderLabels } from './order-labels.ts'

/**
 * `orderDiffers`: stacks that sort by UTF-16 unit write another text. `repeated`: quads that may
 * come from unequal values were counted once, which not every stack does.
 */
export type Canonical = {
  readonly canonical: true
  readonly nquads: string
  readonly orderDiffers: boolean
  readonly repeated: Repeated
}

/**
 * The RDFC-1.0 canonical form of a dataset.
 *
 * `beyondBmp` says that some term holds a character beyond U+FFFF, so that the two sort orders may differ.
 * Canonical labels are left in `dataset.blanks`.
 */
export function canonicaliseDataset(
  dataset: Dataset,
  hashText: HashText,
  beyondBmp: boolean,
): Canonical | { readonly canonical: false } {
  const findings: Findings = { orderDiffers: false, repeated: 'nothing' }
  for (const graph of dataset.graphs) {
    for (const subject of graph.subjects)
      if (subject.order !== 'kept' || beyondBmp) sortSubject(subject, beyondBmp, findings)
  }
  try {
    labelBlanks(dataset, hashText)
  } catch (problem) {
    if (problem instanceof PoisonGraph) return { canonical: false }
    throw problem
  }
  const nquads = writeDataset(dataset, beyondBmp, findings)
  return { canonical: true, nquads, ...findings }
}

/** What was said twice of one subject and kept once: a text, or what two unequal values may both become. */
export type Repeated = 'nothing' | 'text' | 'typed'
export type Findings = { orderDiffers: boolean; repeated: Repeated }

/** Sorts the quads of a subject and drops equal ones. Blank nodes stand after the terms of their predicate. */
export function sortSubject(subject: Subject, beyondBmp: boolean, findings: Findings): void {
  const { quads } = subject
  if (quads.length < 2) return
  if (quads.length > insertionLimit) rearrange(subject, compareUnits)
  else insertEach(subject)
  if (beyondBmp) correctOrder(subject, findings)
  dropEqual(subject, findings)
}

/** What two unequal values may both become: a typed literal (1 and "1"), or the empty list. Anything else was equal before. */
const textEnd = '"'
const mayBeUnequal = (line: string): boolean => line.includes('"^^<') || line.includes('#nil>')

function dropEqual(subject: Subject, findings: Findings): void {
  const { predicates, quads } = subject
  let kept = 0
  for (let index = 1; index < quads.length; index++) {
    const predicate = predicates[index]
    const quad = quads[index]
    if (predicate === undefined || quad === undefined) continue
    if (typeof quad === 'string' && quad === quads[kept]) {
      if (mayBeUnequal(quad)) findings.repeated = 'typed'
      else if (findings.repeated === 'nothing' && quad.endsWith(textEnd + subject.graph.ending))
        findings.repeated = 'text'
      continue
    }
    kept++
    if (kept === index) continue
    predicates[kept] = predicate
    quads[kept] = quad
  }
  predicates.length = kept + 1
  quads.length = kept + 1
}

const insertionLimit = 16

const compareUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function insertEach({ predicates, quads }: Subject): void {
  for (let index = 1; index < quads.length; index++) {
    const predicate = predicates[index]
    const quad = quads[index]
    if (predicate === undefined || quad === undefined) continue
    let hole = index
    while (hole > 0) {
      const before = predicates[hole - 1]
      const quadBefore = quads[hole - 1]
      if (before === undefined || quadBefore === undefined) break
      if (before.rank < predicate.rank || (before === predicate && !isAfter(quadBefore, quad))) break
      predicates[hole] = before
      quads[hole] = quadBefore
      hole--
    }
    predicates[hole] = predicate
    quads[hole] = quad
  }
}

/** Of two quads of one predicate. */
function isAfter(one: string | number, other: string | number): boolean {
  if (typeof one === 'number') return typeof other === 'string'
  return typeof other === 'string' && one > other
}

/** Sorts again by code point, and finds whether that made a difference. */
function correctOrder(subject: Subject, findings: Findings): void {
  const before = subject.quads.slice()
  rearrange(subject, compareCodePoints)
  if (subject.quads.some((quad, index) => quad !== before[index])) findings.orderDiffers = true
}

function rearrange(subject: Subject, compare: (one: string, other: string) => number): void {
  const pairs = subject.quads.map((quad, index) => ({ quad, predicate: subject.predicates[index] }))
  pairs.sort((one, other) => {
    const ranks = (one.predicate?.rank ?? 0) - (other.predicate?.rank ?? 0)
    if (ranks !== 0) return ranks
    if (typeof one.quad === 'string') return typeof other.quad === 'string' ? compare(one.quad, other.quad) : -1
    return typeof other.quad === 'string' ? 1 : 0
  })
  for (const [index, { quad, predicate }] of pairs.entries()) {
    if (predicate === undefined) continue
    subject.quads[index] = quad
    subject.predicates[index] = predicate
  }
}

/** RDFC-1.0, 4.4.3 steps 3 to 5: labels by first-degree hash, then those that tie by n-degree hash. */
function labelBlanks(dataset: Dataset, hashText: HashText): void {
  const { blanks } = dataset
  for (let number = 0; number < blanks.length; number++) {
    const node = blanks[number]
    if (node !== undefined) node.hash = hashText(writeFirstDegree(node, number))
  }
  const order = orderByHash(blanks)
  const ties: number[][] = []
  let next = 0
  for (let index = 0; index < order.length; index++) {
    const number = order[index] ?? -1
    const node = blanks[number]
    if (node === undefined) continue
    const same = [number]
    while (blanks[order[index + 1] ?? -1]?.hash === node.hash) same.push(order[++index] ?? -1)
    if (same.length === 1) node.label = next++
    else ties.push(same)
  }
  if (ties.length > 0) breakTies(dataset, ties, next, hashText)
}

/** Blank nodes by their hashes: sorted as numbers of the first 32 bits, which almost always tell. */
function orderByHash(blanks: readonly Blank[]): number[] {
  const keys = new Float64Array(blanks.length)
  for (let number = 0; number < blanks.length; number++) {
    keys[number] = readStart(blanks[number]?.hash ?? '') * numberRoom + number
  }
  keys.sort()
  const order = Array.from(keys, (key) => key % numberRoom)
  for (let index = 1; index < keys.length; index++) {
    if (Math.floor((keys[index] ?? 0) / numberRoom) !== Math.floor((keys[index - 1] ?? 0) / numberRoom)) continue
    return order.sort((one, other) => {
      const left = blanks[one]?.hash ?? ''
      const right = blanks[other]?.hash ?? ''
      return left < right ? -1 : left > right ? 1 : one - other
    })
  }
  return order
}

const numberRoom = 2 ** 20

/** The first eight hexadecimal digits as a number. */
function readStart(hash: string): number {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const code = hash.charCodeAt(index)
    value = value * 16 + (code > 57 ? code - 87 : code - 48)
  }
  return value
}

function breakTies(dataset: Dataset, ties: readonly number[][], labelled: number, hashText: HashText): void {
  let next = labelled
  const work: Work = { left: mostWork }
  const relations = new Map<number, never[]>()
  for (const group of ties) {
    const results: { hash: string; issued: Issued }[] = []
    for (const blank of group) {
      if ((dataset.blanks[blank]?.label ?? -1) >= 0) continue
      const issued: Issued = new Map()
      issue(issued, blank)
      results.push(hashNDegree(dataset, relations, blank, issued, hashText, work))
    }
    results.sort((one, other) => (one.hash < other.hash ? -1 : one.hash > other.hash ? 1 : 0))
    for (const { issued } of results) {
      for (const blank of issued.keys()) {
        const node = dataset.blanks[blank]
        if (node !== undefined && node.label < 0) node.label = next++
      }
    }
  }
}

const mostWork = 20_000

/** What the first-degree hash of a blank node is taken over (RDFC-1.0, 4.6). */
export function writeFirstDegree(node: Blank, number: number): string {
  const { own, from, fromPredicate, moreOwn, moreFrom, names } = node
  if (moreOwn !== undefined || moreFrom !== undefined || names !== undefined) return writeEveryQuad(node, number)
  let text = ''
  let incoming = ''
  if (from !== undefined && fromPredicate !== undefined) {
    if (from.blank === number) return writeEveryQuad(node, number)
    const end = from.graph.blank < 0 ? from.graph.suffix : ' _:z .\n'
    if (from.blank < 0) text = `${from.iri} ${fromPredicate.text}_:a${end}`
    else incoming = `_:z ${fromPredicate.text}_:a${end}`
  }
  if (own === undefined) return text + incoming
  const { quads, graph } = own
  if (graph.ending === '' || own.links > 0) return text + writeOwn(own, '_:a ') + incoming
  for (let index = 0; index < quads.length; index++) text += `_:a ${quads[index]}`
  return text + incoming
}

/** The lines of a blank subject in order; every link is `_:z`, and so sorts after the terms of its predicate. */
function writeOwn({ quads, predicates, graph }: Subject, head: string): string {
  const suffix = graph.blank < 0 ? graph.suffix : ' _:z .\n'
  const ending = graph.ending === '' ? suffix : ''
  let text = ''
  for (let index = 0; index < quads.length; index++) {
    const quad = quads[index]
    text += typeof quad === 'number' ? `${head}${predicates[index]?.text}_:z${suffix}` : head + quad + ending
  }
  return text
}

/** The same for any blank node: one that several nodes point to, that points to itself, or that names a graph. */
function writeEveryQuad(node: Blank, number: number): string {
  const lines: string[] = []
  for (const own of node.own === undefined ? [] : [node.own, ...(node.moreOwn ?? [])]) {
    if (own.graph.blank !== number) pushLines(own, number, lines)
  }
  const from =
    node.from === undefined || node.fromPredicate === undefined
      ? []
      : [{ subject: node.from, predicate: node.fromPredicate }, ...(node.moreFrom ?? [])]
  for (const { subject, predicate } of from) {
    if (subject.blank === number || subject.graph.blank === number) continue
    const head = subject.blank < 0 ? subject.iri : '_:z'
    lines.push(`${head} ${predicate.text}_:a${subject.graph.blank < 0 ? subject.graph.suffix : ' _:z .\n'}`)
  }
  for (const subject of node.names?.subjects ?? []) pushLines(subject, number, lines)
  return lines.sort(compareCodePoints).join('')
}

function pushLines({ iri, blank, graph, quads, predicates }: Subject, number: number, lines: string[]): void {
  const name = (other: number): string => (other === number ? '_:a' : '_:z')
  const head = blank < 0 ? iri : name(blank)
  const suffix = graph.blank < 0 ? graph.suffix : ` ${name(graph.blank)} .\n`
  for (const [index, quad] of quads.entries()) {
    if (typeof quad === 'string') lines.push(`${head} ${quad}${graph.ending === '' ? suffix : ''}`)
    else lines.push(`${head} ${predicates[index]?.text}${name(quad)}${suffix}`)
  }
}

function writeDataset(dataset: Dataset, beyondBmp: boolean, findings: Findings): string {
  let text = ''
  for (const group of groupIriSubjects(dataset, beyondBmp, findings)) text += writeGroup(dataset, group, beyondBmp)
  const { blanks } = dataset
  const byLabel = new Array<Blank | undefined>(blanks.length)
  for (const node of blanks) byLabel[node.label] = node
  for (const label of orderLabels(blanks.length)) {
    const node = byLabel[label]
    if (node?.own === undefined) continue
    if (node.moreOwn === undefined) text += writeSubject(dataset, node.own)
    else text += writeGroup(dataset, [node.own, ...node.moreOwn], beyondBmp)
  }
  return text
}

/** Subjects named by IRIs in order, those of the same IRI (in several graphs) together. */
function groupIriSubjects(dataset: Dataset, beyondBmp: boolean, findings: Findings): Iterable<readonly Subject[]> {
  const byIri = new Map<string, Subject[]>()
  for (const graph of dataset.graphs) {
    for (const subject of graph.bySubject.values()) {
      const same = byIri.get(subject.iri)
      if (same === undefined) byIri.set(subject.iri, [subject])
      else same.push(subject)
    }
  }
  const iris = [...byIri.keys()].sort()
  if (beyondBmp) {
    const before = iris.slice()
    iris.sort(compareCodePoints)
    if (iris.some((iri, index) => iri !== before[index])) findings.orderDiffers = true
  }
  return iris.map((iri) => byIri.get(iri) ?? [])
}

function writeGroup(dataset: Dataset, group: readonly Subject[], beyondBmp: boolean): string {
  const [first] = group
  if (first === undefined) return ''
  if (group.length === 1) return writeSubject(dataset, first)
  const lines = group.flatMap((subject) => listLines(dataset, subject))
  return (beyondBmp ? lines.sort(compareCodePoints) : lines.sort()).join('')
}

/** The canonical lines of one subject in one graph, in order. */
function writeSubject(dataset: Dataset, subject: Subject): string {
  const { quads, graph, blank, iri } = subject
  if (subject.links > 0 || graph.ending === '') return listLines(dataset, subject).join('')
  const head = blank < 0 ? `${iri} ` : labelHead(dataset.blanks[blank]?.label ?? -1)
  let text = ''
  for (let index = 0; index < quads.length; index++) text += head + quads[index]
  return text
}

function listLines(dataset: Dataset, { iri, blank, graph, predicates, quads }: Subject): string[] {
  const labels = dataset.blanks
  const head = blank < 0 ? `${iri} ` : labelHead(labels[blank]?.label ?? -1)
  const suffix = graph.blank < 0 ? graph.suffix : ` ${labelHead(labels[graph.blank]?.label ?? -1)}.\n`
  const ending = graph.ending === '' ? suffix : ''
  const lines: string[] = []
  for (let index = 0; index < quads.length; index++) {
    const quad = quads[index]
    if (typeof quad === 'string') {
      lines.push(head + quad + ending)
      continue
    }
    const predicate = predicates[index]
    const names: string[] = []
    for (let at: unknown = quad; typeof at === 'number' && predicates[index] === predicate; at = quads[++index]) {
      names.push(labelHead(labels[at]?.label ?? -1))
    }
    index--
    if (names.length > 1) names.sort()
    for (const name of names) lines.push(`${head}${predicate?.text}${name}${suffix.slice(1)}`)
  }
  return lines
}

/** `_:c14n7 `, kept for the few numbers that credentials come to. */
export function labelHead(label: number): string {
  let head = labelHeads[label]
  if (head === undefined) {
    head = `_:c14n${label} `
    if (label >= 0 && label < 4_096) labelHeads[label] = head
  }
  return head
}

const labelHeads: string[] = []
