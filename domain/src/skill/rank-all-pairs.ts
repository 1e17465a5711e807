import type { SkillIndex } from './index-skill-map.ts'
import { makeScores, scoreTransitions } from './rank-transitions.ts'
import { listAt } from './skill-map.ts'
import type { TextIndex } from './weigh-texts.ts'

/**
 * Every occupation as origin (row) and destination (column): the rank score, as one square of numbers. For whoever
 * plans for many: the whole is made anew when a map changes, in less time than it takes to look one pair up.
 */
export function rankAllPairs(index: SkillIndex, texts?: TextIndex): Float32Array {
  const count = index.map.occupations.uris.length
  const square = new Float32Array(count * count)
  const scores = makeScores(index)
  for (let occupation = 0; occupation < count; occupation++) {
    const { rank } = scoreTransitions(index, { kind: 'occupation', occupation }, texts, scores)
    square.set(rank, occupation * count)
  }
  return square
}

/** The same square of coverage alone: the share, by rarity, of what the column cannot do without that the row has. */
export function coverAllPairs({ map, essentialTo, rarity, essentialRarity }: SkillIndex): Float32Array {
  const count = map.occupations.uris.length
  const square = new Float32Array(count * count)
  const { starts, items } = essentialTo
  for (let occupation = 0; occupation < count; occupation++) {
    const row = square.subarray(occupation * count, (occupation + 1) * count)
    for (const lists of [map.essential, map.optional])
      for (const skill of listAt(lists, occupation)) {
        const rare = rarity[skill] ?? 0
        for (let at = starts[skill] ?? 0, end = starts[skill + 1] ?? 0; at < end; at++) {
          const other = items[at] ?? 0
          row[other] = (row[other] ?? 0) + rare
        }
      }
    for (let other = 0; other < count; other++) {
      const wanted = essentialRarity[other] ?? 0
      row[other] = wanted > 0 ? (row[other] ?? 0) / wanted : 0
    }
  }
  return square
}
