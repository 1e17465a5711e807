import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawMaps, type PlaceMap } from './draw-maps.ts'
import { type MatchOptions, matchShapes } from './match-shapes.ts'
import { placesIn } from './place.ts'
import { readShapes } from './read-shapes.ts'

const shared = process.env.BRICKA_SHARED ?? join(import.meta.dirname, '../../../../shared')
const folder = join(shared, 'data/geo')
const here = existsSync(folder)

describe('drawing places from a file of outlines', () => {
  it('draws a region and its country, each place in whole units on a sheet that a phone can take', () => {
    expect(draw(file(square('2480', 20, 64), square('2401', 21, 64), square('0180', 18, 59)))).toEqual([
      {
        within: 'SE',
        kind: 'municipality',
        width: 257,
        height: 800,
        paths: {
          'SE-2480': expect.stringMatching(/^M\d+ \d+l[-\d ]+z$/),
          'SE-2401': expect.stringMatching(/^M\d+ \d+l[-\d ]+z$/),
          'SE-0180': expect.stringMatching(/^M\d+ \d+l[-\d ]+z$/),
        },
      },
      expect.objectContaining({ within: 'SE331', kind: 'municipality', width: 700 }),
    ])
  })

  it('draws also a place that is smaller than a unit, and no map of a single place', () => {
    const tiny = square('2401', 21, 64, 0.000_01)
    const [, region] = draw(file(square('2480', 20, 64), tiny, square('0180', 18, 59)))
    expect(region?.paths['SE-2401']).toMatch(/^M\d+ \d+l/)
    expect(draw(file(square('2480', 20, 64)))).toEqual([])
  })

  it('keeps a border that two places share one line, however it is made coarser', () => {
    const wave = Array.from({ length: 60 }, (_, at) => [21 + 0.02 * Math.sin(at), 64 + at / 60])
    const west = area('2480', [[20, 64], ...wave, [20, 65], [20, 64]])
    const east = area('2401', [[22, 64], [22, 65], ...wave.toReversed(), [22, 64]])
    const [map] = draw(file(west, east))
    const [one, other] = [cornersOf(map?.paths['SE-2480']), cornersOf(map?.paths['SE-2401'])]
    const shared = one.filter((corner) => other.includes(corner))
    expect(shared.length).toBeGreaterThan(10)
    expect(one.length - shared.length).toBe(2)
    expect(other.length - shared.length).toBe(2)
  })

  it.each([
    ['EPSG::3006', 758_000, 7_088_000],
    ['EPSG:25833', 758_000, 7_088_000],
    ['EPSG:3857', 2_255_000, 9_280_000],
  ])('takes %s back to degrees', (name, x, y) => {
    const shapes = [square('2480', x, y, 10_000), square('2401', x + 20_000, y, 10_000)]
    const matched = match({
      ...file(...shapes),
      crs: { type: 'name', properties: { name: `urn:ogc:def:crs:${name}` } },
    })
    const [east = 0, north = 0] = ('areas' in matched && matched.areas.get('SE-2480')?.[0]?.[0]?.[0]) || []
    expect(east).toBeCloseTo(20.3, 0)
    expect(north).toBeCloseTo(63.85, 0)
  })

  it('names what is left over, one by one', () => {
    expect(match(file(square('2480', 20, 64), square('9999', 21, 64), square('0180', 18, 59)))).toMatchObject({
      countries: ['SE'],
      property: 'code',
      unknown: [{ number: 2, value: '9999' }],
      missing: expect.arrayContaining(['SE-2401']),
    })
  })

  it.each([
    ['metres that no system is named for', file(square('2480', 758_000, 7_088_000, 10)), {}, 'system-unknown'],
    ['a system that is not known', file(square('2480', 20, 64)), { epsg: 2193 }, 'system-unknown'],
    ['north before east', file(square('2480', 64, 20)), {}, 'place-elsewhere'],
    ['another country’s codes', file(square('x', 20, 64)), {}, 'code-not-found'],
    ['a property that is not there', file(square('2480', 20, 64)), { code: 'lan' }, 'code-not-found'],
  ])('refuses %s', (_, json, options, refused) => {
    expect(match(json, options)).toMatchObject({ refused })
  })

  it.each([
    ['something else', { type: 'Feature' }, 'kind-unknown'],
    ['nothing', null, 'kind-unknown'],
    [
      'a point',
      file({ ...square('2480', 20, 64), geometry: { type: 'Point', coordinates: [20, 64] } }),
      'shape-broken',
    ],
    [
      'a corner that is no number',
      file(
        area('2480', [
          [20, 64],
          [null, 64],
        ]),
      ),
      'shape-broken',
    ],
    ['a corner at the end of the world', file(area('2480', [[20, Number.NaN]])), 'shape-broken'],
    ['an arc that is not there', topology([[[0, 0]]], [[7]]), 'shape-broken'],
    [
      'few arcs that swell to more than can be drawn',
      topology([Array(700).fill([0, 0])], [Array(10_000).fill(0)]),
      'points-too-many',
    ],
  ])('refuses %s', (_, json, refused) => {
    expect(readShapes(json)).toMatchObject({ refused })
  })

  describe('from the agencies’ own files', () => {
    it.skipIf(!here).each([
      ['se-municipalities.geojson.gz', ['SE'], 290],
      ['no-kommuner-2024-S.topo.json.gz', ['NO'], 357],
      ['dk-municipalities.geojson.gz', ['DK'], 99],
      ['fi-municipalities-2020.topo.json.gz', ['FI', 'AX'], 310],
    ])('draws every place of %s (needs ../shared/data/geo)', (name, countries, all) => {
      const matched = match(JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString()))
      if ('refused' in matched) throw new Error(matched.what)
      expect(matched).toMatchObject({ kind: 'municipality', countries, unknown: [], missing: [] })
      expect([...matched.areas.keys()].sort()).toEqual(codesOf(countries))
      expect(matched.areas.size).toBe(all)
      const maps = drawMaps(matched)
      for (const { within, paths } of maps)
        expect(Object.keys(paths).sort(), within).toEqual(codesOf(countries).filter((code) => isIn(code, within)))
      for (const path of maps.flatMap(({ paths }) => Object.values(paths)))
        expect(path).toMatch(/^(M\d+ \d+l[-\d ]+z)+$/)
    })
  })
})

const isIn = (code: string, within: string): boolean =>
  placesIn(within).some((place) => place.code === code || placesIn(place.code).some((own) => own.code === code))
const codesOf = (countries: readonly string[]): string[] =>
  countries
    .flatMap(placesIn)
    .flatMap(({ code }) => placesIn(code))
    .map(({ code }) => code)
    .sort()

function match(json: unknown, options?: MatchOptions) {
  const read = readShapes(json)
  if ('refused' in read) throw new Error(read.what)
  return matchShapes(read, options)
}

function draw(json: unknown): readonly PlaceMap[] {
  const matched = match(json)
  if ('refused' in matched) throw new Error(matched.what)
  return drawMaps(matched)
}

const file = (...features: unknown[]) => ({ type: 'FeatureCollection', features })
const area = (code: string, ring: readonly unknown[]) => ({
  type: 'Feature',
  properties: { code },
  geometry: { type: 'Polygon', coordinates: [ring] },
})
const square = (code: string, x: number, y: number, size = 1) =>
  area(code, [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ])
const topology = (arcs: unknown, rings: unknown) => ({
  type: 'Topology',
  arcs,
  objects: { places: { geometries: [{ type: 'Polygon', properties: { id: '2480' }, arcs: rings }] } },
})

function cornersOf(path = ''): string[] {
  let [x, y] = [0, 0]
  return (path.match(/-?\d+[ -]\d+/g) ?? []).map((pair) => {
    const [, across = '0', up = '0'] = /^(-?\d+) ?(-?\d+)$/.exec(pair) ?? []
    x += Number(across)
    y += Number(up)
    return `${x} ${y}`
  })
}
