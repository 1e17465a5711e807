import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './find-node.mjs'

const leftOut = new Set(['node_modules', 'dist', 'generated', '.git', '.data', 'test-results', 'playwright-report'])

/**
 * One digest of everything that a check or a test could read here: equal digests, equal checkouts. Not of the Node that
 * asks: before the first install that is the system's, and what runs the steps is pinned in the lock file.
 */
export function describeCheckout() {
  const digest = createHash('sha256')
  digest.update(`${process.platform} ${process.arch}\n`)
  add('.', digest)
  return digest.digest('hex')
}

function add(folder, digest) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(({ name }) => !leftOut.has(name))
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) add(path, digest)
    else if (entry.isFile()) {
      const content = readFileSync(join(root, path))
      digest.update(`${path} ${content.length}\n`).update(content)
    }
  }
}
