import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type HeldKey, openKeys } from '@bricka/domain/exchange/archive-keys'
import { type ArchiveSettings, headOf, nameCredential } from './describe-archive.ts'
import { printable } from './describe-report.ts'
import type { Ending } from './main.ts'
import { readArchive } from './read-archive.ts'
import { exitCodes } from './verify-source.ts'

/** What lies in an export has such names and no other: none of them leads anywhere, on any system. */
const plainPath = /^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9-]+)*(\/[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9-]+)*){0,3}$/
/** Names that Windows keeps for devices, whatever follows the dot. */
const device = /(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.|\/|$)/i

/**
 * Writes an export into a new folder: each credential as the files that other wallets take in and, with the passphrase,
 * the keys that they are bound to. All that could stop it is looked at before anything is written.
 */
export async function unpackArchive(
  file: string,
  folder: string,
  settings: ArchiveSettings & { passphrase: string | undefined },
): Promise<Ending> {
  const read = await readArchive(file, settings)
  if (!read.ok) return read.ending
  const { files, content } = read.archive
  const { archive, notStated } = settings.words
  const refuse = (code: string, detail: string): Ending => ({
    text: settings.json ? JSON.stringify({ outcome: 'refused', code, detail }, undefined, 2) : `${detail} [${code}]`,
    exitCode: exitCodes.unreadable,
  })
  const odd = findOddPath([...files.keys()])
  if (odd !== undefined) return refuse('path-refused', `${archive.refused} ${JSON.stringify(odd)}`)
  if ((await readdir(folder).catch(() => [])).length > 0) return refuse('folder-in-use', archive.folderInUse)
  const sealed = files.get('keys.jwe')?.toString()
  const opened = sealed && settings.passphrase ? await openKeys(sealed, settings.passphrase) : undefined
  if (opened && !opened.opened) return refuse(opened.code, archive.passphraseWrong)
  const keys = opened?.keys ?? []
  for (const [path, bytes] of files) await keep(join(folder, path), bytes)
  for (const [index, key] of keys.entries())
    await keep(join(folder, 'keys', `${index + 1}.jwk`), JSON.stringify(toJwk(key), undefined, 2), 0o600)
  if (settings.json)
    return {
      text: JSON.stringify({ folder, files: files.size, keys: keys.length, credentials: content.credentials }, null, 2),
      exitCode: 0,
    }
  const lines = [
    headOf(read.archive, settings),
    archive.written(files.size + keys.length, folder),
    ...content.credentials.flatMap((one) => [
      `  ${nameCredential(read.archive, one).title || notStated}`,
      ...one.forms.map((form) => `    ${join(folder, form)}`),
    ]),
    ...(keys.length > 0 ? [archive.keysWritten(keys.length)] : []),
  ]
  return { text: lines.map(printable).join('\n'), exitCode: 0 }
}

/** Also two names that are one where capitals do not count. */
function findOddPath(paths: readonly string[]): string | undefined {
  const seen = new Set<string>()
  return paths.find((path) => {
    const twice = seen.has(path.toLowerCase())
    seen.add(path.toLowerCase())
    return twice || path.length > 200 || !plainPath.test(path) || device.test(path) || /^keys\//i.test(path)
  })
}

/** Never over anything, and never through a link that lies there. */
async function keep(path: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content, { flag: 'wx', mode })
}

/** The key as any wallet reads it (RFC 7517), named after what it is for. */
const toJwk = ({ privateJwk, credentialId, importedId }: HeldKey): object => ({
  ...privateJwk,
  use: 'sig',
  alg: 'ES256',
  kid: credentialId ?? importedId ?? '',
})
