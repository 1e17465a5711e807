import type { Language } from '@bricka/domain/local-text'
import { findMoves, type MoveOrder, measureMoves } from '@bricka/domain/planning/find-moves'
import { listAt } from '@bricka/domain/skill/skill-map'
import { NamedView, nameAt } from '@bricka/domain/skill/superimposed-view'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import type { LoadedMap } from '../skill/load-map.ts'
import { readGaps } from './read-gap.ts'

export const MoveView = NamedView.extend({
  code: z.string().describe('ISCO-08'),
  held: z.number().describe('Essential skills that whoever works in the first occupation is taken to have'),
  of: z.number(),
  sameFamily: z.number(),
  relatedFamily: z.number(),
  missing: z.number(),
  wanted: z.number().describe('Of the essential skills, how many employers in the place lack'),
})
export type MoveView = z.infer<typeof MoveView>

export const MovesAssumed = z.object({
  origin: NamedView,
  people: z.number().describe('As it was asked: nobody was counted'),
  essential: z.number().describe('Skills that each of them is taken to have, for the occupation needs them'),
  optional: z.number().describe('and such as only some in it have'),
  lacking: z.number().describe('Skills that employers in the place lack, by published surveys'),
  classification: z.string(),
  attribution: z.string(),
})
export type MovesAssumed = z.infer<typeof MovesAssumed>

type Question = { place: string; from: string; people: number; order: MoveOrder; language: Language }

/**
 * What if so many people of one occupation become free here: where they could go, by the classification, and how much of
 * it employers lack. A calculation; no person is looked at.
 *
 * @throws Problem `occupation-unknown`
 */
export async function readMoves(
  work: Work,
  release: Row<'supply_release'>,
  { index, texts }: LoadedMap,
  { place, from, people, order, language }: Question,
  paging: Paging,
): Promise<{ assumed: MovesAssumed; items: MoveView[]; total: number }> {
  const { map } = index
  const origin = index.occupationAt.get(from)
  if (origin === undefined) throw new Problem('occupation-unknown', `No occupation on the map has the address ${from}.`)
  const gaps = await readGaps(work, release, index, { place, until: 'later', language })
  const lacking = new Set(gaps.flatMap((gap) => (gap.lacking > 0 ? gap.uri : [])))
  const { labels, codes } = map.occupations
  const sought = paging.search.toLocaleLowerCase(language)
  const found = findMoves(index, origin, { texts, lacking, order }).filter((occupation) =>
    labels[occupation]?.toLocaleLowerCase(language).includes(sought),
  )
  const { limit, offset } = windowOf(paging)
  return {
    assumed: {
      origin: nameAt(map.occupations, origin),
      people,
      essential: listAt(map.essential, origin).length,
      optional: listAt(map.optional, origin).length,
      lacking: lacking.size,
      classification: `${map.framework} ${map.version}`,
      attribution: map.attribution,
    },
    items: measureMoves(index, origin, found.slice(offset, offset + limit), lacking).map(({ occupation, ...move }) => ({
      ...nameAt(map.occupations, occupation),
      code: codes[occupation] ?? '',
      ...move,
    })),
    total: found.length,
  }
}
