import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chromium } from '@playwright/test'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../credential/scripts/build-package.ts'
import { issueCredential } from '../credential/src/issue-credential.ts'
import { power } from '../credential/src/power/node.ts'
import { makeBadge, makeSigner } from '../credential/src/testing/test-world.ts'
import { findChromium } from './find-chromium.ts'

/** A newcomer's folder: the package as it would come from the registry, and what its manifest names; nothing else. */
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bricka-newcomer-'))
  const own = join(folder, 'node_modules/@bricka/credential')
  await buildPackage(own)
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(own, 'package.json'), 'utf8'),
  )
  for (const name of Object.keys(dependencies)) {
    const link = join(folder, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(findPackage(name), link, 'junction')
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the package as it is published', () => {
  it('holds JavaScript, types, README and licence, and no tests', () => {
    const files = readdirSync(join(folder, 'node_modules/@bricka/credential'), { recursive: true }).map(String)
    expect(files).toEqual(
      expect.arrayContaining([
        ...['index.js', 'index.d.ts', 'power/web.js', 'power/node.js', 'browser.js', 'browser.d.ts'],
        ...['example-badge.json', 'README.md', 'LICENSE'],
      ]),
    )
    expect(files.filter((name) => /test|\.ts$/.test(name) && !name.endsWith('.d.ts'))).toEqual([])
  })

  it('verifies in Node, and its types are understood', async () => {
    writeFileSync(
      join(folder, 'verify.ts'),
      `import { type CheckedCredential, readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
const read = readCredential(process.argv[2] ?? '')
if (!read.read) throw new Error(read.code)
const checked: CheckedCredential = await verifyCredential(read.credential, {
  now: '2026-11-02T09:00:00Z', power, loadResource: async () => ({ found: false, code: 'away' }),
})
console.log(checked.report.checks.map(({ code }) => code).join(' '))\n`,
    )
    const text = await issueBadge()
    expect(run(process.execPath, ['verify.ts', text])).toContain('format-current signature-valid issuer-controls-key')
    const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', '--target', 'es2024']
    const types = ['--types', 'node', '--typeRoots', join(findPackage('@types/node'), '..')]
    expect(run(process.execPath, [join(findPackage('typescript'), 'bin/tsc'), ...options, ...types, 'verify.ts'])).toBe(
      '',
    )
  }, 120_000)

  it('verifies in a browser with exactly what the README says', async () => {
    const readme = readFileSync(join(folder, 'node_modules/@bricka/credential/README.md'), 'utf8')
    writeFileSync(join(folder, 'index.html'), takeBlock(readme, 'html'))
    writeFileSync(join(folder, 'verify.js'), takeBlock(readme, 'js'))
    await build({ root: folder, configFile: false, logLevel: 'silent', base: './' })
    const text = await issueBadge()
    const texts = [text, text.replace('Fibersvetsning', 'Fibersvetsninh'), 'hello']
    const shown = await showInBrowser(texts, join(folder, 'dist'))
    expect(shown[0]).toEqual(expect.arrayContaining(good))
    expect(shown[0]?.filter((line) => !line.includes(': passed. '))).toEqual([])
    expect(shown[1]).toContainEqual(expect.stringMatching(/^signature: failed\. /))
    expect(shown[2]).toEqual([expect.stringMatching(/^not read: not-json\. /)])
  }, 180_000)

  it('verifies the badge in it, in a browser without a bundler: the README’s page, and one file', async () => {
    const own = join(folder, 'node_modules/@bricka/credential')
    const readme = readFileSync(join(own, 'README.md'), 'utf8')
    const plain = join(folder, 'plain')
    mkdirSync(plain)
    writeFileSync(join(plain, 'index.html'), takeBlock(readme, 'html'))
    writeFileSync(
      join(plain, 'verify.js'),
      takeBlock(readme, 'js').replaceAll(/from '@bricka[^']*'/g, "from './browser.js'"),
    )
    copyFileSync(join(own, 'browser.js'), join(plain, 'browser.js'))
    const example = readFileSync(join(own, 'example-badge.json'), 'utf8')
    const shown = await showInBrowser([example, example.replace('Three', 'Thirty')], plain)
    expect(shown[0]).toEqual(expect.arrayContaining(good))
    expect(shown[0]?.filter((line) => !line.includes(': passed. '))).toEqual([])
    expect(shown[1]).toContainEqual(expect.stringMatching(/^signature: failed\. /))
  }, 120_000)
})

const good = [
  'format: passed. The format is one in use today.',
  'signature: passed. The signature holds: nothing was changed after signing.',
  'issuer: passed. The key belongs to the issuer that is named.',
]

async function issueBadge(): Promise<string> {
  const signer = makeSigner()
  return JSON.stringify(await issueCredential(makeBadge(signer.did), signer, { now: '2026-11-02T09:00:00Z', power }))
}

/** The first block of the README in a language. */
function takeBlock(readme: string, language: string): string {
  const block = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1]
  if (block === undefined) throw new Error(`The README has no ${language}.`)
  return block
}

/** Types each text into the built page, presses the button, and gives the lines that it then shows. */
async function showInBrowser(texts: readonly string[], pages: string): Promise<string[][]> {
  const { executablePath, env } = await findChromium()
  const browser = await chromium.launch({ executablePath, env })
  try {
    const page = await browser.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.route('https://newcomer.example/**', (route) => {
      const { pathname } = new URL(route.request().url())
      return route.fulfill({ path: join(pages, pathname === '/' ? 'index.html' : pathname) })
    })
    const shown: string[][] = []
    for (const text of texts) {
      await page.goto('https://newcomer.example/')
      await page.getByLabel('Credential').fill(text)
      await page.getByRole('button').click()
      await page.getByRole('listitem').first().waitFor({ timeout: 60_000 })
      shown.push(await page.getByRole('listitem').allTextContents())
    }
    expect(faults).toEqual([])
    return shown
  } finally {
    await browser.close()
  }
}

const run = (program: string, words: readonly string[]): string =>
  execFileSync(program, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

function findPackage(name: string): string {
  const found = ['../credential', '..']
    .map((home) => join(import.meta.dirname, home, 'node_modules', name))
    .find(existsSync)
  if (found === undefined) throw new Error(`${name} is not installed.`)
  return realpathSync(found)
}
