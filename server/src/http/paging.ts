import { stringify } from 'csv-stringify/sync'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'

/** What every list takes: a search text, a page (from 1) and how many on it; `format=csv` gives the whole list. */
export const Paging = z.object({
  search: z.string().trim().max(200).default(''),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  perPage: z.coerce.number().int().min(1).max(200).default(25),
  format: z.enum(['json', 'csv']).default('json'),
})
export type Paging = z.infer<typeof Paging>

/** What every list answers with. `total` counts all that matched. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.number(), page: z.number(), perPage: z.number() })

/** Rows to read: one page, or for an export everything up to a bound that keeps the server standing. */
export const windowOf = ({ page, perPage, format }: Paging): { limit: number; offset: number } =>
  format === 'csv' ? { limit: 100_000, offset: 0 } : { limit: perPage, offset: (page - 1) * perPage }

/** A search text as an ILIKE pattern, its own wildcards made harmless. */
export const likePattern = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`

/** Sends rows as CSV (RFC 4180, UTF-8 with BOM so that spreadsheets read å, ä, ö). */
export function sendCsv(reply: FastifyReply, name: string, rows: readonly Record<string, unknown>[]): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(
      stringify([...rows], {
        header: true,
        bom: true,
        // A cell that begins like a formula would be run by a spreadsheet.
        escape_formulas: true,
        cast: { date: (value) => value.toISOString(), object: (value) => JSON.stringify(value) },
      }),
    )
}
