import { describe, expect, it } from 'vitest'
import { defaultPolicy } from './disclosure-policy.ts'
import { type Cell, openGate } from './protect-figure.ts'
import { protectRelease } from './protect-release.ts'

describe('letting out who is near an occupation', () => {
  it('withholds who lacks more where it holds too few besides who lacks fewer', () => {
    expect(show({ 'reach:3': 40, 'reach:5': 100 })).toEqual(['reach:3', 'reach:5'])
    expect(show({ 'reach:3': 40, 'reach:5': 41 })).toEqual(['reach:3'])
    expect(show({ 'reach:3': 40, 'reach:5': 40 })).toEqual(['reach:3'])
  })

  it('withholds who lacks one skill where too few of those who are near have it', () => {
    expect(show({ 'reach:5': 100, 'lack:x': 60 })).toEqual(['lack:x', 'reach:5'])
    expect(show({ 'reach:5': 100, 'lack:x': 99 })).toEqual(['reach:5'])
    expect(show({ 'reach:5': 100, 'lack:x': 4 })).toEqual(['reach:5'])
  })

  it('withholds a country’s where it holds too few besides one region’s', () => {
    expect(showIn({ SE: 200, SE331: 60 })).toEqual(['SE', 'SE331'])
    expect(showIn({ SE: 61, SE331: 60 })).toEqual(['SE331'])
  })

  const finding = openGate(defaultPolicy)
  const gate = finding.open ? finding.gate : expect.unreachable()
  const cell = (persons: number): Cell => ({
    persons,
    keySum: persons * 7919,
    organisations: 5,
    largest: persons / 4,
    second: persons / 5,
  })
  const release = (cells: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Cell>>>) =>
    protectRelease(gate, 'SE', cells, () => [], {
      placesIn: (place) => (place === 'SE' ? ['SE331'] : []),
      population: () => 100_000,
      before: () => undefined,
    })
  function show(byFacet: Record<string, number>): string[] {
    const facets = Object.entries(byFacet).map(
      ([facet, persons]) => [facet, new Map([['nurse', cell(persons)]])] as const,
    )
    return release(new Map([['SE331', new Map(facets)]]))
      .map(({ facet }) => facet)
      .sort()
  }
  function showIn(byPlace: Record<string, number>): string[] {
    const places = Object.entries(byPlace).map(
      ([place, persons]) => [place, new Map([['reach:5', new Map([['nurse', cell(persons)]])]])] as const,
    )
    return release(new Map(places))
      .map(({ place }) => place)
      .sort()
  }
})
