import { type Check, type CheckName, readCredential, verifyCredential } from '@bricka/credential'
import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { power } from '@bricka/credential/power/node'
import { checkByCopy } from '@bricka/domain/exchange/archive-known'
import { type ArchiveSettings, headOf, nameCredential } from './describe-archive.ts'
import { marks, printable } from './describe-report.ts'
import type { Ending } from './main.ts'
import { type Archive, readArchive } from './read-archive.ts'
import { exitCodes, loadThrough, worstOf } from './verify-source.ts'
import type { Words } from './words.ts'

export type VerifyArchiveSettings = ArchiveSettings & {
  /** Nothing is fetched, and the exit code goes by the copy. */
  offline: boolean
  allowOrigin: readonly string[]
}

type Checked = {
  path: string
  title: string
  /** Undefined where nothing was asked of anybody. */
  now: readonly Check[] | undefined
  /** By the keys and lists in the export, as of the export. */
  copy: readonly Check[]
}

/** Checks every credential of an export in every form: now, and by what the export itself carries. */
export async function verifyArchive(file: string, settings: VerifyArchiveSettings): Promise<Ending> {
  const read = await readArchive(file, settings)
  if (!read.ok) return read.ending
  const checked: Checked[] = []
  for (const one of read.archive.content.credentials)
    for (const path of one.forms)
      checked.push({
        path,
        title: nameCredential(read.archive, one).title,
        ...(await checkForm(read.archive, path, settings)),
      })
  const outcome = worstOf(checked.flatMap(({ now, copy }) => now ?? copy))
  // What the copy shows to be forged is forged, whoever answers now.
  const forged = checked.some(({ copy }) => copy.some((check) => check.outcome === 'failed'))
  const unread = checked.some(({ copy }) => copy.length === 0)
  const exitCode = unread ? exitCodes.unreadable : exitCodes[forged ? 'failed' : outcome]
  const { manifest, sealedBy } = read.archive
  const told = { from: manifest.from, exportedAt: manifest.exportedAt, sealedBy }
  const text = settings.json
    ? JSON.stringify({ outcome: unread ? 'unreadable' : forged ? 'failed' : outcome, ...told, checked }, undefined, 2)
    : describe(read.archive, checked, settings)
  return { text, exitCode }
}

async function checkForm(
  { files, manifest, content }: Archive,
  path: string,
  { offline, now, allowOrigin }: VerifyArchiveSettings,
): Promise<Pick<Checked, 'now' | 'copy'>> {
  const bytes = files.get(path) ?? Buffer.alloc(0)
  const copy = await checkByCopy(bytes, content.known, { at: manifest.exportedAt, power })
  const read = readCredential(bytes)
  if (offline || !read.read || !copy) return { now: undefined, copy: copy?.report.checks ?? [] }
  const loadResource = loadThrough(makeFetchGuarded({ allowedOrigins: allowOrigin }), allowOrigin)
  const checked = await verifyCredential(read.credential, { now, power, loadResource })
  return { now: checked.report.checks, copy: copy.report.checks }
}

function describe(archive: Archive, checked: readonly Checked[], settings: VerifyArchiveSettings): string {
  const { words } = settings
  return [
    headOf(archive, settings),
    words.archive.seal(archive.sealedBy),
    ...checked.flatMap((one) => ['', `${one.title || words.notStated}: ${one.path}`, ...describeChecks(one, words)]),
    '',
    words.archive.legend,
  ]
    .map(printable)
    .join('\n')
}

/** A line for each check, with a mark for now and one for the copy, and the code of what did not pass. */
function describeChecks({ now, copy }: Checked, words: Words): string[] {
  const { columnNow, columnCopy } = words.archive
  if (copy.length === 0) return [`  ${words.unreadable}`]
  const names = [...new Set([...(now ?? []), ...copy].map(({ name }) => name))]
  const width = Math.max(...names.map((name) => words.checkName(name).length))
  const head = now ? `  ${columnNow} ${columnCopy}` : `  ${columnCopy}`
  return [head, ...names.map((name) => describeCheck(name, now, copy, words, width))]
}

function describeCheck(
  name: CheckName,
  now: readonly Check[] | undefined,
  copy: readonly Check[],
  words: Words,
  width: number,
): string {
  const { columnNow, columnCopy } = words.archive
  const found = { now: now?.find((check) => check.name === name), copy: copy.find((check) => check.name === name) }
  const mark = (check: Check | undefined, column: string) => (check ? marks[check.outcome] : ' ').padEnd(column.length)
  const columns = [...(now ? [mark(found.now, columnNow)] : []), mark(found.copy, columnCopy)].join(' ')
  const told = found.now ?? found.copy
  return `  ${columns} ${words.checkName(name).padEnd(width)}  ${told ? `${words.check(told.code)} [${told.code}]` : ''}`
}
