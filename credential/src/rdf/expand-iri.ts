import type { Term } from './active-context.ts'

/** The parts of an active context an IRI is expanded with. */
export type IriContext = {
  readonly terms: ReadonlyMap<string, Term>
  readonly vocab: string | undefined
}

const keywords = new Set(
  (
    '@base @container @context @default @direction @embed @explicit @graph @id @included @index @json @language ' +
    '@list @nest @none @omitDefault @prefix @preserve @protected @requireAll @reverse @set @type @value @version @vocab'
  ).split(' '),
)

export function isKeyword(text: string): boolean {
  return text.charCodeAt(0) === 0x40 && keywords.has(text)
}

/** Something that has the form of a keyword without being one: reserved, and dropped by processors. */
export function looksLikeKeyword(text: string): boolean {
  return keywordForm.test(text)
}

const keywordForm = /^@[a-zA-Z]+$/

/** The lenient test of the reference: a scheme, and no white space. Blank node ids pass. */
export function isAbsolute(text: string): boolean {
  return absoluteForm.test(text)
}

const absoluteForm = /^([A-Za-z][A-Za-z0-9+-.]*|_):[^\s]*$/

/** An IRI of plain characters, as almost all are: nothing to escape, nothing to normalise. */
export function isPlainIri(text: string): boolean {
  return plainForm.test(text)
}

const plainForm = /^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-[\]_a-z~]*$/

/** An IRI that RDF may write as it stands (also with characters beyond ASCII). */
export function isWritableIri(text: string): boolean {
  return writableForm.test(text) && text.isWellFormed()
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they may not stand in an IRI
const writableForm = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s\u0000-\u0020\u007f-\u009f<>"{}|^`\\]*$/

/**
 * Expands a string to an IRI or keyword (JSON-LD 1.1 API, 5.2) without a base.
 *
 * `null`: ignored by the context. `undefined`: relative, or nothing the context knows.
 */
export function expandIri(context: IriContext, value: string, byVocab: boolean): string | null | undefined {
  if (isKeyword(value)) return value
  if (looksLikeKeyword(value)) return null
  if (byVocab) {
    const term = context.terms.get(value)
    if (term !== undefined) return term.iri
  }
  const colon = value.indexOf(':')
  if (colon > 0) {
    if (value.startsWith('//', colon + 1) || (colon === 1 && value.startsWith('_'))) return value
    const prefix = context.terms.get(value.slice(0, colon))
    if (prefix?.prefix === true) return prefix.iri + value.slice(colon + 1)
    if (isAbsolute(value)) return value
  }
  if (byVocab && context.vocab !== undefined) return context.vocab + value
  return undefined
}
