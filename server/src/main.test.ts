import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isAlive, readPostmaster } from './database/embedded/read-postmaster.ts'

describe('the server as a process', () => {
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
  }, 120_000)
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
    expect(server.said()).toMatch(/^The port is taken\. .*PORT=3001 npm start$/m)
    expect(server.said().trim().split('\n')).toHaveLength(1)
    expect(postgresPid(home)).toBeUndefined()
    await new Promise((resolve) => taken.close(resolve))
  })

  it('says in one line that PostgreSQL does not answer at DATABASE_URL', async () => {
    const server = run({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await findFreePort()}/nothing` })
    expect(await server.ended).toBe(1)
    expect(server.said()).toMatch(/^PostgreSQL does not answer at DATABASE_URL/m)
  })
})

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
