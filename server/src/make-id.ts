import { randomBytes, randomUUID } from 'node:crypto'

let latest = { millisecond: 0, count: 0 }

/**
 * A UUID version 7 (RFC 9562 §5.7): sorts by time, so that new rows land at the end of their index. Those that one
 * process makes in the same millisecond are counted (§6.2), so that what was done after sorts after.
 */
export function makeId(now: Date = new Date()): string {
  const millisecond = now.getTime()
  latest = { millisecond, count: millisecond === latest.millisecond ? (latest.count + 1) & 0xfff : 0 }
  const time = millisecond.toString(16).padStart(12, '0')
  // The variant and its 62 random bits are those of a UUID version 4, which Node draws many of at a time.
  const random = randomUUID().slice(19)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${latest.count.toString(16).padStart(3, '0')}-${random}`
}

/** 96 random bits as 24 hexadecimal digits: those of a UUID version 4 that are neither its version nor its variant. */
export function makeSalt(): string {
  const uuid = randomUUID()
  return uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24)
}

/** An unguessable token for a link: 192 bits, URL-safe. Only its hash is stored. */
export const makeToken = (): string => randomBytes(24).toString('base64url')
