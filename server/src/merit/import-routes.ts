import { interfaceLanguages } from '@bricka/domain/local-text'
import { composeMeritSheet } from '@bricka/domain/merit/merit-sheet'
import type { ZodTypeProvider } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Ground } from '../ground.ts'
import { scopeOf } from '../http/actor.ts'
import { requirePermission } from '../organisation/permission.ts'
import { readUpload } from '../sheet/read-upload.ts'
import { sendTemplate } from '../sheet/write-sheet.ts'
import { importMerits } from './import-merits.ts'

const SheetLanguage = z.enum(interfaceLanguages).default('sv')

export const ImportedMerits = z.object({
  drafts: z.array(z.object({ row: z.number(), id: z.string(), title: z.string() })),
  problems: z.array(
    z.object({
      row: z.number().describe('As the spreadsheet counts: the headings are row 1'),
      column: z.string().describe('The heading in the file'),
      code: z.string(),
      value: z.string(),
      detail: z.string(),
    }),
  ),
})
export type ImportedMerits = z.infer<typeof ImportedMerits>

export function importRoutes(instance: FastifyInstance, ground: Ground): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/organisations/:organisationId/merits/import',
    {
      schema: {
        tags: ['merit'],
        summary: 'Keep the merits of a file (.xlsx or .csv) as drafts',
        description:
          'multipart/form-data: file, and language, the one that texts without a language in their heading are written in. What cannot be read is told by row and column, and the rest is kept.',
        consumes: ['multipart/form-data'],
        params: z.object({ organisationId: z.uuid() }),
        response: { 201: ImportedMerits },
      },
    },
    async (request, reply) => {
      const permission = requirePermission(request.actor, request.params.organisationId, 'design')
      const { bytes, fields } = await readUpload(request)
      const language = SheetLanguage.catch('sv').parse(fields.language)
      const imported = await ground.database.act(scopeOf(request.actor), (work) =>
        importMerits(ground, work, permission, { bytes, language }),
      )
      return reply.code(201).send(imported)
    },
  )

  app.get(
    '/api/merit-sheet',
    {
      schema: {
        tags: ['merit'],
        summary: 'A template for a file of merits',
        querystring: z.object({ language: SheetLanguage, format: z.enum(['xlsx', 'csv']).default('xlsx') }),
      },
    },
    async ({ query }, reply) => {
      const { headings, example, allowed } = composeMeritSheet(query.language)
      return sendTemplate(reply, { name: 'merits', headings, examples: example, allowed }, query.format)
    },
  )
}
