import type { SkillIndex } from '../skill/index-skill-map.ts'
import { listAt } from '../skill/skill-map.ts'

/** Branches of working life as sub-major and major groups of occupations (ISCO-08): what planners speak in. */
export const branchGroups = {
  'health-and-care': ['22', '32', '53'],
  education: ['23'],
  technology: ['21', '25', '31', '35'],
  office: ['24', '33', '4'],
  service: ['51', '52', '54', '91', '94', '95'],
  building: ['71'],
  manufacturing: ['72', '73', '74', '75', '81', '82'],
  transport: ['83', '93'],
  'land-and-sea': ['6', '92'],
} as const
export type Branch = keyof typeof branchGroups
export const branches = [
  'health-and-care',
  'education',
  'technology',
  'office',
  'service',
  'building',
  'manufacturing',
  'transport',
  'land-and-sea',
] as const satisfies readonly Branch[]

/** The skills that some occupation of the branch needs or may have. A skill that many branches share is in each. */
export function skillsOfBranch({ map }: Pick<SkillIndex, 'map'>, branch: Branch): ReadonlySet<string> {
  const groups: readonly string[] = branchGroups[branch]
  const found = new Set<string>()
  map.occupations.codes.forEach((code, occupation) => {
    if (!groups.some((group) => code.startsWith(group))) return
    for (const lists of [map.essential, map.optional])
      for (const skill of listAt(lists, occupation)) found.add(map.skills.uris[skill] ?? '')
  })
  return found
}
