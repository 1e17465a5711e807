import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import shipped from './shipped-maps.json' with { type: 'json' }

export const PlaceMapView = z.object({
  width: z.number(),
  height: z.number(),
  paths: z.record(z.string(), z.string()).describe('SVG path data by the place’s code'),
  source: z.string().describe('Whose shapes they are; shown wherever they are'),
})
export type PlaceMapView = z.infer<typeof PlaceMapView>

const Shipped = z.object({
  source: z.string(),
  maps: z.array(PlaceMapView.omit({ source: true }).extend({ within: z.string(), kind: z.string() })),
})
const ours = Shipped.parse(shipped)

/** The municipalities or regions of a place as a picture: what the operator brought in, else what comes with Bricka. */
export async function findPlaceMap(
  work: Work,
  within: string,
  kind: 'region' | 'municipality',
): Promise<PlaceMapView | undefined> {
  const row = await work
    .selectFrom('place_map')
    .select(['width', 'height', 'paths', 'source'])
    .where('within', '=', within)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (row) return row
  const map = ours.maps.find((one) => one.within === within && one.kind === kind)
  return map && { width: map.width, height: map.height, paths: map.paths, source: ours.source }
}
