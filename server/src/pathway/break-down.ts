import { hasText, LocalText } from '@bricka/domain/local-text'
import { MeritDesign, OutcomeId } from '@bricka/domain/merit/merit'
import { breakDown, findCoverage } from '@bricka/domain/pathway/break-down'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { titleOf } from '../merit/title-of.ts'
import { addMerit } from '../merit/write-draft.ts'
import type { MayDesign } from '../organisation/permission.ts'

export const NewPieces = z.strictObject({
  pieces: z
    .array(
      z.strictObject({
        title: LocalText.refine(hasText, { error: 'Write a title in at least one language' }),
        outcomes: z.array(OutcomeId).max(40),
      }),
    )
    .min(1)
    .max(20),
})
export type NewPieces = z.infer<typeof NewPieces>

export const CoverageView = z.object({
  title: z.string(),
  outcomes: z.array(
    z.object({
      id: z.string(),
      statement: LocalText,
      coveredBy: z.array(z.object({ id: z.string(), title: z.string(), state: z.enum(['draft', 'published']) })),
    }),
  ),
})
export type CoverageView = z.infer<typeof CoverageView>

/** What of a qualification the organisation's other merits hold already, drafts among them. @throws Problem `not-found` */
export async function showCoverage(work: Work, ownerId: string, meritId: string): Promise<CoverageView> {
  const designs = await listDesigns(work, ownerId)
  const whole = designs.find(({ id }) => id === meritId)
  if (!whole) throw new Problem('not-found', 'The organisation has no such merit.')
  const others = designs.filter(({ id }) => id !== meritId)
  const byId = new Map(others.map(({ id, design, state }) => [id, { id, title: titleOf(design), state }]))
  const coverage = findCoverage(whole.design, others)
  return {
    title: titleOf(whole.design),
    outcomes: whole.design.outcomes.map(({ id, statement }) => ({
      id,
      statement,
      coveredBy: (coverage.find(({ outcomeId }) => outcomeId === id)?.coveredBy ?? []).flatMap(
        (merit) => byId.get(merit) ?? [],
      ),
    })),
  }
}

/** Begins a draft for each piece; they are the organisation's own from then on. @throws Problem `request-invalid` */
export async function makePieces(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
  { pieces }: NewPieces,
): Promise<{ ids: string[] }> {
  const whole = (await listDesigns(work, permission.organisationId)).find(({ id }) => id === meritId)
  if (!whole) throw new Problem('not-found', 'The organisation has no such merit.')
  const made = breakDown(whole.design, pieces)
  if ('refused' in made) {
    const { refused } = made
    const pointer = refused.code === 'piece-empty' ? `/pieces/${refused.piece}/outcomes` : '/pieces'
    throw new Problem('request-invalid', 'A merit is made of outcomes that the qualification has.', [
      { pointer, code: refused.code, detail: refused.code },
    ])
  }
  const ids = []
  for (const design of made.designs) ids.push(await addMerit(ground, work, permission, design))
  return { ids }
}

/** Each of the organisation's merits as it is being designed, else as it is published. */
async function listDesigns(work: Work, ownerId: string) {
  const rows = await work
    .selectFrom('merit')
    .leftJoin('merit_draft', 'merit_draft.merit_id', 'merit.id')
    .leftJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .select(['merit.id', 'merit.state', 'merit_draft.design as draft', 'merit_version.design as published'])
    .where('merit.owner_id', '=', ownerId)
    .where('merit.state', '<>', 'retired')
    .orderBy('merit.id')
    .limit(2000)
    .execute()
  return rows.flatMap(({ id, state, draft, published }) => {
    const read = MeritDesign.safeParse(published ?? draft)
    return read.success
      ? [{ id, state: state === 'draft' ? ('draft' as const) : ('published' as const), design: read.data }]
      : []
  })
}
