import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './find-node.mjs'
import { findCommand, runProgram } from './run-program.mjs'

const web = join(root, 'web')
const stamp = join(web, 'dist/built-from')

/** Builds the pages when anything they are made of changed since the last build. */
export async function buildWeb(node) {
  const sources = describeSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  process.stderr.write('Building the pages\n')
  rmSync(stamp, { force: true })
  const vite = findCommand('vite', 'vite')
  for (const args of [
    ['scripts/write-words.mjs'],
    [vite, 'build', '--logLevel', 'warn'],
    [vite, 'build', '--logLevel', 'warn', '--ssr'],
  ]) {
    const code = await runProgram(node, args, { cwd: web, aside: true })
    if (code !== 0) {
      process.stderr.write('The pages could not be built; what failed stands above.\n')
      process.exit(1)
    }
  }
  mkdirSync(join(web, 'dist'), { recursive: true })
  writeFileSync(stamp, sources)
}

function describeSources() {
  const lines = []
  for (const path of ['web', 'domain/src', 'credential/src', 'server/src', 'package-lock.json']) describe(path, lines)
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

function describe(path, lines) {
  const full = join(root, path)
  if (!existsSync(full)) return
  const found = statSync(full)
  if (!found.isDirectory()) {
    if (!/\.test\.tsx?$/.test(path)) lines.push(`${path} ${found.size} ${found.mtimeMs}`)
    return
  }
  for (const name of readdirSync(full).sort())
    if (!['node_modules', 'dist', 'generated', 'journeys'].includes(name)) describe(`${path}/${name}`, lines)
}
