/** The herd to hide in: no list is shorter (Bitstring Status List 1.0, 2.2). */
export const leastEntries = 131_072

/** A list of statuses, all zero, each of `size` bits. Entry 0 is the leftmost bit of the first byte. */
export function createStatusList({
  length = leastEntries,
  size = 1,
}: {
  length?: number
  size?: number
} = {}): Uint8Array {
  if (length < leastEntries || (length * size) % 8 !== 0)
    throw new RangeError(`A status list has at least ${leastEntries} entries, in whole bytes; not ${length}.`)
  return new Uint8Array((length * size) / 8)
}

/** Sets or clears one entry in place, and gives the same list back. @throws RangeError when the index lies outside */
export function setStatus(bits: Uint8Array, index: number, on: boolean): Uint8Array {
  const at = requirePlace(bits, index)
  const mask = 0x80 >> (index % 8)
  bits[at] = on ? (bits[at] ?? 0) | mask : (bits[at] ?? 0) & ~mask
  return bits
}

/** @throws RangeError when the index lies outside */
export function readStatus(bits: Uint8Array, index: number): boolean {
  return ((bits[requirePlace(bits, index)] ?? 0) & (0x80 >> (index % 8))) !== 0
}

function requirePlace(bits: Uint8Array, index: number): number {
  if (!Number.isSafeInteger(index) || index < 0 || index >= bits.length * 8)
    throw new RangeError(`Entry ${index} lies outside a list of ${bits.length * 8}.`)
  return index >>> 3
}

/**
 * Sets an entry of several bits in place, and gives the same list back.
 *
 * @throws RangeError when the index lies outside, or the value does not fit
 */
export function setStatusValue(bits: Uint8Array, index: number, size: number, value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** size)
    throw new RangeError(`${value} does not fit into ${size} bits.`)
  for (let bit = 0; bit < size; bit++)
    setStatus(bits, index * size + bit, Math.floor(value / 2 ** (size - 1 - bit)) % 2 === 1)
  return bits
}

/** The value of an entry of several bits; its first bit is the highest. */
export function readStatusValue(bits: Uint8Array, index: number, size: number): number {
  let value = 0
  for (let bit = 0; bit < size; bit++) value = value * 2 + (readStatus(bits, index * size + bit) ? 1 : 0)
  return value
}
