import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { readShapes, type ShapesFile } from '@bricka/domain/planning/read-shapes'
import { Problem } from '../http/problem.ts'

const unpack = promisify(gunzip)

/** Every Nordic agency's municipalities in full detail are smaller. */
const largest = { file: 150_000_000, unpacked: 300_000_000 } as const
type Bounds = Readonly<Record<keyof typeof largest, number>>

/** GeoJSON or TopoJSON, plain or gzipped. @throws Problem `file-unreadable` */
export async function readShapesFile(path: string, bounds: Bounds = largest): Promise<ShapesFile> {
  const found = await stat(path).catch((error: Error) => refuse(path, 'file-missing', error.message))
  if (!found.isFile()) return refuse(path, 'file-missing', 'it is no file')
  const { size } = found
  if (size > bounds.file) return refuse(path, 'file-too-large', `it has ${size} bytes; at most ${bounds.file} are read`)
  const bytes = await readFile(path)
  const text = isGzip(bytes) ? await unzip(path, bytes, bounds.unpacked) : bytes
  const read = readShapes(parse(path, text.toString('utf8')))
  return 'refused' in read ? refuse(path, read.refused, read.what) : read
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

async function unzip(path: string, bytes: Uint8Array, most: number): Promise<Buffer> {
  try {
    return await unpack(bytes, { maxOutputLength: most })
  } catch (error) {
    const swollen = error instanceof RangeError
    return refuse(
      path,
      swollen ? 'file-too-large' : 'gzip-broken',
      swollen ? `unpacked it has more than ${most} bytes` : 'its gzip is broken or cut off',
    )
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return refuse(path, 'json-broken', `it is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Control characters are left out: the file is not trusted, and a terminal obeys some of them. */
function refuse(path: string, code: string, said: string): never {
  const why = said.replace(/\p{Cc}+/gu, ' ')
  throw new Problem('file-unreadable', `${path}: ${why}`, [{ pointer: '', code, detail: why }])
}
