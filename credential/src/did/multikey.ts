import { decodeBase58, encodeBase58 } from '../encode-base.ts'
import type { PublicKey } from '../power.ts'

/** The multicodec prefixes of public keys (varint-coded), and how long each key is. */
const codecs = {
  Ed25519: { prefix: [0xed, 0x01], length: 32 },
  'P-256': { prefix: [0x80, 0x24], length: 33 },
  'P-384': { prefix: [0x81, 0x24], length: 49 },
} as const

export type MultikeyType = keyof typeof codecs

/** Writes a raw public key (32 bytes; compressed point for ECDSA) as `publicKeyMultibase` has it (`z6Mk…`, `zDn…`). */
export function encodeMultikey(type: MultikeyType, bytes: Uint8Array): string {
  const { prefix, length } = codecs[type]
  if (bytes.length !== length) throw new RangeError(`A ${type} public key has ${length} bytes, not ${bytes.length}.`)
  return `z${encodeBase58(new Uint8Array([...prefix, ...bytes]))}`
}

const known = new Map<string, PublicKey>()

/** The key that a multikey text says; `undefined` when it is none, or of a kind that signs no credentials here. */
export function decodeMultikey(text: string): PublicKey | undefined {
  const before = known.get(text)
  if (before) return before
  const bytes = text.startsWith('z') ? decodeBase58(text.slice(1)) : undefined
  if (!bytes) return undefined
  for (const type of ['Ed25519', 'P-256', 'P-384'] as const) {
    const { prefix, length } = codecs[type]
    if (bytes[0] === prefix[0] && bytes[1] === prefix[1] && bytes.length === length + 2) {
      const key = { type, bytes: bytes.subarray(2) }
      if (known.size >= 2_000) known.clear()
      known.set(text, key)
      return key
    }
  }
  return undefined
}
