import type { ActiveContext, JsonObject } from './active-context.ts'
import { type KeyReading, xsdString } from './read-key.ts'
import { Stop } from './stop.ts'
import type { Walk } from './walk-document.ts'
import { writeIri } from './write-iri.ts'
import { writeCanonicalJson } from './write-json.ts'
import { isMistaken, isPortable, writeBoolean, writeDouble, writeNumber, xsdDouble } from './write-number.ts'
import { escapeLiteral, isPlainLiteral } from './write-term.ts'

/** A string, number or boolean as its property says. */
export function writeScalar(
  walk: Walk,
  { key, coercion }: KeyReading,
  active: ActiveContext,
  value: unknown,
  holder: JsonObject,
): string {
  if (typeof value === 'string') {
    if (coercion.to === 'id') return writeIri(walk, active, value, false, holder, key)
    if (coercion.to === 'vocab') return writeIri(walk, active, value, true, holder, key)
    if (coercion.datatype === xsdString) walk.textTyped = true
    if (coercion.datatype === '' || (coercion.datatype !== xsdDouble && coercion.datatype !== '@json')) {
      if (isPlainLiteral(value)) return `"${value}${coercion.stringEnd}`
      return writeText(walk, value, coercion.stringEnd, holder, key)
    }
  }
  return writeTyped(walk, value, coercion.datatype, holder, key)
}

/** A value of a datatype; the empty one is the natural one of a number or boolean. */
export function writeTyped(walk: Walk, value: unknown, datatype: string, holder: object, key: string): string {
  if (datatype === '@json' || otherLiterals.has(datatype)) throw new Stop('unhandled', 'literal-type')
  walk.unequalEquals = true
  if (typeof value === 'boolean') return writeBoolean(value, datatype)
  if (typeof value === 'number') {
    checkNumber(walk, value, holder, key)
    return writeNumber(value, datatype)
  }
  if (typeof value !== 'string') throw new Stop('unhandled', 'value-form')
  if (walk.issuing) throw new Stop('refused', 'number-as-text', holder, key)
  return writeDouble(Number.parseFloat(value), datatype)
}

const otherLiterals = new Set(
  ['langString', 'dirLangString'].map((name) => `http://www.w3.org/1999/02/22-rdf-syntax-ns#${name}`),
)

function checkNumber(walk: Walk, value: number, holder: object, key: string): void {
  if (isMistaken(value)) throw new Stop('refused', 'number-ambiguous', holder, key)
  if (walk.issuing && !isPortable(value)) throw new Stop('refused', 'number-not-portable', holder, key)
}

/** A string literal with what follows it; escapes, and refuses what cannot be written as UTF-8. */
export function writeText(walk: Walk, text: string, end: string, holder: object, key: string): string {
  if (isPlainLiteral(text)) return `"${text}${end}`
  if (!text.isWellFormed()) throw new Stop('refused', 'string-not-well-formed', holder, key)
  if (walk.issuing && control.test(text)) throw new Stop('refused', 'control-character', holder, key)
  if (surrogate.test(text)) walk.beyondBmp = true
  return `"${escapeLiteral(text)}${end}`
}

const surrogate = /[\ud800-\udfff]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

export function writeJsonLiteral(walk: Walk, value: unknown, holder: object, key: string): string {
  checkJson(walk, value, holder, key, 0)
  walk.unequalEquals = true
  return writeText(walk, writeCanonicalJson(value), jsonEnd, holder, key)
}

const jsonEnd = '"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
const deepestJson = 100

/** What JSON literals must not hold: half characters, and the one key that other readers lose. */
function checkJson(walk: Walk, value: unknown, holder: object, key: string, depth: number): void {
  if (depth > deepestJson) throw new Stop('refused', 'too-deep', holder, key)
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new Stop('refused', 'string-not-well-formed', holder, key)
  }
  if (typeof value === 'number' && walk.issuing && !isPortable(value)) {
    throw new Stop('refused', 'number-not-portable', holder, key)
  }
  if (typeof value !== 'object' || value === null) return
  for (const [member, inner] of Object.entries(value)) {
    if (member === '__proto__') throw new Stop('refused', 'term-undefined', value, member)
    if (!member.isWellFormed()) throw new Stop('refused', 'string-not-well-formed', value, member)
    checkJson(walk, inner, value, member, depth + 1)
  }
}
