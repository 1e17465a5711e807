import { facetsOfReached, type Reach } from './reach-role.ts'

/** One verified skill that one credential shows, as far as statistics need it; nothing in it names the person. */
export type SupplyFact = {
  readonly skill: string
  readonly issuerId: string
  readonly issuerKind: string
  /** EQF level of the merit; undefined where its design names none. */
  readonly level: string | undefined
  readonly form: string
  /** The person's municipality, or the narrowest place that is known. */
  readonly place: string
  /** The region of that place; the same place where it is none narrower. */
  readonly region: string
  /** The last day, `2027-05-31`; undefined where it does not end. */
  readonly validUntil: string | undefined
}

/** All skills together: how many are in the statistics at all, and through whom. */
export const anySkill = '*'
/** No breakdown. */
export const allFacets = 'all'

/** A cell's address: a place, a skill or family of skills, and at most one breakdown. */
export type CellKey = string
export const cellKey = (place: string, concept: string, facet: string): CellKey => `${place}\t${facet}\t${concept}`
export function readCellKey(key: CellKey): { place: string; facet: string; concept: string } {
  const [place = '', facet = '', concept = ''] = key.split('\t')
  return { place, facet, concept }
}

/** The cells that a person stands in, each with the organisations that put them there. */
export type Memberships = ReadonlyMap<CellKey, ReadonlySet<string>>

/** A skill → the wider skills and families that it counts in too; and, where a classification knows occupations, those. */
export type Widen = ((skill: string) => readonly string[]) & { readonly reach?: Reach }

/**
 * The cells that one person's facts put them in: each once, however many credentials say the same.
 *
 * Few and coarse: municipalities by skill, regions by skill and at most one of level, form, kind of issuer and the
 * quarter in which the last of it ends; and regions by the occupations that are within reach.
 */
export function listMemberships(facts: readonly SupplyFact[], widen: Widen): Memberships {
  const cells = new Map<CellKey, Set<string>>()
  const put = (key: CellKey, issuers: Iterable<string>): void => {
    const known = cells.get(key)
    if (known) for (const issuer of issuers) known.add(issuer)
    else cells.set(key, new Set(issuers))
  }
  const ends = new Map<string, { region: string; concept: string; last: string | undefined; issuers: Set<string> }>()
  for (const fact of facts) {
    const { issuerId, region, place } = fact
    for (const concept of [fact.skill, ...widen(fact.skill), anySkill]) {
      if (place !== region) put(cellKey(place, concept, allFacets), [issuerId])
      for (const facet of [
        allFacets,
        `level:${fact.level ?? 'none'}`,
        `form:${fact.form}`,
        `issuer:${fact.issuerKind}`,
      ])
        put(cellKey(region, concept, facet), [issuerId])
      const end = ends.get(concept)
      if (!end) ends.set(concept, { region, concept, last: fact.validUntil, issuers: new Set([issuerId]) })
      else {
        end.issuers.add(issuerId)
        end.last = later(end.last, fact.validUntil)
      }
    }
  }
  for (const { region, concept, last, issuers } of ends.values())
    if (last !== undefined) put(cellKey(region, concept, `until:${quarterOf(last)}`), issuers)
  const region = facts[0]?.region ?? ''
  for (const reached of widen.reach?.(new Set(ends.keys())) ?? []) {
    const issuer = findMain(reached.has.flatMap((skill) => [...(ends.get(skill)?.issuers ?? [])]))
    for (const facet of facetsOfReached(reached)) put(cellKey(region, reached.occupation, facet), [issuer])
  }
  return cells
}

/**
 * Whom a person near an occupation counts for: who has shown most of what they have of it. Several have each shown
 * something, and none of them knows from that alone that they are near.
 */
function findMain(issuers: readonly string[]): string {
  const times = Map.groupBy([...issuers].sort(), (issuer) => issuer)
  return [...times].reduce((main, one) => (one[1].length > main[1].length ? one : main), ['', []])[0]
}

/** Without an end is later than any. */
const later = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || other === undefined ? undefined : one > other ? one : other

export const quarterOf = (day: string): string => `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** The quarter before this one, the newest that has ended. */
export function lastQuarter(day: string): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  first.setUTCMonth(Math.floor(first.getUTCMonth() / 3) * 3 - 1)
  return quarterOf(first.toISOString())
}

export type CellChange = { persons: number; keySum: number; byIssuer: Map<string, number> }
export type Changes = Map<CellKey, CellChange>

/** Adds what moves when a person with this record key stands in other cells than before. Nothing moves twice. */
export function addChanges(changes: Changes, recordKey: number, before: Memberships, after: Memberships): void {
  const change = (key: CellKey): CellChange => {
    const known = changes.get(key)
    if (known) return known
    const made: CellChange = { persons: 0, keySum: 0, byIssuer: new Map() }
    changes.set(key, made)
    return made
  }
  const tell = (key: CellKey, issuers: ReadonlySet<string>, others: ReadonlySet<string> | undefined, by: 1 | -1) => {
    if (!others) {
      const cell = change(key)
      cell.persons += by
      cell.keySum += by * recordKey
    }
    for (const issuer of issuers) {
      if (others?.has(issuer)) continue
      const { byIssuer } = change(key)
      byIssuer.set(issuer, (byIssuer.get(issuer) ?? 0) + by)
    }
  }
  for (const [key, issuers] of after) tell(key, issuers, before.get(key), 1)
  for (const [key, issuers] of before) tell(key, issuers, after.get(key), -1)
}
