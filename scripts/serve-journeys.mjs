// A Bricka of the journeys' own: a fresh demo world in a temporary folder that goes with it, or in an empty database of
// another PostgreSQL (JOURNEYS_DATABASE_URL). The pages are built first where they have changed.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from './build-web.mjs'
import { findNode, root } from './find-node.mjs'
import { runProgram } from './run-program.mjs'

const node = findNode()
await buildWeb(node)
const folder = mkdtempSync(join(tmpdir(), 'bricka-journeys-'))
chmodSync(folder, 0o755)
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.exitCode = await runProgram(node, [join(root, 'server/src/main.ts')], {
  env: {
    DATA_DIR: join(folder, 'data'),
    DEMO: '1',
    DATABASE_URL: process.env.JOURNEYS_DATABASE_URL ?? '',
    SMTP_URL: '',
    OIDC_ISSUER: '',
  },
  channel: true,
})
