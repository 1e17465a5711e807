import type { LoadResource } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { checkByCopy as checkAny, type Known } from '@bricka/domain/exchange/archive-known'
import type { Ground } from '../ground.ts'
import type { CheckView } from '../verifying/check-view.ts'

/** Writes down in `known` what is read through it. */
export const recordInto =
  (known: Known, loadResource: LoadResource): LoadResource =>
  async (url, limits) => {
    const loaded = await loadResource(url, limits)
    if (loaded.found)
      known[url] = { mediaType: loaded.mediaType ?? '', body: Buffer.from(loaded.bytes).toString('base64') }
    return loaded
  }

/** Each check by what an export knew, as of the export: nothing is fetched. */
export async function checkByCopy(ground: Ground, text: string, known: Known, at: string): Promise<CheckView[]> {
  const checked = await checkAny(text, known, { at, power, ...(ground.shadow && { shadow: ground.shadow }) })
  return (checked?.report.checks ?? []).map((check) => ({ ...check, detail: { ...check.detail } }))
}
