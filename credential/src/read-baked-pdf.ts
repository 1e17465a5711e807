import { inflateBounded } from './inflate-bounded.ts'
import { decode } from './read-json.ts'

const opening = [0x25, 0x50, 0x44, 0x46, 0x2d]

/** `%PDF-` */
export const isPdf = (bytes: Uint8Array): boolean => opening.every((byte, at) => bytes[at] === byte)

const maxBytes = 2_000_000
const mostFiles = 20

/**
 * The credential that lies in a PDF as an embedded file (ISO 32000-1, 7.11.4): the first one that reads like JSON or a
 * token. Only the streams themselves are looked for, not the tables that lead to them; files in compressed object streams
 * are stored as streams of their own too, so they are found.
 */
export function readBakedPdf(bytes: Uint8Array): string | undefined {
  // One character a byte, so that places in the text are places in the file.
  const text = new TextDecoder('latin1').decode(bytes)
  let from = 0
  for (let count = 0; count < mostFiles; count++) {
    const at = text.indexOf('/EmbeddedFile', from)
    if (at < 0) return undefined
    from = at + '/EmbeddedFile'.length
    // `/EmbeddedFiles` is the tree of names.
    if (/[A-Za-z]/.test(text.charAt(from))) continue
    const content = readStream(bytes, text, at)
    const read = content && decode(content)?.trim()
    if (read && /^([{"]|ey[A-Za-z0-9_-]+\.)/.test(read)) return read
  }
  return undefined
}

/** The stream of the object whose dictionary has this place. */
function readStream(bytes: Uint8Array, text: string, at: number): Uint8Array | undefined {
  const start = text.lastIndexOf(' obj', at)
  const begin = text.indexOf('stream', at)
  if (start < 0 || begin < 0 || text.slice(at, begin).includes('endobj')) return undefined
  const dictionary = text.slice(start, begin)
  const first = begin + 'stream'.length + (text.startsWith('\r\n', begin + 'stream'.length) ? 2 : 1)
  const length = Number(
    /\/Length\s+(\d+)(?!\s+\d+\s+R)/.exec(dictionary)?.[1] ?? text.indexOf('endstream', first) - first,
  )
  if (!(length > 0) || first + length > bytes.length) return undefined
  const content = bytes.subarray(first, first + length)
  if (!dictionary.includes('/Filter')) return content
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?\s*(\/|>>)/.test(dictionary)) return undefined
  const inflated = inflateBounded(content, maxBytes, 'zlib')
  return inflated === 'too-large' ? undefined : inflated
}
