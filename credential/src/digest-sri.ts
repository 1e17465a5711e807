import { encodeBase64 } from './encode-base.ts'
import type { Power } from './power.ts'

/** The digest of exact bytes as Subresource Integrity writes it (`sha384-…`), for `digestSRI`. */
export const digestSri = async (bytes: Uint8Array, power: Pick<Power, 'sha384'>): Promise<string> =>
  `sha384-${encodeBase64(power.sha384(bytes))}`

/** `undefined` where no digest in the text is of a kind that we can compute. */
export function matchesSri(
  text: string,
  bytes: Uint8Array,
  power: Pick<Power, 'sha256' | 'sha384'>,
): boolean | undefined {
  // Several digests may stand in one text, the strongest counts (SRI 3.3.2).
  const digests = text.trim().split(/\s+/)
  const strong = digests.find((digest) => digest.startsWith('sha384-'))
  if (strong) return same(strong, `sha384-${encodeBase64(power.sha384(bytes))}`)
  const weak = digests.find((digest) => digest.startsWith('sha256-'))
  if (weak) return same(weak, `sha256-${encodeBase64(power.sha256(bytes))}`)
  return undefined
}

const same = (stated: string, computed: string): boolean =>
  stated.split('?')[0]?.replaceAll('-', '+').replaceAll('_', '/') === computed.replaceAll('-', '+')
