/** A piece of a JSON-LD document. */
export type Node = Readonly<Record<string, unknown>>

/** A document says nothing rather than an empty list or text. */
export function compact(node: Node): Node {
  return Object.fromEntries(
    Object.entries(node).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

/** The start of a day, for standards that know times only. */
export const atMidnight = (day: string | undefined): string | undefined =>
  day === undefined ? undefined : `${day}T00:00:00Z`

/** Hours as an ISO 8601 duration, to the minute: 7.5 is `PT7H30M`. */
export function toDuration(hours: number): string {
  const minutes = Math.round(hours * 60)
  const rest = minutes % 60
  return `PT${Math.floor(minutes / 60)}H${rest === 0 ? '' : `${rest}M`}`
}
