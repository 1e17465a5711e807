import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../database/connect.ts'
import { startPostgres } from '../database/embedded/start-postgres.ts'
import { migrate } from '../database/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's own PostgreSQL: the socket's folder, and the migrated database that each test file's is cloned from. */
    postgres: { host: string; user: string; template: string }
  }
}

/** Vitest's global setup: one real PostgreSQL for the whole run, thrown away at its end. */
export default async function startTestPostgres(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'bricka-test-'))
  // Passable, so that PostgreSQL's account reaches its own folder in it also when root runs the tests.
  chmodSync(folder, 0o755)
  const log = (): void => undefined
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), log, durable: false })
  const close = async (): Promise<void> => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  // Vitest ends at once when it is told to from outside; Ctrl-C it handles itself.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void close().finally(() => process.exit(1)))
  try {
    const { host = '', user = '', database: template = '' } = postgres.connection
    const database = connect(postgres.connection, () => undefined)
    await migrate(database)
    await database.close()
    project.provide('postgres', { host, user: String(user), template: String(template) })
  } catch (error) {
    await close()
    throw error
  }
  return close
}
