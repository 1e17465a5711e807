import type { Reporter, TestCase } from 'vitest/node'
import { findReason, keepCounts, type Skip } from './count-tests.ts'

/** Counts the tests, and fails the run when one was skipped without saying why. */
export const reportTests: Reporter = {
  onTestRunEnd(modules, _errors, reason) {
    const skips: Skip[] = []
    const silent: string[] = []
    const counts = { passed: 0, failed: reason === 'failed' ? 1 : 0, skipped: 0 }
    let failed = 0
    for (const test of modules.flatMap((module) => [...module.children.allTests()])) {
      const result = test.result()
      if (result.state === 'passed') counts.passed += 1
      else if (result.state === 'failed' || isUnreached(test)) failed += 1
      else {
        counts.skipped += 1
        const why = findReason(test.fullName, result.state === 'skipped' ? result.note : undefined)
        if (why) skips.push({ name: test.fullName, reason: why })
        else silent.push(test.fullName)
      }
    }
    for (const name of silent)
      process.stderr.write(
        `Skipped without a reason: ${name}\n  Say why: context.skip(condition, 'why'), or "(needs …)" in the name.\n`,
      )
    if (silent.length > 0) process.exitCode = 1
    keepCounts('tests', { ...counts, failed: (failed || counts.failed) + silent.length, skips })
  },
}

/** A test that was not run because what goes before it failed. */
function isUnreached(test: TestCase): boolean {
  for (let group = test.parent; ; group = group.parent) {
    if (group.errors().length > 0) return true
    if (group.type === 'module') return false
  }
}
