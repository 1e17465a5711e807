import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './find-node.mjs'
import { runProgram } from './run-program.mjs'

/** Installs what package-lock.json names when something of it is missing or another version lies there. */
export async function installMissing() {
  const missing = listMissing(read('package-lock.json'), read('node_modules/.package-lock.json'))
  if (missing.length === 0) return
  process.stderr.write(
    existsSync(join(root, 'node_modules'))
      ? `Installing again: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''} differ from package-lock.json\n`
      : 'Installing what package-lock.json names (once, about a minute)\n',
  )
  const args = ['ci', '--include=dev', '--include=optional', '--no-progress']
  const npm = process.env.npm_execpath
  const code = npm?.endsWith('.js')
    ? await runProgram(process.execPath, [npm, ...args], { quiet: true })
    : await runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { quiet: true })
  if (code === 0) return
  process.stderr.write('npm ci failed; what it said stands above. Mend that, and try again.\n')
  process.exit(1)
}

const read = (path) => {
  const full = join(root, path)
  return existsSync(full) ? (JSON.parse(readFileSync(full, 'utf8')).packages ?? {}) : {}
}

/** Packages for other platforms are in the lock file too, marked optional, and may be absent. */
export function listMissing(locked, installed) {
  return Object.entries(locked)
    .filter(([path]) => path.includes('node_modules/'))
    .filter(([path, wanted]) => {
      const found = installed[path]
      return found ? found.version !== wanted.version : !wanted.optional
    })
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
}
