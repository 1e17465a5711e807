import { allFacets } from './count-supply.ts'
import { type Cell, type Gate, type ProtectedFigure, protectCount, protectParts } from './protect-figure.ts'
import { isLackFacet, reachFacet, readReachFacet } from './reach-role.ts'

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
 * Takes a country's cells through the gate together, so that none comes out by taking others from each other.
 *
 * Of two that differ by too few, the one that planners need less is withheld: the family and not its skill, the country
 * and not its region, the municipality and not its region, one level and not all of them.
 */
export function protectRelease(
  gate: Gate,
  country: string,
  cells: CellsByPlace,
  widen: (concept: string) => readonly string[],
  { placesIn, population, before }: Geography,
): readonly ReleasedFigure[] {
  const released: ReleasedFigure[] = []
  const cellsOf = (place: string): ReadonlyMap<string, Cell> => cells.get(place)?.get(allFacets) ?? new Map()
  const add = (place: string, facet: string, concept: string, figure: ProtectedFigure): void => {
    if (figure.shown) released.push({ place, facet, concept, figure })
  }
  const regions = placesIn(country)
  const inRegions = new Map<string, Cell[]>()
  for (const region of regions) {
    const shown = addPlace(region, () => [])
    for (const [concept, cell] of shown) inRegions.set(concept, [...(inRegions.get(concept) ?? []), cell])
    for (const [concept, cell] of shown) addMunicipalities(region, concept, cell)
  }
  addPlace(country, (concept) => inRegions.get(concept) ?? [])
  for (const place of [country, ...regions]) addBreakdowns(place)
  const reached = regions.map((region) => addReach(region, []))
  addReach(country, reached)
  return released

  /** Narrow before wide: a family is shown where it holds enough people besides each of its skills that is shown. */
  function addPlace(place: string, held: (concept: string) => readonly Cell[]): ReadonlyMap<string, Cell> {
    const narrower = new Map<string, Cell[]>()
    const shown = new Map<string, Cell>()
    const rising = [...cellsOf(place)]
      .map(([concept, cell]) => ({ concept, cell, wider: widen(concept) }))
      .sort((one, other) => other.wider.length - one.wider.length)
    for (const { concept, cell, wider } of rising) {
      const figure = protectCount(gate, cell, {
        population: population(place),
        before: before(place, allFacets, concept),
        holds: [...(narrower.get(concept) ?? []), ...held(concept)],
      })
      if (!figure.shown) continue
      add(place, allFacets, concept, figure)
      shown.set(concept, cell)
      for (const family of wider) narrower.set(family, [...(narrower.get(family) ?? []), cell])
    }
    return shown
  }

  function addMunicipalities(region: string, concept: string, whole: Cell): void {
    const parts = new Map(placesIn(region).flatMap((part) => pair(part, cellsOf(part).get(concept))))
    const around = (part: string) => ({
      population: population(part),
      before: before(part, allFacets, concept),
      within: widen(concept).flatMap((wider) => cellsOf(part).get(wider) ?? []),
    })
    for (const [part, figure] of protectParts(gate, whole, parts, around)) add(part, allFacets, concept, figure)
  }

  /** Breakdowns overlap (someone has two levels), so that none is the rest of the others; each is held against all. */
  function addBreakdowns(place: string): void {
    for (const [facet, byConcept] of cells.get(place) ?? [])
      for (const [concept, cell] of isOfReach(facet) || facet === allFacets ? [] : byConcept) {
        const whole = cellsOf(place).get(concept)
        const around = {
          population: population(place),
          before: before(place, facet, concept),
          within: whole ? [whole] : [],
        }
        add(place, facet, concept, protectCount(gate, cell, around))
      }
  }

  /**
   * Occupations within reach: who lacks few lies in who lacks more, so narrow before wide here too; who lacks one skill
   * is part of all who are near; and a country's are its regions' together.
   */
  function addReach(place: string, inParts: readonly ReadonlyMap<string, Cell>[]): ReadonlyMap<string, Cell> {
    const shown = new Map<string, Cell>()
    const byFacet = cells.get(place) ?? new Map<string, ReadonlyMap<string, Cell>>()
    const steps = [...byFacet.keys()].flatMap((facet) => readReachFacet(facet) ?? []).sort((one, other) => one - other)
    const narrower = new Map<string, Cell[]>()
    const widest = new Map<string, Cell>()
    const protect = (
      facet: string,
      concept: string,
      cell: Cell,
      around: { within: Cell[]; holds: Cell[] },
    ): boolean => {
      const key = `${facet}\t${concept}`
      const figure = protectCount(gate, cell, {
        population: population(place),
        before: before(place, facet, concept),
        within: around.within,
        holds: [...around.holds, ...inParts.flatMap((part) => part.get(key) ?? [])],
      })
      add(place, facet, concept, figure)
      if (figure.shown) shown.set(key, cell)
      return figure.shown
    }
    for (const step of steps)
      for (const [concept, cell] of byFacet.get(reachFacet(step)) ?? []) {
        widest.set(concept, cell)
        const held = narrower.get(concept) ?? []
        if (protect(reachFacet(step), concept, cell, { within: [], holds: held }))
          narrower.set(concept, [...held, cell])
      }
    for (const [facet, byConcept] of byFacet)
      for (const [concept, cell] of isLackFacet(facet) ? byConcept : []) {
        const near = widest.get(concept)
        protect(facet, concept, cell, { within: near ? [near] : [], holds: [] })
      }
    return shown
  }
}

const isOfReach = (facet: string): boolean => isLackFacet(facet) || readReachFacet(facet) !== undefined

const pair = <Key>(key: Key, cell: Cell | undefined): readonly (readonly [Key, Cell])[] => (cell ? [[key, cell]] : [])
