/** Strangers' JSON, read without trust: what is not there, or not of the kind asked for, is simply absent. */
export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON-LD writes one value or several the same way. */
export const readList = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

export const readObjects = (value: unknown): readonly Json[] => readList(value).filter(isObject)
export const readObject = (value: unknown): Json | undefined => readObjects(value)[0]

/** A text as it is, from a value object, or from a language map in its first language. */
export function readText(value: unknown): string | undefined {
  const [first] = readList(value)
  if (typeof first === 'string') return first.trim() === '' ? undefined : first
  if (typeof first === 'number') return String(first)
  if (!isObject(first)) return undefined
  if ('@value' in first) return readText(first['@value'])
  if ('id' in first || 'type' in first || '@id' in first) return undefined
  const [text] = Object.values(first)
  return readText(text)
}

export const readTexts = (value: unknown): readonly string[] => readList(value).flatMap((one) => readText(one) ?? [])

/** The identifier of a node, or a bare IRI. */
export function readId(value: unknown): string | undefined {
  const [first] = readList(value)
  if (isObject(first)) return readText(first.id ?? first['@id'])
  return typeof first === 'string' ? readText(first) : undefined
}

export const readIds = (value: unknown): readonly string[] => readList(value).flatMap((one) => readId(one) ?? [])

export function readNumber(value: unknown): number | undefined {
  const [first] = readList(value)
  const number = typeof first === 'string' ? Number(first) : isObject(first) ? readNumber(first['@value']) : first
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
