import { deflateSync } from 'fflate'
import { CredentialProblem } from './credential-problem.ts'
import { inflateBounded } from './inflate-bounded.ts'
import { dictionaries } from './pack-dictionary.ts'
import { decode } from './read-json.ts'

/** More than any credential that fits into a code unpacks to. */
const maxBytes = 200_000
const newest = 1
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * A credential's text, small enough for a printed QR code: deflated (RFC 1951) against a dictionary of what such
 * credentials have in common, after one byte with the dictionary's number, in Base32 without padding (RFC 4648, 6): a QR
 * code holds these letters in five and a half bits, and they may stand in an address as they are.
 *
 * Nothing of the text is changed: what is unpacked is the same, letter for letter, and is still to be verified.
 *
 * @example
 * const address = `https://bricka.example/v#${packCredential(text)}`
 */
export function packCredential(text: string): string {
  if (!text.isWellFormed()) throw new CredentialProblem('text-ill-formed', '', 'Half of a surrogate pair.')
  const packed = deflateSync(new TextEncoder().encode(text), { level: 9, mem: 12, dictionary: dictionaryOf(newest) })
  return encodeBase32(Uint8Array.of(newest, ...packed))
}

export type Unpacked =
  | { readonly unpacked: true; readonly text: string }
  | { readonly unpacked: false; readonly code: 'pack-malformed' | 'pack-too-new' | 'too-large' }

/** The text that was packed. Takes small letters too, and stops at 200,000 bytes, whatever the code unpacks to. */
export function unpackCredential(packed: string): Unpacked {
  const bytes = decodeBase32(packed.trim().toUpperCase())
  const [number] = bytes ?? []
  if (!bytes || number === undefined || number === 0) return refuse('pack-malformed')
  if (!dictionaries[number]) return refuse('pack-too-new')
  const unpacked = inflateBounded(bytes.subarray(1), maxBytes, { dictionary: dictionaryOf(number) })
  if (unpacked === 'too-large') return refuse('too-large')
  const text = unpacked && decode(unpacked)
  return text === undefined ? refuse('pack-malformed') : { unpacked: true, text }
}

const refuse = (code: 'pack-malformed' | 'pack-too-new' | 'too-large'): Unpacked => ({ unpacked: false, code })

const dictionaryOf = (number: number): Uint8Array => new TextEncoder().encode(dictionaries[number] ?? '')

function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((value >> bits) & 31)
    }
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text
}

function decodeBase32(text: string): Uint8Array | undefined {
  if (!/^[A-Z2-7]*$/.test(text)) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let bits = 0
  let value = 0
  let at = 0
  for (const letter of text) {
    value = ((value << 5) | alphabet.indexOf(letter)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (value >> bits) & 0xff
  }
  // Bits left over must be none of the text's: two codes for one credential would be two names for one thing.
  return (value & ((1 << bits) - 1)) === 0 && bits < 5 ? bytes : undefined
}
