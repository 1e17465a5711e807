import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

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
export function buildPackage(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  execFileSync(process.execPath, [compiler, '-p', join(home, 'tsconfig.build.json'), '--outDir', folder], {
    stdio: 'inherit',
  })
  const manifest: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const kept = Object.fromEntries(published.map((name) => [name, manifest[name]]))
  const exports = Object.entries(manifest.exports).map(([door, source]) => [door, toBuilt(source)])
  const own = { ...kept, sideEffects: false, exports: Object.fromEntries(exports) }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(own, null, 2)}\n`)
  copyFileSync(join(home, 'README.md'), join(folder, 'README.md'))
  copyFileSync(join(home, '../LICENSE'), join(folder, 'LICENSE'))
}

function toBuilt(source: string): { types: string; default: string } {
  const path = source.replace('./src/', './').replace(/\.ts$/, '')
  return { types: `${path}.d.ts`, default: `${path}.js` }
}

if (import.meta.main) buildPackage(join(home, 'dist'))
