/** XML Schema dateTimeStamp: date, time and zone; what VC 2.0 demands of every time (4.9). */
const dateTimeStamp = /^-?\d{4,}-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/

/** Milliseconds since 1970, or `undefined` where the text is no full time with a zone. */
export function readTime(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined
  const plain = readPlainTime(text)
  if (plain !== undefined) return plain
  const match = dateTimeStamp.exec(text)
  if (!match) return undefined
  const [, month, day] = match
  const time = Date.parse(text)
  if (Number.isNaN(time)) return undefined
  // Date.parse takes 31 February as 3 March.
  if (Number(day) > 28 && Number(day) > daysIn(text.slice(0, text.indexOf('-', 1)), Number(month))) return undefined
  return time
}

/** `2026-01-15T09:00:00Z`, as nearly all times are written; whatever is not surely right is left to the careful way. */
function readPlainTime(text: string): number | undefined {
  if (text.length !== 20 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T') return undefined
  if (text[13] !== ':' || text[16] !== ':' || text[19] !== 'Z') return undefined
  const year = readTwo(text, 0) * 100 + readTwo(text, 2)
  const month = readTwo(text, 5)
  const day = readTwo(text, 8)
  const hour = readTwo(text, 11)
  const minute = readTwo(text, 14)
  const second = readTwo(text, 17)
  // What is no digit makes NaN, and no comparison holds.
  const sure = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23
  return sure && minute <= 59 && second <= 59 ? Date.UTC(year, month - 1, day, hour, minute, second) : undefined
}

function readTwo(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN
}

const daysIn = (year: string, month: number): number => new Date(Date.UTC(Number(year), month, 0)).getUTCDate()

/** Clocks differ: a time this near is neither too early nor too late. */
export const clockSkewMilliseconds = 300_000
