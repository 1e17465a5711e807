import { createServer } from 'node:net'
import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/find-chromium.ts'

const { executablePath, env } = await findChromium()

// The workers read this file again: they inherit the port that the first reading chose.
process.env.JOURNEYS_PORT ??= String(await findFreePort())
const port = process.env.JOURNEYS_PORT
const baseURL = `http://localhost:${port}`
// Where a learning platform stands in one journey: the server may fetch its keys, which nobody may of a private address else.
process.env.PLATFORM_PORT ??= String(await findFreePort())
const platform = `http://127.0.0.1:${process.env.PLATFORM_PORT}`

export default defineConfig({
  testDir: 'web/journeys',
  reporter: [['list'], ['./scripts/report-journeys.ts']],
  forbidOnly: process.env.CI === 'true',
  workers: 2,
  // Generous: a machine of two cores runs the browser, the server and the database at once.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // A trace makes each step cost four tenths more: one that fails is walked anew with --trace on.
  use: { actionTimeout: 30_000, baseURL, launchOptions: { executablePath, env }, screenshot: 'only-on-failure' },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } } },
    // The crawl of all pages looks at them at every width by itself; @any-width marks what a width cannot change.
    { name: 'phone', use: { ...devices['Pixel 7'] }, testIgnore: 'pages.spec.ts', grepInvert: /@any-width/ },
  ],
  webServer: {
    command: 'node scripts/serve-journeys.mjs',
    env: { PORT: port, BASE_URL: baseURL, FETCH_ALLOW: platform },
    url: baseURL,
    timeout: 180_000,
    reuseExistingServer: false,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  },
})

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
