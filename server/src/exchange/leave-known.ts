import { type LoadResource, readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import type { CheckView } from '../verifying/verify-text.ts'

/** Issuers' keys, status lists and mandates as they were read at the export. */
export const Known = z.record(
  typedLine().min(1).max(2000),
  z.object({ mediaType: typedLine().max(200), body: z.base64() }),
)
export type Known = z.infer<typeof Known>

/** Writes down in `known` what is read through it. */
export const recordInto =
  (known: Known, loadResource: LoadResource): LoadResource =>
  async (url, limits) => {
    const loaded = await loadResource(url, limits)
    if (loaded.found)
      known[url] = { mediaType: loaded.mediaType ?? '', body: Buffer.from(loaded.bytes).toString('base64') }
    return loaded
  }

/**
 * Checks a credential by what an export knew, as of the export: nothing is fetched. It says what was true by the word of
 * whoever made the export, and nothing of what has become of it since.
 */
export async function checkByCopy(ground: Ground, text: string, known: Known, at: string): Promise<CheckView[]> {
  const read = readCredential(text)
  if (!read.read) return []
  const { report } = await verifyCredential(read.credential, {
    now: at,
    power,
    loadResource: async (url) => {
      const copy = Object.hasOwn(known, url) ? known[url] : undefined
      return copy
        ? { found: true, bytes: Buffer.from(copy.body, 'base64'), mediaType: copy.mediaType }
        : { found: false, code: 'not-in-copy' }
    },
    ...(ground.shadow && { shadow: ground.shadow }),
  })
  return report.checks.map((check) => ({ ...check, detail: { ...check.detail } }))
}
