import {
  addLink,
  addObject,
  createBlank,
  createBlankSubject,
  createDataset,
  createGraph,
  type Dataset,
  type Graph,
  getIriSubject,
  type Subject,
} from './dataset.ts'
import { getPredicate, type Predicates } from './predicate.ts'
import { escapeLiteral } from './write-term.ts'

/** Reads N-Quads text into a dataset; equal quads count once. Throws a SyntaxError that names the line. */
export function readNQuads(text: string, predicates: Predicates): { dataset: Dataset; blanks: Map<string, number> } {
  const dataset = createDataset()
  const blanks = new Map<string, number>()
  const graphs = new Map<string, Graph>([['', dataset.defaultGraph]])
  const subjects = new Map<Graph, Map<string, Subject>>()
  const seen = new Set<string>()
  const getBlank = (name: string): number => {
    const known = blanks.get(name)
    if (known !== undefined) return known
    const blank = createBlank(dataset)
    blanks.set(name, blank)
    return blank
  }
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (blankLine.test(line)) continue
    const quad = quadLine.exec(line)
    if (quad === null) throw new SyntaxError(`line ${index + 1} is not an N-Quad`)
    const [, subjectText = '', predicateText = '', objectText = '', graphText = ''] = quad.map(normalise)
    const key = `${subjectText} ${predicateText} ${objectText} ${graphText}`
    if (seen.has(key)) continue
    seen.add(key)
    let graph = graphs.get(graphText)
    if (graph === undefined) {
      graph = graphText.startsWith('_:')
        ? createGraph(dataset, '', getBlank(graphText))
        : createGraph(dataset, graphText, -1)
      graphs.set(graphText, graph)
    }
    const subject = getSubject(dataset, graph, subjects, subjectText, getBlank)
    const predicate = getPredicate(predicates, predicateText.slice(1, -1))
    if (objectText.startsWith('_:')) addLink(dataset, subject, predicate, getBlank(objectText))
    else addObject(subject, predicate, objectText)
  }
  return { dataset, blanks }
}

function getSubject(
  dataset: Dataset,
  graph: Graph,
  subjects: Map<Graph, Map<string, Subject>>,
  text: string,
  getBlank: (name: string) => number,
): Subject {
  if (!text.startsWith('_:')) return getIriSubject(graph, text)
  const known = subjects.get(graph) ?? new Map<string, Subject>()
  subjects.set(graph, known)
  const subject = known.get(text) ?? createBlankSubject(dataset, graph, getBlank(text))
  known.set(text, subject)
  return subject
}

/** Writes a term as canonical N-Quads has it: unescaped, then only what must be escaped. */
function normalise(term: string | undefined): string {
  if (term === undefined) return ''
  if (!term.startsWith('"')) return resolveEscapes(term)
  const end = term.lastIndexOf('"')
  const tail = term.slice(end + 1)
  const datatype = tail === '^^<http://www.w3.org/2001/XMLSchema#string>' ? '' : resolveEscapes(tail)
  return `"${escapeLiteral(resolveEscapes(term.slice(1, end)))}"${datatype}`
}

function resolveEscapes(text: string): string {
  return text.replace(escapes, (_, short: string | undefined, four: string | undefined, eight: string | undefined) =>
    short === undefined ? String.fromCodePoint(Number.parseInt(four ?? eight ?? '', 16)) : (shortEscapes[short] ?? ''),
  )
}

const escapes = /\\(?:([btnfr"'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/g
const shortEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
}

const iri = '<[^\\s<>"{}|^`\\\\]*(?:\\\\[uU][0-9A-Fa-f]+[^\\s<>"{}|^`\\\\]*)*>'
const blank =
  '_:[\\p{L}\\p{N}_:](?:[\\p{L}\\p{N}_:.·\\u0300-\\u036f\\u203f-\\u2040-]*[\\p{L}\\p{N}_:·\\u0300-\\u036f\\u203f-\\u2040-])?'
const literal = `"(?:[^"\\\\\\n\\r]|\\\\.)*"(?:\\^\\^${iri}|@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*)?`
const quadLine = new RegExp(
  `^[ \\t]*(${iri}|${blank})[ \\t]*(${iri})[ \\t]*(${iri}|${blank}|${literal})[ \\t]*(${iri}|${blank})?[ \\t]*\\.[ \\t]*(?:#.*)?$`,
  'u',
)
const blankLine = /^[ \t]*(?:#.*)?$/
