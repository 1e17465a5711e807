import { placesIn } from '@bricka/domain/planning/place'
import { describe, expect, it } from 'vitest'
import { allRegions, findPicture, stepOf } from './supply-map.tsx'

describe('the picture of places', () => {
  it('has every region of five countries and three areas, but the one that Natural Earth does not part yet', () => {
    const regions = placesIn(undefined).flatMap(({ code }) => placesIn(code).map((place) => place.code))
    expect(regions.filter((code) => !(code in allRegions.paths))).toEqual(['GL-QT'])
  })

  it('is the server’s where it has one, else cut out of the map of all regions, and none of what is not drawn', () => {
    const map = { width: 800, height: 700, paths: { 'SE-2480': 'M1 1l2 0 0 2z' }, source: 'Lantmäteriet' }
    expect(findPicture(map, ['SE-2480'])).toEqual({
      viewBox: '0 0 800 700',
      paths: map.paths,
      source: 'Lantmäteriet',
    })
    const cut = findPicture(null, ['SE331', 'SE332'])
    expect(Object.keys(cut?.paths ?? {})).toEqual(['SE331', 'SE332'])
    const [left = 0, top = 0, width = 0, height = 0] = cut?.viewBox.split(' ').map(Number) ?? []
    expect([left > 300, top > 50, width < 200, height < 400]).toEqual([true, true, true, true])
    expect(findPicture(null, ['SE-2480', 'SE-2401'])).toBeUndefined()
    expect(findPicture(null, ['FO001'])).toBeUndefined()
  })

  it('has four steps of equally many places', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 100]
    expect(values.map((value) => stepOf(value, values))).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
    expect(stepOf(5, [5])).toBe(1)
  })
})
