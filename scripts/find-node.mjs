import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The Node that Bricka runs on: the one that npm installed for this platform, else ours when it is new enough. */
export function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const program = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const installed = join(root, 'node_modules', `node-${platform}-${process.arch}`, program)
  if (existsSync(installed) && spawnSync(installed, ['--version']).status === 0) return installed
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 24 || (major === 24 && minor >= 11)) return process.execPath
  process.stderr.write(
    `Bricka runs on Node 24.11 or newer; this is ${process.versions.node}. On Linux and Windows npm brings it along, but there is none for this platform (${process.platform}-${process.arch}). Install Node 24 from https://nodejs.org and try again.\n`,
  )
  process.exit(1)
}
