import { assert, integer, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSkillMap } from './build-skill-map.ts'
import { encodeSkillMap } from './encode-skill-map.ts'
import { readSkillMap } from './read-skill-map.ts'
import { smallMap, smallSource } from './testing/small-map.ts'
import { weighTexts } from './weigh-texts.ts'

const texts = weighTexts(['serves meals on board', 'looks after people on board', 'meals for people'])
const bytes = encodeSkillMap(smallMap, texts)

describe('a map that went through bytes', () => {
  it('is the map it was', () => {
    expect(readSkillMap(encodeSkillMap(smallMap))).toEqual({ read: true, map: smallMap, texts: undefined })
  })

  it('keeps addresses that end in a UUID as they were, beside others', () => {
    const [first, ...rest] = smallSource.skills
    if (!first) throw new Error('The small map has no skills.')
    const uri = 'http://data.europa.eu/esco/skill/00030d09-2b3a-4efd-87cc-c4ea39d27c34'
    const map = buildSkillMap({ ...smallSource, skills: [{ ...first, uri }, ...rest] })
    expect(readSkillMap(encodeSkillMap(map))).toEqual({ read: true, map, texts: undefined })
  })

  it('keeps the words’ weights to a hundredth', () => {
    const back = readSkillMap(bytes)
    if (!back.read || !back.texts) throw new Error('not read')
    expect(back.texts.vectors.places).toEqual(texts.vectors.places)
    back.texts.vectors.weights.forEach((weight, index) => {
      expect(Math.abs(weight - (texts.vectors.weights[index] ?? 0))).toBeLessThan(0.01)
    })
  })
})

describe('bytes that are no map', () => {
  it('are named as such', () => {
    expect(readSkillMap(new TextEncoder().encode('<!doctype html>'))).toEqual({ read: false, code: 'not-a-map' })
    expect(readSkillMap(new Uint8Array())).toEqual({ read: false, code: 'not-a-map' })
  })

  it('are named as damaged wherever they end too early, or go on', () => {
    for (let length = 4; length < bytes.length; length++)
      expect(readSkillMap(bytes.subarray(0, length))).toEqual({ read: false, code: 'damaged' })
    expect(readSkillMap(Uint8Array.from([...bytes, 0]))).toEqual({ read: false, code: 'damaged' })
  })

  it('never lead outside the lists, whatever is changed in them', () => {
    assert(
      property(tuple(integer({ min: 4, max: bytes.length - 1 }), integer({ min: 0, max: 255 })), ([place, byte]) => {
        const changed = bytes.slice()
        changed[place] = byte
        const read = readSkillMap(changed)
        if (!read.read) return
        const { essential, skills, familiesOf, families } = read.map
        expect(Math.max(-1, ...essential.items)).toBeLessThan(skills.uris.length)
        expect(Math.max(-1, ...familiesOf.items)).toBeLessThan(families.uris.length)
      }),
      { numRuns: 500, seed: 11 },
    )
  })
})
