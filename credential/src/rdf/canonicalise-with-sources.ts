import { canonicaliseDataset } from './canonicalise-dataset.ts'
import { type FastCanonical, findAmbiguity, getInitial, type Purpose } from './canonicalise-fast.ts'
import type { HashText } from './hash-n-degree.ts'
import type { FindContext } from './process-context.ts'
import { findPointer, Stop } from './stop.ts'
import { type Source, walkDocument } from './walk-document.ts'

/** A canonical form, and for each canonical label the part of the document that it stands for. */
export type CanonicalWithSources =
  | {
      readonly handled: true
      readonly nquads: string
      readonly sources: ReadonlyMap<string, Source>
    }
  | Exclude<FastCanonical, { readonly handled: true }>

/** As `canonicaliseFast`, for selective disclosure: parts of a document are told apart by their own objects. */
export function canonicaliseWithSources(
  document: unknown,
  findContext: FindContext,
  hashText: HashText,
  purpose: Purpose,
): CanonicalWithSources {
  const byNumber: Source[] = []
  try {
    const walk = walkDocument(getInitial(), document, findContext, purpose === 'issue', byNumber)
    const result = canonicaliseDataset(walk.dataset, hashText, walk.beyondBmp)
    if (!result.canonical) return { refused: true, code: 'blank-nodes-alike', pointer: '' }
    const ambiguity = walk.issuing ? findAmbiguity(walk, result) : undefined
    if (ambiguity !== undefined) return { refused: true, code: ambiguity, pointer: '' }
    const sources = new Map<string, Source>()
    for (const [number, { label }] of walk.dataset.blanks.entries()) {
      const source = byNumber[number]
      if (source) sources.set(`c14n${label}`, source)
    }
    return { handled: true, nquads: result.nquads, sources }
  } catch (problem) {
    if (!(problem instanceof Stop)) throw problem
    if (problem.kind === 'unhandled') return { handled: false, why: problem.code }
    return { refused: true, code: problem.code, pointer: findPointer(document, problem.holder, problem.key) }
  }
}
