import { z } from 'zod'
import { Language } from '../local-text.ts'

const Text = z.partialRecord(Language, z.string()).catch({})

/** A stack as it stands while someone writes it, whole or not: what cannot be read is left out, and nothing is refused. */
export const StackForm = z.object({
  title: Text,
  route: z.enum(['open', 'elective', 'rigid']).catch('elective'),
  unit: z.string().catch('hours'),
  total: z.unknown().optional(),
  lowestEqf: z.unknown().optional(),
  mostMonthsOld: z.unknown().optional(),
  decidedBy: z.string().optional().catch(undefined),
  meritId: z.string().optional().catch(undefined),
  groups: z
    .array(
      z.object({
        id: z.string().catch(''),
        title: Text,
        kind: z.enum(['parts', 'credits']).catch('parts'),
        amount: z.unknown().optional(),
        meritIds: z.array(z.string()).catch([]),
        skills: z.array(z.string()).catch([]),
      }),
    )
    .catch([]),
  overlaps: z.array(z.array(z.string())).catch([]),
  prerequisites: z.array(z.object({ meritId: z.string().catch(''), needs: z.array(z.string()).catch([]) })).catch([]),
})
export type StackForm = z.infer<typeof StackForm>
