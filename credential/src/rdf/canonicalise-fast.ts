import { type ActiveContext, createFamily, createInitialContext } from './active-context.ts'
import { canonicaliseDataset, type Findings } from './canonicalise-dataset.ts'
import type { HashText } from './hash-n-degree.ts'
import { predicateLimit } from './predicate.ts'
import type { FindContext } from './process-context.ts'
import { findPointer, Stop } from './stop.ts'
import { type Walk, walkDocument } from './walk-document.ts'

/** `handled: false` is for the reference, with the reason; a refusal holds for every path. */
export type FastCanonical =
  | { readonly handled: true; readonly nquads: string }
  | { readonly handled: false; readonly why: string }
  | { readonly refused: true; readonly code: string; readonly pointer: string }

export type Purpose = 'issue' | 'verify'

/**
 * The RDFC-1.0 canonical N-Quads of a JSON-LD document, as `jsonld` with `rdf-canonize` would write them.
 *
 * Nothing is ever dropped: what a processor would leave out of the signature is refused, with the place. For `issue`
 * also what stacks are known to read differently is refused. `hashText` hashes UTF-8 text with SHA-256 to hex.
 */
export function canonicaliseFast(
  document: unknown,
  findContext: FindContext,
  hashText: HashText,
  purpose: Purpose = 'verify',
): FastCanonical {
  try {
    const walk = walkDocument(getInitial(), document, findContext, purpose === 'issue')
    const result = canonicaliseDataset(walk.dataset, hashText, walk.beyondBmp)
    if (!result.canonical) return { refused: true, code: 'blank-nodes-alike', pointer: '' }
    const ambiguity = walk.issuing ? findAmbiguity(walk, result) : undefined
    if (ambiguity !== undefined) return { refused: true, code: ambiguity, pointer: '' }
    return { handled: true, nquads: result.nquads }
  } catch (problem) {
    if (!(problem instanceof Stop)) throw problem
    if (problem.kind === 'unhandled') return { handled: false, why: problem.code }
    return { refused: true, code: problem.code, pointer: findPointer(document, problem.holder, problem.key) }
  }
}

/** What stacks are known to sign differently: another order, or a value twice that others do not hold for equal. */
export function findAmbiguity(walk: Walk, { orderDiffers, repeated }: Findings): string | undefined {
  if (orderDiffers) return 'order-ambiguous'
  const unequal = (repeated === 'typed' && walk.unequalEquals) || (repeated !== 'nothing' && walk.textTyped)
  return unequal ? 'value-repeated' : undefined
}

/** What is worked out from contexts is kept between documents, and dropped when strangers' documents fill it. */
let kept: ActiveContext | undefined

export function getInitial(): ActiveContext {
  if (kept === undefined || kept.family.entries > mostKept || kept.family.predicates.byIri.size > predicateLimit) {
    kept = createInitialContext(createFamily())
  }
  return kept
}

const mostKept = 400_000
