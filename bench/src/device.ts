import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { buildSkillMap } from '@bricka/domain/skill/build-skill-map'
import { encodeSkillMap } from '@bricka/domain/skill/encode-skill-map'
import { readMapSource } from '@bricka/server/skill/read-map-source'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { type BenchRow, printRows } from './bench-row.ts'
import type { DeviceTimes } from './device-page.ts'
import type { BenchOptions } from './main.ts'

const shared = process.env.BRICKA_SHARED ?? resolve(import.meta.dirname, '../../../shared')
const esco = process.env.BRICKA_ESCO ?? resolve(shared, 'data/esco-v1.1.1-compact')

/** A phone's processor beside this machine's, as browsers' developers reckon it. */
const throttling = 6
const frame = 1000 / 60
const rounds = 200

/**
 * One person against all occupations as on a phone: in Chromium with its processor throttled six times, the map loaded
 * as the page loads it. Exit 1 where one answer in twenty takes longer than an animation frame.
 */
export async function runDevice({ json }: BenchOptions): Promise<number> {
  if (!existsSync(esco)) {
    process.stderr.write(`Skipped: needs ESCO at ${esco}; name another zip file or folder with BRICKA_ESCO.\n`)
    return 2
  }
  const { source } = await readMapSource(esco, /v(\d+\.\d+(?:\.\d+)?)/.exec(esco)?.[1] ?? 'unknown')
  const map = encodeSkillMap(buildSkillMap(source))
  const br = brotliCompressSync(map)
  const times = await measureThrottled(await bundlePage(), br)
  const rows: BenchRow[] = []
  const add = (document: string, ours: number, unit: 'ms' | 'bytes'): void => {
    rows.push({ case: 'device', document, ours, unit, peer: null, peerName: null, ratio: null, ofRaw: null })
    if (!json) process.stdout.write(`${document.padEnd(64)} ${ours} ${unit}\n`)
  }
  add('download: the map, br', br.length, 'bytes')
  add(`read and index the map once, ${throttling}× throttled`, round(times.loaded), 'ms')
  for (const [said, all] of [
    ['a person with 40 skills against all occupations, in order', times.person],
    ['an occupation against all occupations', times.occupation],
    ['the same person, the best twenty explained skill by skill', times['person-explained']],
  ] as const) {
    const sorted = all.toSorted((one, other) => one - other)
    const at = (share: number): number => round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
    add(`${said}: half are within`, at(0.5), 'ms')
    add(`${said}: 95 of 100 are within`, at(0.95), 'ms')
    add(`${said}: the slowest of ${sorted.length}`, at(1), 'ms')
  }
  if (json) printRows(rows)
  const late = times.person.filter((one) => one > frame).length
  if (!json) process.stdout.write(`${late} of ${rounds} took longer than an animation frame (${round(frame)} ms)\n`)
  return late > rounds / 20 ? 1 : 0
}

const round = (value: number): number => Math.round(value * 100) / 100

async function bundlePage(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: { input: join(import.meta.dirname, 'device-page.ts') },
    },
  })
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : []
  for (const { output } of outputs) for (const file of output) if (file.type === 'chunk') return file.code
  throw new Error('The page was not built.')
}

type Browser = { executablePath: string; env: Record<string, string> }

/** The same browser that the journeys drive; scripts are no package, so it is loaded by its place. */
async function findBrowser(): Promise<Browser> {
  const { findChromium }: { findChromium: () => Promise<Browser> } = await import(
    join(import.meta.dirname, '../../scripts/find-chromium.ts')
  )
  return findChromium()
}

async function measureThrottled(script: string, br: Uint8Array): Promise<DeviceTimes> {
  const server = createServer((request, response) => {
    // Isolated, a page may read its clock to five microseconds.
    response.setHeader('cross-origin-opener-policy', 'same-origin')
    response.setHeader('cross-origin-embedder-policy', 'require-corp')
    if (request.url === '/map') response.setHeader('content-encoding', 'br').end(br)
    else if (request.url === '/script') response.setHeader('content-type', 'text/javascript').end(script)
    else response.setHeader('content-type', 'text/html').end('<script type="module" src="/script"></script>')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const browser = await chromium.launch(await findBrowser())
  try {
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${port}/`)
    const client = await page.context().newCDPSession(page)
    await client.send('Emulation.setCPUThrottlingRate', { rate: throttling })
    return await page.evaluate((count) => window.measureDevice(count), rounds)
  } finally {
    await browser.close()
    server.close()
  }
}
