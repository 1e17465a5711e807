import { prepare } from './prepare.mjs'
import { runSteps } from './run-steps.mjs'
import { checks, tests } from './steps.mjs'

const node = await prepare()
process.exitCode = await runSteps(node, [...checks, tests])
