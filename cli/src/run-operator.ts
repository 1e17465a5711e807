import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Ending } from './main.ts'

/** Runs one of the operator's deeds where the database is: a process of the server's own, with its settings. */
export async function runOperator(words: readonly string[]): Promise<Ending> {
  const entry = join(import.meta.dirname, '../../server/src/operate.ts')
  const child = spawn(process.execPath, [entry, ...words], { stdio: 'inherit' })
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
  return { text: '', exitCode }
}
