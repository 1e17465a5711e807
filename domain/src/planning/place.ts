import municipalities from './municipalities.json' with { type: 'json' }
import regions from './regions.json' with { type: 'json' }

export type PlaceKind = 'country' | 'region' | 'municipality'

/**
 * A place that figures are about, by a code that its country's statistics use: NUTS 3 in Sweden, Finland and Åland,
 * the five regions (NUTS 2) in Denmark, counties and regions by ISO 3166-2 in Norway (those of 2024), Iceland and
 * Greenland; municipalities by their national code after their country's.
 */
export type Place = {
  readonly code: string
  readonly kind: PlaceKind
  readonly name: string
  /** The region of a municipality, the country of a region. */
  readonly parent: string | undefined
  readonly country: string
  /** The day from which this division holds. */
  readonly since: string
}

const since: Readonly<Record<string, string>> = { NO: '2024-01-01', FI: '2021-01-01', IS: '2013-01-01' }
const firstDay = (country: string): string => since[country] ?? '2021-01-01'

/** All places, each under the one it lies in; countries and areas with their ISO 3166 code. */
export const places: ReadonlyMap<string, Place> = new Map(
  Object.entries(regions).flatMap(([country, named]) => [
    entry({ code: country, kind: 'country', name: country, parent: undefined, country, since: firstDay(country) }),
    ...Object.entries(named).flatMap(([region, name]) => [
      entry({ code: region, kind: 'region', name, parent: country, country, since: firstDay(country) }),
      ...Object.entries(municipalitiesOf(region)).map(([code, own]) =>
        entry({ code, kind: 'municipality', name: own, parent: region, country, since: firstDay(country) }),
      ),
    ]),
  ]),
)

function entry(place: Place): readonly [string, Place] {
  return [place.code, place]
}

function municipalitiesOf(region: string): Readonly<Record<string, string>> {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = municipalities
  return known[region] ?? {}
}

export const placesIn = (parent: string | undefined): readonly Place[] =>
  [...places.values()].filter((place) => place.parent === parent)

/** The place of a code or of a name as people write it in a free field: the widest that has it. */
export function findPlace(text: string, country?: string): Place | undefined {
  const exact = places.get(text)
  if (exact) return exact
  const plain = simplify(text)
  return [...places.values()].find(
    (place) => (country === undefined || place.country === country) && simplify(place.name) === plain,
  )
}

const simplify = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^region\s+/, '')
    .replace(/s?\s+(län|kommune?|region|fylke)$/, '')
    .trim()
