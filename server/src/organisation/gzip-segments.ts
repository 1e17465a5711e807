import { constants, crc32, deflateRawSync } from 'node:zlib'

/** So many bytes of bits are compressed by themselves: 32,768 entries. */
const segmentBytes = 4096
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
/** An empty last block: every segment before it ends on a whole byte and leaves the stream open (RFC 1951 §3.2.3). */
const lastBlock = Buffer.from([3, 0])

/** Bits set here and there repeat nothing but the zeros between them: runs alone make it smaller, and four times as fast. */
const options = { strategy: constants.Z_RLE, windowBits: 12, memLevel: 5, finishFlush: constants.Z_FULL_FLUSH }

/** Bits as they were last compressed, segment by segment. */
export type Segments = { readonly bits: Buffer; readonly parts: readonly Buffer[] }

/**
 * Compresses bits as gzip (RFC 1952), and of those that were compressed before only the segments that have changed: a
 * revocation in a list of a million entries costs one small segment, not the list.
 */
export function gzipSegments(bits: Uint8Array, before?: Segments): { gzip: Buffer; segments: Segments } {
  const now = Buffer.from(bits)
  const known = before?.bits.length === now.length ? before : undefined
  const parts: Buffer[] = []
  for (let start = 0, index = 0; start < now.length; start += segmentBytes, index++) {
    const segment = now.subarray(start, start + segmentBytes)
    const kept = known?.bits.subarray(start, start + segmentBytes).equals(segment) ? known.parts[index] : undefined
    parts.push(kept ?? deflateRawSync(segment, options))
  }
  const end = Buffer.alloc(8)
  end.writeUInt32LE(crc32(now), 0)
  end.writeUInt32LE(now.length % 2 ** 32, 4)
  return { gzip: Buffer.concat([header, ...parts, lastBlock, end]), segments: { bits: now, parts } }
}
