const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const base58Values = new Int8Array(128).fill(-1)
for (let value = 0; value < 58; value++) base58Values[base58Alphabet.charCodeAt(value)] = value

/** Base58 as Bitcoin and multibase `z` write it. Works in limbs of five digits (58⁵ < 2³²), not digit by digit. */
export function encodeBase58(bytes: Uint8Array): string {
  const limb = 58 ** 5
  const limbs: number[] = []
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  for (let index = zeros; index < bytes.length; index++) {
    let carry = bytes[index] ?? 0
    for (let place = 0; place < limbs.length; place++) {
      carry += (limbs[place] ?? 0) * 256
      limbs[place] = carry % limb
      carry = Math.floor(carry / limb)
    }
    if (carry > 0) limbs.push(carry)
  }
  let text = ''
  for (let place = 0; place < limbs.length; place++) {
    let rest = limbs[place] ?? 0
    const last = place === limbs.length - 1
    for (let digit = 0; last ? rest > 0 : digit < 5; digit++) {
      text = base58Alphabet.charAt(rest % 58) + text
      rest = Math.floor(rest / 58)
    }
  }
  return '1'.repeat(zeros) + text
}

/** `undefined` where a character is not in the alphabet. */
export function decodeBase58(text: string): Uint8Array | undefined {
  // Longer than any key or signature: quadratic work on a stranger's text is not given away.
  if (text.length > 1_000) return undefined
  let zeros = 0
  while (zeros < text.length && text[zeros] === '1') zeros++
  const limbs: number[] = []
  // Four digits at a time: 58⁴ × 2²⁴ still fits a double exactly.
  for (let start = zeros; start < text.length; start += 4) {
    const end = Math.min(start + 4, text.length)
    let carry = 0
    for (let index = start; index < end; index++) {
      const code = text.charCodeAt(index)
      const value = code < 128 ? (base58Values[code] ?? -1) : -1
      if (value < 0) return undefined
      carry = carry * 58 + value
    }
    const factor = 58 ** (end - start)
    for (let place = 0; place < limbs.length; place++) {
      carry += (limbs[place] ?? 0) * factor
      limbs[place] = carry % 0x1000000
      carry = Math.floor(carry / 0x1000000)
    }
    while (carry > 0) {
      limbs.push(carry % 0x1000000)
      carry = Math.floor(carry / 0x1000000)
    }
  }
  const reversed: number[] = []
  for (const value of limbs) reversed.push(value & 255, (value >>> 8) & 255, value >>> 16)
  while (reversed.length > 0 && reversed[reversed.length - 1] === 0) reversed.pop()
  const bytes = new Uint8Array(zeros + reversed.length)
  for (let index = 0; index < reversed.length; index++) bytes[bytes.length - 1 - index] = reversed[index] ?? 0
  return bytes
}

const base64UrlAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += 8_192)
    binary += String.fromCharCode(...bytes.subarray(start, start + 8_192))
  return btoa(binary)
}

/** Unpadded base64url, strictly: a second spelling of the same bytes would be a second name for the same thing. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined
  const tail = text.length % 4
  const last = base64UrlAlphabet.indexOf(text.charAt(text.length - 1))
  if ((tail === 2 && (last & 15) !== 0) || (tail === 3 && (last & 3) !== 0)) return undefined
  return fromBinary(atob(text.replaceAll('-', '+').replaceAll('_', '/')))
}

/** Padded base64, strictly, as certificates are written in JSON. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || /[-_]/.test(text)) return undefined
  return decodeBase64Url(
    text
      .replace(/={1,2}$/, '')
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
  )
}

export function encodeHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

function fromBinary(binary: string): Uint8Array {
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** Multibase with the two bases in use here: `z` base58btc, `u` base64url without padding. */
export function decodeMultibase(text: string): Uint8Array | undefined {
  if (text.startsWith('z')) return decodeBase58(text.slice(1))
  if (text.startsWith('u')) return decodeBase64Url(text.slice(1))
  return undefined
}
