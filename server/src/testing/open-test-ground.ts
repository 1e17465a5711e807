import { randomBytes } from 'node:crypto'
import { createStatusListCache } from '@bricka/credential'
import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import pg from 'pg'
import { pino } from 'pino'
import { inject } from 'vitest'
import { connect } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { Mail } from '../mail/send-mail.ts'
import type { Settings } from '../read-settings.ts'
import { makeSeal } from '../seal.ts'

export type TestGround = Ground & {
  /** What would have been sent, oldest first. */
  outbox: Mail[]
  /** For a process of its own that shall see the same database. */
  databaseUrl: string
  setNow(now: Date | string): void
  /** Call it in `afterAll`. */
  close(): Promise<void>
}

/**
 * A ground of the test file's own: a fresh, migrated database on a real PostgreSQL, a clock that stands still at
 * 2 November 2026 until it is set, and an outbox instead of mail.
 */
export async function openTestGround(changes: Partial<Settings> = {}): Promise<TestGround> {
  const { host, user, template } = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ host, user, database: 'postgres' })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }
  await administer(`create database ${name} template ${template}`)
  const databaseUrl = `postgres://${user}@/${name}?host=${encodeURIComponent(host)}`
  const settings = { ...testSettings, databaseUrl, ...changes }
  const database = connect({ host, user, database: name, max: 5 }, () => undefined)
  const outbox: Mail[] = []
  let now = new Date('2026-11-02T09:00:00Z')
  return {
    database,
    settings,
    seal: makeSeal(settings.secret),
    sendMail: async (mail) => void outbox.push(mail),
    fetchGuarded: makeFetchGuarded({ allowedOrigins: settings.fetchAllow }),
    statusLists: createStatusListCache(),
    log: pino({ level: settings.logLevel }),
    now: () => new Date(now),
    outbox,
    databaseUrl,
    setNow: (next) => {
      now = new Date(next)
    },
    close: async () => {
      await database.close()
      await retry(() => administer(`drop database ${name} with (force)`))
    },
  }
}

/** PostgreSQL's own vacuum may be at work in the database, and nobody but its superuser may end that: it is soon done. */
async function retry(act: () => Promise<void>, times = 40): Promise<void> {
  try {
    await act()
  } catch (error) {
    const vacuuming = error instanceof pg.DatabaseError && (error.code === '42501' || error.code === '55006')
    if (!vacuuming || times === 0) throw error
    await new Promise((resolve) => setTimeout(resolve, 500))
    await retry(act, times - 1)
  }
}

export const testSettings: Settings = {
  port: 0,
  host: '127.0.0.1',
  baseUrl: 'http://localhost:3000',
  dataDir: '/nonexistent',
  databaseUrl: undefined,
  demo: false,
  smtpUrl: undefined,
  scanner: undefined,
  mailFrom: 'Bricka <no-reply@bricka.example>',
  fetchAllow: [],
  oidc: undefined,
  emrex: { providers: [], key: undefined },
  secret: new Uint8Array(32).fill(7),
  requestsPerMinute: 1200,
  shadowEvery: 0,
  statusListDelay: 0,
  logLevel: 'silent',
}
