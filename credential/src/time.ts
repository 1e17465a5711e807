/** XML Schema dateTimeStamp: date, time and zone; what VC 2.0 demands of every time (4.9). */
const dateTimeStamp = /^-?\d{4,}-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/

/** Milliseconds since 1970, or `undefined` where the text is no full time with a zone. */
export function readTime(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined
  const match = dateTimeStamp.exec(text)
  if (!match) return undefined
  const [, month, day] = match
  const time = Date.parse(text)
  if (Number.isNaN(time)) return undefined
  // Date.parse takes 31 February as 3 March.
  if (Number(day) > 28 && Number(day) > daysIn(text.slice(0, text.indexOf('-', 1)), Number(month))) return undefined
  return time
}

const daysIn = (year: string, month: number): number => new Date(Date.UTC(Number(year), month, 0)).getUTCDate()

/** Clocks differ: a time this near is neither too early nor too late. */
export const clockSkewMilliseconds = 300_000
