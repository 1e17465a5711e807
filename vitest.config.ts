import { defineConfig } from 'vitest/config'
import { reportTests } from './scripts/report-tests.ts'

const shared = {
  // No test is timed: these only end one that hangs, also where the machine is busy with something else.
  testTimeout: 180_000,
  hookTimeout: 300_000,
  // What the files share is read once, for a file leaves nothing to the next: rules are values in, values out, and what
  // is kept lies in a database of the file's own.
  isolate: false,
}

/** Rules are values in, values out; what is kept is tested against a real PostgreSQL, started once for the run. */
export default defineConfig({
  test: {
    reporters: ['default', reportTests],
    // Left to itself it keeps a core free: of two, half the run.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'rules',
          include: ['{credential,domain,fixtures,web,bench,conformance,scripts}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['**/node_modules/**', '**/dist/**', 'web/journeys/**'],
          ...shared,
        },
      },
      {
        test: {
          name: 'kept',
          include: ['{server,cli}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['server/src/testing/start-test-postgres.ts'],
          ...shared,
        },
      },
    ],
  },
})
