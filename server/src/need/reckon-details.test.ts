import type { NeedLine } from '@bricka/domain/need/survey'
import { describe, expect, it } from 'vitest'
import { requireGate } from '../planning/release-supply.ts'
import { reckonDetails, type Said } from './reckon-details.ts'

const hygiene = 'http://data.europa.eu/esco/skill/hygiene'
const strata = [
  { name: 'small', size: 300 },
  { name: 'large', size: 60 },
]
const units = Array.from({ length: 72 }, (_, place) => ({ id: `u${place}`, stratum: place < 60 ? 'small' : 'large' }))

describe('what is said of a needed skill', () => {
  it('is weighted to those that it stands for, and left out where too few say the same', () => {
    const said = units.map(({ id }, place) => say(id, { difficulty: place % 3 === 0 ? 'some' : 'great' }))
    const rare = [say('u0', { consequence: 'delays' }), say('u1', { consequence: 'overtime' })]
    const details = reckon([...said, ...rare])
    expect(details.map(({ question, value }) => `${question} ${value}`).sort()).toEqual([
      'difficulty great',
      'difficulty some',
    ])
    // 60 small stand for 5 each, 12 large for 5 each: 24 of 72 say some, 120 of 360.
    const some = details.find(({ value }) => value === 'some')
    expect(Math.abs((some?.named ?? 0) - 120)).toBeLessThanOrEqual(6)
    expect(Math.abs((some?.answered ?? 0) - 360)).toBeLessThanOrEqual(6)
    expect(Math.abs((some?.base ?? 0) - 72)).toBeLessThanOrEqual(6)
  })

  it('counts each who answered once, by what they said first', () => {
    const twice = units.flatMap(({ id }) => [say(id, { planned: 'train' }), say(id, { planned: 'hire' })])
    expect(reckon(twice).map(({ value }) => value)).toEqual(['train'])
  })

  it('shows nothing of what few have answered at all', () => {
    expect(reckon(units.slice(0, 6).map(({ id }) => say(id, { level: 4 })))).toEqual([])
  })
})

function say(unitId: string, line: Partial<NeedLine>): Said {
  const stratum = units.find(({ id }) => id === unitId)?.stratum ?? ''
  return { unitId, stratum, concept: hygiene, line: { words: 'hygien', wanted: 1, horizon: 'now', ...line } }
}

const reckon = (said: readonly Said[]) =>
  reckonDetails(requireGate(), (id) => Number(id.slice(1)) * 1_000_003, 'w', strata, units, said)
