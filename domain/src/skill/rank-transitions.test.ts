import { array, assert, integer, property, subarray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSkillMap, type MapSource } from './build-skill-map.ts'
import { indexSkillMap } from './index-skill-map.ts'
import { orderByScore, scoreTransitions } from './rank-transitions.ts'
import { listAt, type SkillMap } from './skill-map.ts'
import { occupationNamed, skillNamed, smallMap, smallSource } from './testing/small-map.ts'
import { weighTexts } from './weigh-texts.ts'

describe('ranking where a steward can go', () => {
  const index = indexSkillMap(smallMap)

  it('puts what shares skills and families before what shares nothing', () => {
    const origin = { kind: 'occupation', occupation: occupationNamed('steward') } as const
    const { rank } = scoreTransitions(index, origin)
    const order = [...orderByScore(rank, origin)].map((place) => smallMap.occupations.labels[place])
    expect(order).toEqual(['carer', 'cook'])
  })

  it('looks at words where they are given', () => {
    const origin = { kind: 'occupation', occupation: occupationNamed('steward') } as const
    const texts = weighTexts(
      smallMap.occupations.labels.map((label) => (label === 'carer' ? 'looks after people' : 'serves meals on board')),
    )
    const { words } = scoreTransitions(index, origin, texts)
    expect(words[occupationNamed('cook')]).toBeCloseTo(1)
    expect(words[occupationNamed('carer')]).toBe(0)
  })

  it('covers an occupation wholly for who holds all that it cannot do without', () => {
    const { coverage } = scoreTransitions(index, { kind: 'skills', skills: [skillNamed('cook soup')] })
    expect(coverage[occupationNamed('cook')]).toBe(1)
    expect(coverage[occupationNamed('steward')]).toBe(0)
  })
})

describe('scoring by the lists from skills to occupations', () => {
  it('says what the definitions say, for any map', () => {
    assert(
      property(anySource, (source) => {
        const map = buildSkillMap(source)
        const index = indexSkillMap(map)
        for (let occupation = 0; occupation < map.occupations.uris.length; occupation++) {
          const { coverage, likeness } = scoreTransitions(index, { kind: 'occupation', occupation })
          for (let other = 0; other < map.occupations.uris.length; other++) {
            expect(coverage[other]).toBeCloseTo(coverageByDefinition(map, index.rarity, occupation, other), 4)
            expect(likeness[other]).toBeCloseTo(cosineByDefinition(map, occupation, other), 4)
          }
        }
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})

const skillUris = Array.from({ length: 12 }, (_, index) => `https://classification.example/skill/${index}`)
const anySource = array(
  subarray(skillUris).chain((essential) => subarray(skillUris).map((optional) => ({ essential, optional }))),
  { minLength: 1, maxLength: 7 },
).chain((lists) =>
  integer({ min: 0, max: 9 }).map(
    (version): MapSource => ({
      ...smallSource,
      version: String(version),
      families: [],
      skills: skillUris.map((uri) => ({ uri, label: uri, kind: 'skill', broader: [], families: [] })),
      occupations: lists.map((_, index) => ({ uri: `https://o.example/${index}`, label: '', code: String(index) })),
      links: lists.flatMap(({ essential, optional }, index) => [
        ...essential.map((skill) => ({
          occupation: `https://o.example/${index}`,
          skill,
          relation: 'essential' as const,
        })),
        ...optional.map((skill) => ({
          occupation: `https://o.example/${index}`,
          skill,
          relation: 'optional' as const,
        })),
      ]),
    }),
  ),
)

function coverageByDefinition(map: SkillMap, rarity: Float32Array, from: number, to: number): number {
  const held = new Set([...listAt(map.essential, from), ...listAt(map.optional, from)])
  const wanted = [...listAt(map.essential, to)]
  const sum = (skills: readonly number[]): number => skills.reduce((total, skill) => total + (rarity[skill] ?? 0), 0)
  return sum(wanted) === 0 ? 0 : sum(wanted.filter((skill) => held.has(skill))) / sum(wanted)
}

function cosineByDefinition(map: SkillMap, from: number, to: number): number {
  const vector = (occupation: number): number[] =>
    map.skills.uris.map((_, skill) =>
      listAt(map.essential, occupation).includes(skill)
        ? 1
        : listAt(map.optional, occupation).includes(skill)
          ? 0.5
          : 0,
    )
  const product = (one: readonly number[], other: readonly number[]): number =>
    one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
  const [one, other] = [vector(from), vector(to)]
  const lengths = Math.sqrt(product(one, one) * product(other, other))
  return lengths === 0 ? 0 : product(one, other) / lengths
}
