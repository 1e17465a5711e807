import { z } from 'zod'
import { typedText } from '../typed-text.ts'

/** Which side of working life a social partner speaks for. */
export const PartySide = z.enum(['employers', 'employees', 'both'])
export type PartySide = z.infer<typeof PartySide>

export const NewEndorsement = z.strictObject({
  organisationId: z.uuid().describe('The social partner that endorses'),
  version: z.number().int().positive().describe('Only this version is endorsed: a new one is read anew'),
  side: PartySide,
  reason: typedText().min(10).max(2000).describe('What the added value is, for anyone to read'),
})
export type NewEndorsement = z.infer<typeof NewEndorsement>

/** What someone says of a merit in the discussion, and whether it asks for a change. */
export const Stand = z.enum(['remark', 'wants-changed', 'answer'])
export type Stand = z.infer<typeof Stand>
