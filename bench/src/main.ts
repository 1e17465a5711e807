import { parseArgs } from 'node:util'
import { runDevice } from './device.ts'
import { runEngine } from './engine.ts'
import { runFuzz } from './fuzz.ts'
import { runHttp } from './http.ts'
import { runMaps } from './maps.ts'
import { runMemory } from './memory.ts'
import { runPlanning } from './planning.ts'
import { runAttacks } from './planning-attacks.ts'
import { runStatus } from './status.ts'

const cases: Readonly<Record<string, { title: string; run: (options: BenchOptions) => Promise<number> }>> = {
  issue: {
    title: 'issue and verify beside @digitalbazaar/vc',
    run: (options) => runEngine(['issue', 'verify'], options),
  },
  engine: { title: 'the credential engine beside its peers', run: (options) => runEngine(undefined, options) },
  memory: { title: 'the memory of a batch of 100,000 that is streamed (--documents)', run: runMemory },
  http: { title: 'issuing over HTTP, stored and audited, beside a service that only signs', run: runHttp },
  status: { title: 'revoke one of a million, signed again and served', run: runStatus },
  maps: { title: 'all pairs of occupations beside bitsets and DuckDB, one against all, the download', run: runMaps },
  device: {
    title: 'one person against all occupations in Chromium, its processor throttled six times',
    run: runDevice,
  },
  planning: { title: 'statistics of made-up people in powers of ten, and how cost grows (--people)', run: runPlanning },
  attacks: { title: 'attacks on the statistics, scheme by scheme, beside the loss of precision', run: runAttacks },
  fuzz: { title: 'the RDF path beside jsonld and rdf-canonize (--documents, --seed)', run: runFuzz },
}

export type BenchOptions = {
  readonly json: boolean
  readonly turns: number
  readonly documents: number
  readonly people: number
  readonly seed: number | undefined
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    turns: { type: 'string', default: '7' },
    documents: { type: 'string', default: '1000000' },
    people: { type: 'string', default: '10000' },
    seed: { type: 'string' },
  },
})

const chosen = cases[positionals[0] ?? '']
if (chosen === undefined) {
  process.stdout.write('npm run bench -- <case> [--json] [--turns 7]\n\n')
  for (const [name, { title }] of Object.entries(cases)) process.stdout.write(`  ${name.padEnd(8)} ${title}\n`)
  process.exitCode = 2
} else {
  process.exitCode = await chosen.run({
    json: values.json,
    turns: Math.max(1, Number(values.turns) || 7),
    people: Math.max(100, Number(values.people) || 100),
    documents: Math.max(1, Number(values.documents) || 1),
    seed: values.seed === undefined ? undefined : Number(values.seed),
  })
}
