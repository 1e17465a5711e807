import { createStatusListCache } from '@bricka/credential'
import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { pino } from 'pino'
import { closeApp } from './close-app.ts'
import { connect } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { openPostgres } from './database/open-postgres.ts'
import { describeDemo } from './demo/describe-demo.ts'
import { seedDemoWorld } from './demo/seed-demo-world.ts'
import { explainFailure } from './explain-failure.ts'
import { findPages } from './find-pages.ts'
import type { Ground } from './ground.ts'
import { buildApp } from './http/build-app.ts'
import { startJobs } from './jobs/start-jobs.ts'
import { makeSendMail } from './mail/send-mail.ts'
import { startDemoMailbox } from './mail/start-demo-mailbox.ts'
import { openShadow } from './open-shadow.ts'
import { readSettings, type Settings } from './read-settings.ts'
import { runUntilStopped, unlessStopped } from './run-until-stopped.ts'
import { makeSeal } from './seal.ts'
import { startUpkeep } from './start-upkeep.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** For the words when the start fails. */
let known: Partial<Settings> = {}

/** Wires everything by hand, in the order it stands on each other; `close` undoes it in the other order. */
async function start(stopping: AbortSignal): Promise<{ close(): Promise<void> }> {
  const settings = readSettings(process.env)
  known = settings
  const log = pino({ level: settings.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie'] })
  const closers: (() => Promise<void> | void)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const postgres = await openPostgres(settings, say)
    closers.push(postgres.stop)
    const database = connect(postgres.connection, (error) => log.error(error, 'PostgreSQL connection lost'))
    closers.push(database.close)
    stopping.throwIfAborted()
    await migrate(database)
    stopping.throwIfAborted()
    const now = (): Date => new Date()
    const mailbox = settings.smtpUrl ? undefined : await startDemoMailbox(database, now)
    if (mailbox) closers.push(mailbox.close)
    const mail = makeSendMail(settings.smtpUrl ?? mailbox?.url ?? '', settings.mailFrom)
    closers.push(mail.close)
    const ground: Ground = {
      database,
      settings,
      seal: makeSeal(settings.secret),
      sendMail: mail.sendMail,
      fetchGuarded: makeFetchGuarded({ allowedOrigins: settings.fetchAllow }),
      statusLists: createStatusListCache(),
      shadow: openShadow(settings.shadowEvery, log),
      log,
      now,
    }
    if (settings.demo) await unlessStopped(stopping, seedDemoWorld(ground, say))
    closers.push(startJobs(ground).stop)
    closers.push(startUpkeep(ground))
    const app = await buildApp(ground, await findPages(settings))
    closers.push(() => closeApp(app))
    await app.listen({ port: settings.port, host: settings.host })
    say(`Bricka is at ${settings.baseUrl}`)
    if (!settings.smtpUrl && !settings.demo) say('No mail leaves this machine until SMTP_URL is set.')
    if (settings.demo) for (const line of await describeDemo(ground)) say(line)
    return { close }
  } catch (error) {
    await close()
    throw error
  }
}

try {
  await runUntilStopped(start)
  process.exit(0)
} catch (error) {
  process.stderr.write(`${explainFailure(error, known)}\n`)
  process.exit(1)
}
