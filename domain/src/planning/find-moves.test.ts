import { describe, expect, it } from 'vitest'
import { indexSkillMap } from '../skill/index-skill-map.ts'
import { occupationNamed, smallMap } from '../skill/testing/small-map.ts'
import { findMoves, type MoveOrder, measureMoves } from './find-moves.ts'

const index = indexSkillMap(smallMap)
const steward = occupationNamed('steward')
const uriOf = (label: string): string => smallMap.skills.uris[smallMap.skills.labels.indexOf(label)] ?? ''

describe('where stewards could go whose jobs end', () => {
  const find = (order: MoveOrder, lacking: ReadonlySet<string> = new Set()) =>
    findMoves(index, steward, { texts: undefined, lacking, order }).map((at) => smallMap.occupations.labels[at])

  it('is the nearest first, and never where they are', () => {
    expect(find('near')).toEqual(['carer', 'cook'])
  })

  it('is where employers lack most first, when that is asked', () => {
    expect(find('wanted', new Set([uriOf('cook soup')]))).toEqual(['cook', 'carer'])
    expect(find('wanted')).toEqual(['carer', 'cook'])
  })

  it('counts each essential skill once: there already, near, or new', () => {
    const all = ['carer', 'cook'].map((label) => occupationNamed(label))
    for (const { held, sameFamily, relatedFamily, missing, of, wanted } of measureMoves(
      index,
      steward,
      all,
      new Set(),
    )) {
      expect(held + sameFamily + relatedFamily + missing).toBe(of)
      expect(wanted).toBe(0)
    }
    const [cook] = measureMoves(index, steward, [occupationNamed('cook')], new Set([uriOf('cook soup')]))
    expect(cook?.wanted).toBe(1)
  })
})
