import { invertLists, type Lists, listAt, type SkillMap } from './skill-map.ts'

/** What is worked out once from a map, so that one answer takes a fraction of a millisecond. */
export type SkillIndex = {
  readonly map: SkillMap
  readonly occupationAt: ReadonlyMap<string, number>
  readonly skillAt: ReadonlyMap<string, number>
  /** Skill → the occupations it is essential to, and those it is optional to. */
  readonly essentialTo: Lists
  readonly optionalTo: Lists
  /** ln(occupations / occupations that name it): 0 for what everyone has, 8 for what one occupation has alone. */
  readonly rarity: Float32Array
  /** Occupation → the rarity of all its essential skills together. */
  readonly essentialRarity: Float32Array
  /** Occupation → the length of its vector, essential 1 and optional ½. */
  readonly lengths: Float32Array
  /** Skill → its families on the third level and on the second; see `familiesOn`. */
  readonly narrowFamilies: Lists
  readonly wideFamilies: Lists
  /** Occupation → how much of each narrow family it asks for, as a vector of length one. */
  readonly familyProfile: Vectors
  readonly familyPostings: Postings
}

/** Sparse vectors of length one: list `i` of `places` has its numbers at the same places of `weights`. */
export type Vectors = { readonly places: Lists; readonly weights: Float32Array }
export type Postings = { readonly occupations: Lists; readonly weights: Float32Array }

export const optionalWeight = 0.5

export function indexSkillMap(map: SkillMap): SkillIndex {
  const skillCount = map.skills.uris.length
  const occupationCount = map.occupations.uris.length
  const essentialTo = invertLists(map.essential, skillCount)
  const optionalTo = invertLists(map.optional, skillCount)
  const rarity = new Float32Array(skillCount)
  for (let skill = 0; skill < skillCount; skill++) {
    const named = listAt(essentialTo, skill).length + listAt(optionalTo, skill).length
    rarity[skill] = Math.log(Math.max(1, occupationCount) / Math.max(1, named))
  }
  const essentialRarity = new Float32Array(occupationCount)
  const lengths = new Float32Array(occupationCount)
  for (let occupation = 0; occupation < occupationCount; occupation++) {
    const essential = listAt(map.essential, occupation)
    essentialRarity[occupation] = essential.reduce((sum, skill) => sum + (rarity[skill] ?? 0), 0)
    lengths[occupation] = Math.sqrt(
      essential.length + listAt(map.optional, occupation).length * optionalWeight * optionalWeight,
    )
  }
  const narrowFamilies = familiesOn(map, 3)
  const familyProfile = profileFamilies(map, narrowFamilies)
  return {
    map,
    occupationAt: new Map(map.occupations.uris.map((uri, index) => [uri, index])),
    skillAt: new Map(map.skills.uris.map((uri, index) => [uri, index])),
    essentialTo,
    optionalTo,
    rarity,
    essentialRarity,
    lengths,
    narrowFamilies,
    wideFamilies: familiesOn(map, 2),
    familyProfile,
    familyPostings: invertVectors(familyProfile, map.families.uris.length),
  }
}

/**
 * Skill → its families on one level: those it stands in, or those above them. A skill whose family ends above the
 * level keeps the family it has (ESCO's languages and attitudes have no third level), but never a root.
 */
function familiesOn({ families, familiesOf, skills }: SkillMap, level: number): Lists {
  const above = families.uris.map((_, family) => {
    const found = new Set<number>()
    const climb = (at: number, seen: readonly number[]): void => {
      const own = families.levels[at] ?? 0
      if (own === 0) return
      if (own <= level) found.add(at)
      else
        for (const parent of listAt(families.parents, at)) if (!seen.includes(parent)) climb(parent, [...seen, parent])
    }
    climb(family, [family])
    return found
  })
  const lists = skills.uris.map((_, skill) => {
    const found = new Set<number>()
    for (const family of listAt(familiesOf, skill)) for (const one of above[family] ?? []) found.add(one)
    return [...found].sort((one, other) => one - other)
  })
  return packSorted(lists)
}

function packSorted(lists: readonly (readonly number[])[]): Lists {
  const starts = new Uint32Array(lists.length + 1)
  let total = 0
  lists.forEach((list, index) => {
    starts[index] = total
    total += list.length
  })
  starts[lists.length] = total
  return { starts, items: Uint32Array.from(lists.flat()) }
}

function profileFamilies(map: SkillMap, narrow: Lists): Vectors {
  const vectors = map.occupations.uris.map((_, occupation) => {
    const sums = new Map<number, number>()
    const add = (skills: Uint32Array, weight: number): void => {
      for (const skill of skills)
        for (const family of listAt(narrow, skill)) sums.set(family, (sums.get(family) ?? 0) + weight)
    }
    add(listAt(map.essential, occupation), 1)
    add(listAt(map.optional, occupation), optionalWeight)
    return sums
  })
  return packVectors(vectors)
}

/** Sparse vectors, each brought to length one. */
export function packVectors(vectors: readonly ReadonlyMap<number, number>[]): Vectors {
  const sorted = vectors.map((vector) => [...vector].sort(([one], [other]) => one - other))
  const places = packSorted(sorted.map((vector) => vector.map(([place]) => place)))
  const weights = new Float32Array(places.items.length)
  let at = 0
  for (const vector of sorted) {
    const length = Math.sqrt(vector.reduce((sum, [, value]) => sum + value * value, 0)) || 1
    for (const [, value] of vector) weights[at++] = value / length
  }
  return { places, weights }
}

/** Place → who has something there and how much. */
export function invertVectors({ places, weights }: Vectors, count: number): Postings {
  const occupations = invertLists(places, count)
  const inverted = new Float32Array(weights.length)
  const next = occupations.starts.slice()
  places.items.forEach((place, index) => {
    const at = next[place] ?? 0
    inverted[at] = weights[index] ?? 0
    next[place] = at + 1
  })
  return { occupations, weights: inverted }
}
