import type { SkillIndex } from '../skill/index-skill-map.ts'
import { listAt } from '../skill/skill-map.ts'

/** A skill → the skills that it is a kind of and the families that they stand in, up to the root's children. */
export function makeWiden({ map, skillAt }: SkillIndex): (skill: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (uri) => {
    const before = known.get(uri)
    if (before) return before
    const found = new Set<string>()
    const families = new Set<number>()
    const climbFamily = (family: number): void => {
      if (families.has(family) || (map.families.levels[family] ?? 0) === 0) return
      families.add(family)
      for (const parent of listAt(map.families.parents, family)) climbFamily(parent)
    }
    const climb = (skill: number): void => {
      for (const family of listAt(map.familiesOf, skill)) climbFamily(family)
      for (const broader of listAt(map.broader, skill)) {
        const wider = map.skills.uris[broader]
        if (wider === undefined || wider === uri || found.has(wider)) continue
        found.add(wider)
        climb(broader)
      }
    }
    const at = skillAt.get(uri)
    if (at !== undefined) climb(at)
    const wider = [...found, ...[...families].flatMap((family) => map.families.uris[family] ?? [])]
    known.set(uri, wider)
    return wider
  }
}
