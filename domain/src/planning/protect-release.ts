import { allFacets } from './count-supply.ts'
import {
  type Around,
  type Cell,
  type Gate,
  type ProtectedFigure,
  protectCount,
  protectParts,
} from './protect-figure.ts'

/** All cells of one country and what lies in it: place → breakdown → skill or family → cell. */
export type CellsByPlace = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Cell>>>

export type ReleasedFigure = { place: string; facet: string; concept: string; figure: ProtectedFigure }

export type Geography = {
  /** The places that together make up this one. */
  placesIn: (place: string) => readonly string[]
  population: (place: string) => number | undefined
  /** What the release before showed. */
  before: (place: string, facet: string, concept: string) => number | undefined
}

/**
 * Takes a country's cells through the gate together, so that none comes out by taking others from each other: a region
 * less its municipalities, a family less its skills, all levels less one of them.
 */
export function protectRelease(
  gate: Gate,
  country: string,
  cells: CellsByPlace,
  widen: (concept: string) => readonly string[],
  { placesIn, population, before }: Geography,
): readonly ReleasedFigure[] {
  const released: ReleasedFigure[] = []
  const cellAt = (place: string, concept: string): Cell | undefined => cells.get(place)?.get(allFacets)?.get(concept)
  const around = (place: string, concept: string): Around => ({
    population: population(place),
    before: before(place, allFacets, concept),
    within: widen(concept).flatMap((wider) => cellAt(place, wider) ?? []),
  })
  const add = (place: string, facet: string, concept: string, figure: ProtectedFigure): void => {
    if (figure.shown) released.push({ place, facet, concept, figure })
  }
  const addParts = (place: string, concept: string, cell: Cell): void => {
    const parts = new Map(placesIn(place).flatMap((part) => pair(part, cellAt(part, concept))))
    for (const [part, figure] of protectParts(gate, cell, parts, (one) => around(one, concept)))
      add(part, allFacets, concept, figure)
  }
  for (const [concept, cell] of cells.get(country)?.get(allFacets) ?? []) {
    add(country, allFacets, concept, protectCount(gate, cell, around(country, concept)))
    addParts(country, concept, cell)
    for (const region of placesIn(country)) {
      const inRegion = cellAt(region, concept)
      if (inRegion) addParts(region, concept, inRegion)
    }
  }
  for (const place of [country, ...placesIn(country)]) addBreakdowns(place)
  return released

  function addBreakdowns(place: string): void {
    const byFacet = cells.get(place) ?? new Map<string, ReadonlyMap<string, Cell>>()
    const kinds = Map.groupBy(
      [...byFacet.keys()].filter((facet) => facet !== allFacets),
      (facet) => facet.split(':')[0],
    )
    for (const [concept, whole] of byFacet.get(allFacets) ?? [])
      for (const facets of kinds.values()) {
        const parts = new Map(facets.flatMap((facet) => pair(facet, byFacet.get(facet)?.get(concept))))
        for (const [facet, figure] of protectParts(gate, whole, parts, (facet) => ({
          population: population(place),
          before: before(place, facet, concept),
        })))
          add(place, facet, concept, figure)
      }
  }
}

const pair = <Key>(key: Key, cell: Cell | undefined): readonly (readonly [Key, Cell])[] => (cell ? [[key, cell]] : [])
