import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'

/** Why a zip is not read. Each is explained in `docs/errors.md`. */
export const zipRefusals = {
  'not-a-zip': 'The file is not a zip file',
  truncated: 'The file ends too soon',
  'zip-broken': 'The zip file is damaged',
  'zip-encrypted': 'The zip itself is encrypted',
  'zip-bomb': 'A file in it swells more than any text would',
  'path-refused': 'A file in it would lie outside its folder',
  'link-refused': 'It holds a link instead of a file',
  'file-twice': 'A file is there twice',
  'too-many-files': 'There are too many files in it',
  'file-too-large': 'A file in it is too large',
  'archive-too-large': 'Unpacked it is too large',
} as const
export type ZipRefusal = keyof typeof zipRefusals

export type ZipLimits = { readonly maxFiles: number; readonly maxFileBytes: number; readonly maxBytes: number }

export type ZipRead =
  | { readonly read: true; readonly files: Map<string, Buffer> }
  | { readonly read: false; readonly code: ZipRefusal; readonly path: string; readonly detail: string }

/** Deflate reaches some thousand to one only on what is made for it; texts stay far below. */
const mostRatio = 200

/**
 * Reads every file of a zip that anyone may have made. Sizes are counted while it is read, whatever the zip says of
 * itself, and names are only names: nothing is written anywhere.
 */
export async function readZip(bytes: Buffer, limits: ZipLimits): Promise<ZipRead> {
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50)
    return refuse('not-a-zip', '', 'The file is not a zip file. Choose the file that was exported, unchanged.')
  const files = new Map<string, Buffer>()
  let zip: ZipFile | undefined
  try {
    zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true })
    let total = 0
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      const refused = checkEntry(entry, files, limits)
      if (refused) return refused
      const content = await readEntry(zip, entry, limits, limits.maxBytes - total)
      if (!Buffer.isBuffer(content)) return content
      total += content.length
      files.set(entry.fileName, content)
    }
    return { read: true, files }
  } catch (error) {
    return explain(error instanceof Error ? error.message : String(error))
  } finally {
    zip?.close()
  }
}

type Refused = Extract<ZipRead, { read: false }>

const refuse = (code: ZipRefusal, path: string, detail: string): Refused => ({ read: false, code, path, detail })

function explain(message: string): Refused {
  if (/relative path|absolute path|invalid characters in fileName/i.test(message))
    return refuse('path-refused', '', `A file in it would lie outside its folder: ${message}.`)
  if (/end of central directory|truncated|unexpected EOF|EOF|out of bounds|out of range/i.test(message))
    return refuse('truncated', '', 'The file ends too soon. Download it again, whole.')
  return refuse('zip-broken', '', `The zip file is damaged: ${message}.`)
}

function checkEntry(entry: Entry, before: ReadonlyMap<string, Buffer>, limits: ZipLimits): Refused | undefined {
  const { fileName: path } = entry
  if (entry.isEncrypted())
    return refuse('zip-encrypted', path, 'The zip itself is encrypted. Unpack it, and choose what is inside.')
  // The upper half is the mode of a Unix file: what leads elsewhere (0o12…) is nothing that an export holds.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
    return refuse('link-refused', path, `${path} is a link, and an export has none.`)
  if (before.has(path)) return refuse('file-twice', path, `${path} is there twice.`)
  if (before.size >= limits.maxFiles)
    return refuse('too-many-files', path, `More than ${limits.maxFiles} files are in it.`)
  return entry.uncompressedSize > limits.maxFileBytes ? tooLarge(path, limits) : undefined
}

const tooLarge = (path: string, { maxFileBytes }: ZipLimits): Refused =>
  refuse('file-too-large', path, `${path} is larger than ${maxFileBytes} bytes.`)

async function readEntry(zip: ZipFile, entry: Entry, limits: ZipLimits, room: number): Promise<Buffer | Refused> {
  const { fileName: path } = entry
  const most = Math.min(room, limits.maxFileBytes)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const part = Buffer.from(chunk)
    size += part.length
    if (size > 1_048_576 && size > entry.compressedSize * mostRatio)
      return refuse('zip-bomb', path, `${path} swells more than any text of ours would.`)
    if (size > most)
      return most < limits.maxFileBytes
        ? refuse('archive-too-large', path, `Unpacked it is larger than ${limits.maxBytes} bytes.`)
        : tooLarge(path, limits)
    chunks.push(part)
  }
  return Buffer.concat(chunks)
}
