import { buildSkillMap, type MapSource } from '../build-skill-map.ts'
import type { SkillMap } from '../skill-map.ts'

const at = (kind: string, name: string): string => `https://classification.example/${kind}/${name}`

/** A classification that can be read at a glance: a care home, a cabin, a kitchen. */
export const smallSource: MapSource = {
  framework: 'Small',
  version: '1.0',
  attribution: 'Made for tests.',
  language: 'en',
  families: [
    { uri: at('family', 'S'), label: 'skills', code: 'S', parents: [] },
    { uri: at('family', 'S1'), label: 'caring', code: 'S1', parents: [at('family', 'S')] },
    { uri: at('family', 'S1.1'), label: 'health', code: 'S1.1', parents: [at('family', 'S1')] },
    { uri: at('family', 'S1.1.1'), label: 'first aid', code: 'S1.1.1', parents: [at('family', 'S1.1')] },
    { uri: at('family', 'S1.1.2'), label: 'nursing', code: 'S1.1.2', parents: [at('family', 'S1.1')] },
    { uri: at('family', 'S2'), label: 'cooking', code: 'S2', parents: [at('family', 'S')] },
  ],
  skills: [
    skill('provide first aid', ['S1.1.1']),
    skill('treat burns', ['S1.1.1']),
    skill('make beds', ['S1.1.2']),
    skill('greet guests', []),
    skill('greet passengers', [], ['greet guests']),
    skill('greet patients', [], ['greet guests']),
    skill('cook soup', ['S2']),
    skill('speak clearly', []),
  ],
  occupations: [
    { uri: at('occupation', 'carer'), label: 'carer', code: '5321.1' },
    { uri: at('occupation', 'steward'), label: 'steward', code: '5111.1' },
    { uri: at('occupation', 'cook'), label: 'cook', code: '5120.1' },
  ],
  links: [
    ...links('carer', 'essential', ['treat burns', 'make beds', 'greet patients', 'speak clearly']),
    ...links('carer', 'optional', ['cook soup']),
    ...links('steward', 'essential', ['provide first aid', 'greet passengers', 'speak clearly']),
    ...links('cook', 'essential', ['cook soup']),
    ...links('cook', 'optional', ['speak clearly']),
  ],
}

export const smallMap: SkillMap = buildSkillMap(smallSource)

export const skillNamed = (label: string, map: SkillMap = smallMap): number => find(map.skills.labels, label)
export const occupationNamed = (label: string, map: SkillMap = smallMap): number => find(map.occupations.labels, label)

function find(labels: readonly string[], label: string): number {
  const place = labels.indexOf(label)
  if (place < 0) throw new Error(`The small map has no "${label}".`)
  return place
}

function skill(
  label: string,
  families: readonly string[],
  broader: readonly string[] = [],
): MapSource['skills'][number] {
  return {
    uri: at('skill', label.replaceAll(' ', '-')),
    label,
    kind: 'skill',
    families: families.map((code) => at('family', code)),
    broader: broader.map((name) => at('skill', name.replaceAll(' ', '-'))),
  }
}

function links(
  occupation: string,
  relation: 'essential' | 'optional',
  labels: readonly string[],
): MapSource['links'][number][] {
  return labels.map((label) => ({
    occupation: at('occupation', occupation),
    skill: at('skill', label.replaceAll(' ', '-')),
    relation,
  }))
}
