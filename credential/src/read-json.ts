import { isObject, type Json, type JsonObject } from './json.ts'

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

  let value: Json
  try {
    value = JSON.parse(text)
  } catch (error) {
    const shape = scanShape(text)
    if (shape.tooDeep) return tooDeep
    if (shape.open) return refuse('json-truncated', 'The text ends in the middle of a value.')
    return refuse('not-json', error instanceof Error ? error.message : 'The text is not JSON.')
  }
  const seen: Seen = { letters: 0, keys: 0, tooDeep: false, outOfRange: false }
  walk(value, maxDepth, seen)
  if (seen.tooDeep) return tooDeep
  const escapes = text.includes('\\') ? scanEscapes(text) : noEscapes
  // Of two equal keys JSON.parse keeps one, and V8 not always the same. Nothing was lost where what was read needs all the
  // letters there are; else, where there are spaces, fewer keys are left than the text has colons.
  if (seen.letters + escapes.letters !== text.length && seen.keys !== scanShape(text).colons)
    return refuse('duplicate-key', 'An object has the same key twice.')
  if (!text.isWellFormed() || (escapes.halves && !isWellFormed(value)))
    return refuse('text-ill-formed', 'A text holds half of a surrogate pair.')
  if (seen.outOfRange) return refuse('number-out-of-range', 'A number is too large.')
  return { read: true, value }
}

const refuse = (code: JsonRefusal, detail: string): JsonRead => ({ read: false, code, detail })
const tooDeep = refuse('json-too-deep', `More than ${maxDepth} levels.`)

const decoder = new TextDecoder('utf-8', { fatal: true })

export function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** One pass over the text: how deep, how many keys, whether it stops in the middle. */
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

const noEscapes = { letters: 0, halves: false }

/** How many letters escapes take more than what they stand for, and whether one may stand for half of a pair. */
function scanEscapes(text: string): { letters: number; halves: boolean } {
  let letters = 0
  let halves = false
  for (let at = text.indexOf('\\'); at >= 0; ) {
    const long = text.charCodeAt(at + 1) === 0x75
    letters += long ? 5 : 1
    // U+D800 to U+DFFF begin with a d.
    if (long && (text.charCodeAt(at + 2) | 0x20) === 0x64) halves = true
    at = text.indexOf('\\', at + (long ? 6 : 2))
  }
  return { letters, halves }
}

type Seen = {
  /** How many letters JSON needs at least to say the same. */
  letters: number
  keys: number
  tooDeep: boolean
  outOfRange: boolean
}

function walk(value: Json, depthLeft: number, seen: Seen): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) seen.outOfRange = true
    seen.letters += leastLetters(value)
  } else if (typeof value === 'boolean' || value === null) seen.letters += value === false ? 5 : 4
  else if (typeof value === 'string') seen.letters += value.length + 2
  else if (depthLeft === 0) seen.tooDeep = true
  else if (Array.isArray(value)) {
    seen.letters += Math.max(2, value.length + 1)
    for (let index = 0; index < value.length; index++) walk(value[index], depthLeft - 1, seen)
  } else if (isObject(value)) walkObject(value, depthLeft, seen)
}

/** In the way in which an engine goes through an object fastest: all of its keys are its own, for JSON.parse made it. */
function walkObject(object: JsonObject, depthLeft: number, seen: Seen): void {
  let letters = 0
  let keys = 0
  for (const key in object) {
    const value = object[key] ?? null
    keys++
    letters += key.length
    if (typeof value === 'string') letters += value.length + 2
    else walk(value, depthLeft - 1, seen)
  }
  seen.keys += keys
  // Each key with its quotes, its colon, and a comma or the braces.
  seen.letters += letters + (keys === 0 ? 2 : 4 * keys + 1)
}

/** An integer that does not end in zero has no shorter name than its digits; of other numbers, one letter is sure. */
const leastLetters = (value: number): number =>
  Number.isSafeInteger(value) && value % 10 !== 0 ? String(value).length : 1

/** The same for every text and key in it: an escape can hide the half of a pair. */
function isWellFormed(value: Json): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (Array.isArray(value)) return value.every((item: Json) => isWellFormed(item))
  return !isObject(value) || Object.keys(value).every((key) => key.isWellFormed() && isWellFormed(value[key] ?? null))
}
