import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { createStatusListCache } from '@bricka/credential'
import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { connect } from '@bricka/server/database/connect'
import { startPostgres } from '@bricka/server/database/embedded/start-postgres'
import { migrate } from '@bricka/server/database/migrate'
import type { Ground } from '@bricka/server/ground'
import { readSettings } from '@bricka/server/read-settings'
import { makeSeal } from '@bricka/server/seal'
import { pino } from 'pino'

/** A migrated database of its own in a folder, to measure on; it writes to disk less strictly than a real one. */
export async function openGround(folder: string): Promise<{ ground: Ground; close(): Promise<void> }> {
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), log: () => undefined, durable: false })
  const database = connect(postgres.connection, () => undefined)
  await migrate(database)
  const settings = readSettings({ DATA_DIR: folder, DEMO: '0' })
  const ground: Ground = {
    database,
    settings,
    seal: makeSeal(settings.secret),
    sendMail: () => Promise.reject(new Error('A bench sends no mail.')),
    fetchGuarded: makeFetchGuarded({ allowedOrigins: [] }),
    statusLists: createStatusListCache(),
    log: pino({ level: 'silent' }),
    now: () => new Date('2026-11-02T09:00:00Z'),
  }
  return {
    ground,
    close: async () => {
      await database.close()
      await postgres.stop()
    },
  }
}
