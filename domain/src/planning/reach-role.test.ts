import { describe, expect, it } from 'vitest'
import { indexSkillMap } from '../skill/index-skill-map.ts'
import { smallMap } from '../skill/testing/small-map.ts'
import { facetsOfReached, makeReach, reachSteps } from './reach-role.ts'

const uriOf = (label: string): string => smallMap.skills.uris[smallMap.skills.labels.indexOf(label)] ?? ''
const reach = makeReach(indexSkillMap(smallMap))

describe('who is near an occupation', () => {
  it('has three of its skills at least, and a quarter of them', () => {
    const has = ['treat burns', 'make beds', 'speak clearly'].map(uriOf)
    const [carer, ...others] = reach(new Set([...has, uriOf('cook soup')]))
    expect(carer).toMatchObject({ lacks: [uriOf('greet patients')] })
    expect([...(carer?.has ?? [])].sort()).toEqual([...has].sort())
    expect(others).toEqual([])
    expect(reach(new Set(has.slice(1)))).toEqual([])
  })

  it('counts in each step from what they lack up, and under each skill that they lack', () => {
    const skills = (count: number, kind: string) => Array.from({ length: count }, (_, index) => `${kind}${index}`)
    expect(facetsOfReached({ occupation: 'x', has: skills(16, 'has'), lacks: skills(4, 'no') })).toEqual([
      ...['reach:5', 'reach:10', 'reach:15'],
      ...['lack:no0', 'lack:no1', 'lack:no2', 'lack:no3'],
    ])
  })

  it('may be asked of in few fixed steps only', () => {
    expect(reachSteps(20)).toEqual([1, 3, 5, 10, 15])
    expect(reachSteps(4)).toEqual([1])
    expect(reachSteps(3)).toEqual([])
  })
})
