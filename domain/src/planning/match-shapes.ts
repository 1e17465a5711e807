import type { Position } from 'geojson'
import { type PlaceKind, places } from './place.ts'
import type { Shape, ShapesFile } from './read-shapes.ts'
import { findUnproject, knownSystems } from './unproject.ts'

/** The areas of places, in degrees: what a map is drawn from. */
export type Areas = ReadonlyMap<string, readonly (readonly Position[])[][]>

export type MatchedShapes = {
  readonly kind: Exclude<PlaceKind, 'country'>
  readonly countries: readonly string[]
  /** The property that tells which place an area is. */
  readonly property: string
  readonly areas: Areas
  readonly unknown: readonly { readonly number: number; readonly value: string }[]
  /** Places of these countries that no area in the file is. */
  readonly missing: readonly string[]
}
export type ShapesUnmatched = {
  readonly refused: 'system-unknown' | 'code-not-found' | 'place-elsewhere'
  readonly what: string
}
export type MatchOptions = { code?: string | undefined; country?: string | undefined; epsg?: number | undefined }

/**
 * Finds out which place each area is: by the property whose values are codes of one country's places more often than any
 * other's, or the one that is named. Leading noughts do not matter, for Denmark's agency writes 0101 and its statistics
 * 101.
 */
export function matchShapes(file: ShapesFile, options: MatchOptions = {}): MatchedShapes | ShapesUnmatched {
  const best = listReadings(file.shapes, options)[0]
  if (best === undefined || best.share < 0.5)
    return {
      refused: 'code-not-found',
      what: options.code
        ? `Too few areas have a known place's code in ${options.code}.`
        : 'No property of the areas has the codes of places; name it with --code, and the country with --country.',
    }
  const epsg = options.epsg ?? file.epsg ?? (best.shapes.every(inDegrees) ? 4326 : 0)
  const unproject = findUnproject(epsg)
  if (!unproject)
    return {
      refused: 'system-unknown',
      what: `The coordinates are in ${epsg === 0 ? 'a system that the file does not name' : `EPSG:${epsg}`}; known are ${knownSystems().join(', ')}: name one with --crs.`,
    }
  const areas = new Map<string, (readonly Position[])[][]>()
  const unknown: { number: number; value: string }[] = []
  for (const shape of best.shapes) {
    const place = best.placeOf(shape)
    if (place === undefined) unknown.push({ number: shape.number, value: shape.properties.get(best.property) ?? '' })
    else {
      const own = shape.polygons.map((polygon) => polygon.map((ring) => ring.map(unproject)))
      areas.set(place, [...(areas.get(place) ?? []), ...own])
    }
  }
  const stray = [...areas].find(([code, polygons]) => !liesIn(places.get(code)?.country ?? '', polygons))
  if (stray)
    return {
      refused: 'place-elsewhere',
      what: `${places.get(stray[0])?.name} (${stray[0]}) lies at ${stray[1][0]?.[0]?.[0]?.map((one) => one.toFixed(2)).join(', ')} degrees east and north, outside its country: are the coordinates in another system (--crs), or north before east?`,
    }
  const countries = [...new Set([...areas.keys()].flatMap((code) => places.get(code)?.country ?? []))]
  const missing = [...places.values()].flatMap(({ code, kind, country }) =>
    kind === best.kind && countries.includes(country) && !areas.has(code) ? code : [],
  )
  return { kind: best.kind, countries, property: best.property, areas, unknown, missing }
}

type Reading = {
  kind: MatchedShapes['kind']
  property: string
  shapes: readonly Shape[]
  placeOf: (shape: Shape) => string | undefined
  share: number
  covered: number
}

/** Every way to read the file, the one that fits best first: by layer, by property, by country and kind of place. */
function listReadings(shapes: readonly Shape[], { code, country }: MatchOptions): readonly Reading[] {
  const found: Reading[] = []
  for (const own of Map.groupBy(shapes, ({ layer }) => layer).values()) {
    const properties = code === undefined ? new Set(own.flatMap((shape) => [...shape.properties.keys()])) : [code]
    for (const property of properties)
      for (const { kind, start, codes } of listGroups()) {
        if (country !== undefined && start !== country) continue
        const placeOf = (shape: Shape) => codes.get(bare(shape.properties.get(property) ?? ''))
        const hits = own.flatMap((shape) => placeOf(shape) ?? [])
        if (hits.length === 0) continue
        const covered = new Set(hits).size
        found.push({ kind, property, shapes: own, placeOf, share: hits.length / own.length, covered })
      }
  }
  return found.sort((one, other) => other.share - one.share || other.covered - one.covered)
}

type Group = { kind: MatchedShapes['kind']; start: string; codes: ReadonlyMap<string, string> }

/** Åland's municipalities have Finland's numbers, and come in its files. */
function listGroups(): readonly Group[] {
  const open = new Map<string, { kind: Group['kind']; start: string; codes: Map<string, string> }>()
  for (const { code, kind } of places.values()) {
    if (kind === 'country') continue
    const start = code.slice(0, 2)
    const group = open.get(`${kind} ${start}`) ?? { kind, start, codes: new Map() }
    group.codes.set(bare(code), code)
    if (code.includes('-')) group.codes.set(bare(code.slice(code.indexOf('-') + 1)), code)
    open.set(`${kind} ${start}`, group)
  }
  return [...open.values()]
}

const bare = (code: string): string => code.trim().replace(/^0+(?=.)/, '')

const inDegrees = ({ polygons }: Shape): boolean =>
  polygons.every((polygon) =>
    polygon.every((ring) => ring.every(([x = 0, y = 0]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)),
  )

/** West, south, east, north, with room to spare. */
const frames: Readonly<Record<string, readonly [number, number, number, number]>> = {
  SE: [10, 54.5, 25, 70],
  NO: [3, 57, 33, 72.5],
  DK: [7, 54, 16, 58.5],
  FI: [19, 59, 32.5, 71],
  AX: [18.5, 59, 22, 61.5],
  IS: [-26, 62.5, -12, 67.8],
  FO: [-9, 61, -5.5, 63],
  GL: [-75, 59, -8, 84],
}

function liesIn(country: string, polygons: readonly (readonly Position[])[][]): boolean {
  const [west, south, east, north] = frames[country] ?? [0, 0, 0, 0]
  return polygons.every((polygon) =>
    polygon.every((ring) => ring.every(([x = 0, y = 0]) => x >= west && x <= east && y >= south && y <= north)),
  )
}
