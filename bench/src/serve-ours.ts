import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStatusListCache } from '@bricka/credential'
import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { connect, systemScope } from '@bricka/server/database/connect'
import { startPostgres } from '@bricka/server/database/embedded/start-postgres'
import { migrate } from '@bricka/server/database/migrate'
import type { Ground } from '@bricka/server/ground'
import { buildApp } from '@bricka/server/http/build-app'
import { openShadow } from '@bricka/server/open-shadow'
import { findOrAddPerson } from '@bricka/server/person/person'
import { openSession } from '@bricka/server/person/session'
import { readSettings } from '@bricka/server/read-settings'
import { makeSeal } from '@bricka/server/seal'
import { pino } from 'pino'
import { benchMerit } from './bench-merit.ts'

/**
 * Our server as it stands in production, on a PostgreSQL that syncs to disk: only the jobs that send mail run elsewhere.
 * Tells its parent how to issue, and how much CPU it has used when asked.
 */
const folder = mkdtempSync(join(tmpdir(), 'bricka-bench-'))
const settings = readSettings({ DATA_DIR: folder, REQUESTS_PER_MINUTE: '1000000000' })
const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), log: () => undefined })
const log = pino({ level: settings.logLevel })
const database = connect(postgres.connection, () => undefined)
await migrate(database)
const ground: Ground = {
  database,
  settings,
  seal: makeSeal(settings.secret),
  sendMail: () => Promise.reject(new Error('The bench sends no mail.')),
  fetchGuarded: makeFetchGuarded({ allowedOrigins: [] }),
  statusLists: createStatusListCache(),
  shadow: openShadow(settings.shadowEvery, log),
  log,
  now: () => new Date(),
}
const app = await buildApp(ground)
const person = await database.act(systemScope, (work) =>
  findOrAddPerson(work, 'bench@people.example', 'Bench', ground.now()),
)
const cookie = `bricka_session=${await openSession(ground, person)}`
const organisation = { slug: 'bench', legalName: 'Bench', country: 'SE', kind: 'non-formal-provider' }
const { id: organisationId } = await post('/api/organisations', organisation)
const { id: meritId } = await post('/api/merits', { organisationId, profileId: 'eu', design: benchMerit })
await post(`/api/merits/${meritId}/publish`, {})
const { secret } = await post(`/api/organisations/${organisationId}/tokens`, { name: 'bench', scopes: ['issue'] })
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()

process.on('message', (asked) => {
  if (asked === 'cpu') process.send?.({ cpu: process.cpuUsage(), memory: process.memoryUsage.rss() })
  else void end()
})
process.send?.({ port: typeof address === 'object' ? address?.port : 0, organisationId, meritId, secret })

async function post(url: string, payload: object): Promise<Record<string, string>> {
  const answer = await app.inject({ method: 'POST', url, headers: { cookie }, payload })
  if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`)
  return answer.json()
}

async function end(): Promise<void> {
  await app.close()
  await database.close()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
  process.exit(0)
}
