import { createHash } from 'node:crypto'
import { AssessmentFacts, Route } from '@bricka/domain/issuing/assessment-facts'
import { type RecipientProblem, readRecipientRows } from '@bricka/domain/issuing/read-recipient-rows'
import { sql } from 'kysely'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { readSheet, type Sheet } from '../sheet/read-sheet.ts'
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
  const sheet = await readSheet(batch.bytes)
  const now = ground.now()
  const read = readRecipientRows(sheet, version.design, {
    meritId: version.meritId,
    today: now.toISOString().slice(0, 10),
    ...(batch.settings.assessedOn && { assessedOn: batch.settings.assessedOn }),
    ...(batch.settings.route && { route: batch.settings.route }),
  })
  if (read.refused.length > 0)
    throw new Problem('file-unreadable', 'The columns do not fit; see the template.', read.refused.map(toFieldProblem))
  const rows = [
    ...read.orders.map(({ row, ...order }) => ({ row_number: row, state: 'waiting', content: order, problem: null })),
    ...groupByRow(read.problems).map(([row, problems]) => ({
      row_number: row,
      state: 'failed',
      content: { cells: sheet[row - 1] ?? [], recipient: guessRecipient(sheet, row) },
      problem: problems.map(({ column, code, value }) => ({ column, code, value })),
    })),
  ]
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
      total: rows.length,
      created_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
      created_at: now,
      ...actorOf(permission),
    })
    .onConflict((conflict) => conflict.columns(['issuer_id', 'merit_id', 'merit_version', 'file_digest']).doNothing())
    .returning('id')
    .executeTakeFirst()
  const ignored = read.ignored.map(toFieldProblem)
  if (!added) return { ...(await findKnown(work, permission, version.meritId, version.number, digest)), ignored }
  await sql`
    insert into issuing_row (batch_id, row_number, state, content, problem)
    select ${id}::uuid, row_number, state, content, problem from jsonb_to_recordset(${toJson(rows)}::jsonb)
      as row (row_number int, state text, content jsonb, problem jsonb)`.execute(work)
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'batch-started',
    object: { kind: 'batch', id },
    details: { meritId: version.meritId, version: version.number, fileName: batch.fileName, rows: rows.length },
    at: now,
  })
  await wakeJobs(work)
  return { batchId: id, total: rows.length, known: false, ignored }
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

function groupByRow(problems: readonly RecipientProblem[]): readonly [number, readonly RecipientProblem[]][] {
  const rows = new Map<number, RecipientProblem[]>()
  for (const problem of problems) rows.set(problem.row, [...(rows.get(problem.row) ?? []), problem])
  return [...rows]
}

/** For the list of rows, so that one finds a failed one again: the cell with an @ and the one before it. */
function guessRecipient(sheet: Sheet, row: number): { name: string; email: string } {
  const cells = sheet[row - 1] ?? []
  const email = cells.find((cell) => cell.includes('@')) ?? ''
  return { name: cells.find((cell) => cell.trim() !== '' && cell !== email) ?? '', email }
}
