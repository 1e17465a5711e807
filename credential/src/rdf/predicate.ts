/**
 * A predicate as N-Quads writes it (`<iri> `), known once, with a number that sorts as the text does.
 *
 * Quads of one subject differ in the predicate first, so sorting them costs numbers instead of long equal prefixes.
 */
export type Predicate = { readonly iri: string; readonly text: string; rank: number }

/** The predicates met so far. Bounded by its owner: see `predicateLimit`. */
export type Predicates = { readonly byIri: Map<string, Predicate>; readonly sorted: Predicate[] }

export const predicateLimit = 4096

export function createPredicates(): Predicates {
  return { byIri: new Map(), sorted: [] }
}

export function getPredicate(predicates: Predicates, iri: string): Predicate {
  const known = predicates.byIri.get(iri)
  if (known !== undefined) return known
  const predicate: Predicate = { iri, text: `<${iri}> `, rank: 0 }
  predicates.byIri.set(iri, predicate)
  place(predicates.sorted, predicate)
  return predicate
}

/** Between its neighbours; renumbers all when the room between two is used up. */
function place(sorted: Predicate[], predicate: Predicate): void {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = sorted[middle]
    if (other !== undefined && other.text < predicate.text) low = middle + 1
    else high = middle
  }
  const before = sorted[low - 1]?.rank ?? 0
  const after = sorted[low]?.rank ?? before + 2 * roomBetween
  predicate.rank = Math.floor((before + after) / 2)
  sorted.splice(low, 0, predicate)
  if (predicate.rank > before && predicate.rank < after) return
  for (const [index, each] of sorted.entries()) each.rank = (index + 1) * roomBetween
}

const roomBetween = 65536
