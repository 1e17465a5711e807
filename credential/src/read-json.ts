import { isObject, type Json } from './json.ts'

export type JsonRefusal =
  | 'too-large'
  | 'not-utf-8'
  | 'not-json'
  | 'json-truncated'
  | 'json-too-deep'
  | 'duplicate-key'
  | 'text-ill-formed'
  | 'number-out-of-range'

export type JsonRead =
  | { readonly read: true; readonly value: Json }
  | { readonly read: false; readonly code: JsonRefusal; readonly detail: string }

const maxBytes = 2_000_000
const maxDepth = 64

/**
 * Reads JSON so that nobody can read it otherwise: a key twice in one object, text that is no Unicode, a number that
 * JavaScript cannot hold are refused, for two programs would see two documents in them.
 */
export function readJson(input: string | Uint8Array, limits: { maxBytes?: number } = {}): JsonRead {
  const most = limits.maxBytes ?? maxBytes
  if (input.length > most) return refuse('too-large', `${input.length} of at most ${most} bytes`)
  const decoded = typeof input === 'string' ? input : decode(input)
  if (decoded === undefined) return refuse('not-utf-8', 'The bytes are not UTF-8 text.')
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded

  const shape = scanShape(text)
  if (shape.tooDeep) return refuse('json-too-deep', `More than ${maxDepth} levels.`)
  let value: Json
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (shape.open) return refuse('json-truncated', 'The text ends in the middle of a value.')
    return refuse('not-json', error instanceof Error ? error.message : 'The text is not JSON.')
  }
  const found = { keys: 0, illFormed: false, outOfRange: false }
  walk(value, found)
  if (found.illFormed) return refuse('text-ill-formed', 'A text holds half of a surrogate pair.')
  if (found.outOfRange) return refuse('number-out-of-range', 'A number is too large.')
  // JSON.parse keeps the last of two equal keys: then fewer keys are left than the text has colons.
  if (found.keys !== shape.colons) return refuse('duplicate-key', 'An object has the same key twice.')
  return { read: true, value }
}

const refuse = (code: JsonRefusal, detail: string): JsonRead => ({ read: false, code, detail })

const decoder = new TextDecoder('utf-8', { fatal: true })

export function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** One pass over the text before it is parsed: how deep, how many keys, whether it stops in the middle. */
function scanShape(text: string): { tooDeep: boolean; open: boolean; colons: number } {
  let depth = 0
  let colons = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      at = endOfString(text, at)
      if (at < 0) return { tooDeep: false, open: true, colons }
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) return { tooDeep: true, open: true, colons }
    } else if (code === 0x7d || code === 0x5d) depth--
    else if (code === 0x3a) colons++
  }
  return { tooDeep: false, open: depth > 0, colons }
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return at
  }
  return -1
}

function walk(value: Json, found: { keys: number; illFormed: boolean; outOfRange: boolean }): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) found.illFormed = true
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) found.outOfRange = true
  } else if (Array.isArray(value)) for (const item of value) walk(item, found)
  else if (isObject(value))
    for (const key of Object.keys(value)) {
      found.keys++
      if (!key.isWellFormed()) found.illFormed = true
      walk(value[key] ?? null, found)
    }
}
