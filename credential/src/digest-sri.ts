import { encodeBase64 } from './encode-base.ts'
import type { Power } from './power.ts'

/** What exact bytes hash to; worked out when it is asked for. */
export type Digests = { sha256(): Uint8Array; sha384(): Uint8Array }

export const digestsOf = (bytes: Uint8Array, power: Pick<Power, 'sha256' | 'sha384'>): Digests => ({
  sha256: () => power.sha256(bytes),
  sha384: () => power.sha384(bytes),
})

/** The digest of exact bytes as Subresource Integrity writes it (`sha384-…`), for `digestSRI`. */
export const digestSri = async (bytes: Uint8Array, power: Pick<Power, 'sha384'>): Promise<string> =>
  `sha384-${encodeBase64(power.sha384(bytes))}`

/** `undefined` where no digest in the text is of a kind that we can compute. */
export function matchesSri(text: string, digests: Digests): boolean | undefined {
  // Several digests may stand in one text, the strongest counts (SRI 3.3.2).
  const stated = text.trim().split(/\s+/)
  const strong = stated.find((digest) => digest.startsWith('sha384-'))
  if (strong) return same(strong, `sha384-${encodeBase64(digests.sha384())}`)
  const weak = stated.find((digest) => digest.startsWith('sha256-'))
  if (weak) return same(weak, `sha256-${encodeBase64(digests.sha256())}`)
  return undefined
}

const same = (stated: string, computed: string): boolean =>
  stated.split('?')[0]?.replaceAll('-', '+').replaceAll('_', '/') === computed.replaceAll('-', '+')
