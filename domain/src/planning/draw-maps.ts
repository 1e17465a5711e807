import { type DrawnMap, drawShapes } from './draw-shapes.ts'
import type { Areas, MatchedShapes } from './match-shapes.ts'
import { places } from './place.ts'

export type PlaceMap = DrawnMap & { readonly within: string; readonly kind: MatchedShapes['kind'] }

/** A map of each place that holds two or more of those that were matched: the regions of a country, and itself. */
export function drawMaps({ kind, areas }: Pick<MatchedShapes, 'kind' | 'areas'>): readonly PlaceMap[] {
  const parts = new Map<string, Map<string, NonNullable<ReturnType<Areas['get']>>>>()
  for (const [code, polygons] of areas) {
    const { parent, country } = places.get(code) ?? {}
    for (const within of new Set([parent, country])) {
      if (within === undefined) continue
      const own = parts.get(within) ?? new Map()
      parts.set(within, own.set(code, polygons))
    }
  }
  return [...parts]
    .filter(([, own]) => own.size > 1)
    .map(([within, own]) => ({ within, kind, ...drawShapes(own) }))
    .sort((one, other) => one.within.localeCompare(other.within))
}
