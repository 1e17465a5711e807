import { compareCodePoints } from '../../../rdf/compare-code-points.ts'

/**
 * Canonical N-Quads with other blank node labels, sorted anew; each line keeps its line feed. `undefined` when a node
 * has no label. Only terms are renamed: a text that looks like a label stays what it is.
 */
export function relabelQuads(nquads: string, labels: ReadonlyMap<string, string>): readonly string[] | undefined {
  const lines: string[] = []
  for (const line of nquads.split('\n')) {
    if (line === '') continue
    const renamed = relabel(line, labels)
    if (renamed === undefined) return undefined
    lines.push(`${renamed}\n`)
  }
  return lines.sort(compareCodePoints)
}

function relabel(line: string, labels: ReadonlyMap<string, string>): string | undefined {
  const subjectEnd = line.indexOf(' ')
  const predicateEnd = line.indexOf(' ', subjectEnd + 1)
  const rest = line.slice(predicateEnd + 1)
  // A literal ends at its last quote: neither its datatype nor its language nor a graph's name has one.
  const literalEnd = rest.startsWith('"') ? rest.lastIndexOf('"') + 1 : 0
  const terms = [line.slice(0, subjectEnd), ...rest.slice(literalEnd).split(' ')]
  let missing = false
  const [subject, ...others] = terms.map((term) => {
    if (!term.startsWith('_:')) return term
    const label = labels.get(term.slice(2))
    if (label === undefined) missing = true
    return `_:${label}`
  })
  if (missing) return undefined
  return `${subject}${line.slice(subjectEnd, predicateEnd + 1)}${rest.slice(0, literalEnd)}${others.join(' ')}`
}
