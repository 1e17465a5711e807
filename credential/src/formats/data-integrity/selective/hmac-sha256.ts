import type { Power } from '../../../power.ts'
import { joinBytes } from '../hash-proof.ts'

/** HMAC with SHA-256 (RFC 2104), for keys of at most one block. */
export function hmacSha256(key: Uint8Array, bytes: Uint8Array, { sha256 }: Pick<Power, 'sha256'>): Uint8Array {
  const pad = (filler: number) => Uint8Array.from({ length: blockLength }, (_, at) => (key[at] ?? 0) ^ filler)
  return sha256(joinBytes(pad(0x5c), sha256(joinBytes(pad(0x36), bytes))))
}

const blockLength = 64
