import { defineConfig } from 'vitest/config'
import { reportTests } from './scripts/report-tests.ts'

/** Rules are values in, values out; what is kept is tested against a real PostgreSQL, started once for the run. */
export default defineConfig({
  test: {
    reporters: ['default', reportTests],
    projects: [
      {
        test: {
          name: 'rules',
          include: ['{credential,domain,fixtures,web,bench,conformance,scripts}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['**/node_modules/**', '**/dist/**', 'web/journeys/**'],
        },
      },
      {
        test: {
          name: 'kept',
          include: ['{server,cli}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['server/src/testing/start-test-postgres.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
