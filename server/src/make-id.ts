import { randomBytes } from 'node:crypto'

let latest = { millisecond: 0, count: 0 }

/**
 * A UUID version 7 (RFC 9562 §5.7): sorts by time, so that new rows land at the end of their index. Those that one
 * process makes in the same millisecond are counted (§6.2), so that what was done after sorts after.
 */
export function makeId(now: Date = new Date()): string {
  const millisecond = now.getTime()
  latest = { millisecond, count: millisecond === latest.millisecond ? (latest.count + 1) & 0xfff : 0 }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(millisecond, 0, 6)
  bytes.writeUInt16BE(0x7000 | latest.count, 6)
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** An unguessable token for a link: 192 bits, URL-safe. Only its hash is stored. */
export const makeToken = (): string => randomBytes(24).toString('base64url')
