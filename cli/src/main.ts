#!/usr/bin/env node
import { once } from 'node:events'
import { type InterfaceLanguage, interfaceLanguages } from '@bricka/domain/local-text'
import { InvalidArgumentError, Option, program } from 'commander'
import type { Server } from './call-server.ts'
import { describeArchive } from './describe-archive.ts'
import { importMerits } from './import-merits.ts'
import { importNeeds } from './import-needs.ts'
import { importRecipients } from './import-recipients.ts'
import { importUnits } from './import-units.ts'
import { issueOne } from './issue-one.ts'
import { listTransitions } from './list-transitions.ts'
import { runOperator } from './run-operator.ts'
import { unpackArchive } from './unpack-archive.ts'
import { verifyArchive } from './verify-archive.ts'
import { verifySource } from './verify-source.ts'
import { findWords, readLanguage } from './words.ts'

/** What every command ends in: text for standard output or error, and the exit code. */
export type Ending = { text: string; exitCode: number }

const server: Server = {
  url: process.env.BRICKA_URL ?? 'http://localhost:3000',
  token: process.env.BRICKA_TOKEN,
}
const say = (line: string): void => void process.stderr.write(`${line}\n`)

async function end(ending: Promise<Ending>): Promise<void> {
  const { text, exitCode } = await ending
  if (text !== '') process.stdout.write(`${text}\n`)
  process.exitCode = exitCode
}

const readOrigin = (text: string, before: string[] = []): string[] => {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text.replace(/\/$/, ''))
    throw new InvalidArgumentError('Write an origin, such as https://localhost:8443.')
  return [...before, url.origin]
}

/** One's own server is asked too, wherever it is. */
const allowedBy = (origins: readonly string[]): string[] => [
  ...origins,
  ...(process.env.BRICKA_URL ? readOrigin(process.env.BRICKA_URL) : []),
]

const readCount = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 to 9999.')
  return Number(text)
}

const readPeople = (text: string): number => {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError('Write a whole number from 1 to 99999999.')
  return Number(text)
}

const organisation = new Option('--organisation <id>', "the organisation's id").makeOptionMandatory()
const merit = new Option('--merit <id>', "the merit's id").makeOptionMandatory()
const language = new Option('--language <language>', 'language of the words').choices(interfaceLanguages)

program
  .name('bricka')
  .description('Microcredentials from a terminal. BRICKA_URL names the server, BRICKA_TOKEN an API token of yours.')
  .showHelpAfterError()

program
  .command('verify')
  .description(
    'check a credential: exit 0 all passed, 1 something failed, 2 something could not be checked, 3 unreadable',
  )
  .argument('<source>', 'a file, an https address, or - for standard input')
  .option('--json', 'the whole report as JSON', false)
  .option('--allow-origin <origin>', 'fetch from this origin although it is private or plain http', readOrigin, [])
  .addOption(language)
  .action((source: string, options: { json: boolean; allowOrigin: string[]; language?: InterfaceLanguage }) =>
    end(
      verifySource(source, {
        json: options.json,
        allowOrigin: allowedBy(options.allowOrigin),
        now: new Date().toISOString(),
        words: findWords(options.language ?? readLanguage(process.env)),
      }),
    ),
  )

program
  .command('issue')
  .description('issue a merit to one person')
  .addOption(organisation)
  .addOption(merit)
  .requiredOption('--name <name>', "the recipient's name")
  .requiredOption('--email <address>', "the recipient's e-mail address")
  .option('--assessed-on <day>', 'day of assessment, YYYY-MM-DD (today when left out)')
  .addOption(
    new Option('--route <route>', 'how it was learnt').choices(['course', 'prior-learning', 'both']).default('course'),
  )
  .option('--facts <json>', 'further facts of the assessment, as the API describes them')
  .option('--key <key>', 'your own key: the same key twice issues once')
  .option('--json', 'the answer as JSON', false)
  .action((options) => end(issueOne(server, { ...options, today: new Date().toISOString().slice(0, 10) })))

const passport = program
  .command('passport')
  .description('an export of a passport (Settings → Take everything with you)')
const readerOf = ({ json, language }: { json: boolean; language?: InterfaceLanguage }) => ({
  json,
  now: new Date().toISOString(),
  words: findWords(language ?? readLanguage(process.env)),
})
passport
  .command('open')
  .description('tell what lies in the file, how old it is and what it does not hold; nothing is fetched')
  .argument('<file>')
  .option('--json', 'the answer as JSON', false)
  .addOption(language)
  .action((file: string, options) => end(describeArchive(file, readerOf(options))))
passport
  .command('verify')
  .description(
    'check every credential in it, now and by its own copy: exit 0 all passed, 1 something failed, 2 something could not be checked, 3 unreadable',
  )
  .argument('<file>')
  .option('--offline', 'fetch nothing, and go by the copy', false)
  .option('--json', 'every check as JSON', false)
  .option('--allow-origin <origin>', 'fetch from this origin although it is private or plain http', readOrigin, [])
  .addOption(language)
  .action((file: string, options) =>
    end(
      verifyArchive(file, {
        ...readerOf(options),
        offline: options.offline,
        allowOrigin: allowedBy(options.allowOrigin),
      }),
    ),
  )
passport
  .command('unpack')
  .description(
    'write it into a new folder, each credential as files that other wallets take in; BRICKA_PASSPHRASE opens the keys',
  )
  .argument('<file>')
  .argument('<folder>')
  .option('--json', 'the answer as JSON', false)
  .addOption(language)
  .action((file: string, folder: string, options) =>
    end(unpackArchive(file, folder, { ...readerOf(options), passphrase: process.env.BRICKA_PASSPHRASE })),
  )

const imports = program.command('import').description('bring in a file')
imports
  .command('merits')
  .description('keep the merits of a spreadsheet (.xlsx or .csv) as drafts; rows that fail are listed')
  .argument('<file>')
  .addOption(organisation)
  .addOption(new Option('--language <language>', 'language of the texts').choices(interfaceLanguages).default('sv'))
  .option('--json', 'the answer as JSON', false)
  .action((file: string, options) => end(importMerits(server, file, options)))
imports
  .command('needs')
  .description('take answers to a survey of needed skills (.xlsx or .csv): all of the file, or nothing of it')
  .argument('<file>')
  .addOption(organisation)
  .requiredOption('--wave <id>', 'the wave that they answer, while it is open')
  .option('--json', 'the answer as JSON', false)
  .action((file: string, options) => end(importNeeds(server, file, options)))
imports
  .command('landscape')
  .description('record small learning units in a study (.xlsx or .csv, as exported): all of the file, or nothing of it')
  .argument('<file>')
  .addOption(organisation)
  .requiredOption('--study <id>', 'the study that they belong to')
  .option('--json', 'the answer as JSON', false)
  .action((file: string, options) => end(importUnits(server, file, options)))
imports
  .command('shapes')
  .description(
    'draw municipalities or regions from GeoJSON or TopoJSON, plain or .gz: all of the file, or nothing of it (for the operator: works on DATA_DIR or DATABASE_URL)',
  )
  .argument('<file>')
  .requiredOption('--source <text>', 'whose shapes they are and their licence; stands under every map')
  .option('--code <property>', "the property with the places' codes, where it is not found by itself")
  .option('--country <code>', 'only this country’s codes, such as DK')
  .option('--crs <number>', 'the EPSG number of the coordinates, where the file does not name it')
  .option('--partly', 'draw what is known although other areas or places are left over', false)
  .action((file: string, { source, ...options }: { source: string }) =>
    end(runOperator(['shapes-import', file, source, JSON.stringify(options)])),
  )
imports
  .command('recipients')
  .description('issue a merit to everyone in a file (.xlsx or .csv); the same file again goes on where it was')
  .argument('<file>')
  .addOption(organisation)
  .addOption(merit)
  .option('--assessed-on <day>', 'for rows that leave it empty, YYYY-MM-DD')
  .addOption(
    new Option('--route <route>', 'for rows that leave it empty').choices(['course', 'prior-learning', 'both']),
  )
  .option('--json', 'the answer as JSON', false)
  .action((file: string, options) => end(importRecipients(server, file, options, say)))

program
  .command('token')
  .description('API tokens (for the operator: works on DATA_DIR or DATABASE_URL)')
  .command('create')
  .description('make a token; it is shown once')
  .argument('<organisation>', "the organisation's short name")
  .requiredOption('--name <name>', 'what it is for')
  .option('--scope <scope...>', 'read, design, mandate, issue', ['read'])
  .option('--days <days>', 'how long it works', '365')
  .action((slug: string, options: { name: string; scope: string[]; days: string }) =>
    end(runOperator(['token-create', slug, options.name, options.scope.join(','), options.days])),
  )

const skills = program.command('skills').description('skills, occupations and the way between them')
skills
  .command('import')
  .description(
    "import a classification's official download, such as: bricka skills import esco ESCO.zip (for the operator: works on DATA_DIR or DATABASE_URL)",
  )
  .argument('<framework>', 'esco or jobtech')
  .argument(
    '<file>',
    'the zip file from the ESCO portal, CSV, or a folder of its files; a folder of the JobTech taxonomy’s JSON',
  )
  .option('--version <version>', "the classification's version, where the file's name does not tell it")
  .action((framework: string, file: string, options: { version?: string }) =>
    end(runOperator(['skills-import', framework, file, ...(options.version ? [options.version] : [])])),
  )
skills
  .command('transitions')
  .description(
    'rank occupations by how feasible the move is, with reasons and gap: exit 0 all answered, 1 something was not known',
  )
  .argument('[uri]', "the origin occupation's URI")
  .option(
    '--esco <file>',
    'reckon on this ESCO download (zip or folder) instead of what the server of BRICKA_URL has imported',
  )
  .option('--map-version <version>', 'the version of the classification (the newest when left out)')
  .option(
    '--stdin',
    'read one URI a line; answer {"origin", "ranking": [[URI, score], …]} a line, all occupations',
    false,
  )
  .option('--json', 'the explained answer as JSON', false)
  .option('--limit <count>', 'how many to explain', readCount, 20)
  .action((uri: string | undefined, options) =>
    end(
      listTransitions(server, uri, options, {
        lines: process.stdin,
        write: async (line) => {
          if (!process.stdout.write(line)) await once(process.stdout, 'drain')
        },
        say,
      }),
    ),
  )

program
  .command('generate')
  .description(
    'fill the statistics with made-up people, marked as such (for the operator; not where real ones are counted)',
  )
  .addOption(new Option('--people <count>', 'how many').argParser(readPeople).makeOptionMandatory())
  .option('--seed <number>', 'the same seed makes the same people', '1')
  .option('--quarters <count>', 'releases to make, one for each of the last quarters', readCount, 1)
  .option('--region <code...>', 'regions to live in, such as SE331 (all when left out)')
  .action((options: { people: number; seed: string; quarters: number; region?: string[] }) =>
    end(
      runOperator([
        'statistics-generate',
        String(options.people),
        options.seed,
        String(options.quarters),
        ...(options.region ?? []),
      ]),
    ),
  )

const statistics = program
  .command('statistics')
  .description('statistics (for the operator: works on DATA_DIR or DATABASE_URL)')
statistics
  .command('recount')
  .description('count everything anew from the facts, put the counts right, and say how many were wrong')
  .action(() => end(runOperator(['statistics-recount'])))
statistics
  .command('population')
  .description('import the working-age population: CSV with the columns place, year, persons')
  .argument('<file>')
  .requiredOption('--source <source>', 'whose figures they are; stands beside every share')
  .action((file: string, { source }: { source: string }) => end(runOperator(['population-import', file, source])))

await program.parseAsync()
