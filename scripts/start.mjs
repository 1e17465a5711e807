import { join } from 'node:path'
import { root } from './find-node.mjs'
import { prepare } from './prepare.mjs'
import { runProgram } from './run-program.mjs'

const node = await prepare()
process.exitCode = await runProgram(node, [join(root, 'server/src/main.ts')], { channel: true })
