import type { SkillIndex } from '../skill/index-skill-map.ts'
import { listAt } from '../skill/skill-map.ts'

/** An occupation that someone has a good part of, by their verified skills: which they have, which they lack. */
export type Reached = {
  readonly occupation: string
  readonly has: readonly string[]
  readonly lacks: readonly string[]
}

/** The skills that someone has, wider ones too → the occupations within reach. */
export type Reach = (skills: ReadonlySet<string>) => readonly Reached[]

/** Who has fewer of an occupation's essential skills is not near it. */
const fewestHeld = 3

/** Who lacks more than three quarters of the essential skills is not near. */
const widestStep = (of: number): number => Math.min(Math.floor((3 * of) / 4), of - fewestHeld)

/** At most so many are lacking: few fixed steps, for whoever could choose any could ask for two that differ by one person. */
export function reachSteps(of: number): readonly number[] {
  const widest = widestStep(of)
  const steps = [1, 3, 5, 10, Math.floor(of / 4), Math.floor(of / 2), widest]
  return [...new Set(steps)].filter((step) => step > 0 && step <= widest).sort((one, other) => one - other)
}

/** The breakdowns of an occupation's cells: who lacks at most so many, and, of all who are near, who lacks one skill. */
export const reachFacet = (step: number): string => `reach:${step}`
export const lackFacet = (skill: string): string => `lack:${skill}`
export const readReachFacet = (facet: string): number | undefined =>
  facet.startsWith('reach:') ? Number(facet.slice('reach:'.length)) : undefined
export const isLackFacet = (facet: string): boolean => facet.startsWith('lack:')

/** Walks only the occupations that some skill is essential to: its cost hangs on one person's skills. */
export function makeReach({ map, skillAt, essentialTo }: SkillIndex): Reach {
  return (skills) => {
    const held = new Map<number, string[]>()
    for (const uri of skills) {
      const skill = skillAt.get(uri)
      if (skill === undefined) continue
      for (const occupation of listAt(essentialTo, skill)) {
        const known = held.get(occupation)
        if (known) known.push(uri)
        else held.set(occupation, [uri])
      }
    }
    return [...held].flatMap(([occupation, has]) => {
      const essential = listAt(map.essential, occupation)
      if (essential.length - has.length > widestStep(essential.length)) return []
      const uris = Array.from(essential, (skill) => map.skills.uris[skill] ?? '')
      return [
        {
          occupation: map.occupations.uris[occupation] ?? '',
          has,
          lacks: uris.filter((uri) => !skills.has(uri)),
        },
      ]
    })
  }
}

/** The breakdowns that one reached occupation puts a person in. */
export const facetsOfReached = ({ has, lacks }: Reached): readonly string[] => [
  ...reachSteps(has.length + lacks.length)
    .filter((step) => lacks.length <= step)
    .map(reachFacet),
  ...lacks.map(lackFacet),
]
