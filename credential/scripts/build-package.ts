import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'vite'

const home = join(import.meta.dirname, '..')

type Manifest = Readonly<Record<string, unknown>> & { readonly exports: Readonly<Record<string, string>> }

/** What of the workspace's manifest is true of the published package too. */
const published = [
  ...['name', 'version', 'description', 'keywords', 'type', 'license', 'engines'],
  ...['dependencies', 'optionalDependencies'],
]

/**
 * Builds the package as it is published, into a folder that `npm publish` takes: JavaScript with its types, README and
 * licence. Inside the repository everybody reads the source; only those outside need this.
 */
export async function buildPackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  execFileSync(process.execPath, [compiler, '-p', join(home, 'tsconfig.build.json'), '--outDir', folder], {
    stdio: 'inherit',
  })
  const manifest: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const kept = Object.fromEntries(published.map((name) => [name, manifest[name]]))
  const exports = Object.entries(manifest.exports).map(([door, source]) => [door, toBuilt(source)])
  const browser = { types: './browser.d.ts', default: './browser.js' }
  const own = { ...kept, sideEffects: false, exports: { ...Object.fromEntries(exports), './browser': browser } }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`)
  copyFileSync(join(home, 'README.md'), join(folder, 'README.md'))
  copyFileSync(join(home, '../LICENSE'), join(folder, 'LICENSE'))
  copyFileSync(join(home, 'example-badge.json'), join(folder, 'example-badge.json'))
  await bundleForBrowser(folder)
}

/** Everything with a browser's strength in one file, for pages that have no bundler. */
async function bundleForBrowser(folder: string): Promise<void> {
  const doors = "export * from './index.js'\nexport { fetchResource, power, secrets } from './power/web.js'\n"
  writeFileSync(join(folder, 'browser.d.ts'), doors)
  const work = mkdtempSync(join(home, '.browser-'))
  try {
    const entry = join(work, 'browser.ts')
    writeFileSync(entry, doors.replaceAll("'./", "'../src/").replaceAll(".js'", ".ts'"))
    await build({
      configFile: false,
      logLevel: 'warn',
      root: home,
      build: {
        outDir: folder,
        emptyOutDir: false,
        target: 'es2023',
        chunkSizeWarningLimit: 1_000,
        rolldownOptions: {
          input: entry,
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: 'browser.js', format: 'es', codeSplitting: false },
        },
      },
    })
    // Copies of contexts that are in the file already; nothing asks for them.
    rmSync(join(folder, 'assets'), { recursive: true, force: true })
  } finally {
    rmSync(work, { recursive: true })
  }
}

function toBuilt(source: string): { types: string; default: string } {
  const path = source.replace('./src/', './').replace(/\.ts$/, '')
  return { types: `${path}.d.ts`, default: `${path}.js` }
}

if (import.meta.main) await buildPackage(join(home, 'dist'))
