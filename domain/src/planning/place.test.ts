import { describe, expect, it } from 'vitest'
import { findPlace, places, placesIn } from './place.ts'

describe('places', () => {
  it('are five countries and three areas, their regions and municipalities, each in a place that exists', () => {
    expect(
      placesIn(undefined)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['AX', 'DK', 'FI', 'FO', 'GL', 'IS', 'NO', 'SE'])
    expect(placesIn('SE')).toHaveLength(21)
    expect(placesIn('SE').reduce((sum, { code }) => sum + placesIn(code).length, 0)).toBe(290)
    for (const { parent } of places.values()) if (parent !== undefined) expect(places.has(parent)).toBe(true)
  })

  it('are found by code, and by name as people write it', () => {
    expect(findPlace('SE331')?.name).toBe('Västerbottens län')
    expect(findPlace('Västerbotten')?.code).toBe('SE331')
    expect(findPlace('Region Dalarna')?.code).toBe('SE312')
    expect(findPlace('Umeå')?.code).toBe('SE-2480')
    expect(findPlace('Älvdal')).toBeUndefined()
  })
})
