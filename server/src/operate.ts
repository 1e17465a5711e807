import { createStatusListCache } from '@bricka/credential'
import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import type { OrganisationId } from '@bricka/domain/organisation/organisation'
import { pino } from 'pino'
import { z } from 'zod'
import { connect, systemScope } from './database/connect.ts'
import { migrate } from './database/migrate.ts'
import { openPostgres } from './database/open-postgres.ts'
import { explainFailure } from './explain-failure.ts'
import type { Ground } from './ground.ts'
import { Problem } from './http/problem.ts'
import { openShadow } from './open-shadow.ts'
import { addToken, TokenScope } from './organisation/api-token.ts'
import { permitOperator } from './organisation/permission.ts'
import { drawShapesFile, importShapes } from './planning/import-shapes.ts'
import { describeDrift, generateFromWords, importPopulation } from './planning/operate-statistics.ts'
import { readSettings } from './read-settings.ts'
import { makeSeal } from './seal.ts'
import { importEsco } from './skill/import-esco.ts'
import { importJobtech } from './skill/import-jobtech.ts'
import { makeMapFile } from './skill/make-map-file.ts'

/**
 * The operator's deeds from a terminal, on the same data as the server and while it runs: `bricka token
 * create`, `bricka skills import`, `bricka generate` and `bricka statistics` come here.
 */
const deeds: Record<string, (ground: Ground, words: readonly string[]) => Promise<string>> = {
  'token-create': createToken,
  'skills-import': importSkills,
  'statistics-generate': generateFromWords,
  'statistics-recount': describeDrift,
  'population-import': importPopulation,
  'shapes-import': importShapes,
}

/** Deeds that only read files: no data is opened for them. */
const fileDeeds: Record<string, (words: readonly string[]) => Promise<Uint8Array>> = {
  'skills-map': makeMapFile,
  'shapes-draw': drawShapesFile,
}

const NewToken = z.tuple([
  z.string().min(1),
  z.string().trim().min(1).max(100),
  z.string().transform((text) => z.array(TokenScope).min(1).parse(text.split(','))),
  z.coerce.number().int().min(1).max(3650),
])

async function createToken(ground: Ground, words: readonly string[]): Promise<string> {
  const [slug, name, scopes, days] = NewToken.parse(words)
  return ground.database.act(systemScope, async (work) => {
    const row = await work.selectFrom('organisation').select('id').where('slug', '=', slug).executeTakeFirst()
    if (!row) throw new Problem('not-found', `No organisation here has the short name "${slug}".`)
    const expiresAt = new Date(ground.now().getTime() + days * 86_400_000)
    const permission = permitOperator(row.id as OrganisationId, 'represent')
    const { secret } = await addToken(ground, work, permission, { name, scopes, expiresAt })
    return secret
  })
}

async function importSkills(ground: Ground, [framework, file, version]: readonly string[]): Promise<string> {
  if (framework === 'jobtech' && file && version) {
    const { read, added, changed, mappings } = await importJobtech(ground, file, version, say)
    return `JobTech Taxonomy ${version}: ${read} concepts read, ${added} added, ${changed} changed, ${mappings} relations to ESCO and ISCO added`
  }
  if (framework === 'jobtech' && file)
    throw new Problem('request-invalid', 'The files do not tell the taxonomy’s version; give it: --version 22')
  if (framework !== 'esco' || !file)
    throw new Problem(
      'request-invalid',
      'Write: bricka skills import esco FILE.zip, or bricka skills import jobtech FOLDER',
    )
  const { version: kept, languages, read, added, changed, links } = await importEsco(ground, file, version, say)
  return `ESCO ${kept} (${languages.join(', ')}): ${read} concepts read, ${added} added, ${changed} changed, ${links} links of occupations to skills added`
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

async function operate([deed = '', ...words]: readonly string[]): Promise<string | Uint8Array> {
  const read = Object.hasOwn(fileDeeds, deed) ? fileDeeds[deed] : undefined
  if (read) return read(words)
  const run = Object.hasOwn(deeds, deed) ? deeds[deed] : undefined
  if (!run) throw new Problem('request-invalid', `There is no "${deed}"; there is ${Object.keys(deeds).join(', ')}.`)
  const settings = readSettings(process.env)
  const log = pino({ level: settings.logLevel }, pino.destination(2))
  const postgres = await openPostgres(settings, say)
  const database = connect(postgres.connection, (error) => log.error(error, 'PostgreSQL connection lost'))
  try {
    await migrate(database)
    const ground: Ground = {
      database,
      settings,
      seal: makeSeal(settings.secret),
      sendMail: () => Promise.reject(new Error('The operator sends no mail from a terminal.')),
      fetchGuarded: makeFetchGuarded({ allowedOrigins: settings.fetchAllow }),
      statusLists: createStatusListCache(),
      shadow: openShadow(settings.shadowEvery, log),
      log,
      now: () => new Date(),
    }
    return await run(ground, words)
  } finally {
    await database.close()
    await postgres.stop()
  }
}

try {
  const answer = await operate(process.argv.slice(2))
  process.stdout.write(typeof answer === 'string' ? `${answer}\n` : answer)
} catch (error) {
  say(explain(error))
  process.exitCode = 1
}

function explain(error: unknown): string {
  if (error instanceof Problem) return `${error.message} [${error.code}]`
  if (error instanceof z.ZodError) return `${z.prettifyError(error)} [request-invalid]`
  return explainFailure(error)
}
