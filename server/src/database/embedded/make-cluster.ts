import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Account } from './choose-account.ts'
import type { Programs } from './find-programs.ts'
import { own } from './place-cluster.ts'
import { isAlive } from './read-postmaster.ts'

/** The only way in: the socket in a folder of mode 0700. No network, no password to leak. */
const whoMayConnect = 'local all all trust\n'

/** The release that wrote a cluster must be the one that opens it. */
const release = 17

/**
 * Makes an empty cluster where there is none. It is made aside and renamed, so that one broken off half-way is never
 * opened, and of two who start at once the first one's stands.
 */
export async function makeCluster(
  programs: Programs,
  cluster: string,
  account: Account,
  durable: boolean,
): Promise<void> {
  if (existsSync(join(cluster, 'PG_VERSION'))) return requireRelease(cluster)
  removeLeftovers(cluster)
  const draft = `${cluster}.new-${process.pid}`
  mkdirSync(draft, { mode: 0o700 })
  own(draft, account, 0o700)
  await initialise(programs, draft, account, durable)
  writeFileSync(join(draft, 'pg_hba.conf'), whoMayConnect)
  try {
    renameSync(draft, cluster)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error
  }
}

function requireRelease(cluster: string): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (Number(found) !== release)
    throw new Error(
      `${cluster} was written by PostgreSQL ${found}, and this Bricka brings PostgreSQL ${release}. Dump it with the Bricka that wrote it and load it here, or choose another DATA_DIR.`,
    )
}

function removeLeftovers(cluster: string): void {
  const prefix = `${basename(cluster)}.new-`
  for (const name of readdirSync(dirname(cluster)).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number(name.slice(prefix.length))
    if (pid === process.pid || !isAlive(pid)) rmSync(join(dirname(cluster), name), { recursive: true, force: true })
  }
}

/** The built-in locale sorts and folds case the same on every machine, whatever its C library. */
function initialise(programs: Programs, folder: string, account: Account, durable: boolean): Promise<void> {
  const child = spawn(
    programs.initdb,
    [
      ...['--pgdata', folder, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8'],
      ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
      ...(durable ? [] : ['--no-sync']),
    ],
    {
      cwd: folder,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
      ...(account.borrowed && { uid: account.uid, gid: account.gid }),
    },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`PostgreSQL's initdb failed with ${code}: ${said.trim()}`))
    })
  })
}
