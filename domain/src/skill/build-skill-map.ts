import { type Lists, packLists, type SkillKind, type SkillMap } from './skill-map.ts'

/** A classification as its sources tell it, by address; in any order. */
export type MapSource = {
  readonly framework: string
  readonly version: string
  readonly attribution: string
  readonly language: string
  readonly occupations: readonly { uri: string; label: string; code: string }[]
  /** `broader` names other skills, `families` groups of skills. What is not among them is left out. */
  readonly skills: readonly {
    uri: string
    label: string
    kind: SkillKind
    broader: readonly string[]
    families: readonly string[]
  }[]
  readonly families: readonly { uri: string; label: string; code: string; parents: readonly string[] }[]
  readonly links: readonly { occupation: string; skill: string; relation: 'essential' | 'optional' }[]
  /** What an editor has said counts as what, by which edit. */
  readonly equivalents?: readonly { held: string; wanted: string; edit: string }[]
}

/**
 * Makes the map of a classification.
 *
 * Occupations are put in the order of their codes, and skills in the order in which occupations first name them: what
 * belongs together then has numbers close together, which makes the download smaller and the reckoning faster.
 */
export function buildSkillMap(source: MapSource): SkillMap {
  const occupations = [...source.occupations].sort(
    (one, other) => compare(one.code, other.code) || compare(one.uri, other.uri),
  )
  const families = [...source.families].sort(
    (one, other) => compare(one.code, other.code) || compare(one.uri, other.uri),
  )
  const occupationAt = placesOf(occupations)
  const familyAt = placesOf(families)
  const skills = orderSkills(source, occupationAt)
  const skillAt = placesOf(skills)
  const find = (places: Map<string, number>, uris: readonly string[]): number[] => [
    ...new Set(uris.flatMap((uri) => places.get(uri) ?? [])),
  ]

  const relations = linksByOccupation(source, occupationAt, skillAt)
  const parents = families.map((family) => find(familyAt, family.parents))
  const broader = skills.map((skill) =>
    find(skillAt, skill.broader).filter((other) => skillAt.get(skill.uri) !== other),
  )
  const own = skills.map((skill) => find(familyAt, skill.families))
  return {
    framework: source.framework,
    version: source.version,
    attribution: source.attribution,
    language: source.language,
    occupations: { ...named(occupations), codes: occupations.map(({ code }) => code) },
    skills: { ...named(skills), kinds: skills.map(({ kind }) => kind) },
    families: {
      ...named(families),
      codes: families.map(({ code }) => code),
      levels: levelsOf(parents),
      parents: packLists(parents),
    },
    ...relations,
    broader: packLists(broader),
    familiesOf: packLists(own.map((_, skill) => inherit(skill, own, broader))),
    equivalents: (source.equivalents ?? []).flatMap(({ held, wanted, edit }) => {
      const [from, to] = [skillAt.get(held), skillAt.get(wanted)]
      return from === undefined || to === undefined ? [] : [{ held: from, wanted: to, edit }]
    }),
  }
}

const named = (items: readonly { uri: string; label: string }[]) => ({
  uris: items.map(({ uri }) => uri),
  labels: items.map(({ label }) => label),
})

const placesOf = (items: readonly { uri: string }[]): Map<string, number> =>
  new Map(items.map(({ uri }, index) => [uri, index]))

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function orderSkills({ skills, links }: MapSource, occupationAt: Map<string, number>): MapSource['skills'] {
  const first = new Map<string, number>()
  for (const { occupation, skill } of links) {
    const at = occupationAt.get(occupation)
    if (at !== undefined && at < (first.get(skill) ?? Number.POSITIVE_INFINITY)) first.set(skill, at)
  }
  const placed = (uri: string): number => first.get(uri) ?? occupationAt.size
  return [...skills].sort((one, other) => placed(one.uri) - placed(other.uri) || compare(one.uri, other.uri))
}

/** A skill that is both essential and optional to an occupation is essential. */
function linksByOccupation(
  { links }: MapSource,
  occupationAt: Map<string, number>,
  skillAt: Map<string, number>,
): { essential: Lists; optional: Lists } {
  const essential = Array.from(occupationAt, () => new Set<number>())
  const optional = Array.from(occupationAt, () => new Set<number>())
  for (const { occupation, skill, relation } of links) {
    const from = occupationAt.get(occupation)
    const to = skillAt.get(skill)
    if (from !== undefined && to !== undefined) (relation === 'essential' ? essential : optional)[from]?.add(to)
  }
  return {
    essential: packLists(essential.map((list) => [...list])),
    optional: packLists(optional.map((list, index) => [...list].filter((skill) => !essential[index]?.has(skill)))),
  }
}

/** The longest way up, so that a family with two parents stands below both; a circle in the source ends where it began. */
function levelsOf(parents: readonly (readonly number[])[]): Uint8Array {
  const levels = new Uint8Array(parents.length)
  const climb = (family: number, seen: readonly number[]): number => {
    const above = (parents[family] ?? []).filter((parent) => !seen.includes(parent))
    return above.length === 0 ? 0 : 1 + Math.max(...above.map((parent) => climb(parent, [...seen, parent])))
  }
  for (let family = 0; family < parents.length; family++) levels[family] = climb(family, [family])
  return levels
}

function inherit(
  skill: number,
  own: readonly (readonly number[])[],
  broader: readonly (readonly number[])[],
  seen: ReadonlySet<number> = new Set([skill]),
): number[] {
  const direct = own[skill] ?? []
  if (direct.length > 0) return [...direct]
  const above = (broader[skill] ?? []).filter((other) => !seen.has(other))
  return [...new Set(above.flatMap((other) => inherit(other, own, broader, new Set([...seen, other]))))]
}
