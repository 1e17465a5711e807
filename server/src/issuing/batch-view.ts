import { z } from 'zod'

export const BatchState = z.enum(['running', 'finished', 'cancelled', 'stopped'])
export const RowState = z.enum(['waiting', 'issued', 'known', 'failed'])

export const BatchView = z.object({
  id: z.string(),
  state: BatchState.describe('Stopped: something stands in the way of all of it, see problem'),
  problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
  meritId: z.string(),
  meritVersion: z.number(),
  title: z.string(),
  fileName: z.string().nullable(),
  total: z.number(),
  issued: z.number(),
  known: z.number().describe('Had been issued before: nothing was issued twice'),
  failed: z.number(),
  waiting: z.number(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
})
export type BatchView = z.infer<typeof BatchView>

export const RowProblem = z.object({
  column: z.string().optional().describe('The heading in the file'),
  pointer: z.string().optional(),
  code: z.string(),
  value: z.string().optional(),
  detail: z.string().optional(),
})

export const RowView = z.object({
  row: z.number().describe('As the spreadsheet counts'),
  name: z.string(),
  email: z.string(),
  state: RowState,
  problems: z.array(RowProblem),
  credentialId: z.string().nullable(),
})
export type RowView = z.infer<typeof RowView>
