import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './find-node.mjs'

/** What Node has compiled once, TypeScript too, it need not compile at the next start, nor in the tests' many processes. */
const compiled = join(root, 'node_modules/.cache/bricka/compiled')

let child
let asked

// Ctrl-C reaches the whole terminal group; a signal to us alone is passed on. Either way the child ends first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    asked = signal
    if (child) child.kill(signal)
    else process.exit(128 + constants.signals[signal])
  })

/**
 * Runs a program in the foreground and gives its exit code. Ends with it when a signal asked us to.
 * With `quiet` its output is dropped, with `aside` it goes where our own remarks go, so that the result alone is output.
 * With `channel`, the program sees our end through its IPC channel, also when we are killed.
 */
export function runProgram(
  command,
  args,
  { cwd = root, env = {}, channel = false, quiet = false, aside = false } = {},
) {
  const standard = quiet || aside ? ['ignore', aside ? 2 : 'ignore', 'inherit'] : ['inherit', 'inherit', 'inherit']
  child = spawn(command, args, {
    cwd,
    env: {
      NODE_COMPILE_CACHE: compiled,
      ...process.env,
      PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
      ...env,
    },
    stdio: channel ? [...standard, 'ipc'] : standard,
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      child = undefined
      const ended = code ?? 128 + constants.signals[signal]
      // Only the one that was asked for last decides how we end: a clean end of what it ran is a clean end of ours.
      if (asked) process.exit(ended)
      resolve(ended)
    })
  })
}

/** The script behind a package's command, so that it runs on the Node that we choose. */
export function findCommand(packageName, command) {
  const folder = join(root, 'node_modules', packageName)
  const description = join(folder, 'package.json')
  if (!existsSync(description)) throw new Error(`${packageName} is not installed; run npm ci`)
  const { bin } = JSON.parse(readFileSync(description, 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}
