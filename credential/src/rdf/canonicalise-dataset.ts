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
  readonly repeated: boolean
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
  const findings = { orderDiffers: false, repeated: false }
  for (const graph of dataset.graphs) {
    for (const subject of graph.subjects) sortSubject(subject, beyondBmp, findings)
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

type Findings = { orderDiffers: boolean; repeated: boolean }

/** Sorts the quads of a subject, drops equal ones, and leaves `<predicate> object` of each in `tails`. */
export function sortSubject(subject: Subject, beyondBmp: boolean, findings: Findings): void {
  const { predicates, objects, linkPredicates, links } = subject
  if (objects.length > 1) sortObjects(subject, beyondBmp, findings)
  const tails: string[] = []
  for (let index = 0; index < objects.length; index++) tails.push((predicates[index]?.text ?? '') + objects[index])
  subject.tails = tails
  for (let index = 1; index < links.length; index++) {
    const predicate = linkPredicates[index]
    const link = links[index]
    if (predicate === undefined || link === undefined) continue
    let hole = index
    for (let before = linkPredicates[hole - 1]; before !== undefined && before.rank > predicate.rank; ) {
      linkPredicates[hole] = before
      links[hole] = links[hole - 1] ?? -1
      hole--
      before = linkPredicates[hole - 1]
    }
    linkPredicates[hole] = predicate
    links[hole] = link
  }
}

/** What two unequal values may both become: a typed literal (1 and "1"), or the empty list. Anything else was equal before. */
const mayBeUnequal = (object: string): boolean => object.includes('"^^<') || object.includes('#nil>')

function sortObjects(subject: Subject, beyondBmp: boolean, findings: Findings): void {
  const { predicates, objects } = subject
  if (objects.length > insertionLimit) sortMany(subject)
  else insertEach(subject)
  if (beyondBmp) correctOrder(subject, findings)
  let kept = 0
  for (let index = 1; index < objects.length; index++) {
    const predicate = predicates[index]
    const object = objects[index]
    if (predicate === undefined || object === undefined) continue
    if (predicate === predicates[kept] && object === objects[kept]) {
      if (mayBeUnequal(object)) findings.repeated = true
      continue
    }
    kept++
    if (kept === index) continue
    predicates[kept] = predicate
    objects[kept] = object
  }
  predicates.length = kept + 1
  objects.length = kept + 1
}

const insertionLimit = 16

function insertEach({ predicates, objects }: Subject): void {
  for (let index = 1; index < objects.length; index++) {
    const predicate = predicates[index]
    const object = objects[index]
    if (predicate === undefined || object === undefined) continue
    let hole = index
    while (hole > 0) {
      const before = predicates[hole - 1]
      const beforeObject = objects[hole - 1]
      if (before === undefined || beforeObject === undefined) break
      if (before.rank < predicate.rank || (before === predicate && beforeObject <= object)) break
      predicates[hole] = before
      objects[hole] = beforeObject
      hole--
    }
    predicates[hole] = predicate
    objects[hole] = object
  }
}

function sortMany(subject: Subject): void {
  rearrange(subject, (one, other) => (one < other ? -1 : one > other ? 1 : 0))
}

/** Sorts again by code point, and finds whether that made a difference. */
function correctOrder(subject: Subject, findings: Findings): void {
  const before = subject.objects.slice()
  rearrange(subject, compareCodePoints)
  if (subject.objects.some((object, index) => object !== before[index])) findings.orderDiffers = true
}

function rearrange(subject: Subject, compare: (one: string, other: string) => number): void {
  const quads = subject.objects.map((object, index) => ({ object, predicate: subject.predicates[index] }))
  quads.sort((one, other) => {
    const ranks = (one.predicate?.rank ?? 0) - (other.predicate?.rank ?? 0)
    return ranks !== 0 ? ranks : compare(one.object, other.object)
  })
  for (const [index, { object, predicate }] of quads.entries()) {
    if (predicate === undefined) continue
    subject.objects[index] = object
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
  const suffix = own === undefined ? '' : own.graph.blank < 0 ? own.graph.suffix : ' _:z .\n'
  let text = ''
  let incoming = ''
  if (from !== undefined && fromPredicate !== undefined) {
    if (from.blank === number) return writeEveryQuad(node, number)
    const end = from.graph.blank < 0 ? from.graph.suffix : ' _:z .\n'
    if (from.blank < 0) text = `${from.iri} ${fromPredicate.text}_:a${end}`
    else incoming = `_:z ${fromPredicate.text}_:a${end}`
  }
  if (own === undefined) return text + incoming
  if (own.links.length > 0) return `${text}${writeWithLinks(own, '_:a ', suffix)}${incoming}`
  if (own.tails.length > 0) text += `_:a ${own.tails.join(`${suffix}_:a `)}${suffix}`
  return text + incoming
}

/** The lines of a subject in order; every link is `_:z`, and so sorts after the terms of its predicate. */
function writeWithLinks(subject: Subject, head: string, suffix: string): string {
  const { predicates, tails, linkPredicates } = subject
  let text = ''
  let index = 0
  for (const linkPredicate of linkPredicates) {
    for (let rank = predicates[index]?.rank; rank !== undefined && rank <= linkPredicate.rank; ) {
      text += head + tails[index] + suffix
      rank = predicates[++index]?.rank
    }
    text += `${head}${linkPredicate.text}_:z${suffix}`
  }
  for (; index < tails.length; index++) text += head + tails[index] + suffix
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

function pushLines(subject: Subject, number: number, lines: string[]): void {
  const name = (blank: number): string => (blank === number ? '_:a' : '_:z')
  const head = subject.blank < 0 ? subject.iri : name(subject.blank)
  const suffix = subject.graph.blank < 0 ? subject.graph.suffix : ` ${name(subject.graph.blank)} .\n`
  for (const tail of subject.tails) lines.push(`${head} ${tail}${suffix}`)
  for (const [index, predicate] of subject.linkPredicates.entries()) {
    lines.push(`${head} ${predicate.text}${name(subject.links[index] ?? -1)}${suffix}`)
  }
}

function writeDataset(dataset: Dataset, beyondBmp: boolean, findings: Findings): string {
  let text = ''
  for (const group of groupIriSubjects(dataset, beyondBmp, findings)) text += writeGroup(dataset, group, beyondBmp)
  const byLabel = new Array<Blank | undefined>(dataset.blanks.length)
  for (const node of dataset.blanks) byLabel[node.label] = node
  for (const label of orderLabels(dataset.blanks.length)) {
    const node = byLabel[label]
    if (node?.own === undefined) continue
    const group = node.moreOwn === undefined ? [node.own] : [node.own, ...node.moreOwn]
    text += writeGroup(dataset, group, beyondBmp)
  }
  return text
}

/** Subjects named by IRIs in order, those of the same IRI (in several graphs) together. */
function groupIriSubjects(dataset: Dataset, beyondBmp: boolean, findings: Findings): Subject[][] {
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
  const first = group[0]
  if (first === undefined) return ''
  if (group.length === 1) {
    return first.links.length === 0 ? writePlain(dataset, first) : writeSubject(dataset, first).join('')
  }
  const lines = group.flatMap((subject) => writeSubject(dataset, subject))
  return (beyondBmp ? lines.sort(compareCodePoints) : lines.sort()).join('')
}

/** The same as `writeSubject` for one that points to no blank node. */
function writePlain(dataset: Dataset, { iri, blank, graph, tails }: Subject): string {
  if (tails.length === 0) return ''
  const head = blank < 0 ? `${iri} ` : `_:c14n${dataset.blanks[blank]?.label} `
  const suffix = graph.blank < 0 ? graph.suffix : ` _:c14n${dataset.blanks[graph.blank]?.label} .\n`
  return head + tails.join(suffix + head) + suffix
}

/** The canonical lines of one subject in one graph, in order. */
function writeSubject(dataset: Dataset, subject: Subject): string[] {
  const { predicates, tails, linkPredicates, links } = subject
  const labels = dataset.blanks
  const head = subject.blank < 0 ? `${subject.iri} ` : `_:c14n${labels[subject.blank]?.label} `
  const { graph } = subject
  const suffix = graph.blank < 0 ? graph.suffix : ` _:c14n${labels[graph.blank]?.label} .\n`
  const lines: string[] = []
  let index = 0
  for (let link = 0; link < links.length; ) {
    const predicate = linkPredicates[link]
    if (predicate === undefined) break
    for (let rank = predicates[index]?.rank; rank !== undefined && rank <= predicate.rank; ) {
      lines.push(head + tails[index] + suffix)
      rank = predicates[++index]?.rank
    }
    const names: string[] = []
    for (; linkPredicates[link] === predicate; link++) names.push(`_:c14n${labels[links[link] ?? -1]?.label}`)
    if (names.length > 1) names.sort()
    for (const name of names) lines.push(head + predicate.text + name + suffix)
  }
  for (; index < tails.length; index++) lines.push(head + tails[index] + suffix)
  return lines
}
