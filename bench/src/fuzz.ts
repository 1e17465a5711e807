import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type BenchRow, printRows } from './bench-row.ts'
import type { BenchOptions } from './main.ts'

/**
 * The differential test of the RDF path, as long as asked: `npm test` runs a short one.
 *
 * It goes in rounds, each with a seed of its own that is told when the round is done, so that a long run can be
 * stopped and gone on with from the next seed.
 */
export async function runFuzz({ json, documents, seed = Date.now() % 2 ** 30 }: BenchOptions): Promise<number> {
  const tell = (line: string): void => void (json ? process.stderr : process.stdout).write(`${line}\n`)
  let done = 0
  const show = (): void => {
    if (json) printRows([fuzzRow(done, documents)])
  }
  for (let round = 0; done < documents; round++) {
    const size = Math.min(perRound, documents - done)
    const code = await runRound(size, seed + round, json)
    if (code !== 0) {
      tell(`seed ${seed + round}: a difference, after ${done} documents without one`)
      show()
      return code
    }
    done += size
    tell(
      `${new Date().toISOString()} seed ${seed + round}: ${done} of ${documents} documents, no difference; ` +
        `go on with --seed ${seed + round + 1} --documents ${documents - done}`,
    )
  }
  show()
  return 0
}

/** Of so many documents asked for, on how many both say the same. */
const fuzzRow = (agreed: number, documents: number): BenchRow => ({
  case: 'fuzz',
  document: 'arbitrary',
  ours: agreed,
  peer: documents,
  peerName: 'jsonld and rdf-canonize',
  ratio: agreed / documents,
  ofRaw: null,
  unit: 'documents',
})

const perRound = 5_000

function runRound(documents: number, seed: number, json: boolean): Promise<number> {
  const root = join(import.meta.dirname, '../..')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const tests = ['fuzz', 'recognise-document'].map((name) => `credential/src/rdf/${name}.test.ts`)
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'rules', ...tests], {
    cwd: root,
    stdio: json ? ['ignore', 2, 2] : 'inherit',
    env: {
      ...process.env,
      BRICKA_FUZZ_DOCUMENTS: String(Math.ceil(documents / 2)),
      BRICKA_FUZZ_SEED: String(seed),
    },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
