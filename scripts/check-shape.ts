import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkArchitecture } from './shape/check-architecture.ts'
import { checkImports } from './shape/check-imports.ts'
import { checkClasses, checkNames } from './shape/check-names.ts'
import { checkOwnerStaysAway, checkRulesArePure } from './shape/check-rules-are-pure.ts'
import type { Finding, Source } from './shape/source.ts'

const root = join(import.meta.dirname, '..')
const workspaces = ['credential', 'domain', 'server', 'web', 'cli', 'fixtures', 'bench', 'conformance']
const made = new Set(['node_modules', 'dist', 'generated', 'test-results', 'playwright-report'])

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (made.has(entry.name) || entry.name.startsWith('.')) return []
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() ? listFiles(path) : [path]
  })
}

/** The root's folders, and those that a ring's src/ is divided into. */
function listFolders(): string[] {
  const below = (folder: string): string[] =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !made.has(entry.name))
          .map((entry) => (folder === '.' ? entry.name : `${folder}/${entry.name}`))
      : []
  return [...below('.'), ...workspaces.flatMap((ring) => below(`${ring}/src`))]
}

const files = listFiles('.')
const isSource = (path: string): boolean => /\.tsx?$/.test(path)
const sources: Source[] = files.filter(isSource).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const page = join(root, 'docs/architecture.md')
const findings: Finding[] = [
  ...checkNames(files.filter((path) => /\.(tsx?|mjs)$/.test(path))),
  ...checkClasses(sources),
  ...checkImports(sources),
  ...checkRulesArePure(sources),
  ...checkOwnerStaysAway(sources),
  ...checkArchitecture(existsSync(page) ? readFileSync(page, 'utf8') : '', listFolders()),
]
for (const { path, line, message } of findings) process.stdout.write(`${path}:${line}\n  ${message}\n`)
process.stdout.write(`${sources.length} files: ${findings.length === 0 ? 'in shape' : `${findings.length} findings`}\n`)
process.exitCode = findings.length === 0 ? 0 : 1
