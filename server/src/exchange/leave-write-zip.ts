import { createHash } from 'node:crypto'
import { Zip, ZipDeflate } from 'fflate'

export type ArchiveFile = { path: string; mediaType: string; bytes: Uint8Array }
export type ListedFile = { path: string; mediaType: string; bytes: number; sha256: string }

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Writes files into a zip as they come, so that never more than one of them lies in memory. `close` gives the last ones,
 * which tell of all before them.
 */
export async function* writeZip(
  files: AsyncIterable<ArchiveFile>,
  close: (listed: readonly ListedFile[]) => Promise<readonly ArchiveFile[]>,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const failures: Error[] = []
  const zip = new Zip((error, chunk) => {
    if (error) failures.push(error)
    else ready.push(chunk)
  })
  const add = ({ path, bytes }: ArchiveFile): Uint8Array[] => {
    const entry = new ZipDeflate(path, { level: 6 })
    zip.add(entry)
    entry.push(bytes, true)
    const [failure] = failures
    if (failure) throw failure
    return ready.splice(0)
  }
  const listed: ListedFile[] = []
  for await (const file of files) {
    yield* add(file)
    listed.push({
      path: file.path,
      mediaType: file.mediaType,
      bytes: file.bytes.length,
      sha256: digestOf(file.bytes),
    })
  }
  for (const file of await close(listed)) yield* add(file)
  zip.end()
  yield* ready.splice(0)
}
