import { createHash } from 'node:crypto'
import { AssessmentFacts, Route } from '@bricka/domain/issuing/assessment-facts'
import {
  fileEmpty,
  openRecipients,
  type RecipientProblem,
  type RecipientRow,
} from '@bricka/domain/issuing/read-recipient-rows'
import { sql } from 'kysely'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { streamSheet } from '../sheet/read-sheet.ts'
import { findIssuingGround } from './find-issuing-ground.ts'

/** What holds for rows that leave it empty. */
export const BatchSettings = z.strictObject({
  assessedOn: z.iso.date().optional(),
  route: Route.optional(),
})
export type BatchSettings = z.infer<typeof BatchSettings>

export type NewBatch = {
  meritId: string
  version?: number | undefined
  fileName: string
  bytes: Uint8Array
  settings: BatchSettings
}

export type StartedBatch = {
  batchId: string
  total: number
  known: boolean
  /** Columns and cells that nobody asked for: not read, and told. */
  ignored: ReturnType<typeof toFieldProblem>[]
}

/** What a row that can be issued holds until it is. */
export const RowOrder = z.object({
  recipient: z.object({ name: z.string(), email: z.string() }),
  facts: AssessmentFacts,
  validUntil: z.string().optional(),
  key: z.string(),
})

/**
 * Takes a file of recipients in: every row is kept, those with a problem with what is wrong in them. The same file with
 * the same settings is the same batch, and nothing is taken in twice. Issuing is the jobs' (`run-batches.ts`).
 *
 * @throws Problem `file-unreadable`, `file-empty`, `mandate-…`, `merit-retired`, `not-found`
 */
export async function startBatch(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  batch: NewBatch,
): Promise<StartedBatch> {
  const { version } = await findIssuingGround(ground, work, permission, { id: batch.meritId, version: batch.version })
  const digest = createHash('sha256').update(batch.bytes).update(toJson(batch.settings)).digest('base64url')
  const now = ground.now()
  const lines = streamSheet(batch.bytes)
  const { value: headings } = await lines.next()
  const reader = openRecipients(headings ?? [], version.design, {
    meritId: version.meritId,
    today: now.toISOString().slice(0, 10),
    ...(batch.settings.assessedOn && { assessedOn: batch.settings.assessedOn }),
    ...(batch.settings.route && { route: batch.settings.route }),
  })
  if (reader.refused.length > 0) throw refuseFile(reader.refused)
  const id = makeId(now)
  const added = await work
    .insertInto('issuing_batch')
    .values({
      id,
      issuer_id: permission.organisationId,
      merit_id: version.meritId,
      merit_version: version.number,
      file_name: batch.fileName,
      file_digest: digest,
      settings: toJson(batch.settings),
      state: 'running',
      total: 0,
      created_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
      created_at: now,
      ...actorOf(permission),
    })
    .onConflict((conflict) => conflict.columns(['issuer_id', 'merit_id', 'merit_version', 'file_digest']).doNothing())
    .returning('id')
    .executeTakeFirst()
  const ignored = reader.ignored.map(toFieldProblem)
  if (!added) return { ...(await findKnown(work, permission, version.meritId, version.number, digest)), ignored }
  const { total, told } = await keepRows(work, id, lines, reader.readRow)
  if (total === 0) throw refuseFile([fileEmpty])
  await work.updateTable('issuing_batch').set({ total }).where('id', '=', id).execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'batch-started',
    object: { kind: 'batch', id },
    details: { meritId: version.meritId, version: version.number, fileName: batch.fileName, rows: total },
    at: now,
  })
  await wakeJobs(work)
  return { batchId: id, total, known: false, ignored: [...ignored, ...told] }
}

const refuseFile = (refused: readonly RecipientProblem[]): Problem =>
  new Problem('file-unreadable', 'The columns do not fit; see the template.', refused.map(toFieldProblem))

/** So many rows are held at a time, however long the file is. */
const rowsAtATime = 1000
/** What was left unread is told of so many places; a file that goes on like that needs no longer answer. */
const mostTold = 100

async function keepRows(
  work: Work,
  batchId: string,
  lines: AsyncIterable<readonly string[]>,
  readRow: (line: readonly string[], row: number) => RecipientRow | undefined,
): Promise<{ total: number; told: StartedBatch['ignored'] }> {
  const told: StartedBatch['ignored'] = []
  let total = 0
  let row = 1
  let waiting: object[] = []
  const keep = async () => {
    await sql`
      insert into issuing_row (batch_id, row_number, state, content, problem)
      select ${batchId}::uuid, row_number, state, content, problem from jsonb_to_recordset(${toJson(waiting)}::jsonb)
        as row (row_number int, state text, content jsonb, problem jsonb)`.execute(work)
    total += waiting.length
    waiting = []
  }
  for await (const line of lines) {
    const read = readRow(line, ++row)
    if (!read) continue
    if (told.length < mostTold) told.push(...read.ignored.map(toFieldProblem))
    waiting.push(toRow(line, row, read))
    if (waiting.length === rowsAtATime) await keep()
  }
  if (waiting.length > 0) await keep()
  return { total, told }
}

function toRow(line: readonly string[], row: number, { order, problems }: RecipientRow): object {
  if (order) {
    const { row: _row, ...content } = order
    return { row_number: row, state: 'waiting', content, problem: null }
  }
  return {
    row_number: row,
    state: 'failed',
    content: { cells: line, recipient: guessRecipient(line) },
    problem: problems.map(({ column, code, value }) => ({ column, code, value })),
  }
}

export const actorOf = ({ actor }: MayIssue) => ({
  actor_kind: actor.kind,
  actor_id: actor.kind === 'person' ? actor.personId : actor.tokenId,
})

async function findKnown(work: Work, permission: MayIssue, meritId: string, version: number, digest: string) {
  const known = await work
    .selectFrom('issuing_batch')
    .select(['id', 'total'])
    .where('issuer_id', '=', permission.organisationId)
    .where('merit_id', '=', meritId)
    .where('merit_version', '=', version)
    .where('file_digest', '=', digest)
    .executeTakeFirstOrThrow()
  return { batchId: known.id, total: known.total, known: true }
}

export const toFieldProblem = ({ row, column, code, value }: RecipientProblem) => ({
  pointer: `/rows/${row}/${column}`,
  code,
  detail: value,
})

/** For the list of rows, so that one finds a failed one again: the cell with an @ and the one before it. */
function guessRecipient(cells: readonly string[]): { name: string; email: string } {
  const email = cells.find((cell) => cell.includes('@')) ?? ''
  return { name: cells.find((cell) => cell.trim() !== '' && cell !== email) ?? '', email }
}
