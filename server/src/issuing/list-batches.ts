import { MeritDesign } from '@bricka/domain/merit/merit'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { titleOf } from '../merit/title-of.ts'
import type { MayRead } from '../organisation/permission.ts'
import { type BatchView, RowProblem, type RowState, type RowView } from './batch-view.ts'

/** An organisation's batches with how far each has come, the latest first. */
export async function listBatches(
  work: Work,
  permission: MayRead,
  paging: Pick<Paging, 'page' | 'perPage' | 'format' | 'search'> & { batchId?: string },
): Promise<{ items: BatchView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const matching = work
    .selectFrom('issuing_batch')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'issuing_batch.merit_id')
        .onRef('merit_version.number', '=', 'issuing_batch.merit_version'),
    )
    .where('issuer_id', '=', permission.organisationId)
    .$if(paging.batchId !== undefined, (query) => query.where('issuing_batch.id', '=', paging.batchId ?? ''))
    .$if(paging.search !== '', (query) => query.where('file_name', 'ilike', likePattern(paging.search)))
  const rows = await matching
    .selectAll('issuing_batch')
    .select('merit_version.design')
    .orderBy('issuing_batch.created_at', 'desc')
    .orderBy('issuing_batch.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { total } = await matching.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const counts = rows.length
    ? await work
        .selectFrom('issuing_row')
        .select((of) => ['batch_id', 'state', of.fn.countAll<string>().as('n')])
        .where(
          'batch_id',
          'in',
          rows.map((row) => row.id),
        )
        .groupBy(['batch_id', 'state'])
        .execute()
    : []
  const items = rows.map((row): BatchView => {
    const count = (state: z.infer<typeof RowState>) =>
      Number(counts.find((one) => one.batch_id === row.id && one.state === state)?.n ?? 0)
    return {
      id: row.id,
      state: row.state,
      problem: z.object({ code: z.string(), detail: z.string() }).nullable().parse(row.problem),
      meritId: row.merit_id,
      meritVersion: row.merit_version,
      title: titleOf(MeritDesign.parse(row.design)),
      fileName: row.file_name,
      total: row.total,
      issued: count('issued'),
      known: count('known'),
      failed: count('failed'),
      waiting: count('waiting'),
      startedAt: row.created_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
    }
  })
  return { items, total: Number(total) }
}

/** @throws Problem `not-found`, also for another organisation's batch */
export async function showBatch(work: Work, permission: MayRead, batchId: string): Promise<BatchView> {
  const paging = { page: 1, perPage: 1, format: 'json' as const, search: '', batchId }
  const [batch] = (await listBatches(work, permission, paging)).items
  if (!batch) throw new Problem('not-found', 'The organisation has no batch with this id.')
  return batch
}

const Content = z.object({ recipient: z.object({ name: z.string(), email: z.string() }) })

/** A batch's rows in the order of the file. @throws Problem `not-found` */
export async function listRows(
  work: Work,
  permission: MayRead,
  batchId: string,
  paging: Paging & { state?: z.infer<typeof RowState> | undefined },
): Promise<{ items: RowView[]; total: number }> {
  await showBatch(work, permission, batchId)
  const { limit, offset } = windowOf(paging)
  const matching = work
    .selectFrom('issuing_row')
    .where('batch_id', '=', batchId)
    .$if(paging.state !== undefined, (query) => query.where('state', '=', paging.state ?? 'waiting'))
    .$if(paging.search !== '', (query) =>
      query.where(sql<boolean>`content -> 'recipient' ->> 'name' || ' ' || (content -> 'recipient' ->> 'email')
        ilike ${likePattern(paging.search)}`),
    )
  const rows = await matching.selectAll().orderBy('row_number').limit(limit).offset(offset).execute()
  const { total } = await matching.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const items = rows.map((row): RowView => {
    const { recipient } = Content.parse(row.content)
    return {
      row: row.row_number,
      ...recipient,
      state: row.state,
      problems: z.array(RowProblem).parse(row.problem ?? []),
      credentialId: row.credential_id,
    }
  })
  return { items, total: Number(total) }
}
