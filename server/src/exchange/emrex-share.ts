import type { z } from 'zod'
import type { Ground } from '../ground.ts'
import { openShare } from '../passport/open-share.ts'
import { FetchedRecord, reread, TranscriptView } from './emrex-fetch.ts'

/** A fetched transcript as a reader of a share sees it: checked now, without the day its holder was born. */
export const SharedResults = FetchedRecord.pick({ provider: true, fetchedAt: true, fault: true, checked: true }).extend(
  {
    transcript: TranscriptView.extend({ learner: TranscriptView.shape.learner.omit({ birthDate: true }) }).nullable(),
  },
)
export type SharedResults = z.infer<typeof SharedResults>

/**
 * The results that a share shows, each with its register's signature checked at this moment by the key that the registry
 * has for it now. The file itself is not given: it holds more than grades, birth date and national number among it.
 *
 * @throws Problem `share-closed`
 */
export async function showSharedResults(
  ground: Ground,
  token: string,
  personId: string | undefined,
): Promise<SharedResults[]> {
  const { results } = await openShare(ground, token, 'results-read', personId)
  return Promise.all(
    results.map(async (row) => {
      const { fault, transcript, checked } = await reread(ground, row)
      const seen = { provider: row.provider_name, fetchedAt: row.fetched_at.toISOString() }
      return SharedResults.parse({ ...seen, fault: fault ?? null, checked, transcript: transcript ?? null })
    }),
  )
}
