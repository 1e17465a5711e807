import { stringify } from 'csv-stringify/sync'
import type { FastifyReply } from 'fastify'
import writeXlsx from 'write-excel-file/node'

export type Template = {
  name: string
  headings: readonly string[]
  examples: readonly (readonly string[])[]
  /** A second sheet: the words that may stand in a column, below its heading. */
  allowed: readonly (readonly string[])[]
}

/** Sends a template to fill in, as a spreadsheet or as text that spreadsheets open (semicolons, UTF-8 with BOM). */
export async function sendTemplate(
  reply: FastifyReply,
  { name, headings, examples, allowed }: Template,
  format: 'xlsx' | 'csv',
): Promise<FastifyReply> {
  reply.header('content-disposition', `attachment; filename="${name}.${format}"`)
  if (format === 'csv')
    return reply.type('text/csv; charset=utf-8').send(
      stringify([[...headings], ...examples.map((row) => [...row])], {
        bom: true,
        delimiter: ';',
        escape_formulas: true,
      }),
    )
  const cell = (value: string) => ({ value, type: String })
  const workbook = await writeXlsx([
    {
      sheet: '1',
      data: [
        headings.map((value) => ({ ...cell(value), fontWeight: 'bold' as const })),
        ...examples.map((row) => row.map(cell)),
      ],
      columns: headings.map((heading) => ({ width: Math.min(40, Math.max(14, heading.length + 2)) })),
      stickyRowsCount: 1,
    },
    { sheet: '2', data: allowed.map((row) => row.map(cell)) },
  ]).toBuffer()
  return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(workbook)
}
