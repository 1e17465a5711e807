import { readFile, stat } from 'node:fs/promises'
import { power } from '@bricka/credential/power/node'
import { readZip } from '@bricka/credential/power/read-zip'
import { type ArchiveContent, listArchive } from '@bricka/domain/exchange/list-archive'
import { archiveLimits, type OpenArchive, openArchive } from '@bricka/domain/exchange/open-archive'
import type { Ending } from './main.ts'
import { noFile } from './read-upload.ts'
import { exitCodes } from './verify-source.ts'
import type { Words } from './words.ts'

export type Archive = OpenArchive<ReadonlyMap<string, Buffer>> & { content: ArchiveContent }

/** Opens a passport's export from a file, or gives the ending that says why not. */
export async function readArchive(
  file: string,
  { json, words }: { json: boolean; words: Words },
): Promise<{ ok: true; archive: Archive } | { ok: false; ending: Ending }> {
  const refuse = (code: string, path: string, detail: string) => ({
    ok: false as const,
    ending: {
      text: json
        ? JSON.stringify({ outcome: 'unreadable', code, path, detail }, undefined, 2)
        : `${words.archive.refused} (${code})\n${detail}`,
      exitCode: exitCodes.unreadable,
    },
  })
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return { ok: false, ending: noFile(file) }
  // What is packed is never larger than what an archive may be unpacked.
  if (found.size > archiveLimits.maxBytes)
    return refuse('archive-too-large', '', `The file is larger than ${archiveLimits.maxBytes} bytes.`)
  const zip = await readZip(await readFile(file), archiveLimits)
  if (!zip.read) return refuse(zip.code, zip.path, zip.detail)
  const opened = await openArchive<ReadonlyMap<string, Buffer>>(zip.files, 'passport', power)
  if (!opened.open) return refuse(opened.code, opened.path, opened.detail)
  const content = listArchive(opened.files)
  if ('unreadable' in content)
    return refuse('file-unreadable', content.unreadable, `${content.unreadable} is not as described.`)
  return { ok: true, archive: { ...opened, content } }
}
