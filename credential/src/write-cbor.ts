import type { Cbor } from './read-cbor.ts'

/** The same part of CBOR (RFC 8949) as `readCbor` reads, in its shortest form. */
export function writeCbor(value: Cbor): Uint8Array {
  const out: number[] = []
  writeItem(value, out)
  return Uint8Array.from(out)
}

const encoder = new TextEncoder()

function writeItem(value: Cbor, out: number[]): void {
  if (typeof value === 'number') writeHead(value < 0 ? 1 : 0, value < 0 ? -1 - value : value, out)
  else if (value instanceof Uint8Array) writeBytes(2, value, out)
  else if (typeof value === 'string') writeBytes(3, encoder.encode(value), out)
  else if (value instanceof Map) {
    writeHead(5, value.size, out)
    for (const [key, inner] of value) {
      writeItem(key, out)
      writeItem(inner, out)
    }
  } else if (Array.isArray(value)) {
    writeHead(4, value.length, out)
    for (const item of value) writeItem(item, out)
  }
}

function writeBytes(kind: number, bytes: Uint8Array, out: number[]): void {
  writeHead(kind, bytes.length, out)
  for (const byte of bytes) out.push(byte)
}

function writeHead(kind: number, length: number, out: number[]): void {
  const size = length < 24 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 4
  out.push((kind << 5) | ({ 0: length, 1: 24, 2: 25, 4: 26 }[size] ?? 0))
  for (let byte = size - 1; byte >= 0; byte--) out.push(Math.floor(length / 256 ** byte) % 256)
}
