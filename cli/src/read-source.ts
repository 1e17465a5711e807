import { readFile } from 'node:fs/promises'
import type { FetchGuarded } from '@bricka/credential/power/fetch-guarded'

export type Source = { found: true; bytes: Uint8Array } | { found: false; code: string; detail: string }

/** More than any credential is; a picture with one baked in comes close. */
const mostBytes = 12_000_000

/** Reads what is to be checked: a file, `-` for standard input, or an address (fetched under the same guard as in the server). */
export async function readSource(source: string, fetchGuarded: FetchGuarded): Promise<Source> {
  if (source === '-') return readStream(process.stdin)
  if (/^https?:\/\//i.test(source)) {
    const fetched = await fetchGuarded(source, { maxBytes: mostBytes })
    return fetched.found
      ? { found: true, bytes: fetched.bytes }
      : { found: false, code: fetched.code, detail: `${source} could not be fetched.` }
  }
  try {
    return { found: true, bytes: new Uint8Array(await readFile(source)) }
  } catch (error) {
    return { found: false, code: 'file-missing', detail: error instanceof Error ? error.message : String(error) }
  }
}

async function readStream(stream: AsyncIterable<Buffer>): Promise<Source> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > mostBytes)
      return { found: false, code: 'too-large', detail: `More than ${mostBytes} bytes came on standard input.` }
    chunks.push(chunk)
  }
  return { found: true, bytes: new Uint8Array(Buffer.concat(chunks)) }
}
