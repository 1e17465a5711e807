import { describe, expect, it } from 'vitest'
import {
  addChanges,
  type Changes,
  cellKey,
  lastQuarter,
  listMemberships,
  readCellKey,
  type SupplyFact,
} from './count-supply.ts'

describe('counting supply', () => {
  it('counts a person once, however many credentials say the same', () => {
    const cells = listMemberships([splicing, { ...splicing, issuerId: 'union', level: '5' }], widen)
    expect(cells.get(cellKey('SE331', 'splicing', 'all'))).toEqual(new Set(['school', 'union']))
    expect(cells.get(cellKey('SE331', 'splicing', 'level:4'))).toEqual(new Set(['school']))
    expect(cells.get(cellKey('SE331', 'splicing', 'level:5'))).toEqual(new Set(['union']))
  })

  it('counts in the municipality without breakdown, in the region with one, and in wider skills', () => {
    const keys = [...listMemberships([splicing], widen).keys()].map(readCellKey)
    expect(keys.filter(({ place }) => place === 'SE-2480').map(({ facet, concept }) => [concept, facet])).toEqual([
      ['splicing', 'all'],
      ['telecom', 'all'],
      ['*', 'all'],
    ])
    expect(
      keys.filter(({ place, concept }) => place === 'SE331' && concept === 'telecom').map(({ facet }) => facet),
    ).toEqual(['all', 'level:4', 'form:course', 'issuer:formal-education', 'until:2027-Q2'])
  })

  it('lets a skill end when the last merit that shows it ends, and never where one does not', () => {
    const ends = (...facts: SupplyFact[]) =>
      [...listMemberships(facts, () => []).keys()].map(readCellKey).filter(({ facet }) => facet.startsWith('until'))
    expect(ends(splicing, { ...splicing, validUntil: '2028-01-01' }).map(({ facet }) => facet)).toEqual([
      'until:2028-Q1',
      'until:2028-Q1',
    ])
    expect(ends(splicing, { ...splicing, validUntil: undefined })).toEqual([])
  })

  it('moves nothing when a second credential says the same, and all back when both are gone', () => {
    const [none, one] = [listMemberships([], widen), listMemberships([splicing], widen)]
    const two = listMemberships([splicing, splicing], widen)
    const again: Changes = new Map()
    addChanges(again, 7, one, two)
    expect(again.size).toBe(0)
    const there: Changes = new Map()
    addChanges(there, 7, none, two)
    expect(there.get(cellKey('SE331', 'splicing', 'all'))).toEqual({
      persons: 1,
      keySum: 7,
      byIssuer: new Map([['school', 1]]),
    })
    addChanges(there, 7, two, none)
    expect(
      [...there.values()].every(
        ({ persons, keySum, byIssuer }) =>
          persons === 0 && keySum === 0 && [...byIssuer.values()].every((count) => count === 0),
      ),
    ).toBe(true)
  })

  it('moves an organisation alone when another one of it stays', () => {
    const changes: Changes = new Map()
    const both = listMemberships([splicing, { ...splicing, issuerId: 'union' }], widen)
    addChanges(changes, 7, both, listMemberships([splicing], widen))
    expect(changes.get(cellKey('SE331', 'splicing', 'all'))).toEqual({
      persons: 0,
      keySum: 0,
      byIssuer: new Map([['union', -1]]),
    })
  })

  it('knows the quarter that ended last', () => {
    expect(lastQuarter('2026-11-02')).toBe('2026-Q3')
    expect(lastQuarter('2027-01-31')).toBe('2026-Q4')
  })
})

const splicing: SupplyFact = {
  skill: 'splicing',
  issuerId: 'school',
  issuerKind: 'formal-education',
  level: '4',
  form: 'course',
  place: 'SE-2480',
  region: 'SE331',
  validUntil: '2027-05-31',
}

const widen = (): readonly string[] => ['telecom']
