import type { SkillIndex } from '../skill/index-skill-map.ts'
import { orderByScore, scoreTransitions } from '../skill/rank-transitions.ts'
import { listAt } from '../skill/skill-map.ts'
import { holdingsOf, makeJudge, profileOf, superimpose } from '../skill/superimpose-maps.ts'
import type { TextIndex } from '../skill/weigh-texts.ts'

/** Where people of one occupation could go, reckoned from the classification alone: what no person told. */
export type Move = {
  readonly occupation: number
  /** Essential skills that are brought, and of how many. */
  readonly held: number
  readonly of: number
  readonly sameFamily: number
  readonly relatedFamily: number
  readonly missing: number
  /** Of the essential skills, how many employers in the place lack. */
  readonly wanted: number
}

export const moveOrders = ['near', 'wanted'] as const
export type MoveOrder = (typeof moveOrders)[number]

/** So many of the nearest are put in order by what is wanted: whoever is wanted but far away is no answer. */
export const nearestForWanted = 50

/**
 * Occupations by how near they are to one, or of the nearest those first that hold most of what employers lack.
 *
 * @param lacking the skills that are lacking in the place
 */
export function findMoves(
  index: SkillIndex,
  from: number,
  { texts, lacking, order }: { texts: TextIndex | undefined; lacking: ReadonlySet<string>; order: MoveOrder },
): readonly number[] {
  const origin = { kind: 'occupation', occupation: from } as const
  // What asks for nothing is near to everything.
  const nearest = [...orderByScore(scoreTransitions(index, origin, texts).rank, origin)].filter(
    (occupation) => listAt(index.map.essential, occupation).length > 0,
  )
  if (order === 'near') return nearest
  return nearest
    .slice(0, nearestForWanted)
    .map((occupation) => ({ occupation, wanted: countWanted(index, occupation, lacking) }))
    .sort((one, other) => other.wanted - one.wanted)
    .map(({ occupation }) => occupation)
}

/** How far it is to each of some occupations. */
export function measureMoves(
  index: SkillIndex,
  from: number,
  to: readonly number[],
  lacking: ReadonlySet<string>,
): readonly Move[] {
  const holdings = holdingsOf(index.map, from)
  const judge = makeJudge(index, holdings)
  return to.map((occupation) => {
    const { coverage, gapCost } = superimpose(index, holdings, profileOf(index.map, occupation), judge)
    return {
      occupation,
      held: coverage.held,
      of: coverage.of,
      sameFamily: gapCost.sameFamily,
      relatedFamily: gapCost.relatedFamily,
      missing: gapCost.missing,
      wanted: countWanted(index, occupation, lacking),
    }
  })
}

const countWanted = ({ map }: SkillIndex, occupation: number, lacking: ReadonlySet<string>): number =>
  listAt(map.essential, occupation).filter((skill) => lacking.has(map.skills.uris[skill] ?? '')).length
