import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describeCheckout } from './describe-checkout.mjs'
import { root } from './find-node.mjs'
import { runProgram } from './run-program.mjs'

const memory = join(root, 'node_modules/.cache/bricka/passed.json')

/**
 * Runs every step, also after one has failed, and tells at the end which failed. With TRUST_PASSED=1 a step that has
 * passed here before, on exactly these files, is not run again: CI calls `npm run check` and then `npm test`, and the
 * second contains the first.
 */
export async function runSteps(node, steps) {
  const checkout = describeCheckout()
  const passed = recall(checkout)
  const failed = []
  for (const step of steps) {
    const before = passed[step.name]
    if (process.env.TRUST_PASSED === '1' && before) {
      process.stdout.write(`\n▸ ${step.name}: passed at ${before.at} on exactly these files\n`)
      continue
    }
    process.stdout.write(`\n▸ ${step.name}\n`)
    delete passed[step.name]
    if (step.counts) rmSync(join(root, step.counts), { force: true })
    const started = Date.now()
    const [command, ...args] = step.command(node)
    const code = await runProgram(command, args, { env: step.env ?? {} })
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    const counts = readCounts(step)
    if (code === 0 && (!step.counts || counts.passed > 0)) {
      passed[step.name] = { at: new Date().toISOString(), counts }
      process.stdout.write(`  passed in ${seconds} s\n`)
    } else {
      failed.push({ name: step.name, counts })
      process.stdout.write(`  FAILED in ${seconds} s${code === 0 ? ': no test ran' : ''}. ${step.teach}\n`)
    }
    remember(checkout, passed)
  }
  return report(steps, passed, failed)
}

/** The closing line counts tests, and each check without tests of its own as one. */
function report(steps, passed, failed) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { name } of steps) {
    const counts = passed[name]?.counts ?? failed.find((step) => step.name === name)?.counts
    total.passed += counts?.passed ?? 0
    total.failed += counts?.failed ?? 0
    total.skipped += counts?.skipped ?? 0
    for (const skip of counts?.skips ?? []) process.stdout.write(`\nSkipped: ${skip.name}\n  because ${skip.reason}\n`)
  }
  if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.map(({ name }) => name).join(', ')}\n`)
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
  return failed.length === 0 ? 0 : 1
}

function readCounts({ counts, name }) {
  if (!counts) return undefined
  const path = join(root, counts)
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0, skips: [], name }
  return JSON.parse(readFileSync(path, 'utf8'))
}

function recall(checkout) {
  if (!existsSync(memory)) return {}
  const { checkout: known, passed } = JSON.parse(readFileSync(memory, 'utf8'))
  return known === checkout ? passed : {}
}

function remember(checkout, passed) {
  mkdirSync(dirname(memory), { recursive: true })
  writeFileSync(memory, JSON.stringify({ checkout, passed }, null, 2))
}
