import { Inflate, Unzlib } from 'fflate'

/**
 * What compressed bytes unpack to, never more than `maxBytes`: raw deflate (RFC 1951, with the dictionary it was made
 * with) or zlib (RFC 1950). Undefined when they are broken or end too soon.
 */
export function inflateBounded(
  bytes: Uint8Array,
  maxBytes: number,
  form: 'zlib' | { readonly dictionary: Uint8Array },
): Uint8Array | 'too-large' | undefined {
  const pieces: Uint8Array[] = []
  let length = 0
  let ended = false
  const take = (piece: Uint8Array, last: boolean): void => {
    pieces.push(piece)
    length += piece.length
    ended = last
  }
  const inflate = form === 'zlib' ? new Unzlib(take) : new Inflate(form, take)
  try {
    // In small bites, for one byte can become a thousand.
    for (let at = 0; at < bytes.length && length <= maxBytes; at += bite)
      inflate.push(bytes.subarray(at, at + bite), at + bite >= bytes.length)
  } catch {
    return undefined
  }
  if (length > maxBytes) return 'too-large'
  return ended ? join(pieces, length) : undefined
}

const bite = 64

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
