import type { Position } from 'geojson'
import { feature } from 'topojson-client'
import { topology } from 'topojson-server'
import { presimplify, simplify } from 'topojson-simplify'
import type { Areas } from './match-shapes.ts'

/** Places as one picture: the outline of each as an SVG path in whole units. */
export type DrawnMap = {
  readonly width: number
  readonly height: number
  readonly paths: Readonly<Record<string, string>>
}

/** The longer side, in units. A phone is narrower, so that less than one of its points is lost. */
const side = 800
/** Corners and islands of a smaller area, in square units, are left out, but for the largest of each place. */
const least = 6

/**
 * Draws places so that areas are true to each other (Lambert's azimuthal equal-area projection) and borders that two
 * share stay shared: both are made coarser together, and there is no gap between them.
 *
 * Every place is drawn, also one that is smaller than a unit.
 */
export function drawShapes(areas: Areas): DrawnMap {
  const flat = flatten(areas)
  const built = topology({ places: collect(flat.areas) })
  // Only arcs are made coarser; what goes along them stays.
  const { arcs } = simplify(presimplify({ type: 'Topology', arcs: built.arcs, objects: {} }), least)
  const drawn = built.objects.places && feature({ ...built, arcs }, built.objects.places)
  const features = drawn?.type === 'FeatureCollection' ? drawn.features : []
  const paths: Record<string, string> = {}
  for (const { id, geometry } of features) {
    if (geometry?.type !== 'MultiPolygon') continue
    paths[String(id)] = drawPlace(geometry.coordinates.flat(), flat.areas.get(String(id))?.flat() ?? [])
  }
  return { width: flat.width, height: flat.height, paths }
}

const collect = (areas: Areas): GeoJSON.FeatureCollection<GeoJSON.MultiPolygon> => ({
  type: 'FeatureCollection',
  features: [...areas].map(([id, polygons]) => ({
    type: 'Feature',
    id,
    properties: null,
    geometry: { type: 'MultiPolygon', coordinates: polygons.map((polygon) => polygon.map((ring) => [...ring])) },
  })),
})

function flatten(areas: Areas): { width: number; height: number; areas: Areas } {
  const [west, south, east, north] = boundsOf(areas)
  const project = projectAround((west + east) / 2, (south + north) / 2)
  const projected = mapPoints(areas, project)
  const [left, low, right, high] = boundsOf(projected)
  const scale = (side - 4) / Math.max(right - left, high - low, Number.EPSILON)
  // A twentieth of a unit: what two files' makers wrote a hair apart lies together again.
  const place = (value: number) => Math.round((value * scale + 2) * 20) / 20
  return {
    width: Math.ceil((right - left) * scale) + 4,
    height: Math.ceil((high - low) * scale) + 4,
    areas: mapPoints(projected, ([x = 0, y = 0]) => [place(x - left), place(high - y)]),
  }
}

const mapPoints = (areas: Areas, change: (point: Position) => Position): Areas =>
  new Map([...areas].map(([code, polygons]) => [code, polygons.map((rings) => rings.map((ring) => ring.map(change)))]))

function boundsOf(areas: Areas): [number, number, number, number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const polygons of areas.values())
    for (const [x = 0, y = 0] of polygons.flat(2)) {
      west = Math.min(west, x)
      east = Math.max(east, x)
      south = Math.min(south, y)
      north = Math.max(north, y)
    }
  return [west, south, east, north]
}

function projectAround(meridian: number, parallel: number): (point: Position) => Position {
  const turn = Math.PI / 180
  const [sine, cosine] = [Math.sin(parallel * turn), Math.cos(parallel * turn)]
  return ([east = 0, north = 0]) => {
    const [aside, up] = [(east - meridian) * turn, north * turn]
    const near = 1 + sine * Math.sin(up) + cosine * Math.cos(up) * Math.cos(aside)
    const stretch = Math.sqrt(2 / Math.max(near, Number.EPSILON))
    return [
      stretch * Math.cos(up) * Math.sin(aside),
      stretch * (cosine * Math.sin(up) - sine * Math.cos(up) * Math.cos(aside)),
    ]
  }
}

function drawPlace(rings: readonly (readonly Position[])[], whole: readonly (readonly Position[])[]): string {
  const rounded = rings
    .map((ring) => roundRing(ring))
    .map((ring) => ({ ring, area: Math.abs(areaOf(ring)) }))
    .sort((one, other) => other.area - one.area)
  const kept = rounded.filter(({ area }, at) => (at === 0 ? area > 0 : area >= least)).map(({ ring }) => ring)
  return (kept.length > 0 ? kept : [standIn(whole)]).map(drawRing).join('')
}

function roundRing(ring: readonly Position[]): Position[] {
  const kept: Position[] = []
  for (const [x = 0, y = 0] of ring) {
    const last = kept.at(-1)
    const point = [Math.round(x), Math.round(y)]
    if (last?.[0] !== point[0] || last?.[1] !== point[1]) kept.push(point)
  }
  const [first, last] = [kept[0], kept.at(-1)]
  if (kept.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1]) kept.pop()
  return kept
}

function areaOf(ring: readonly Position[]): number {
  let twice = 0
  ring.forEach(([x = 0, y = 0], at) => {
    const [nextX = 0, nextY = 0] = ring[(at + 1) % ring.length] ?? []
    twice += x * nextY - nextX * y
  })
  return twice / 2
}

/** A small square where a place lies that is too small for a shape of its own. */
function standIn(rings: readonly (readonly Position[])[]): Position[] {
  const [west, south, east, north] = boundsOf(new Map([['', [[...rings]]]]))
  const [x, y] = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  return [
    [x - 1, y - 1],
    [x + 2, y - 1],
    [x + 2, y + 2],
    [x - 1, y + 2],
  ]
}

/** Steps from point to point; a minus sign parts two numbers as well as a space does. */
function drawRing(ring: readonly Position[]): string {
  const [[startX = 0, startY = 0] = [], ...rest] = ring
  let [x, y] = [startX, startY]
  const steps = rest.map(([nextX = 0, nextY = 0]) => {
    const step = `${nextX - x}${nextY < y ? '' : ' '}${nextY - y}`
    ;[x, y] = [nextX, nextY]
    return step
  })
  const line = steps.reduce((text, step) => (step.startsWith('-') || text === '' ? text + step : `${text} ${step}`), '')
  return `M${startX} ${startY}l${line}z`
}
