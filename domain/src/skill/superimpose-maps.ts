import { optionalWeight, type SkillIndex } from './index-skill-map.ts'
import { listAt, type SkillMap } from './skill-map.ts'

/** What one brings: an occupation's skills, a person's, a merit's. `source` is who or what shows it, as the caller says. */
export type Holding = { readonly skill: number; readonly source?: string }

/** What is asked for, in any order. */
export type Profile = { readonly essential: Iterable<number>; readonly optional: Iterable<number> }

export type Requirement = 'essential' | 'optional'

/**
 * Why a wanted skill is where it is. `held` are the skills that speak for it, those with the same words in their names
 * first, then the rarest; a family says "related", never "has".
 */
export type Reason =
  | { readonly kind: 'same-skill'; readonly held: readonly [Holding] }
  /** A map's editor has said that the one counts as the other. */
  | { readonly kind: 'equivalent'; readonly held: readonly Holding[]; readonly edit: string }
  /** The held skill is a kind of the wanted one, the wanted one is a kind of it, or both are kinds of `through`. */
  | { readonly kind: 'narrower' | 'broader'; readonly held: readonly Holding[] }
  | { readonly kind: 'sibling'; readonly held: readonly Holding[]; readonly through: number }
  | { readonly kind: 'same-family' | 'related-family'; readonly held: readonly Holding[]; readonly family: number }
  | { readonly kind: 'new' }

export type Item = {
  readonly skill: number
  readonly requirement: Requirement
  readonly rarity: number
  readonly reason: Reason
}

export type Superimposed = {
  readonly identical: readonly Item[]
  readonly sameFamily: readonly Item[]
  readonly relatedFamily: readonly Item[]
  readonly missing: readonly Item[]
  readonly coverage: Coverage
  /** How many skills are brought, whether asked for or not: with `coverage`, how far the two lie over each other. */
  readonly brought: number
  /** For putting several answers in order, never to be shown alone. */
  readonly rankScore: number
  readonly gapCost: GapCost
  /** Only a catalogue can tell: `close-gap` fills it in. */
  readonly shortestTime?: { readonly hours: number; readonly proved: boolean }
  readonly framework: string
  readonly classificationVersion: string
}

/** How alike the work is: of the essential skills, how many are held, and their share by rarity. */
export type Coverage = { readonly held: number; readonly of: number; readonly weighted: number }

/**
 * How long the bridge is: essential skills not held, by how far away they are. `weighted` reckons a skill of a family
 * one already works in as half a new one, and a related one as three quarters: an assumption, said so.
 */
export type GapCost = {
  readonly sameFamily: number
  readonly relatedFamily: number
  readonly missing: number
  readonly weighted: number
}

export const gapWeights = { sameFamily: 0.5, relatedFamily: 0.75, missing: 1 } as const

/**
 * Lays what is held over what is wanted: four tiers, apart, each skill with its reason. Essential before optional, rare
 * before common.
 */
export function superimpose(
  index: SkillIndex,
  holdings: readonly Holding[],
  wanted: Profile,
  judge: Judge = makeJudge(index, holdings),
): Superimposed {
  const { map, rarity } = index
  const essential = new Set(wanted.essential)
  const optional = [...new Set(wanted.optional)].filter((skill) => !essential.has(skill))
  const items = [
    ...[...essential].map((skill) => ({ skill, requirement: 'essential' as const })),
    ...optional.map((skill) => ({ skill, requirement: 'optional' as const })),
  ]
    .map(({ skill, requirement }): Item => ({ skill, requirement, rarity: rarity[skill] ?? 0, reason: judge(skill) }))
    .sort(essentialAndRareFirst)
  const tier = (name: Tier): Item[] => items.filter(({ reason }) => tierOf[reason.kind] === name)
  const identical = tier('identical')
  const sameFamily = tier('sameFamily')
  const relatedFamily = tier('relatedFamily')
  const missing = tier('missing')
  const coverage = measure(identical, items)
  return {
    identical,
    sameFamily,
    relatedFamily,
    missing,
    coverage,
    brought: new Set(holdings.map(({ skill }) => skill)).size,
    rankScore: 0.5 * coverage.weighted + 0.5 * likeness(identical, items, holdings.length),
    gapCost: costOf({ sameFamily, relatedFamily, missing }),
    framework: map.framework,
    classificationVersion: map.version,
  }
}

type Tier = 'identical' | 'sameFamily' | 'relatedFamily' | 'missing'

const tierOf: Record<Reason['kind'], Tier> = {
  'same-skill': 'identical',
  equivalent: 'identical',
  narrower: 'sameFamily',
  broader: 'sameFamily',
  sibling: 'sameFamily',
  'same-family': 'sameFamily',
  'related-family': 'relatedFamily',
  new: 'missing',
}

export const essentialAndRareFirst = (one: Item, other: Item): number =>
  Number(one.requirement === 'optional') - Number(other.requirement === 'optional') ||
  other.rarity - one.rarity ||
  one.skill - other.skill

export const profileOf = (map: SkillMap, occupation: number): Profile => ({
  essential: listAt(map.essential, occupation),
  optional: listAt(map.optional, occupation),
})

/** Whoever works in an occupation is taken to have its essential skills and its optional ones. */
export const holdingsOf = (map: SkillMap, occupation: number): Holding[] =>
  [...listAt(map.essential, occupation), ...listAt(map.optional, occupation)].map((skill) => ({ skill }))

/** Why a wanted skill is where it is, for one set of holdings: made once, however many occupations are looked at. */
export type Judge = (wanted: number) => Reason

export function makeJudge(index: SkillIndex, holdings: readonly Holding[]): Judge {
  const { map, rarity, narrowFamilies, wideFamilies } = index
  const rareFirst = [...holdings].sort((one, other) => (rarity[other.skill] ?? 0) - (rarity[one.skill] ?? 0))
  const bySkill = new Map([...rareFirst].reverse().map((holding) => [holding.skill, holding]))
  const byFamily = (lists: typeof narrowFamilies): Map<number, Holding[]> =>
    groupBy(rareFirst, ({ skill }) => listAt(lists, skill))
  const inNarrow = byFamily(narrowFamilies)
  const inWide = byFamily(wideFamilies)
  const under = groupBy(rareFirst, ({ skill }) => listAt(map.broader, skill))

  const words = new Map<number, readonly string[]>()
  const wordsOf = (skill: number): readonly string[] => {
    const known = words.get(skill) ?? splitLabel(map, skill)
    words.set(skill, known)
    return known
  }
  return (wanted) => nearestFirst(wordsOf, wanted, judge(wanted))

  function judge(wanted: number): Reason {
    const same = bySkill.get(wanted)
    if (same) return { kind: 'same-skill', held: [same] }
    const equivalents = map.equivalents.filter((one) => one.wanted === wanted && bySkill.has(one.held))
    const [equivalent] = equivalents
    if (equivalent) return { kind: 'equivalent', held: find(equivalents, bySkill), edit: equivalent.edit }
    const narrower = under.get(wanted)
    if (narrower) return { kind: 'narrower', held: narrower }
    const above = listAt(map.broader, wanted)
    const broader = [...above].flatMap((skill) => bySkill.get(skill) ?? [])
    if (broader.length > 0) return { kind: 'broader', held: broader }
    for (const through of above) {
      const siblings = under.get(through)
      if (siblings) return { kind: 'sibling', held: siblings, through }
    }
    for (const family of listAt(narrowFamilies, wanted)) {
      const held = inNarrow.get(family)
      if (held) return { kind: 'same-family', held, family }
    }
    for (const family of listAt(wideFamilies, wanted)) {
      const held = inWide.get(family)
      if (held) return { kind: 'related-family', held, family }
    }
    return { kind: 'new' }
  }
}

function nearestFirst(wordsOf: (skill: number) => readonly string[], wanted: number, reason: Reason): Reason {
  if (reason.kind === 'new' || reason.kind === 'same-skill' || reason.held.length < 2) return reason
  const words = new Set(wordsOf(wanted))
  const shared = ({ skill }: Holding): number => wordsOf(skill).filter((word) => words.has(word)).length
  const held = reason.held.map((holding) => ({ holding, shared: shared(holding) }))
  held.sort((one, other) => other.shared - one.shared)
  return { ...reason, held: held.map(({ holding }) => holding) }
}

const splitLabel = ({ skills }: SkillMap, skill: number): string[] =>
  (skills.labels[skill] ?? '').toLowerCase().match(/\p{L}{4,}/gu) ?? []

const find = (equivalents: SkillMap['equivalents'], bySkill: ReadonlyMap<number, Holding>): Holding[] =>
  equivalents.flatMap(({ held }) => bySkill.get(held) ?? [])

function groupBy(holdings: readonly Holding[], keysOf: (holding: Holding) => Iterable<number>): Map<number, Holding[]> {
  const groups = new Map<number, Holding[]>()
  for (const holding of holdings)
    for (const key of keysOf(holding)) {
      const group = groups.get(key)
      if (group) group.push(holding)
      else groups.set(key, [holding])
    }
  return groups
}

function measure(identical: readonly Item[], items: readonly Item[]): Coverage {
  const essential = (list: readonly Item[]) => list.filter(({ requirement }) => requirement === 'essential')
  const weigh = (list: readonly Item[]): number => essential(list).reduce((sum, { rarity }) => sum + rarity, 0)
  const total = weigh(items)
  const of = essential(items).length
  const held = essential(identical).length
  // Where every skill asked for is one that all occupations ask for, rarity says nothing and they count alike.
  return { held, of, weighted: total > 0 ? weigh(identical) / total : of > 0 ? held / of : 0 }
}

/** The cosine of the two, with optional ½ on the wanted side. */
function likeness(identical: readonly Item[], items: readonly Item[], held: number): number {
  const weigh = (list: readonly Item[], power: number): number =>
    list.reduce((sum, { requirement }) => sum + (requirement === 'essential' ? 1 : optionalWeight ** power), 0)
  const product = Math.sqrt(weigh(items, 2)) * Math.sqrt(held)
  return product > 0 ? weigh(identical, 1) / product : 0
}

function costOf(tiers: Record<Exclude<Tier, 'identical'>, readonly Item[]>): GapCost {
  const count = (list: readonly Item[]): number => list.filter(({ requirement }) => requirement === 'essential').length
  const sameFamily = count(tiers.sameFamily)
  const relatedFamily = count(tiers.relatedFamily)
  const missing = count(tiers.missing)
  return {
    sameFamily,
    relatedFamily,
    missing,
    weighted:
      gapWeights.sameFamily * sameFamily + gapWeights.relatedFamily * relatedFamily + gapWeights.missing * missing,
  }
}
