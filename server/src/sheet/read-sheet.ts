import { Readable } from 'node:stream'
import { inflateRawSync } from 'node:zlib'
import { parse as openParser, CsvError as StreamedCsvError } from 'csv-parse'
import { CsvError, parse } from 'csv-parse/sync'
import readXlsx from 'read-excel-file/node'
import { Problem } from '../http/problem.ts'

/** The cells of a file's first sheet as text; rows count as in the file, empty ones included. */
export type Sheet = readonly (readonly string[])[]

const mebibyte = 1024 * 1024
const limits = { rows: 50_000, streamedRows: 200_000, columns: 120, rowCharacters: 100_000, unpacked: 80 * mebibyte }

/**
 * Reads a spreadsheet (.xlsx) or a text file (.csv with comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252), by what
 * is in it and not by its name.
 *
 * @throws Problem `file-unreadable`, with a code that says what is wrong and where
 */
export async function readSheet(bytes: Uint8Array): Promise<Sheet> {
  if (bytes.length === 0) throw new Problem('file-empty', 'The file has no content.')
  const rows = isZip(bytes) ? await readWorkbook(Buffer.from(bytes)) : readText(bytes)
  if (rows.length > limits.rows)
    throw refuse('too-many-rows', `Split the file: at most ${limits.rows} rows.`, `/rows/${limits.rows + 1}`)
  const wide = rows.findIndex((row) => row.length > limits.columns)
  if (wide >= 0) throw refuse('too-many-columns', `At most ${limits.columns} columns.`, `/rows/${wide + 1}`)
  if (rows.every((row) => row.every((cell) => cell.trim() === '')))
    throw new Problem('file-empty', 'The first sheet of the file has no rows.')
  return rows
}

/**
 * The same row by row: a text file of any length is never held as cells all at once. A spreadsheet is, for it cannot be
 * read otherwise; it is bounded by what it may be unpacked.
 *
 * @throws Problem as `readSheet` does, also when some rows have been given already
 */
export async function* streamSheet(bytes: Uint8Array): AsyncGenerator<readonly string[]> {
  if (bytes.length === 0 || isZip(bytes)) {
    yield* await readSheet(bytes)
    return
  }
  const text = decodeText(bytes)
  const parser = openParser({ ...csvOptions(text), to: limits.streamedRows + 1 })
  parser.on('error', () => undefined)
  const slices = (function* () {
    for (let start = 0; start < text.length; start += sliceLength) yield text.slice(start, start + sliceLength)
  })()
  let count = 0
  try {
    for await (const row of Readable.from(slices).pipe(parser)) {
      if (++count > limits.streamedRows)
        throw refuse('too-many-rows', `Split the file: at most ${limits.streamedRows} rows.`, `/rows/${count}`)
      const cells: string[] = row
      if (cells.length > limits.columns)
        throw refuse('too-many-columns', `At most ${limits.columns} columns.`, `/rows/${count}`)
      yield cells
    }
  } catch (error) {
    throw explain(error)
  }
}

const sliceLength = 65_536

const refuse = (code: string, detail: string, pointer = '/file'): Problem =>
  new Problem('file-unreadable', detail, [{ pointer, code, detail }])

const startsWith = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, at) => bytes[at] === byte)
const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b)

async function readWorkbook(bytes: Buffer): Promise<Sheet> {
  refuseBomb(bytes)
  try {
    const [sheet] = await readXlsx(bytes)
    return (sheet?.data ?? []).map((row) => row.map(toText))
  } catch (error) {
    throw refuse(
      'workbook-unreadable',
      `It is a packed file, but no spreadsheet that can be read (${error instanceof Error ? error.message : 'unknown'}).`,
    )
  }
}

/**
 * Unpacks every part with a limit before anything else does: what a packed file says of its size is not to be believed.
 *
 * The central directory is the list at the end of a zip file (APPNOTE 4.3.12).
 */
function refuseBomb(bytes: Buffer): void {
  let left = limits.unpacked
  for (const { start, packed, method } of listParts(bytes)) {
    if (method === 0) left -= packed
    else
      try {
        left -= inflateRawSync(bytes.subarray(start, start + packed), { maxOutputLength: Math.max(left, 1) }).length
      } catch (error) {
        if (error instanceof RangeError) left = -1
        else throw refuse('workbook-unreadable', 'A part of the file is damaged.')
      }
    if (left < 0) throw refuse('workbook-too-large', `Unpacked, the file is larger than ${limits.unpacked} bytes.`)
  }
}

function listParts(bytes: Buffer): readonly { start: number; packed: number; method: number }[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length) throw refuse('workbook-unreadable', 'The file is cut off.')
  const count = bytes.readUInt16LE(end + 10)
  if (count > 500) throw refuse('workbook-too-large', 'The file has too many parts.')
  let at = bytes.readUInt32LE(end + 16)
  const parts: { start: number; packed: number; method: number }[] = []
  for (let part = 0; part < count; part++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50)
      throw refuse('workbook-unreadable', 'The file is damaged.')
    const local = bytes.readUInt32LE(at + 42)
    if (local + 30 > bytes.length) throw refuse('workbook-unreadable', 'The file is damaged.')
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw refuse('workbook-locked', 'Take the password off the file.')
    parts.push({
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      start: local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28),
    })
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return parts
}

/** A day stays a day: spreadsheets keep it as a moment in no time zone. */
function toText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  return String(cell)
}

function readText(bytes: Uint8Array): Sheet {
  const text = decodeText(bytes)
  try {
    const rows: string[][] = parse(text, { ...csvOptions(text), to: limits.rows + 1 })
    return rows
  } catch (error) {
    throw explain(error)
  }
}

function decodeText(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw refuse('workbook-old', 'This is an old or locked workbook (.xls); save it as .xlsx without a password.')
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw refuse('file-kind-unknown', 'This is a PDF; send .xlsx or .csv.')
  const text = decode(bytes)
  if (text.includes('\0')) throw refuse('file-kind-unknown', 'This is no text and no spreadsheet; send .xlsx or .csv.')
  return text
}

const csvOptions = (text: string) => ({
  delimiter: findDelimiter(text),
  relax_column_count: true,
  relax_quotes: false,
  max_record_size: limits.rowCharacters,
})

function explain(error: unknown): unknown {
  if (!(error instanceof CsvError || error instanceof StreamedCsvError)) return error
  const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : 1
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return refuse('row-too-long', `A row has more than ${limits.rowCharacters} characters.`, `/rows/${line}`)
  return refuse('row-unreadable', `${error.message} (${error.code})`, `/rows/${line}`)
}

function decode(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes)
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What spreadsheets on Windows write when asked for plain "CSV".
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The one that stands most often in the first line that has anything, outside of quotation marks. */
function findDelimiter(text: string): string {
  const first = (/[^\r\n]+/.exec(text.slice(0, 10_000))?.[0] ?? '').replace(/"[^"]*"/g, '')
  const count = (delimiter: string) => first.split(delimiter).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}
