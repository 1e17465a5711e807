import { parseJson } from '@bricka/domain/exchange/open-archive'
import { checkEvidenceFile } from '@bricka/domain/recognition/check-evidence-file'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { scanFile } from '../recognition/scan-file.ts'
import type { OpenArchive } from './leave-manifest.ts'
import { archiveRefused } from './leave-read-zip.ts'
import type { ArchiveFile } from './leave-write-zip.ts'

/** What one holder may keep of old houses. */
const mostKeptBytes = 256 * 1024 * 1024
const purpose = 'taken-file'

export type ChosenFile =
  | { path: string; name: string; mediaType: string; bytes: Buffer }
  | { path: string; why: string }

export const TakenFileView = z.object({
  path: z.string(),
  name: z.string(),
  standing: z.enum(['taken', 'known', 'refused']),
  why: z.string().nullable().describe('The code of a refusal, as for evidence'),
})
export type TakenFileView = z.infer<typeof TakenFileView>

/** Looks at each file that is no credential as at any that a stranger brings: its kind, what is active in it, malware. */
export async function chooseFiles(ground: Ground, { files }: OpenArchive): Promise<ChosenFile[]> {
  const names = readNames(files.get('passport.json') ?? Buffer.alloc(0))
  const chosen: ChosenFile[] = []
  for (const [path, bytes] of files) {
    if (!/^(evidence|earlier)\/|^passport\.json$/.test(path)) continue
    const last = path.split('/').at(-1) ?? path
    const name = names.get(last.replace(/\.[^.]*$/, '')) ?? last
    chosen.push(await look(ground, path, name, bytes))
  }
  return chosen
}

async function look(ground: Ground, path: string, name: string, bytes: Buffer): Promise<ChosenFile> {
  if (/(^|\/)passport\.json$/.test(path))
    return parseJson(bytes) === undefined
      ? { path, why: 'file-kind-refused' }
      : { path, name, mediaType: 'application/json', bytes }
  const checked = checkEvidenceFile(bytes)
  if (!checked.accepted) return { path, why: checked.code }
  const found = await scanFile(ground, bytes).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Problem && error.code === 'evidence-refused') return 'malware-found'
      throw error
    },
  )
  return found ? { path, why: found } : { path, name, mediaType: checked.mediaType, bytes }
}

const Cases = z.object({
  validations: z.array(
    z.object({
      file: z.array(
        z.object({ event: z.object({ evidence: z.object({ id: z.string(), title: z.string() }).optional() }) }),
      ),
    }),
  ),
})

/** What the holder called each piece of evidence, by its id. */
function readNames(account: Buffer): Map<string, string> {
  const read = Cases.safeParse(parseJson(account))
  const events = read.success ? read.data.validations.flatMap(({ file }) => file) : []
  return new Map(events.flatMap(({ event: { evidence } }) => (evidence ? [[evidence.id, evidence.title]] : [])))
}

/** Keeps them sealed, in the caller's transaction; what is kept already is not kept twice. */
export async function keepFiles(
  ground: Ground,
  work: Work,
  holderId: string,
  archiveId: string,
  chosen: readonly ChosenFile[],
): Promise<TakenFileView[]> {
  const { kept } = await work
    .selectFrom('taken_file')
    .select(({ fn }) => fn.sum<string | null>('bytes').as('kept'))
    .where('holder_id', '=', holderId)
    .executeTakeFirstOrThrow()
  let room = mostKeptBytes - Number(kept ?? 0)
  const views: TakenFileView[] = []
  for (const file of chosen) {
    if ('why' in file) {
      views.push({
        path: file.path,
        name: file.path.split('/').at(-1) ?? file.path,
        standing: 'refused',
        why: file.why,
      })
      continue
    }
    room -= file.bytes.length
    if (room < 0) throw archiveRefused('no-room', file.path, `More than ${mostKeptBytes} bytes of files are kept.`)
    const added = await work
      .insertInto('taken_file')
      .values({
        holder_id: holderId,
        archive_id: archiveId,
        id: makeId(ground.now()),
        path: file.path,
        name: file.name,
        media_type: file.mediaType,
        bytes: file.bytes.length,
        sealed_content: ground.seal.close(purpose, file.bytes),
        created_at: ground.now(),
      })
      .onConflict((conflict) => conflict.columns(['holder_id', 'archive_id', 'path']).doNothing())
      .returning('id')
      .executeTakeFirst()
    views.push({ path: file.path, name: file.name, standing: added ? 'taken' : 'known', why: null })
  }
  return views
}

/** One of them as it came. @throws Problem `not-found` */
export async function readTakenFile(ground: Ground, work: Work, holderId: string, archiveId: string, id: string) {
  const row = await work
    .selectFrom('taken_file')
    .select(['path', 'name', 'media_type', 'sealed_content'])
    .where('holder_id', '=', holderId)
    .where('archive_id', '=', archiveId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No such file came along.')
  return {
    path: row.path,
    name: row.name,
    mediaType: row.media_type,
    bytes: ground.seal.open(purpose, row.sealed_content),
  }
}

/** All of them for the next export, one in memory at a time: what comes along once comes along for good. */
export async function* listEarlier(
  act: <Answer>(verb: (work: Work) => Promise<Answer>) => Promise<Answer>,
  ground: Ground,
  holderId: string,
): AsyncGenerator<ArchiveFile> {
  const rows = await act((work) =>
    work.selectFrom('taken_file').select(['archive_id', 'id']).where('holder_id', '=', holderId).execute(),
  )
  const given = new Set<string>()
  for (const { archive_id, id } of rows) {
    const file = await act((work) => readTakenFile(ground, work, holderId, archive_id, id))
    const path = file.path.startsWith('earlier/') ? file.path : `earlier/${archive_id}/${file.path}`
    // Whoever takes in their own export has it once as it came and once as what had come before.
    if (given.has(path)) continue
    given.add(path)
    yield { path, mediaType: file.mediaType, bytes: file.bytes }
  }
}
