import { join } from 'node:path'
import type pg from 'pg'
import type { Settings } from '../read-settings.ts'
import { startPostgres } from './embedded/start-postgres.ts'

export type OpenPostgres = { connection: pg.PoolConfig; stop(): Promise<void> }

/** The operator's PostgreSQL when DATABASE_URL names one, else our own embedded one under DATA_DIR. */
export async function openPostgres(settings: Settings, say: (line: string) => void): Promise<OpenPostgres> {
  if (settings.databaseUrl)
    return { connection: { connectionString: settings.databaseUrl }, stop: () => Promise.resolve() }
  return startPostgres({ dataDir: join(settings.dataDir, 'postgres'), log: say })
}
