import type { Position } from 'geojson'
import { z } from 'zod'

/** An area as a file has it, in the coordinates of the file. */
export type Shape = {
  /** Which it is in the file, from 1. */
  readonly number: number
  /** The layer of a TopoJSON file; empty for GeoJSON. */
  readonly layer: string
  readonly properties: ReadonlyMap<string, string>
  readonly polygons: readonly (readonly Position[])[][]
}

export type ShapesFile = { readonly shapes: readonly Shape[]; readonly epsg: number | undefined }
export type ShapesUnread = {
  readonly refused: 'kind-unknown' | 'shape-broken' | 'shapes-too-many' | 'points-too-many'
  readonly what: string
}

/** Far above any country's municipalities in full detail; a file that would swell beyond it is not worked through. */
export const shapeBounds = { shapes: 20_000, points: 6_000_000 } as const

const Properties = z.record(z.string(), z.unknown()).nullish()
const Id = z.union([z.string(), z.number()]).optional()
const Area = z.object({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.unknown()) })
const Arcs = z.object({ type: z.enum(['Polygon', 'MultiPolygon']), arcs: z.array(z.unknown()) })
const Collection = z.object({
  type: z.literal('FeatureCollection'),
  crs: z.object({ properties: z.object({ name: z.string() }) }).nullish(),
  features: z.array(z.unknown()),
})
const Feature = z.object({ type: z.literal('Feature'), id: Id, properties: Properties, geometry: Area })
const Pair = z.tuple([z.number(), z.number()])
const Topology = z.object({
  type: z.literal('Topology'),
  crs: z.object({ properties: z.object({ name: z.string() }) }).nullish(),
  transform: z.object({ scale: Pair, translate: Pair }).optional(),
  arcs: z.array(z.unknown()),
  objects: z.record(z.string(), z.object({ geometries: z.array(z.unknown()) })),
})
const Geometry = Arcs.extend({ id: Id, properties: Properties })

/**
 * Reads the areas of a GeoJSON collection or a TopoJSON topology. Whoever made the file is not trusted: what is counted
 * is what the arcs swell to, not what the file holds.
 */
export function readShapes(json: unknown): ShapesFile | ShapesUnread {
  const kind = z.object({ type: z.string() }).safeParse(json).data?.type
  try {
    if (kind === 'FeatureCollection') return readCollection(json)
    if (kind === 'Topology') return readTopology(json)
  } catch (error) {
    if (error instanceof Unread) return { refused: error.code, what: error.message }
    throw error
  }
  return { refused: 'kind-unknown', what: 'The file is neither a GeoJSON FeatureCollection nor a TopoJSON Topology.' }
}

class Unread extends Error {
  readonly code: ShapesUnread['refused']
  constructor(code: ShapesUnread['refused'], what: string) {
    super(what)
    this.code = code
  }
}

const broken = (what: string): Unread => new Unread('shape-broken', what)

function readCollection(json: unknown): ShapesFile {
  const { features, crs } = parse(Collection, json, 'The collection')
  requireFew(features.length)
  const count = countPoints()
  const shapes = features.map((one, at) => {
    const name = `Feature ${at + 1}`
    const { id, properties, geometry } = parse(Feature, one, name)
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    return {
      number: at + 1,
      layer: '',
      properties: plain(id, properties),
      polygons: polygons.map((polygon) =>
        listOf(polygon, name).map((ring) => {
          const points = listOf(ring, name)
          count(points.length)
          return points.map((point) => readPoint(point, name))
        }),
      ),
    }
  })
  return { shapes, epsg: epsgOf(crs?.properties.name) }
}

function readTopology(json: unknown): ShapesFile {
  const { arcs, transform, objects, crs } = parse(Topology, json, 'The topology')
  const count = countPoints()
  const lines = arcs.map((arc, at) => readArc(arc, transform, `Arc ${at}`, count))
  const follow = (index: unknown, name: string): readonly Position[] => {
    const line = typeof index === 'number' ? lines[index < 0 ? ~index : index] : undefined
    if (line === undefined) throw broken(`${name} goes along arc ${String(index)}, which is not there.`)
    count(line.length)
    return typeof index === 'number' && index < 0 ? line.toReversed() : line
  }
  const shapes = Object.entries(objects).flatMap(([layer, { geometries }]) => {
    requireFew(geometries.length)
    return geometries.map((one, at) => {
      const name = `Geometry ${at + 1} of ${layer}`
      const { id, properties, type, arcs: rings } = parse(Geometry, one, name)
      const polygons = type === 'Polygon' ? [rings] : rings
      return {
        number: at + 1,
        layer,
        properties: plain(id, properties),
        polygons: polygons.map((polygon) =>
          listOf(polygon, name).map((ring) => {
            // All lines are found, and counted, before they are laid end to end.
            const along = listOf(ring, name).map((index) => follow(index, name))
            return along.flat()
          }),
        ),
      }
    })
  })
  return { shapes, epsg: epsgOf(crs?.properties.name) }
}

type Transform = z.infer<typeof Topology>['transform']

/** With a transform, points are steps from the one before (TopoJSON 2.1.3). */
function readArc(arc: unknown, transform: Transform, name: string, count: (points: number) => void): Position[] {
  const points = listOf(arc, name)
  count(points.length)
  let [x, y] = [0, 0]
  return points.map((one) => {
    const [across = 0, up = 0] = readPoint(one, name)
    if (!transform) return [across, up]
    x += across
    y += up
    return [x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]]
  })
}

function countPoints(): (points: number) => void {
  let all = 0
  return (points) => {
    all += points
    if (all > shapeBounds.points)
      throw new Unread('points-too-many', `The file has more than ${shapeBounds.points} points; bring a coarser one.`)
  }
}

function requireFew(shapes: number): void {
  if (shapes > shapeBounds.shapes)
    throw new Unread('shapes-too-many', `The file has ${shapes} areas; at most ${shapeBounds.shapes} are read.`)
}

function parse<Read>(schema: z.ZodType<Read>, json: unknown, name: string): Read {
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw broken(`${name} is not as the format says: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? ''}.`)
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw broken(`${name} has something else where a list of points is due.`)
}

/** By hand, for there are millions of them. Heights are left out. */
function readPoint(value: unknown, name: string): Position {
  if (Array.isArray(value)) {
    const [x, y]: readonly unknown[] = value
    if (typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y)) return [x, y]
  }
  throw broken(`${name} has a point that is not two numbers.`)
}

function plain(id: string | number | undefined, properties: z.infer<typeof Properties>): ReadonlyMap<string, string> {
  const own = Object.entries(properties ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
  )
  return new Map(id === undefined ? own : [['id', String(id)], ...own])
}

/** `urn:ogc:def:crs:EPSG::25833`, `EPSG:3006`, or CRS84, which is 4326 with its axes as GeoJSON has them. */
function epsgOf(name: string | undefined): number | undefined {
  if (name === undefined) return undefined
  return /CRS84$/.test(name) ? 4326 : Number(/EPSG:.*?(\d{4,6})$/.exec(name)?.[1] ?? 0)
}
