import { join } from 'node:path'
import { buildWeb } from './build-web.mjs'
import { findNode, root } from './find-node.mjs'
import { installMissing } from './install-missing.mjs'
import { takeTurns } from './take-turns.mjs'

/** Makes a clone ready to run: installed, a Node that is new enough, and the pages built. Gives that Node's path. */
export async function prepare() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 18) {
    process.stderr.write(
      `Node ${process.versions.node} is too old even to install with; install Node 24 or any from 18 on.\n`,
    )
    process.exit(1)
  }
  return takeTurns(join(root, '.data/preparing'), async () => {
    await installMissing()
    const node = findNode()
    await buildWeb(node)
    return node
  })
}
