/** JCS (RFC 8785): keys by UTF-16 unit, numbers and strings as ECMAScript writes them. Takes only what JSON can hold. */
export function writeCanonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(writeCanonicalJson).join(',')}]`
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${writeCanonicalJson(member)}`).join(',')}}`
}
