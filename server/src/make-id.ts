import { randomBytes } from 'node:crypto'

/** A UUID version 7 (RFC 9562 §5.7): sorts by time, so that new rows land at the end of their index. */
export function makeId(now: Date = new Date()): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  bytes[6] = 0x70 | (bytes.readUInt8(6) & 0x0f)
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** An unguessable token for a link: 192 bits, URL-safe. Only its hash is stored. */
export const makeToken = (): string => randomBytes(24).toString('base64url')
