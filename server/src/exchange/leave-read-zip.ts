import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { Problem } from '../http/problem.ts'

export const mostFiles = 20_000
export const mostFileBytes = 64 * 1024 * 1024
export const mostBytes = 256 * 1024 * 1024
/** Deflate reaches some thousand to one only on what is made for it; texts like ours stay far below. */
const mostRatio = 200

/** What an archive is refused for, each by a code of its own. */
export const archiveRefused = (code: string, path: string, detail: string): Problem =>
  new Problem('archive-refused', detail, [{ pointer: `/${path}`, code, detail }])

/**
 * Reads every file of a zip that anyone may have made. Sizes are counted while it is read, whatever the zip says of
 * itself, and names are only names: nothing is written anywhere.
 *
 * @throws Problem `archive-refused`
 */
export async function readZip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await open(bytes)
  const files = new Map<string, Buffer>()
  let total = 0
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      checkEntry(entry, files)
      const content = await readEntry(zip, entry, mostBytes - total)
      total += content.length
      files.set(entry.fileName, content)
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw explain(error)
  } finally {
    zip.close()
  }
  return files
}

async function open(bytes: Buffer): Promise<ZipFile> {
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50)
    throw archiveRefused('not-a-zip', '', 'The file is not a zip file. Choose the file that was exported, unchanged.')
  try {
    return await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true })
  } catch (error) {
    throw explain(error)
  }
}

function explain(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error)
  if (/relative path|absolute path|invalid characters in fileName/i.test(message))
    return archiveRefused('path-refused', '', `A file in it would lie outside its folder: ${message}.`)
  if (/end of central directory|truncated|unexpected EOF|EOF|out of bounds|out of range/i.test(message))
    return archiveRefused('truncated', '', 'The file ends too soon. Download it again, whole.')
  return archiveRefused('zip-broken', '', `The zip file is damaged: ${message}.`)
}

function checkEntry(entry: Entry, before: ReadonlyMap<string, Buffer>): void {
  const { fileName: path } = entry
  if (entry.isEncrypted())
    throw archiveRefused('zip-encrypted', path, 'The zip itself is encrypted. Unpack it, and choose what is inside.')
  if (before.has(path)) throw archiveRefused('file-twice', path, `${path} is there twice.`)
  if (before.size >= mostFiles) throw archiveRefused('too-many-files', path, `More than ${mostFiles} files are in it.`)
  if (entry.uncompressedSize > mostFileBytes) throw tooLarge(path)
}

const tooLarge = (path: string): Problem =>
  archiveRefused('file-too-large', path, `${path} is larger than ${mostFileBytes} bytes.`)

async function readEntry(zip: ZipFile, entry: Entry, room: number): Promise<Buffer> {
  const most = Math.min(room, mostFileBytes)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const part = Buffer.from(chunk)
    size += part.length
    if (size > 1_048_576 && size > entry.compressedSize * mostRatio)
      throw archiveRefused('zip-bomb', entry.fileName, `${entry.fileName} swells more than any text of ours would.`)
    if (size > most)
      throw most < mostFileBytes
        ? archiveRefused('archive-too-large', entry.fileName, `Unpacked it is larger than ${mostBytes} bytes.`)
        : tooLarge(entry.fileName)
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}
