import type { Position } from 'geojson'

/** From metres on a map sheet to degrees east and north; degrees stay as they are. */
export type Unproject = (point: Position) => Position

const radius = 6_378_137
// GRS 80, of which WGS 84 differs by a tenth of a millimetre.
const flattening = 1 / 298.257222101
const squared = flattening * (2 - flattening)
const eccentricity = Math.sqrt(squared)
const degrees = (radians: number): number => (radians * 180) / Math.PI
const radians = (angle: number): number => (angle * Math.PI) / 180

/** The reference systems that the mapping agencies of the Nordic countries hand out, by their EPSG number. */
export const findUnproject = (epsg: number): Unproject | undefined => systems.get(epsg)

export const knownSystems = (): readonly number[] => [...systems.keys()].sort((one, other) => one - other)

const utm = (zone: number): Unproject =>
  fromTransverseMercator({ meridian: 6 * zone - 183, scale: 0.9996, east: 500_000, north: 0 })

const systems: ReadonlyMap<number, Unproject> = new Map([
  ...[4326, 4258].map((epsg) => [epsg, (point: Position) => point] as const),
  ...[28, 29, 30, 31, 32, 33, 34, 35, 36, 37].map((zone) => [25800 + zone, utm(zone)] as const),
  ...[19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 34, 35, 36].map(
    (zone) => [32600 + zone, utm(zone)] as const,
  ),
  // SWEREF 99 TM, ETRS-TM35FIN, Greenland's and the Faroes' own.
  [3006, utm(33)],
  [3067, utm(35)],
  [3184, utm(24)],
  [5316, fromTransverseMercator({ meridian: -7, scale: 0.999997, east: 200_000, north: -6_000_000 })],
  // Iceland's, of 1993 and 2016.
  [3057, fromIcelandicCone(500_000, 500_000)],
  [8088, fromIcelandicCone(2_700_000, 300_000)],
  [3857, ([x = 0, y = 0]) => [degrees(x / radius), degrees(2 * Math.atan(Math.exp(y / radius)) - Math.PI / 2)]],
])

type Sheet = { meridian: number; scale: number; east: number; north: number }

/** Krüger's series to the fourth power of the third flattening: well under a millimetre within a zone. */
function fromTransverseMercator({ meridian, scale, east, north }: Sheet): Unproject {
  const n = flattening / (2 - flattening)
  const mean = (radius / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64)
  const deltas = [
    n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3 - n ** 4 / 360,
    n ** 2 / 48 + n ** 3 / 15 - (437 / 1440) * n ** 4,
    (17 / 480) * n ** 3 - (37 / 840) * n ** 4,
    (4397 / 161_280) * n ** 4,
  ]
  return ([x = 0, y = 0]) => {
    const xi = (y - north) / (scale * mean)
    const eta = (x - east) / (scale * mean)
    const sum = (one: (turn: number) => number) =>
      deltas.reduce((total, delta, at) => total + delta * one(2 * (at + 1)), 0)
    const up = xi - sum((turn) => Math.sin(turn * xi) * Math.cosh(turn * eta))
    const side = eta - sum((turn) => Math.cos(turn * xi) * Math.sinh(turn * eta))
    const conformal = Math.asin(Math.sin(up) / Math.cosh(side))
    return [meridian + degrees(Math.atan2(Math.sinh(side), Math.cos(up))), degrees(latitudeOf(conformal))]
  }
}

/** Lambert’s conformal cone with the two parallels that Iceland uses. */
function fromIcelandicCone(east: number, north: number): Unproject {
  const [south, high] = [radians(64.25), radians(65.75)]
  const size = (angle: number) => Math.cos(angle) / Math.sqrt(1 - squared * Math.sin(angle) ** 2)
  const narrowing = (angle: number) => Math.tan(Math.PI / 4 - conformalOf(angle) / 2)
  const cone = Math.log(size(south) / size(high)) / Math.log(narrowing(south) / narrowing(high))
  const factor = size(south) / (cone * narrowing(south) ** cone)
  const origin = radius * factor * narrowing(radians(65)) ** cone
  return ([x = 0, y = 0]) => {
    const [aside, below] = [x - east, origin - (y - north)]
    const narrow = (Math.hypot(aside, below) / (radius * factor)) ** (1 / cone)
    return [degrees(Math.atan2(aside, below) / cone) - 19, degrees(latitudeOf(Math.PI / 2 - 2 * Math.atan(narrow)))]
  }
}

function conformalOf(angle: number): number {
  return Math.atan(Math.sinh(Math.asinh(Math.tan(angle)) - eccentricity * Math.atanh(eccentricity * Math.sin(angle))))
}

/** The latitude whose conformal latitude it is; each round takes the error down by the square of the eccentricity. */
function latitudeOf(conformal: number): number {
  let angle = conformal
  for (let round = 0; round < 6; round++)
    angle = Math.atan(
      Math.sinh(Math.asinh(Math.tan(conformal)) + eccentricity * Math.atanh(eccentricity * Math.sin(angle))),
    )
  return angle
}
