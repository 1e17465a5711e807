import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicaliseDataset } from './canonicalise-dataset.ts'
import { canonicaliseFast } from './canonicalise-fast.ts'
import { createPredicates } from './predicate.ts'
import { readNQuads } from './read-n-quads.ts'

const shared = process.env.BRICKA_SHARED ?? join(import.meta.dirname, '../../../../shared')
const hashText = (text: string): string => hash('sha256', text, 'hex')

/** The vectors are their makers' and do not lie here: where they are missing, the tests say so. */
function describeWith(folder: string, name: string, tests: (folder: string) => void): void {
  const path = join(shared, 'data', folder)
  if (existsSync(path)) describe(name, () => tests(path))
  else describe.skip(`${name} (needs ${folder} in ../shared/data)`, () => it('waits for its vectors', () => {}))
}

function readEntries(path: string, member: 'entries' | 'sequence'): Record<string, unknown>[] {
  const manifest: Record<string, Record<string, unknown>[]> = JSON.parse(readFileSync(path, 'utf8'))
  return manifest[member] ?? []
}

function canonicalise(text: string, algorithm: string) {
  const { dataset, blanks } = readNQuads(text, createPredicates())
  const result = canonicaliseDataset(dataset, (line) => hash(algorithm, line, 'hex'), true)
  const labels = [...blanks].map(([name, blank]) => [name.slice(2), `c14n${dataset.blanks[blank]?.label}`])
  return { result, labels: Object.fromEntries(labels) }
}

describeWith('rdf-canon', 'the W3C tests of RDFC-1.0', (folder) => {
  const entries = readEntries(join(folder, 'manifest.jsonld'), 'entries')

  it('are all here', () => expect(entries).toHaveLength(86))

  it.each(entries.map((entry) => [`${entry.id} ${entry.name}`, entry] as const))('%s', (_, entry) => {
    const read = (name: unknown): string => readFileSync(join(folder, String(name)), 'utf8')
    const { result, labels } = canonicalise(read(entry.action), String(entry.hashAlgorithm ?? 'sha256').toLowerCase())
    if (String(entry.type).includes('Negative')) expect(result).toEqual({ canonical: false })
    else if (String(entry.type).includes('Map')) expect(labels).toEqual(JSON.parse(read(entry.result)))
    else expect(result).toMatchObject({ canonical: true, nquads: read(entry.result) })
  })
})

describeWith('json-ld-to-rdf', 'the W3C tests of JSON-LD to RDF', (folder) => {
  const entries = readEntries(join(folder, 'toRdf-manifest.jsonld'), 'sequence').filter(
    ({ option, input }) =>
      !JSON.stringify(option ?? {}).includes('json-ld-1.0') && existsSync(join(folder, String(input))),
  )
  const read = (name: unknown): string => readFileSync(join(folder, String(name)), 'utf8')
  const base = 'https://w3c.github.io/json-ld-api/tests/'

  function findContext(url: string): object | undefined {
    const path = url.startsWith(base) ? join(folder, url.slice(base.length)) : undefined
    return path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  }

  function judge(entry: Record<string, unknown>): 'same' | 'refused' | 'routed' | 'different' {
    const fast = canonicaliseFast(JSON.parse(read(entry.input)), findContext, hashText)
    if ('refused' in fast) return 'refused'
    if (!fast.handled) return 'routed'
    if (typeof entry.expect !== 'string') return 'different'
    const { result } = canonicalise(read(entry.expect), 'sha256')
    return result.canonical && result.nquads === fast.nquads ? 'same' : 'different'
  }

  const judged = entries.map((entry) => ({ id: String(entry['@id']), judgement: judge(entry) }))
  const list = (judgement: string): string[] => judged.filter((one) => one.judgement === judgement).map((one) => one.id)

  it('give nothing else than expected where the fast path takes them; the rest go to the reference', () => {
    expect(list('different')).toEqual([])
    expect(list('same').length).toBeGreaterThanOrEqual(125)
  })
})
