import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { BenchOptions } from './main.ts'

/** The differential test of the RDF path, as long as asked: `npm test` runs a short one. */
export function runFuzz({ documents, seed }: BenchOptions): Promise<number> {
  const root = join(import.meta.dirname, '../..')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', '--project', 'rules', 'credential/src/rdf/fuzz.test.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      BRICKA_FUZZ_DOCUMENTS: String(Math.ceil(documents / 2)),
      ...(seed !== undefined && { BRICKA_FUZZ_SEED: String(seed) }),
    },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
