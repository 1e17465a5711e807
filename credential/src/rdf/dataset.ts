import type { Predicate } from './predicate.ts'

/** A graph: the default one (`name` empty), one named by an IRI (`<…>`) or one named by a blank node. */
export type Graph = {
  readonly name: string
  readonly blank: number
  readonly suffix: string
  /** What ends a line already when it is made: in the default graph the name can be nothing else. */
  readonly ending: string
  readonly bySubject: Map<string, Subject>
  readonly subjects: Subject[]
}

/**
 * What one graph says of one subject: each of `quads` is a line without its subject (`<predicate> term`, with the
 * graph's `ending`), or the number of a blank node.
 *
 * `order`: `kept` while they stand as they are sorted, none twice, blank nodes of one predicate after its terms in any
 * order; `lost` where only sorting will tell.
 * A term's text never needs what follows it to sort: a space sorts before everything that may follow a term.
 */
export type Subject = {
  readonly iri: string
  readonly blank: number
  readonly graph: Graph
  readonly predicates: Predicate[]
  readonly quads: (string | number)[]
  links: number
  order: 'none' | 'kept' | 'lost'
}

/** A blank node with every quad it stands in, and what canonicalisation finds out about it. */
export type Blank = {
  own: Subject | undefined
  moreOwn: Subject[] | undefined
  from: Subject | undefined
  fromPredicate: Predicate | undefined
  moreFrom: { subject: Subject; predicate: Predicate }[] | undefined
  names: Graph | undefined
  hash: string
  label: number
}

/** Quads by graph and subject, as the walk meets them. */
export type Dataset = {
  readonly defaultGraph: Graph
  readonly graphs: Graph[]
  readonly blanks: Blank[]
}

export const lineEnd = ' .\n'

export function createDataset(): Dataset {
  const defaultGraph: Graph = {
    name: '',
    blank: -1,
    suffix: lineEnd,
    ending: lineEnd,
    bySubject: new Map(),
    subjects: [],
  }
  return { defaultGraph, graphs: [defaultGraph], blanks: [] }
}

export function createBlank(dataset: Dataset): number {
  dataset.blanks.push({
    own: undefined,
    moreOwn: undefined,
    from: undefined,
    fromPredicate: undefined,
    moreFrom: undefined,
    names: undefined,
    hash: '',
    label: -1,
  })
  return dataset.blanks.length - 1
}

/** A graph named by an IRI term, or (`name` empty) by a blank node. */
export function createGraph(dataset: Dataset, name: string, blank: number): Graph {
  const suffix = blank < 0 ? ` ${name} .\n` : ''
  const graph: Graph = { name, blank, suffix, ending: '', bySubject: new Map(), subjects: [] }
  dataset.graphs.push(graph)
  const naming = dataset.blanks[blank]
  if (naming !== undefined) naming.names = graph
  return graph
}

/** The record of a subject in a graph. One that is met again may get its quads in any order. */
export function getIriSubject(graph: Graph, iri: string): Subject {
  const known = graph.bySubject.get(iri)
  if (known !== undefined) {
    known.order = 'lost'
    return known
  }
  const subject = createSubject(graph, iri, -1)
  graph.bySubject.set(iri, subject)
  return subject
}

/** The subject record of a blank node that has none yet in this graph. */
export function createBlankSubject(dataset: Dataset, graph: Graph, blank: number): Subject {
  const subject = createSubject(graph, '', blank)
  const node = dataset.blanks[blank]
  if (node === undefined) return subject
  if (node.own === undefined) node.own = subject
  else if (node.moreOwn === undefined) node.moreOwn = [subject]
  else node.moreOwn.push(subject)
  return subject
}

export function addObject(subject: Subject, predicate: Predicate, object: string): void {
  subject.predicates.push(predicate)
  subject.quads.push(predicate.text + object + subject.graph.ending)
}

export function addLink(dataset: Dataset, subject: Subject, predicate: Predicate, blank: number): void {
  subject.predicates.push(predicate)
  subject.quads.push(blank)
  subject.links++
  const node = dataset.blanks[blank]
  if (node === undefined) return
  if (node.from === undefined) {
    node.from = subject
    node.fromPredicate = predicate
  } else if (node.moreFrom === undefined) node.moreFrom = [{ subject, predicate }]
  else node.moreFrom.push({ subject, predicate })
}

function createSubject(graph: Graph, iri: string, blank: number): Subject {
  const subject: Subject = { iri, blank, graph, predicates: [], quads: [], links: 0, order: 'none' }
  graph.subjects.push(subject)
  return subject
}
