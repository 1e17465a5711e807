/**
 * Orders by code point, as RDFC-1.0 does; JavaScript's own order is by UTF-16 unit.
 *
 * They differ where a character beyond U+FFFF meets one from U+E000 to U+FFFF.
 */
export function compareCodePoints(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let index = 0; index < length; index++) {
    const left = one.charCodeAt(index)
    const right = other.charCodeAt(index)
    if (left !== right) return left >= 0xd800 && right >= 0xd800 ? lift(left) - lift(right) : left - right
  }
  return one.length - other.length
}

/** Moves the surrogates above the rest of the plane. */
function lift(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
