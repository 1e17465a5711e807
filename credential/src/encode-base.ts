const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const base58Values = new Int8Array(128).fill(-1)
for (let value = 0; value < 58; value++) base58Values[base58Alphabet.charCodeAt(value)] = value

const base58Pairs = Array.from({ length: 58 * 58 }, (_, value) =>
  [Math.floor(value / 58), value % 58].map((digit) => base58Alphabet.charAt(digit)).join(''),
)
const base58Limb = 58 ** 4
const perBase58Limb = 1 / base58Limb

/**
 * Base58 as Bitcoin and multibase `z` write it. Works in limbs of four digits and three bytes at a time, for
 * 58⁴ × 2²⁴ still fits a double exactly.
 */
export function encodeBase58(bytes: Uint8Array): string {
  let zeros = 0
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++
  const limbs = new Float64Array(Math.ceil((bytes.length - zeros) * 0.36) + 1)
  let used = 0
  const odd = (bytes.length - zeros) % 3
  let start = zeros
  for (let end = zeros + (odd === 0 ? 3 : odd); end <= bytes.length; start = end, end += 3) {
    let carry = 0
    for (let index = start; index < end; index++) carry = carry * 256 + (bytes[index] ?? 0)
    const factor = end - start === 3 ? 0x1000000 : 256 ** (end - start)
    for (let place = 0; place < used; place++) {
      carry += (limbs[place] ?? 0) * factor
      // Multiplying is faster than dividing, and one off at most.
      let rest = Math.floor(carry * perBase58Limb)
      let limb = carry - rest * base58Limb
      if (limb < 0) {
        limb += base58Limb
        rest--
      } else if (limb >= base58Limb) {
        limb -= base58Limb
        rest++
      }
      limbs[place] = limb
      carry = rest
    }
    while (carry > 0) {
      const rest = Math.floor(carry / base58Limb)
      limbs[used++] = carry - rest * base58Limb
      carry = rest
    }
  }
  let text = ''
  for (let place = used - 1; place >= 0; place--) {
    const limb = limbs[place] ?? 0
    const high = Math.floor(limb / 3364)
    text += `${base58Pairs[high]}${base58Pairs[limb - high * 3364]}`
  }
  let first = 0
  while (text.charCodeAt(first) === 0x31) first++
  return '1'.repeat(zeros) + text.slice(first)
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
      const rest = Math.floor(carry / 0x1000000)
      limbs[place] = carry - rest * 0x1000000
      carry = rest
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
const base64UrlPairs = Array.from(
  { length: 4096 },
  (_, value) => base64UrlAlphabet.charAt(value >> 6) + base64UrlAlphabet.charAt(value & 63),
)
/** Up to here (keys, hashes, signatures) a table is faster than going by way of `btoa`. */
const shortBytes = 128

export function encodeBase64Url(bytes: Uint8Array): string {
  if (bytes.length > shortBytes) return toUrlAlphabet(encodeBase64(bytes))
  let text = ''
  let index = 0
  for (; index + 2 < bytes.length; index += 3) {
    const value = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0)
    text += `${base64UrlPairs[value >> 12]}${base64UrlPairs[value & 4095]}`
  }
  const left = bytes.length - index
  const rest = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8)
  if (left === 1) text += base64UrlPairs[rest >> 12]
  if (left === 2) text += `${base64UrlPairs[rest >> 12]}${base64UrlAlphabet.charAt((rest >> 6) & 63)}`
  return text
}

/** The base64url of a text's UTF-8. Nearly all JSON is ASCII, whose letters are its bytes, or ASCII but for a few letters. */
export function encodeBase64UrlText(text: string): string {
  const beyond = bytesBeyondLetters(text)
  if (beyond === 0) return toUrlAlphabet(btoa(text))
  if (beyond > text.length / fewOf) return encodeBase64Url(encoder.encode(text))
  return toUrlAlphabet(btoa(text.replace(notAscii, (run) => toBinary(encoder.encode(run)))))
}

/**
 * The base64url of many short texts, each given in two halves. Between them come as many spaces as make three bytes of
 * all, so that all can be written at one go.
 */
export function encodeBase64UrlTexts(texts: readonly (readonly [string, string])[]): string[] {
  let all = ''
  const ends: number[] = []
  for (const [first, second] of texts) {
    const left = (first.length + second.length) % 3
    all += left === 0 ? first + second : `${first}${left === 1 ? '  ' : ' '}${second}`
    ends.push((all.length / 3) * 4)
  }
  // Where letters are not bytes, the ends are not where they were counted.
  if (bytesBeyondLetters(all) > 0) return texts.map(([first, second]) => encodeBase64UrlText(first + second))
  const encoded = toUrlAlphabet(btoa(all))
  return ends.map((end, index) => encoded.slice(ends[index - 1] ?? 0, end))
}

/** Where one letter in so many is not ASCII, taking them out one by one is no gain any more. */
const fewOf = 16
// Not one by one but in runs: the bytes of a letter stand together, and so do the halves of a surrogate pair.
const notAscii = /[\u0080-\uffff]+/g

const encoder = new TextEncoder()
/** Three bytes hold any of its letters. */
const partLength = 16_384
const scratch = new Uint8Array(3 * partLength)

/** How many more bytes than letters its UTF-8 has: none in ASCII. Native, and so faster than looking at each. */
function bytesBeyondLetters(text: string): number {
  let written = 0
  for (let start = 0; start < text.length; start += partLength)
    written += encoder.encodeInto(
      text.length <= partLength ? text : text.slice(start, start + partLength),
      scratch,
    ).written
  return written - text.length
}

function toUrlAlphabet(base64: string): string {
  const end = base64.endsWith('==') ? -2 : base64.endsWith('=') ? -1 : base64.length
  return base64.slice(0, end).replaceAll('+', '-').replaceAll('/', '_')
}

/** A call takes only so many arguments everywhere. */
const mostLetters = 8192

export const encodeBase64 = (bytes: Uint8Array): string => btoa(toBinary(bytes))

/** The bytes as letters up to U+00FF. */
function toBinary(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += mostLetters)
    binary += Reflect.apply(String.fromCharCode, null, bytes.subarray(start, start + mostLetters))
  return binary
}

/** Unpadded base64url, strictly: a second spelling of the same bytes would be a second name for the same thing. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  const binary = decodeBinary(text)
  return binary === undefined ? undefined : fromBinary(binary)
}

/** The same for what should be UTF-8 text, without the bytes where letters and bytes are one. */
export function decodeBase64UrlText(text: string): string | undefined {
  const binary = decodeBinary(text)
  if (binary === undefined) return binary
  const beyond = bytesBeyondLetters(binary)
  if (beyond === 0) return binary
  const decode = (run: string): string => decoder.decode(fromBinary(run))
  try {
    return beyond > binary.length / fewOf ? decode(binary) : binary.replace(notAscii, decode)
  } catch {
    return undefined
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The same for many short texts, all at one go. */
export function decodeBase64UrlTexts(texts: readonly string[]): readonly (string | undefined)[] {
  // What a text lacks to whole groups of four letters comes as bits of nought, and so as bytes of nought after its own.
  const all = texts.map((text) => text + (fillers[text.length % 4] ?? '')).join('')
  const binary = texts.some((text) => text.length % 4 === 1) ? undefined : decodeBinary(all)
  // Where anything is odd, each by itself: it is they that are judged.
  if (binary === undefined || bytesBeyondLetters(binary) > 0) return texts.map(decodeBase64UrlText)
  const decoded: string[] = []
  let at = 0
  for (const { length } of texts) {
    const end = at + Math.floor((length * 3) / 4)
    const next = at + Math.ceil(length / 4) * 3
    for (let rest = end; rest < next; rest++) if (binary.charCodeAt(rest) !== 0) return texts.map(decodeBase64UrlText)
    decoded.push(binary.slice(at, end))
    at = next
  }
  return decoded
}

const fillers: Readonly<Record<number, string>> = { 2: 'AA', 3: 'A' }

/** The bytes as letters up to U+00FF. `atob` takes other spellings too, which must not pass. */
function decodeBinary(text: string): string | undefined {
  if (text.includes('+') || text.includes('/') || text.includes('=') || text.length % 4 === 1) return undefined
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/')
  let binary: string
  try {
    binary = atob(base64)
  } catch {
    return undefined
  }
  // What atob passes over (white space) makes fewer bytes than there are letters for; what it drops are bits of the last one.
  const whole = binary.length === Math.floor((base64.length * 3) / 4)
  const left = base64.length % 4
  return whole && (left === 0 || (left === 2 ? evenTo16 : evenTo4).includes(base64.charAt(base64.length - 1)))
    ? binary
    : undefined
}

/** The letters whose last four, or last two, bits are nought. */
const evenTo16 = 'AQgw'
const evenTo4 = 'AEIMQUYcgkosw048'

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
