import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { isAlive, readPostmaster } from './database/embedded/read-postmaster.ts'

describe('the server as a process', { timeout: 300_000 }, () => {
  let home: string
  let port: number

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'bricka-main-'))
    chmodSync(home, 0o755)
    port = await findFreePort()
    // What all later starts find: a made database.
    const first = run()
    await first.ready
    expect(await first.end('SIGTERM')).toBe(0)
  }, 300_000)
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  beforeEach(() => expect(postgresPid(home)).toBeUndefined())

  const run = (changes: Record<string, string> = {}) => start(home, port, changes)

  it('ends in order at SIGTERM and leaves no PostgreSQL behind', async () => {
    const server = run()
    await server.ready
    const postgres = postgresPid(home)
    expect(postgres).toBeDefined()
    expect(await server.end('SIGTERM')).toBe(0)
    expect(isAlive(postgres ?? 0)).toBe(false)
    expect(leftBehind(home)).toEqual([])
  })

  it('ends once when Ctrl-C reaches it twice', async () => {
    const server = run()
    await server.ready
    server.child.kill('SIGINT')
    expect(await server.end('SIGINT')).toBe(0)
    expect(postgresPid(home)).toBeUndefined()
  })

  it.each([150, 300, 450, 600, 800, 1000, 1300])(
    'ends in order when it is stopped %i ms into the start',
    async (delay) => {
      const server = run()
      await wait(delay)
      const code = await server.end('SIGTERM')
      // Before the program has read its first line, the signal ends it as it would any other.
      expect([0, 'SIGTERM']).toContain(code)
      expect(postgresPid(home)).toBeUndefined()
      expect(leftBehind(home)).toEqual([])
    },
  )

  it('ends when whoever started it is gone', async () => {
    const server = run()
    await server.ready
    // 'close' would wait for a channel that we have closed ourselves.
    const exited = new Promise((resolve) => server.child.once('exit', resolve))
    server.child.disconnect()
    expect(await exited).toBe(0)
    expect(postgresPid(home)).toBeUndefined()
  })

  it('starts again on the same data after it was killed, with the PostgreSQL that outlived it', async () => {
    const server = run()
    await server.ready
    const postgres = postgresPid(home)
    await server.end('SIGKILL')
    expect(postgresPid(home)).toBe(postgres)
    const next = run()
    await next.ready
    expect(postgresPid(home)).toBe(postgres)
    expect(await next.end('SIGTERM')).toBe(0)
    expect(isAlive(postgres ?? 0)).toBe(false)
  })

  it('does not collide with another on the same data and another port', async () => {
    const one = run()
    await one.ready
    const other = run({ PORT: String(await findFreePort()) })
    await other.ready
    expect(await one.end('SIGTERM')).toBe(0)
    expect((await fetch(`${other.address}/api/me`)).status).toBe(200)
    expect(await other.end('SIGTERM')).toBe(0)
  })

  it('says in one line that the port is taken, and stops the PostgreSQL that it had started', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve))
    const server = run()
    expect(await server.ended).toBe(1)
    expect(server.said()).toBe(
      `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start\n`,
    )
    expect(postgresPid(home)).toBeUndefined()
    await new Promise((resolve) => taken.close(resolve))
  })

  it('says in one line that PostgreSQL does not answer at DATABASE_URL', async () => {
    const server = run({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await findFreePort()}/nothing` })
    expect(await server.ended).toBe(1)
    expect(server.said()).toMatch(/^PostgreSQL does not answer at DATABASE_URL .*\n$/)
  })

  it('says in one line that DATA_DIR cannot be written', async () => {
    writeFileSync(join(home, 'a-file'), '')
    const server = run({ DATA_DIR: join(home, 'a-file/data') })
    expect(await server.ended).toBe(1)
    expect(server.said()).toMatch(
      /^The data cannot be kept there \(ENOTDIR.*a-file.*\)\. Let this account write to it.*\n$/,
    )
  })
})

describe('the server on an operator’s PostgreSQL', { timeout: 300_000 }, () => {
  const { host } = inject('postgres')
  let home: string
  let port: number
  const names: string[] = []

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'bricka-operator-'))
  })
  // A port each: fetch would use a connection again that the server before had closed.
  beforeEach(async () => {
    port = await findFreePort()
  })
  afterAll(async () => {
    rmSync(home, { recursive: true, force: true })
    for (const name of names) {
      await administer(`drop database if exists ${name} with (force)`)
      await administer(`drop owned by ${name}; drop role ${name}`)
    }
  })

  const administer = async (statement: string): Promise<number> => {
    const client = new pg.Client({ host, user: 'postgres', database: 'postgres' })
    await client.connect()
    const { rowCount } = await client.query(statement).finally(() => client.end())
    return rowCount ?? 0
  }
  /** A role that may do nothing in the cluster but own its database, as docs/guides/operator.md says. */
  const addOwner = async (): Promise<string> => {
    const name = `operator_${randomBytes(6).toString('hex')}`
    await administer(`create role ${name} login`)
    await administer(`create database ${name} owner ${name}`)
    names.push(name)
    return name
  }
  const urlOf = (role: string, database = role): string =>
    `postgres://${role}@/${database}?host=${encodeURIComponent(host)}`
  const run = (changes: Record<string, string>) => start(home, port, changes)

  it('makes and serves a whole demo world as a role that owns its database and may do nothing else', async () => {
    const owner = await addOwner()
    await administer(`grant bricka_person, bricka_system to ${owner}`)
    const server = run({ DATABASE_URL: urlOf(owner), DEMO: '1' })
    await server.ready
    const catalogue = await fetch(`${server.address}/api/catalogue`)
    expect(catalogue.status).toBe(200)
    expect(await catalogue.text()).toContain('Nordfiber branschråd')
    expect(await server.end('SIGTERM')).toBe(0)
    // Its own PostgreSQL was not needed, and its data lies nowhere else.
    expect(readdirSync(home)).toEqual(['secret'])
  })

  it('says what an administrator must grant first', async () => {
    const owner = await addOwner()
    const server = run({ DATABASE_URL: urlOf(owner) })
    expect(await server.ended).toBe(1)
    expect(server.said()).toMatch(/run once: grant bricka_person, bricka_system to operator_\w+;\n$/)
    expect(server.said().trim().split('\n')).toHaveLength(1)
  })

  it('says that the database is not there, and that the role does not own it', async () => {
    const [owner, other] = [await addOwner(), await addOwner()]
    const absent = run({ DATABASE_URL: urlOf(owner, 'no_such_database') })
    expect(await absent.ended).toBe(1)
    expect(absent.said()).toMatch(/^The database in DATABASE_URL is not there .*\n$/)
    const stranger = run({ DATABASE_URL: urlOf(owner, other) })
    expect(await stranger.ended).toBe(1)
    expect(stranger.said()).toMatch(/^The role in DATABASE_URL must own its database .*\n$/)
  })

  it('answers what is under way when it is told to end, and nothing after', async () => {
    const owner = await addOwner()
    await administer(`grant bricka_person, bricka_system to ${owner}`)
    const server = run({ DATABASE_URL: urlOf(owner), DEMO: '0' })
    await server.ready
    const holding = new pg.Client({ host, user: 'postgres', database: owner })
    holding.on('error', () => undefined)
    await holding.connect()
    await holding.query('begin; lock table catalogue_entry')
    const asked = Array.from({ length: 5 }, () => fetch(`${server.address}/api/catalogue`))
    // Not by `holding`: within a transaction, who is active is seen as it first was.
    const waiting = `select from pg_stat_activity where datname = '${owner}' and wait_event_type = 'Lock'`
    await waitUntil(async () => (await administer(waiting)) >= 5)
    const ending = server.end('SIGTERM')
    // Nothing in it needs the database: it is refused as soon as the server is ending.
    const ended = () =>
      fetch(`${server.address}/api/openapi.json`).then(
        ({ status }) => status === 503,
        () => true,
      )
    await waitUntil(ended)
    await holding.query('commit')
    await holding.end()
    expect(await Promise.all(asked.map(async (answer) => (await answer).status))).toEqual([200, 200, 200, 200, 200])
    expect(await ending).toBe(0)
  })

  it('says that the database is away while it is, and goes on when it is back', async () => {
    const owner = await addOwner()
    await administer(`grant bricka_person, bricka_system to ${owner}`)
    const server = run({ DATABASE_URL: urlOf(owner), DEMO: '0' })
    await server.ready
    await administer(`alter database ${owner} with allow_connections false`)
    await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${owner}'`)
    const away = await fetch(`${server.address}/api/catalogue`)
    expect([away.status, await away.json()]).toEqual([503, expect.objectContaining({ code: 'database-away' })])
    await administer(`alter database ${owner} with allow_connections true`)
    expect((await fetch(`${server.address}/api/catalogue`)).status).toBe(200)
    expect(await server.end('SIGTERM')).toBe(0)
  })
})

async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(50)
}

type Ending = number | NodeJS.Signals | null

function start(home: string, port: number, changes: Record<string, string>) {
  const environment = { DATA_DIR: home, PORT: String(port), DEMO: '0', DATABASE_URL: '', BASE_URL: '', ...changes }
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let said = ''
  const ended = new Promise<Ending>((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)))
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Bricka is at')) resolve()
      })
    void ended.then(() => reject(new Error(`It ended before it was ready: ${said}`)))
  })
  // Some tests end it before it is ready.
  ready.catch(() => undefined)
  return {
    child,
    ready,
    ended,
    address: `http://127.0.0.1:${environment.PORT}`,
    said: () => said,
    end: (signal: NodeJS.Signals): Promise<Ending> => {
      child.kill(signal)
      return ended
    },
  }
}

function postgresPid(home: string): number | undefined {
  const postmaster = readPostmaster(join(home, 'postgres/cluster'))
  return typeof postmaster === 'object' && isAlive(postmaster.pid) ? postmaster.pid : undefined
}

const leftBehind = (home: string): string[] =>
  readdirSync(join(home, 'postgres'))
    .filter((name) => !['cluster', 'socket', 'postgres.log'].includes(name))
    .concat(existsSync(join(home, 'postgres/socket/.s.PGSQL.5432')) ? ['a socket'] : [])

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
