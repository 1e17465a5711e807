import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { BenchOptions } from './main.ts'

/**
 * The differential test of the RDF path, as long as asked: `npm test` runs a short one.
 *
 * It goes in rounds, each with a seed of its own that is told when the round is done, so that a long run can be
 * stopped and gone on with from the next seed.
 */
export async function runFuzz({ documents, seed = Date.now() % 2 ** 30 }: BenchOptions): Promise<number> {
  let done = 0
  for (let round = 0; done < documents; round++) {
    const size = Math.min(perRound, documents - done)
    const code = await runRound(size, seed + round)
    if (code !== 0) {
      process.stdout.write(`seed ${seed + round}: a difference, after ${done} documents without one\n`)
      return code
    }
    done += size
    process.stdout.write(
      `${new Date().toISOString()} seed ${seed + round}: ${done} of ${documents} documents, no difference; ` +
        `go on with --seed ${seed + round + 1} --documents ${documents - done}\n`,
    )
  }
  return 0
}

const perRound = 5_000

function runRound(documents: number, seed: number): Promise<number> {
  const root = join(import.meta.dirname, '../..')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'rules', 'credential/src/rdf/fuzz.test.ts'], {
    cwd: root,
    stdio: 'inherit',
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
