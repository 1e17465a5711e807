import { power } from '@bricka/credential/power/node'
import { checkByCopy, type Known } from '@bricka/domain/exchange/archive-known'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { CheckView } from '../verifying/check-view.ts'

/** What an export said of a credential when it was made: as old as that, and by the word of whoever made it. */
export const CopyView = z.object({
  archiveId: z.string(),
  from: z.string(),
  exportedAt: z.string(),
  checks: z.array(CheckView),
})

type Archive = { id: string; source: string; exported_at: Date; known: Known }

/** The export that an import came in, where it came in one that is still kept. */
export const findArchiveOf = (work: Work, holderId: string, importedId: string): Promise<Archive | undefined> =>
  work
    .selectFrom('imported_credential')
    .innerJoin('taken_archive', (join) =>
      join
        .onRef('taken_archive.holder_id', '=', 'imported_credential.holder_id')
        .onRef('taken_archive.id', '=', 'imported_credential.archive_id'),
    )
    .select(['taken_archive.id', 'taken_archive.source', 'exported_at', 'known'])
    .where('imported_credential.holder_id', '=', holderId)
    .where('imported_credential.id', '=', importedId)
    .executeTakeFirst()

/** Each check by what that export knew: nothing is fetched. */
export async function checkByArchive(
  ground: Ground,
  document: string,
  { id, source, exported_at, known }: Archive,
): Promise<z.infer<typeof CopyView>> {
  const exportedAt = exported_at.toISOString()
  const checked = await checkByCopy(document, known, {
    at: exportedAt,
    power,
    ...(ground.shadow && { shadow: ground.shadow }),
  })
  const checks = (checked?.report.checks ?? []).map((check) => ({ ...check, detail: { ...check.detail } }))
  return { archiveId: id, from: source, exportedAt, checks }
}
