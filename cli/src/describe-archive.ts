import { readCredential } from '@bricka/credential'
import { type Absence, type ArchivedCredential, absences } from '@bricka/domain/exchange/list-archive'
import { readTransparency } from '@bricka/domain/transparency/read-transparency'
import { printable } from './describe-report.ts'
import type { Ending } from './main.ts'
import { type Archive, readArchive } from './read-archive.ts'
import type { Words } from './words.ts'

export type ArchiveSettings = { json: boolean; now: string; words: Words }

/** Tells what lies in an export, how old it is, and what it does not hold. Nothing is fetched. */
export async function describeArchive(file: string, settings: ArchiveSettings): Promise<Ending> {
  const read = await readArchive(file, settings)
  if (!read.ok) return read.ending
  const { manifest, sealedBy, content } = read.archive
  const credentials = content.credentials.map((one) => ({ ...one, ...nameCredential(read.archive, one) }))
  if (settings.json) {
    const { known, ...listed } = content
    const told = { from: manifest.from, exportedAt: manifest.exportedAt, sealedBy, files: manifest.files.length }
    return end({ ...told, ...listed, credentials, known: Object.keys(known), absent: absences })
  }
  const { words } = settings
  const { archive } = words
  const lines = [
    headOf(read.archive, settings),
    archive.seal(sealedBy),
    '',
    `${archive.credentials}: ${credentials.length}`,
    ...credentials.flatMap(({ title, issuer, forms }) => [
      `  ${title || words.notStated} (${words.issuer}: ${issuer || words.notStated})`,
      ...forms.map((form) => `    ${form}`),
    ]),
    '',
    `${archive.evidence}: ${content.evidence.length}`,
    ...content.evidence.map(({ path, bytes }) => `  ${path} (${bytes} B)`),
    '',
    `${archive.account} (passport.json)`,
    ...Object.entries(content.account).map(([name, count]) => `  ${name}: ${count}`),
    '',
    content.keys === 'locked' ? archive.keysLocked : archive.keysLeftOut,
    '',
    `${archive.copy} (known.json): ${archive.asOf(manifest.exportedAt.slice(0, 10))}`,
    ...Object.keys(content.known).map((url) => `  ${url}`),
    '',
    archive.notHeld,
    ...absences.map((absence: Absence) => `  - ${archive.absence(absence)}`),
  ]
  return { text: lines.map(printable).join('\n'), exitCode: 0 }
}

const end = (told: object): Ending => ({ text: JSON.stringify(told, undefined, 2), exitCode: 0 })

/** Whose it is, and how old: what it says of anybody is as old as that. */
export function headOf({ manifest }: Archive, { now, words }: ArchiveSettings): string {
  const days = Math.floor((Date.parse(now) - Date.parse(manifest.exportedAt)) / 86_400_000)
  const age = new Intl.RelativeTimeFormat(words.language, { numeric: 'auto' }).format(-days, 'day')
  return words.archive.head(manifest.from, `${manifest.exportedAt.slice(0, 10)}, ${age}`)
}

/** What a credential calls itself and its issuer: by its own word, before any check. */
export function nameCredential({ files }: Archive, { signed }: ArchivedCredential): { title: string; issuer: string } {
  const read = readCredential(files.get(signed) ?? '')
  if (!read.read) return { title: '', issuer: '' }
  const { title, issuer } = readTransparency(read.credential.document)
  return { title: title.stated ? title.text : '', issuer: issuer.stated ? (issuer.name ?? issuer.id ?? '') : '' }
}
