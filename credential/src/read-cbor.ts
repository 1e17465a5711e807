export type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<Cbor, Cbor>

const most = 10_000

/** The part of CBOR (RFC 8949) that proofs use: whole numbers, bytes, texts, lists and maps of definite length. */
export function readCbor(bytes: Uint8Array): Cbor | undefined {
  const reader = { bytes, at: 0 }
  const value = readItem(reader, 0)
  return reader.at === bytes.length ? value : undefined
}

type Reader = { readonly bytes: Uint8Array; at: number }

function readItem(reader: Reader, depth: number): Cbor | undefined {
  const first = reader.bytes[reader.at++]
  if (first === undefined || depth > 4) return undefined
  const length = readLength(reader, first & 31)
  if (length === undefined) return undefined
  const kind = first >> 5
  if (kind === 0) return length
  if (kind === 1) return -1 - length
  if (kind === 2 || kind === 3) return readBytes(reader, length, kind === 3)
  // Some write bytes as a typed array of bytes (RFC 8746, tag 64).
  if (kind === 6) return length === 64 ? readItem(reader, depth + 1) : undefined
  if (kind === 4) return readList(reader, length, depth)
  return kind === 5 ? readMap(reader, length, depth) : undefined
}

function readLength(reader: Reader, small: number): number | undefined {
  if (small < 24) return small
  const size = { 24: 1, 25: 2, 26: 4 }[small]
  if (size === undefined) return undefined
  let value = 0
  for (let byte = 0; byte < size; byte++) value = value * 256 + (reader.bytes[reader.at++] ?? Number.NaN)
  return Number.isNaN(value) ? undefined : value
}

function readBytes(reader: Reader, length: number, text: boolean): Cbor | undefined {
  const part = reader.bytes.subarray(reader.at, reader.at + length)
  reader.at += length
  if (part.length < length) return undefined
  return text ? new TextDecoder().decode(part) : part
}

function readList(reader: Reader, length: number, depth: number): Cbor | undefined {
  const items: Cbor[] = []
  if (length > most) return undefined
  for (let index = 0; index < length; index++) {
    const item = readItem(reader, depth + 1)
    if (item === undefined) return undefined
    items.push(item)
  }
  return items
}

function readMap(reader: Reader, length: number, depth: number): Cbor | undefined {
  const entries = new Map<Cbor, Cbor>()
  if (length > most) return undefined
  for (let index = 0; index < length; index++) {
    const key = readItem(reader, depth + 1)
    const value = readItem(reader, depth + 1)
    if (key === undefined || value === undefined || entries.has(key)) return undefined
    entries.set(key, value)
  }
  return entries
}
