import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { keepCounts, type Skip } from './count-tests.ts'

/** Counts the journeys. Playwright takes a class here, and nothing else. */
export default class ReportJourneys implements Reporter {
  readonly #ended = new Map<TestCase, TestResult>()

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#ended.set(test, result)
  }

  onEnd({ status }: FullResult): void {
    const skips: Skip[] = []
    let passed = 0
    let failed = 0
    for (const [test, result] of this.#ended) {
      const name = test.titlePath().filter(Boolean).join(' > ')
      if (result.status === 'skipped')
        skips.push({
          name,
          reason: test.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given',
        })
      else if (test.ok()) passed += 1
      else failed += 1
    }
    keepCounts('journeys', { passed, failed: failed || (status === 'passed' ? 0 : 1), skipped: skips.length, skips })
  }
}
