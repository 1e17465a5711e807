import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'

/** An export of another house that its holder took in. */
export const ArchiveView = z.object({
  id: z.string(),
  from: z.string(),
  exportedAt: z.string(),
  takenAt: z.string(),
  sealedBy: z.string(),
})
export type ArchiveView = z.infer<typeof ArchiveView>

export const ArchiveItem = ArchiveView.extend({
  credentials: z.array(z.object({ id: z.string(), title: z.string() })),
  files: z.array(
    z.object({ id: z.string(), path: z.string(), name: z.string(), mediaType: z.string(), bytes: z.number() }),
  ),
  known: z.array(z.string()).describe('Addresses of keys, lists and mandates that it has a copy of'),
})
export type ArchiveItem = z.infer<typeof ArchiveItem>

const columns = ['id', 'source', 'exported_at', 'created_at', 'sealed_by'] as const

export async function listArchives(
  work: Work,
  holderId: string,
  paging: Paging,
): Promise<{ items: ArchiveView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const all = work
    .selectFrom('taken_archive')
    .where('holder_id', '=', holderId)
    .where('source', 'ilike', likePattern(paging.search))
  const { total } = await all.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await all
    .select(columns)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  return { items: rows.map(toView), total: Number(total) }
}

/** @throws Problem `not-found`, also for someone else's */
export async function getArchive(work: Work, holderId: string, id: string): Promise<ArchiveItem> {
  const row = await work
    .selectFrom('taken_archive')
    .select([...columns, 'known'])
    .where('holder_id', '=', holderId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound()
  const credentials = await work
    .selectFrom('imported_credential')
    .select(['id', 'title'])
    .where('holder_id', '=', holderId)
    .where('archive_id', '=', id)
    .orderBy('id')
    .execute()
  const files = await work
    .selectFrom('taken_file')
    .select(['id', 'path', 'name', 'media_type', 'bytes'])
    .where('holder_id', '=', holderId)
    .where('archive_id', '=', id)
    .orderBy('path')
    .execute()
  return {
    ...toView(row),
    credentials,
    files: files.map(({ media_type, ...file }) => ({ ...file, mediaType: media_type })),
    known: Object.keys(row.known).sort(),
  }
}

/** Its files and its copy go; the credentials that it brought stay. @throws Problem `not-found` */
export async function removeArchive(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  await work
    .updateTable('imported_credential')
    .set({ archive_id: null })
    .where('holder_id', '=', person.personId)
    .where('archive_id', '=', id)
    .execute()
  const removed = await work
    .deleteFrom('taken_archive')
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!removed) throw notFound()
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'archive-removed',
    object: { kind: 'archive', id },
    at: ground.now(),
  })
}

const notFound = (): Problem => new Problem('not-found', 'You have taken in no such export.')

const toView = (row: {
  id: string
  source: string
  exported_at: Date
  created_at: Date
  sealed_by: string
}): ArchiveView => ({
  id: row.id,
  from: row.source,
  exportedAt: row.exported_at.toISOString(),
  takenAt: row.created_at.toISOString(),
  sealedBy: row.sealed_by,
})
