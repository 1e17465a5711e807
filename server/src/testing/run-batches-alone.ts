import { createStatusListCache } from '@bricka/credential'
import { pino } from 'pino'
import { connect } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { runBatches } from '../issuing/run-batches.ts'
import { readSettings } from '../read-settings.ts'
import { makeSeal } from '../seal.ts'

/** A process of its own that issues what waits in the database of DATABASE_URL, for tests that kill it. */
const settings = readSettings(process.env)
const log = pino({ level: settings.logLevel }, pino.destination(2))
const database = connect({ connectionString: settings.databaseUrl ?? '' }, (error) => log.error(error))
const ground: Ground = {
  database,
  settings,
  seal: makeSeal(settings.secret),
  sendMail: () => Promise.reject(new Error('This process sends no mail.')),
  fetchGuarded: async () => ({ found: false, code: 'resource-unreachable' }),
  statusLists: createStatusListCache(),
  log,
  now: () => new Date(),
}
process.stdout.write('ready\n')
await runBatches(ground)
await database.close()
