import { optionalWeight, type Postings, type SkillIndex, type Vectors } from './index-skill-map.ts'
import { listAt } from './skill-map.ts'
import type { TextIndex } from './weigh-texts.ts'

/** What someone comes with: an occupation, or the skills of a person or a merit. */
export type Origin =
  | { readonly kind: 'occupation'; readonly occupation: number }
  | { readonly kind: 'skills'; readonly skills: readonly number[] }

/** One number per occupation, in the map's order. */
export type Scores = {
  /** What is ranked by: the blend of the four below. Only good for putting occupations in order. */
  readonly rank: Float32Array
  /** Share of what the occupation cannot do without that is held, the rare counting more. */
  readonly coverage: Float32Array
  readonly likeness: Float32Array
  readonly families: Float32Array
  readonly words: Float32Array
}

/** The blend that came closest to people's judgement (docs/maps.md): direction matters, so coverage is half of it. */
const blend = { coverage: 0.5, likeness: 0.5, families: 0.15, words: 0.3 }

/** Room for one answer, used again for the next: making five lists anew costs more than filling them. */
export function makeScores(index: SkillIndex): Scores {
  const make = (): Float32Array => new Float32Array(index.map.occupations.uris.length)
  return { rank: make(), coverage: make(), likeness: make(), families: make(), words: make() }
}

/**
 * Scores every occupation as a destination. Coverage is the number to show; `rank` orders.
 *
 * It walks only the occupations that share something with the origin, by the lists from skill to occupations. Words
 * are compared when the origin is an occupation and `texts` is given.
 */
export function scoreTransitions(
  index: SkillIndex,
  origin: Origin,
  texts?: TextIndex,
  scores: Scores = makeScores(index),
): Scores {
  const { coverage, likeness, families, words, rank } = scores
  for (const list of [coverage, likeness, families, words]) list.fill(0)
  const length = addSkills(index, origin, scores)
  if (origin.kind === 'occupation') {
    addProducts(index.familyProfile, origin.occupation, index.familyPostings, families)
    if (texts) addProducts(texts.vectors, origin.occupation, texts.postings, words)
  } else addFamiliesOfSkills(index, origin.skills, families)
  const { essentialRarity, lengths } = index
  for (let occupation = 0; occupation < rank.length; occupation++) {
    const wanted = essentialRarity[occupation] ?? 0
    const covered = wanted > 0 ? (coverage[occupation] ?? 0) / wanted : 0
    const product = (lengths[occupation] ?? 0) * length
    const alike = product > 0 ? (likeness[occupation] ?? 0) / product : 0
    coverage[occupation] = covered
    likeness[occupation] = alike
    rank[occupation] =
      blend.coverage * covered +
      blend.likeness * alike +
      blend.families * (families[occupation] ?? 0) +
      blend.words * (words[occupation] ?? 0)
  }
  return scores
}

/** Leaves the sums in `coverage` and `likeness`, and answers with the length of the origin's own vector. */
function addSkills(
  { map, essentialTo, optionalTo, rarity, lengths }: SkillIndex,
  origin: Origin,
  scores: Scores,
): number {
  const { coverage, likeness } = scores
  const add = (skills: Iterable<number>, weight: number): void => {
    for (const skill of skills) {
      const rare = rarity[skill] ?? 0
      const { starts, items } = essentialTo
      for (let at = starts[skill] ?? 0, end = starts[skill + 1] ?? 0; at < end; at++) {
        const occupation = items[at] ?? 0
        coverage[occupation] = (coverage[occupation] ?? 0) + rare
        likeness[occupation] = (likeness[occupation] ?? 0) + weight
      }
      const half = weight * optionalWeight
      for (let at = optionalTo.starts[skill] ?? 0, end = optionalTo.starts[skill + 1] ?? 0; at < end; at++) {
        const occupation = optionalTo.items[at] ?? 0
        likeness[occupation] = (likeness[occupation] ?? 0) + half
      }
    }
  }
  if (origin.kind === 'skills') {
    add(origin.skills, 1)
    return Math.sqrt(origin.skills.length)
  }
  add(listAt(map.essential, origin.occupation), 1)
  add(listAt(map.optional, origin.occupation), optionalWeight)
  return lengths[origin.occupation] ?? 0
}

function addProducts({ places, weights }: Vectors, row: number, postings: Postings, sums: Float32Array): void {
  for (let at = places.starts[row] ?? 0, end = places.starts[row + 1] ?? 0; at < end; at++)
    addPostings(postings, places.items[at] ?? 0, weights[at] ?? 0, sums)
}

function addPostings({ occupations, weights }: Postings, place: number, weight: number, sums: Float32Array): void {
  const { starts, items } = occupations
  for (let at = starts[place] ?? 0, end = starts[place + 1] ?? 0; at < end; at++) {
    const occupation = items[at] ?? 0
    sums[occupation] = (sums[occupation] ?? 0) + weight * (weights[at] ?? 0)
  }
}

function addFamiliesOfSkills(
  { narrowFamilies, familyPostings }: SkillIndex,
  skills: readonly number[],
  sums: Float32Array,
): void {
  const profile = new Map<number, number>()
  for (const skill of skills)
    for (const family of listAt(narrowFamilies, skill)) profile.set(family, (profile.get(family) ?? 0) + 1)
  const length = Math.sqrt([...profile.values()].reduce((sum, value) => sum + value * value, 0)) || 1
  for (const [family, value] of profile) addPostings(familyPostings, family, value / length, sums)
}

/**
 * Places in falling order of score; of equals, the first in the map. The origin itself is no destination.
 *
 * Scores are never negative, so their bits rise with them: score and place make one number, and numbers sort some three times as
 * fast as by a comparison that is written out.
 */
export function orderByScore(scores: Float32Array, origin?: Origin): Uint32Array {
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length)
  const count = scores.length
  const keys = new Float64Array(count)
  for (let place = 0; place < count; place++) keys[place] = (0xffffffff - (bits[place] ?? 0)) * count + place
  keys.sort()
  const order = new Uint32Array(count)
  for (let place = 0; place < count; place++) order[place] = (keys[place] ?? 0) % count
  return origin?.kind === 'occupation' ? order.filter((place) => place !== origin.occupation) : order
}
