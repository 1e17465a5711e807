import type { CheckedCredential } from '@bricka/credential'
import { type LoadResource, type Power, readCredential, type Shadow, verifyCredential } from '@bricka/credential'
import { z } from 'zod'
import { typedLine } from '../typed-text.ts'

/** Issuers' keys, status lists and mandates, by address, as they were read at the export. */
export const Known = z.record(
  typedLine().min(1).max(2000),
  z.object({ mediaType: typedLine().max(200), body: z.base64() }),
)
export type Known = z.infer<typeof Known>

/** Reads only what an archive carries: what it lacks is `not-in-copy`, and nothing is asked of anybody. */
export const loadFromCopy =
  (known: Known): LoadResource =>
  async (url) => {
    const copy = Object.hasOwn(known, url) ? known[url] : undefined
    return copy
      ? { found: true, bytes: Uint8Array.from(atob(copy.body), (one) => one.charCodeAt(0)), mediaType: copy.mediaType }
      : { found: false, code: 'not-in-copy' }
  }

/**
 * Checks a credential by what an export knew, as of the export. It says what was true by the word of whoever made the
 * export, and nothing of what has become of it since. Undefined where it is no credential.
 */
export async function checkByCopy(
  document: string | Uint8Array,
  known: Known,
  { at, power, shadow }: { at: string; power: Power; shadow?: Shadow },
): Promise<CheckedCredential | undefined> {
  const read = readCredential(document)
  if (!read.read) return undefined
  return verifyCredential(read.credential, {
    now: at,
    power,
    loadResource: loadFromCopy(known),
    ...(shadow && { shadow }),
  })
}
