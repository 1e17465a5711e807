import { interfaceLanguages } from '@bricka/domain/local-text'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { Paging, pageOf, sendCsv } from '../http/paging.ts'
import { Problem, toFieldProblems } from '../http/problem.ts'
import { requirePermission } from '../organisation/permission.ts'
import { readUpload } from '../sheet/read-upload.ts'
import { sendTemplate } from '../sheet/write-sheet.ts'
import { BatchView, RowState, RowView } from './batch-view.ts'
import { cancelBatch, resumeBatch } from './change-batch.ts'
import { listBatches, listRows, showBatch } from './list-batches.ts'
import { recipientTemplate } from './recipient-template.ts'
import { BatchSettings, startBatch } from './start-batch.ts'

const OrganisationPath = z.object({ organisationId: z.uuid() })
const BatchPath = OrganisationPath.extend({ batchId: z.uuid() })

const BatchFields = z.object({
  meritId: z.uuid(),
  version: z.coerce.number().int().positive().optional(),
  settings: z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'settings is not JSON' })
        return z.NEVER
      }
    })
    .pipe(BatchSettings),
})

export function batchRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/organisations/:organisationId/batches',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Issue a merit to a file of recipients (.xlsx or .csv)',
        description:
          'multipart/form-data: meritId, version (the newest when left out), settings (JSON: assessedOn and route for rows that leave them empty), file. The same file twice is the same batch.',
        consumes: ['multipart/form-data'],
        params: OrganisationPath,
        response: {
          202: z.object({
            batchId: z.string(),
            total: z.number(),
            known: z.boolean(),
            ignored: z
              .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
              .describe('Columns and cells that nobody asked for: they were not read'),
          }),
        },
      },
    },
    async (request, reply) => {
      const { actor, params } = request
      const permission = requirePermission(actor, params.organisationId, 'issue')
      const { fileName, bytes, fields } = await readUpload(request)
      const read = BatchFields.safeParse(fields)
      if (!read.success)
        throw new Problem(
          'request-invalid',
          'One or more fields are missing or not allowed.',
          read.error.issues.flatMap(toFieldProblems),
        )
      const batch = await ground.database.act(scopeOf(actor), (work) =>
        startBatch(ground, work, permission, { ...read.data, fileName, bytes }),
      )
      return reply.code(202).send(batch)
    },
  )

  app.get(
    '/api/organisations/:organisationId/batches',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Batches and how far each has come',
        params: OrganisationPath,
        querystring: Paging,
        response: { 200: pageOf(BatchView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) => listBatches(work, permission, query))
      if (query.format === 'csv') return sendCsv(reply, 'batches', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.get(
    '/api/organisations/:organisationId/batches/:batchId',
    {
      schema: { tags: ['issuing'], summary: 'One batch', params: BatchPath, response: { 200: BatchView } },
    },
    async ({ actor, params }) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      return ground.database.act(scopeOf(actor), (work) => showBatch(work, permission, params.batchId))
    },
  )

  app.get(
    '/api/organisations/:organisationId/batches/:batchId/rows',
    {
      schema: {
        tags: ['issuing'],
        summary: 'A batch’s rows, each with what became of it',
        params: BatchPath,
        querystring: Paging.extend({ state: RowState.optional() }),
        response: { 200: pageOf(RowView) },
      },
    },
    async ({ actor, params, query }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'read')
      const { items, total } = await ground.database.act(scopeOf(actor), (work) =>
        listRows(work, permission, params.batchId, query),
      )
      if (query.format === 'csv') return sendCsv(reply, 'rows', items)
      return { items, total, page: query.page, perPage: query.perPage }
    },
  )

  app.post(
    '/api/organisations/:organisationId/batches/:batchId/retry',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Go on with a batch that ended early, and try failed rows again',
        params: BatchPath,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'issue')
      await ground.database.act(scopeOf(actor), (work) => resumeBatch(ground, work, permission, params.batchId))
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/organisations/:organisationId/batches/:batchId/cancel',
    {
      schema: {
        tags: ['issuing'],
        summary: 'Issue no further row of a batch; what is issued stays',
        params: BatchPath,
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      const permission = requirePermission(actor, params.organisationId, 'issue')
      await ground.database.act(scopeOf(actor), (work) => cancelBatch(ground, work, permission, params.batchId))
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/api/recipients-sheet',
    {
      schema: {
        tags: ['issuing'],
        summary: 'A template for a file of recipients',
        querystring: z.object({
          language: z.enum(interfaceLanguages).default('sv'),
          format: z.enum(['xlsx', 'csv']).default('xlsx'),
          meritId: z.uuid().optional().describe('With a column for each of its outcomes'),
        }),
      },
    },
    async ({ actor, query }, reply) => {
      const template = await ground.database.act(scopeOf(actor), (work) => recipientTemplate(ground, work, query))
      return sendTemplate(reply, template, query.format)
    },
  )
}
