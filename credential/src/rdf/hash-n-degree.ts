import type { Blank, Dataset, Subject } from './dataset.ts'

/** Hashes text (as UTF-8) to lower-case hex. */
export type HashText = (text: string) => string

/** Temporary names in the order they were given. */
export type Issued = Map<number, string>

/** Bounds the work on graphs that are made to be expensive; `left` is counted down by calls and permutations. */
export type Work = { left: number }

/** Thrown when the bound is reached: no credential needs that much. */
export class PoisonGraph extends Error {
  constructor() {
    super('the blank nodes are too alike to be told apart within the bound')
    this.name = 'PoisonGraph'
  }
}

type Relation = { readonly opening: string; readonly related: number }

/** Hash N-Degree Quads (RDFC-1.0, 4.8), over blank nodes whose first-degree hashes are known. */
export function hashNDegree(
  dataset: Dataset,
  relations: Map<number, readonly Relation[]>,
  blank: number,
  issued: Issued,
  hashText: HashText,
  work: Work,
): { hash: string; issued: Issued } {
  spend(work)
  const byHash = groupRelated(dataset, relations, blank, issued, hashText)
  let text = ''
  let current = issued
  for (const hash of [...byHash.keys()].sort()) {
    const chosen = choosePath(dataset, relations, byHash.get(hash) ?? [], current, hashText, work)
    text += hash + chosen.path
    current = chosen.issued
  }
  return { hash: hashText(text), issued: current }
}

function groupRelated(
  dataset: Dataset,
  relations: Map<number, readonly Relation[]>,
  blank: number,
  issued: Issued,
  hashText: HashText,
): Map<string, number[]> {
  let related = relations.get(blank)
  if (related === undefined) {
    related = listRelations(dataset, blank)
    relations.set(blank, related)
  }
  const byHash = new Map<string, number[]>()
  for (const each of related) {
    const node = getBlank(dataset, each.related)
    const name = node.label >= 0 ? `_:c14n${node.label}` : (issued.get(each.related) ?? node.hash)
    const hash = hashText(each.opening + name)
    const group = byHash.get(hash)
    if (group === undefined) byHash.set(hash, [each.related])
    else group.push(each.related)
  }
  return byHash
}

function choosePath(
  dataset: Dataset,
  relations: Map<number, readonly Relation[]>,
  group: number[],
  issued: Issued,
  hashText: HashText,
  work: Work,
): { path: string; issued: Issued } {
  group.sort((one, other) => one - other)
  let chosen: { path: string; issued: Issued } | undefined
  do {
    spend(work)
    const found = followPath(dataset, relations, group, issued, hashText, work, chosen?.path)
    if (found !== undefined && (chosen === undefined || found.path < chosen.path)) chosen = found
  } while (permute(group))
  return chosen ?? { path: '', issued }
}

/** The path of one permutation; nothing where it can no longer be less than the best one so far. */
function followPath(
  dataset: Dataset,
  relations: Map<number, readonly Relation[]>,
  permutation: readonly number[],
  issued: Issued,
  hashText: HashText,
  work: Work,
  best: string | undefined,
): { path: string; issued: Issued } | undefined {
  let copy: Issued = new Map(issued)
  let path = ''
  const deeper: number[] = []
  for (const related of permutation) {
    const label = getBlank(dataset, related).label
    if (label >= 0) path += `_:c14n${label}`
    else {
      if (!copy.has(related)) deeper.push(related)
      path += issue(copy, related)
    }
    if (best !== undefined && path > best) return undefined
  }
  for (const related of deeper) {
    const result = hashNDegree(dataset, relations, related, copy, hashText, work)
    path += `${issue(copy, related)}<${result.hash}>`
    copy = result.issued
    if (best !== undefined && path > best) return undefined
  }
  return { path, issued: copy }
}

export function issue(issued: Issued, blank: number): string {
  const known = issued.get(blank)
  if (known !== undefined) return known
  const name = `_:b${issued.size}`
  issued.set(blank, name)
  return name
}

/** The next permutation in place, in lexicographic order; false after the last. Equal members are not exchanged. */
function permute(list: number[]): boolean {
  let pivot = list.length - 2
  while (pivot >= 0 && at(list, pivot) >= at(list, pivot + 1)) pivot--
  if (pivot < 0) return false
  let next = list.length - 1
  while (at(list, next) <= at(list, pivot)) next--
  swap(list, pivot, next)
  for (let low = pivot + 1, high = list.length - 1; low < high; low++, high--) swap(list, low, high)
  return true
}

function at(list: readonly number[], index: number): number {
  return list[index] ?? -1
}

function swap(list: number[], one: number, other: number): void {
  const kept = at(list, one)
  list[one] = at(list, other)
  list[other] = kept
}

function spend(work: Work): void {
  if (work.left-- <= 0) throw new PoisonGraph()
}

function getBlank(dataset: Dataset, blank: number): Blank {
  const node = dataset.blanks[blank]
  if (node === undefined) throw new RangeError(`no blank node ${blank}`)
  return node
}

/** Every other blank node in the quads of one, with the opening of its hash input: position and predicate. */
function listRelations(dataset: Dataset, blank: number): Relation[] {
  const node = getBlank(dataset, blank)
  const relations: Relation[] = []
  for (const own of node.own === undefined ? [] : [node.own, ...(node.moreOwn ?? [])]) {
    if (own.graph.blank !== blank) relateQuads(own, blank, relations)
  }
  const from =
    node.from === undefined || node.fromPredicate === undefined
      ? []
      : [{ subject: node.from, predicate: node.fromPredicate }, ...(node.moreFrom ?? [])]
  for (const { subject, predicate } of from) {
    if (subject.blank === blank || subject.graph.blank === blank) continue
    if (subject.blank >= 0) relations.push({ opening: `s<${predicate.iri}>`, related: subject.blank })
    if (subject.graph.blank >= 0) relations.push({ opening: 'g', related: subject.graph.blank })
  }
  for (const subject of node.names?.subjects ?? []) relateQuads(subject, blank, relations)
  return relations
}

function relateQuads(subject: Subject, blank: number, relations: Relation[]): void {
  const graph = subject.graph.blank
  const place = (predicate: string, object: number): void => {
    if (subject.blank >= 0 && subject.blank !== blank) {
      relations.push({ opening: `s<${predicate}>`, related: subject.blank })
    }
    if (object >= 0 && object !== blank) relations.push({ opening: `o<${predicate}>`, related: object })
    if (graph >= 0 && graph !== blank) relations.push({ opening: 'g', related: graph })
  }
  for (const [index, predicate] of subject.predicates.entries()) {
    const quad = subject.quads[index]
    place(predicate.iri, typeof quad === 'number' ? quad : -1)
  }
}
