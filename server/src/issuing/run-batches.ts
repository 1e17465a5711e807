import { sql } from 'kysely'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { findActor } from '../organisation/find-actor.ts'
import { type MayIssue, requirePermission } from '../organisation/permission.ts'
import { findIssuingGround } from './find-issuing-ground.ts'
import { type IssueResult, issueMerits } from './issue-merits.ts'
import { RowOrder } from './start-batch.ts'

type Running = { id: string; issuer_id: string; actor_kind: 'person' | 'token'; actor_id: string | null }

const rowsAtATime = 200

/**
 * Issues what waits in every running batch. Several servers may do it at once, and each may be killed at any moment: a
 * chunk of rows is locked, issued and marked in one transaction, so that what was begun by the dead simply waits again.
 */
export async function runBatches(ground: Ground, stopping?: AbortSignal): Promise<void> {
  /** Batches whose last chunk failed are tried a row at a time. */
  const careful = new Set<string>()
  const ended = new Set<string>()
  while (!stopping?.aborted) {
    const batches = (await listRunning(ground)).filter(({ id }) => !ended.has(id))
    if (batches.length === 0) return
    // A chunk of each in turn, so that a small batch does not wait for a large one.
    for (const batch of batches) if ((await runOne(ground, batch, careful)) === 'ended') ended.add(batch.id)
  }
}

/** In the system's scope: batches of every organisation are looked for; each is then issued in its orderer's own. */
const listRunning = (ground: Ground): Promise<Running[]> =>
  ground.database.act(systemScope, (work) =>
    work
      .selectFrom('issuing_batch')
      .select(['id', 'issuer_id', 'actor_kind', 'actor_id'])
      .where('state', '=', 'running')
      .orderBy('created_at')
      .execute(),
  )

async function runOne(ground: Ground, batch: Running, careful: Set<string>): Promise<'more' | 'ended'> {
  const size = careful.has(batch.id) ? 1 : rowsAtATime
  try {
    const permission = await askAgain(ground, batch)
    const scope = scopeOf(permission.actor)
    const done = await ground.database.act(scope, (work) => runChunk(ground, work, permission, batch.id, size))
    careful.delete(batch.id)
    if (done > 0) return 'more'
    await ground.database.act(scope, (work) => finish(ground, work, batch.id))
    return 'ended'
  } catch (error) {
    if (error instanceof Problem) {
      await stop(ground, batch, error)
      return 'ended'
    }
    ground.log.error(error, 'a chunk of a batch could not be issued')
    if (size === 1) await failFirst(ground, batch.id)
    careful.add(batch.id)
    return 'more'
  }
}

/** Whoever ordered the batch must still have the right to issue. @throws Problem `permission-missing`, `scope-missing` */
async function askAgain(ground: Ground, batch: Running): Promise<MayIssue> {
  const actor = batch.actor_id && (await findActor(ground, batch.actor_kind, batch.actor_id))
  if (!actor)
    throw new Problem('permission-missing', 'Whoever ordered the batch is no longer here; let another resume it.')
  return requirePermission(actor, batch.issuer_id, 'issue')
}

/** One transaction: these rows are issued and marked, or neither. Answers how many were taken. */
async function runChunk(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  batchId: string,
  size: number,
): Promise<number> {
  const batch = await work
    .selectFrom('issuing_batch')
    .select(['merit_id', 'merit_version'])
    .where('id', '=', batchId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (!batch) return 0
  const rows = await work
    .selectFrom('issuing_row')
    .select(['row_number', 'content'])
    .where('batch_id', '=', batchId)
    .where('state', '=', 'waiting')
    .orderBy('row_number')
    .limit(size)
    .forUpdate()
    .skipLocked()
    .execute()
  if (rows.length === 0) return 0
  const issuing = await findIssuingGround(ground, work, permission, {
    id: batch.merit_id,
    version: batch.merit_version,
  })
  const orders = rows.map(({ content }) => {
    const { validUntil, ...order } = RowOrder.parse(content)
    return { ...order, validUntil: validUntil ? new Date(validUntil) : null }
  })
  const results = await issueMerits(ground, work, issuing, orders, { batchId })
  await mark(
    work,
    batchId,
    rows.map(({ row_number }, index) => ({ row_number, ...toMark(results[index]) })),
  )
  return rows.length
}

function toMark(result: IssueResult | undefined) {
  if (!result) throw new Error('An order gave no result.')
  if (result.outcome === 'refused') return { state: 'failed', problem: result.problems }
  const { holderId: holder_id, credentialId: credential_id } = result
  return { state: result.outcome === 'known' ? 'known' : 'issued', holder_id, credential_id }
}

async function mark(work: Work, batchId: string, marks: readonly object[]): Promise<void> {
  await sql`
    update issuing_row set state = done.state, problem = done.problem, holder_id = done.holder_id,
      credential_id = done.credential_id
    from jsonb_to_recordset(${toJson(marks)}::jsonb)
      as done (row_number int, state text, problem jsonb, holder_id uuid, credential_id uuid)
    where batch_id = ${batchId}::uuid and issuing_row.row_number = done.row_number`.execute(work)
}

/** Another server may still hold rows: then it finishes the batch. */
async function finish(ground: Ground, work: Work, batchId: string): Promise<void> {
  await work
    .updateTable('issuing_batch')
    .set({ state: 'finished', finished_at: ground.now() })
    .where('id', '=', batchId)
    .where('state', '=', 'running')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('issuing_row')
            .select('row_number')
            .where('batch_id', '=', batchId)
            .where('state', '=', 'waiting'),
        ),
      ),
    )
    .execute()
}

/** What stands in the way of the whole batch, such as a withdrawn mandate, is told; its rows keep waiting. */
async function stop(ground: Ground, batch: Running, { code, message }: Problem): Promise<void> {
  await ground.database.act(systemScope, (work) =>
    work
      .updateTable('issuing_batch')
      .set({ state: 'stopped', problem: toJson({ code, detail: message }) })
      .where('id', '=', batch.id)
      .where('state', '=', 'running')
      .execute(),
  )
}

/** A row that cannot even be tried alone must not keep the others waiting. */
async function failFirst(ground: Ground, batchId: string): Promise<void> {
  await ground.database.act(systemScope, async (work) => {
    const row = await work
      .selectFrom('issuing_row')
      .select('row_number')
      .where('batch_id', '=', batchId)
      .where('state', '=', 'waiting')
      .orderBy('row_number')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!row) return
    const problem = [{ code: 'unexpected', pointer: '/', detail: 'The error is logged.' }]
    await mark(work, batchId, [{ row_number: row.row_number, state: 'failed', problem }])
  })
}
