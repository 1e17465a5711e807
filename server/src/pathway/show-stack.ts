import { LocalText } from '@bricka/domain/local-text'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { getStack, StackView } from './stack.ts'

const NamedMerit = z.object({
  id: z.string(),
  title: LocalText,
  hours: z.number().optional(),
  credits: z.object({ value: z.number(), unit: z.string() }).optional(),
  state: z.enum(['draft', 'published', 'retired']),
})

export const StackPage = StackView.extend({
  merits: z.array(NamedMerit).describe('The merits that its rules name, and the one that stands for the whole'),
})
export type StackPage = z.infer<typeof StackPage>

/** A stack with the names of the merits in it. @throws Problem `not-found` */
export async function showStack(work: Work, id: string): Promise<StackPage> {
  const stack = await getStack(work, id)
  const { groups, overlaps, prerequisites } = stack.content
  const ids = new Set([
    ...groups.flatMap(({ accepts }) => accepts.meritIds ?? []),
    ...overlaps.flat(),
    ...prerequisites.flatMap(({ meritId, needs }) => [meritId, ...needs]),
    ...(stack.meritId ? [stack.meritId] : []),
  ])
  return { ...stack, merits: await nameMerits(work, [...ids]) }
}

/** Titles and sizes by id; a merit that was never published has none. */
export async function nameMerits(work: Work, ids: readonly string[]): Promise<z.infer<typeof NamedMerit>[]> {
  if (ids.length === 0) return []
  const rows = await work
    .selectFrom('merit')
    .innerJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .select(['merit.id', 'merit.state', 'design'])
    .where('merit.id', 'in', [...ids])
    .execute()
  return rows.map(({ id, state, design }) => {
    const { title, workload } = MeritDesign.parse(design)
    const { hours, credits } = workload
    return { id, state, title, ...(hours !== undefined && { hours }), ...(credits && { credits }) }
  })
}
