import { isObject, type Json } from './json.ts'

/** JSON Canonicalization Scheme (RFC 8785): keys by UTF-16 order, numbers and strings as ECMAScript writes them. */
export function canonicaliseJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicaliseJson(item)).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  // Each key is written out: an object rebuilt in sorted order would put integer-like keys first again.
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicaliseJson(value[key] ?? null)}`)
    .join(',')}}`
}
