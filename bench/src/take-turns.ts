/** Gives the members of a list in turn, without end. */
export function takeTurns<T>(list: readonly T[]): () => T {
  let at = -1
  return () => {
    at = (at + 1) % list.length
    const one = list[at]
    if (one === undefined) throw new Error('there is nothing to take turns with')
    return one
  }
}
