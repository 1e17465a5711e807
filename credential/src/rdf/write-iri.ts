import type { ActiveContext } from './active-context.ts'
import { mark } from './cut-text.ts'
import { expandIri, isPlainIri, isWritableIri } from './expand-iri.ts'
import { Stop } from './stop.ts'
import type { Walk } from './walk-document.ts'

/** An IRI as a term. What is relative for certain is refused; what only looks odd goes to the reference. */
export function writeIri(
  walk: Walk,
  active: ActiveContext,
  text: string,
  byVocab: boolean,
  holder: object,
  key: string,
): string {
  if (!byVocab && !active.hasPrefixes && isPlainIri(text)) return `<${text}>`
  if (text.includes(mark)) walk.prefixes = true
  const iri = expandIri(active, text, byVocab)
  if (typeof iri === 'string' && isWritableIri(iri)) {
    if (surrogate.test(iri)) walk.beyondBmp = true
    return `<${iri}>`
  }
  if (!text.isWellFormed()) throw new Stop('refused', 'string-not-well-formed', holder, key)
  if (iri === null && !byVocab) throw new Stop('refused', 'keyword-lookalike', holder, key)
  if (iri === undefined && !text.includes(':')) throw new Stop('refused', 'iri-relative', holder, key)
  if (walk.issuing) throw new Stop('refused', text.startsWith('_:') ? 'blank-node-id' : 'iri-invalid', holder, key)
  throw new Stop('unhandled', text.startsWith('_:') ? 'blank-node-id' : 'iri-form')
}

const surrogate = /[\ud800-\udfff]/
