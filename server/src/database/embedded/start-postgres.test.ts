import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isAlive, readPostmaster, serves } from './read-postmaster.ts'
import { type StartedPostgres, startPostgres } from './start-postgres.ts'

describe('the embedded PostgreSQL', () => {
  let home: string
  let dataDir: string
  const said: string[] = []
  const start = (folder = dataDir): Promise<StartedPostgres> =>
    startPostgres({ dataDir: folder, log: (line) => said.push(line), durable: false })

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'bricka-embedded-'))
    chmodSync(home, 0o755)
    dataDir = join(home, 'postgres')
    const first = await start()
    await ask(first, 'create table kept (word text)')
    await ask(first, `insert into kept values ('kept')`)
    await first.stop()
  })
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  beforeEach(() => expect(readPostmaster(join(dataDir, 'cluster'))).toBe('absent'))

  it('opens the same database at the next start, and leaves no process behind', async () => {
    const postgres = await start()
    const pid = pidOf(dataDir)
    expect(await ask(postgres, 'select word from kept')).toEqual([{ word: 'kept' }])
    await postgres.stop()
    expect(isAlive(pid)).toBe(false)
  })

  it('gives the application a role that is no superuser', async () => {
    const postgres = await start()
    expect(await ask(postgres, 'select rolname, rolsuper from pg_roles where rolname = current_user')).toEqual([
      { rolname: 'bricka', rolsuper: false },
    ])
    await postgres.stop()
  })

  it('listens on no network address', async () => {
    const postgres = await start()
    expect(await ask(postgres, `select current_setting('listen_addresses') as addresses`)).toEqual([{ addresses: '' }])
    await postgres.stop()
  })

  it('is shared by two who use the same folder, and ends with the last of them', async () => {
    const [one, other] = await Promise.all([start(), start()])
    const pid = pidOf(dataDir)
    await one.stop()
    expect(await ask(other, 'select word from kept')).toEqual([{ word: 'kept' }])
    await other.stop()
    expect(isAlive(pid)).toBe(false)
  })

  it('is joined when it outlived whoever started it', async () => {
    const lost = await start()
    const pid = pidOf(dataDir)
    await cutLeases(lost)
    const next = await start()
    expect(pidOf(dataDir)).toBe(pid)
    await next.stop()
    expect(isAlive(pid)).toBe(false)
  })

  it('starts again after it was killed', async () => {
    await start()
    const pid = pidOf(dataDir)
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
    const next = await start()
    expect(await ask(next, 'select word from kept')).toEqual([{ word: 'kept' }])
    await next.stop()
  })

  it('does not take another process for itself when its number was given away', async () => {
    writeFileSync(join(dataDir, 'cluster/postmaster.pid'), `${process.pid}\n${dataDir}/cluster\n1\n5432\n/nowhere\n`)
    expect(serves(process.pid, join(dataDir, 'cluster'))).toBe(false)
    const postgres = await start()
    expect(await ask(postgres, 'select word from kept')).toEqual([{ word: 'kept' }])
    await postgres.stop()
  })

  it('starts in spite of an empty pid file', async () => {
    writeFileSync(join(dataDir, 'cluster/postmaster.pid'), '')
    expect(readPostmaster(join(dataDir, 'cluster'))).toBe('broken')
    const postgres = await start()
    expect(await ask(postgres, 'select word from kept')).toEqual([{ word: 'kept' }])
    await postgres.stop()
  })

  it('replaces a living one whose socket was swept away', async () => {
    await start()
    const pid = pidOf(dataDir)
    rmSync(join(dataDir, 'socket/.s.PGSQL.5432'))
    const next = await start()
    expect(pidOf(dataDir)).not.toBe(pid)
    expect(isAlive(pid)).toBe(false)
    await next.stop()
  })

  it('refuses a cluster that another release wrote, naming both', async () => {
    const path = join(dataDir, 'cluster/PG_VERSION')
    const written = readFileSync(path)
    writeFileSync(path, '14\n')
    await expect(start()).rejects.toThrow(/PostgreSQL 14.*PostgreSQL 17/)
    writeFileSync(path, written)
  })

  it('puts the socket elsewhere when the path is too long for one, and removes that place again', async () => {
    const far = join(home, 'a-folder-name-that-is-long/and-another-one-below-it-that-is-long/and-one-more/data')
    const postgres = await start(far)
    const socketDir = String(postgres.connection.host)
    expect(socketDir).toMatch(/\/bricka-\w{6}$/)
    await postgres.stop()
    expect(existsSync(socketDir)).toBe(false)
  })

  it('lies where its account can reach it when the folder is under a private home', async (context) => {
    context.skip(process.getuid?.() !== 0, 'only root lends PostgreSQL an account that its home is closed to')
    const hidden = join(home, 'private')
    mkdirSync(hidden, { mode: 0o700 })
    const postgres = await start(join(hidden, 'postgres'))
    const place = realpathSync(join(hidden, 'postgres'))
    expect(place).toMatch(/^\/var\/lib\/bricka\/postgres-/)
    expect(said.at(-2)).toContain(place)
    await postgres.stop()
    rmSync(place, { recursive: true })
  })
})

async function ask(postgres: StartedPostgres, statement: string): Promise<unknown[]> {
  const client = new pg.Client(postgres.connection)
  await client.connect()
  const { rows } = await client.query(statement).finally(() => client.end())
  return rows
}

/** As the kernel does when their process is killed. */
async function cutLeases(postgres: StartedPostgres): Promise<void> {
  await ask(
    { ...postgres, connection: { ...postgres.connection, user: 'postgres' } },
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bricka-lease'`,
  )
}

function pidOf(dataDir: string): number {
  const postmaster = readPostmaster(join(dataDir, 'cluster'))
  if (typeof postmaster === 'string') throw new Error(`The pid file is ${postmaster}.`)
  return postmaster.pid
}
