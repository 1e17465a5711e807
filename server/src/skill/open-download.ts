import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { type Entry, openPromise } from 'yauzl'
import { Problem } from '../http/problem.ts'

export type CsvRow = Record<string, string | undefined>

export type Download = {
  /** Names of the files in it, without folders and without `.gz`. */
  readonly names: readonly string[]
  /** @throws Problem `file-unreadable` when the file is no CSV. */
  rows(name: string): AsyncIterable<CsvRow>
  close(): void
}

/** Opens a classification's download, a zip file or a folder of CSV files (also `.csv.gz`), to be read row by row. */
export async function openDownload(path: string): Promise<Download> {
  const kind = await stat(path).catch(() => undefined)
  if (!kind) throw new Problem('file-unreadable', `There is no file or folder ${path}.`)
  return kind.isDirectory() ? openFolder(path) : openZip(path)
}

async function openFolder(path: string): Promise<Download> {
  const files = new Map((await readdir(path)).map((file) => [file.replace(/\.gz$/, ''), file]))
  return {
    names: [...files.keys()],
    rows(name) {
      const file = files.get(name) ?? name
      const stream = createReadStream(join(path, file))
      return readRows(name, async () => (file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream))
    },
    close: () => undefined,
  }
}

async function openZip(path: string): Promise<Download> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: Error) => {
    throw new Problem('file-unreadable', `${path} is not a zip file that can be read: ${error.message}.`)
  })
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) entries.set(basename(entry.fileName), entry)
  } catch (error) {
    zip.close()
    throw unreadable(path, error)
  }
  return {
    names: [...entries.keys()],
    rows(name) {
      const entry = entries.get(name)
      if (!entry) throw new Problem('file-unreadable', `${name} is not in ${path}.`)
      return readRows(name, () => zip.openReadStreamPromise(entry))
    },
    close: () => zip.close(),
  }
}

async function* readRows(name: string, open: () => Promise<NodeJS.ReadableStream>): AsyncGenerator<CsvRow> {
  try {
    const source = await open()
    const parser = parse({ columns: true, bom: true, relax_column_count: true, max_record_size: 1_000_000 })
    source.on('error', (error) => parser.destroy(error))
    const rows: AsyncIterable<CsvRow> = source.pipe(parser)
    for await (const row of rows) yield row
  } catch (error) {
    throw unreadable(name, error)
  }
}

function unreadable(name: string, error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('file-unreadable', `${name}: ${error instanceof Error ? error.message : String(error)}`)
}
