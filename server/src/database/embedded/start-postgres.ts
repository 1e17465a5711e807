import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type Account, chooseAccount } from './choose-account.ts'
import { findPrograms, type Programs } from './find-programs.ts'
import { makeCluster } from './make-cluster.ts'
import { openSocketDir, own, type Place, placeCluster } from './place-cluster.ts'
import { isAlive, readPostmaster, serves } from './read-postmaster.ts'

export type StartedPostgres = { connection: pg.PoolConfig; stop(): Promise<void> }

type Order = {
  dataDir: string
  log(line: string): void
  /** False for a throw-away database: faster, and lost when the machine stops. */
  durable?: boolean
}

/** Any number will do, as long as nothing else in the database `postgres` uses it. */
const leaseKey = 2_243_002

/**
 * Starts our own PostgreSQL on a private socket, or joins one that already serves this folder: another Bricka's, or one
 * that outlived a killed Bricka. Everyone who uses it holds a lease, an advisory lock that ends with its connection
 * whatever happens; `stop` ends PostgreSQL when the last lease goes.
 *
 * @throws with what to do instead where there is no PostgreSQL for this platform or the folder cannot be used
 */
export async function startPostgres({ dataDir, log, durable = true }: Order): Promise<StartedPostgres> {
  const account = chooseAccount(dataDir)
  const programs = findPrograms(account)
  const place = placeCluster(dataDir, account, log)
  if (!existsSync(place.cluster)) log('Making the database (once, a few seconds)')
  await makeCluster(programs, place.cluster, account, durable)
  for (let attempt = 1; ; attempt++) {
    const socketDir = (await findLiving(place)) ?? (await launch(programs, place, account, durable))
    const lease = socketDir && (await takeLease(socketDir, place.cluster))
    if (socketDir && lease) {
      await addDatabase(lease)
      return {
        connection: { host: socketDir, user: 'bricka', database: 'bricka' },
        stop: () => leave(lease, place),
      }
    }
    // Lost a race: someone else started or stopped it between two of our steps.
    if (attempt === 20) throw new Error(`PostgreSQL did not start.\n${lastLines(place.logFile)}`)
    await wait(100 * attempt)
  }
}

/** The socket's folder of a PostgreSQL that serves this cluster. Clears away the traces of one that does not any more. */
async function findLiving(place: Place): Promise<string | undefined> {
  let postmaster = readPostmaster(place.cluster)
  if (postmaster === 'broken') {
    // It may just be in writing by someone who starts at the same time.
    await wait(1000)
    postmaster = readPostmaster(place.cluster)
  }
  if (postmaster === 'absent') return undefined
  if (postmaster !== 'broken' && serves(postmaster.pid, place.cluster)) {
    if (postmaster.socketDir && existsSync(join(postmaster.socketDir, '.s.PGSQL.5432'))) return postmaster.socketDir
    // Alive, but nobody can reach it, as when /tmp was cleaned. A starting one gets the time to open its socket.
    await wait(3000)
    const again = readPostmaster(place.cluster)
    if (typeof again === 'object' && again.socketDir && existsSync(join(again.socketDir, '.s.PGSQL.5432')))
      return again.socketDir
    await end(postmaster.pid, place.cluster)
  }
  if (postmaster !== 'broken' && postmaster.socketDir) removeSocketDir(postmaster.socketDir, place)
  rmSync(join(place.cluster, 'postmaster.pid'), { force: true })
  return undefined
}

/** Undefined when it ended at once, as when another start was faster. */
async function launch(
  programs: Programs,
  place: Place,
  account: Account,
  durable: boolean,
): Promise<string | undefined> {
  const socketDir = openSocketDir(place, account)
  const logFile = openSync(place.logFile, isLarge(place.logFile) ? 'w' : 'a', 0o600)
  own(place.logFile, account, 0o600)
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0700',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(!durable && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  // Detached, so that Ctrl-C in the terminal reaches us alone and we can close in order.
  const child = spawn(
    programs.postgres,
    ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: place.cluster,
      env: { LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', logFile, logFile],
      detached: true,
      ...(account.borrowed && { uid: account.uid, gid: account.gid }),
    },
  )
  closeSync(logFile)
  child.unref()
  const ended = new Promise<false>((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', () => resolve(false))
  })
  for (let tries = 0; tries < 1200; tries++) {
    if (existsSync(join(socketDir, '.s.PGSQL.5432')) && readsReady(place.cluster, child.pid)) return socketDir
    if ((await Promise.race([ended, wait(50, true)])) === false) {
      removeSocketDir(socketDir, place)
      return undefined
    }
  }
  throw new Error(`PostgreSQL did not become ready within a minute.\n${lastLines(place.logFile)}`)
}

/** The last line of the pid file says whether connections are taken; before that it recovers from a crash. */
function readsReady(cluster: string, pid: number | undefined): boolean {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return false
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
}

/** Undefined when nobody answers there, or something else than this cluster's PostgreSQL. */
async function takeLease(socketDir: string, cluster: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    host: socketDir,
    user: 'postgres',
    database: 'postgres',
    application_name: 'bricka-lease',
  })
  // The connection's end is seen by whoever uses the pool; the lease itself has nobody to tell.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
    if (rows[0]?.folder !== cluster) throw new Error('Another PostgreSQL answers at this socket.')
    await client.query('select pg_advisory_lock_shared($1)', [leaseKey])
    return client
  } catch {
    await client.end().catch(() => undefined)
    return undefined
  }
}

/** The application's own role owns its database and is no superuser. Of two who add it at once, the first one's stands. */
async function addDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query(`select from pg_database where datname = 'bricka'`)
  if (rows.length > 0) return
  for (const statement of ['create role bricka login createrole createdb', 'create database bricka owner bricka'])
    await client.query(statement).catch((error: unknown) => {
      const known = error instanceof pg.DatabaseError && ['42710', '42P04', '23505'].includes(error.code ?? '')
      if (!known) throw error
    })
}

/** Stops PostgreSQL unless someone else still holds a lease. */
async function leave(lease: pg.Client, place: Place): Promise<void> {
  try {
    await lease.query('select pg_advisory_unlock_shared($1)', [leaseKey])
    const { rows } = await lease.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [leaseKey])
    if (!rows[0]?.last) return
    const postmaster = readPostmaster(place.cluster)
    if (typeof postmaster === 'string') return
    await end(postmaster.pid, place.cluster)
    if (postmaster.socketDir) removeSocketDir(postmaster.socketDir, place)
  } finally {
    await lease.end().catch(() => undefined)
  }
}

/** SIGINT is the fast, orderly shutdown (SIGTERM would wait for everyone to leave); SIGQUIT leaves recovery to the next start. */
async function end(pid: number, cluster: string): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 30],
    ['SIGQUIT', 10],
    ['SIGKILL', 5],
  ] as const) {
    if (!serves(pid, cluster)) return
    process.kill(pid, signal)
    for (let tries = 0; tries < seconds * 20; tries++) {
      if (!isAlive(pid)) return
      await wait(50)
    }
  }
}

/** Only a folder of ours outside the cluster's place is removed: the one for long paths. */
function removeSocketDir(socketDir: string, place: Place): void {
  if (socketDir !== place.socketDir && basename(socketDir).startsWith('bricka-'))
    rmSync(socketDir, { recursive: true, force: true })
}

const isLarge = (path: string): boolean => existsSync(path) && statSync(path).size > 5_000_000

const lastLines = (path: string): string =>
  existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-15).join('\n') : ''
