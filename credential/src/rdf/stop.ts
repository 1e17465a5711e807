/**
 * Leaves the walk early: `refused` is bad input with a code a person can act on, `unhandled` goes to the reference.
 *
 * `holder` and `key` say where; the pointer is searched for only then, so the walk itself keeps no path.
 */
export class Stop extends Error {
  readonly kind: 'refused' | 'unhandled'
  readonly code: string
  readonly holder: object | undefined
  readonly key: string | undefined

  constructor(kind: 'refused' | 'unhandled', code: string, holder?: object, key?: string) {
    super(code)
    this.name = 'Stop'
    this.kind = kind
    this.code = code
    this.holder = holder
    this.key = key
  }
}

/** The JSON pointer (RFC 6901) of a member, found by identity; the whole document where the holder is unknown. */
export function findPointer(document: unknown, holder: object | undefined, key: string | undefined): string {
  const path = holder === undefined ? [] : (findPath(document, holder, 0) ?? [])
  if (key !== undefined) path.push(key)
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function findPath(value: unknown, holder: object, depth: number): string[] | undefined {
  if (value === holder) return []
  if (typeof value !== 'object' || value === null || depth > deepestSearch) return undefined
  for (const [step, member] of Object.entries(value)) {
    const path = findPath(member, holder, depth + 1)
    if (path !== undefined) return [step, ...path]
  }
  return undefined
}

const deepestSearch = 200
