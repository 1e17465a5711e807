import type { PlaceMapView } from '@bricka/server/planning/find-place-map'
import type { BesideView, PlaceFigure } from '@bricka/server/planning/read-supply'
import { Section } from '../kit/layout.tsx'
import { addressWith, type Visit } from '../kit/page.ts'
import { LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { findPicture, type Picture, SupplyMap } from './supply-map.tsx'
import { Figure, Ratio } from './supply-parts.tsx'

export type Parts = { items: readonly PlaceFigure[]; picture: Picture | undefined; address: string }
type Kind = 'region' | 'municipality'

/** What a place's parts are on this page: a country's regions, or all of its municipalities where the address says so. */
export const kindOfParts = ({ query }: Visit, { kind }: BesideView['place']): Kind =>
  kind === 'country' && query.get('by') !== 'municipality' ? 'region' : 'municipality'

/** One skill, or any, over the parts of a place, with their picture where their outlines are here. */
export async function readParts(visit: Visit, { place, period }: BesideView, concept: string): Promise<Parts> {
  const kind = kindOfParts(visit, place)
  const address = `/api/planning/supply/places?${new URLSearchParams({ within: place.code, kind, concept, period })}`
  const { items } = await visit.need<{ items: PlaceFigure[] }>(address)
  return { items, picture: await readPicture(visit, place, items), address }
}

export async function readPicture(
  visit: Visit,
  place: BesideView['place'],
  items: readonly Pick<PlaceFigure, 'place'>[],
): Promise<Picture | undefined> {
  if (place.kind === 'municipality') return undefined
  const asked = new URLSearchParams({ within: place.code, kind: kindOfParts(visit, place) })
  const { map } = await visit.need<{ map: PlaceMapView | null }>(`/api/planning/shapes?${asked}`)
  return findPicture(
    map,
    items.map((item) => item.place.code),
  )
}

/** The parts of a place: a picture where their outlines are here, and the same figures as a table. */
export function PlaceParts({ parts, beside, title }: { parts: Parts; beside: BesideView; title: string }) {
  const { say } = useWords()
  const { items, picture, address } = parts
  if (items.length === 0) return null
  const most = (item: PlaceFigure) => item.perThousand?.value ?? item.people ?? 0
  const shown = items.filter(({ people }) => people !== null).sort((one, other) => most(other) - most(one))
  const hidden = items.filter(({ people }) => people === null)
  return (
    <Section title={say('planning.parts')} lead={say('planning.parts-lead')}>
      <ByKind beside={beside} />
      {picture && (
        <SupplyMap
          items={items}
          title={say('planning.parts-map', { title })}
          caption={say('planning.parts-map-caption')}
          picture={picture}
        />
      )}
      {shown.length > 0 && (
        <Table
          caption={say('planning.parts')}
          columns={[
            {
              head: say('planning.place'),
              cell: ({ place }: PlaceFigure) => <a href={`/planning/${place.code}`}>{place.name}</a>,
            },
            { head: say('planning.people'), numeric: true, cell: ({ people }) => <Figure people={people} /> },
            {
              head: say('planning.per-thousand'),
              numeric: true,
              cell: ({ perThousand }) => <Ratio ratio={perThousand} />,
            },
          ]}
          rows={shown}
          keyOf={({ place }) => place.code}
        />
      )}
      {hidden.length > 0 && (
        <details className="parts-hidden">
          <summary>{say('planning.parts-hidden', { count: hidden.length })}</summary>
          <ul>
            {hidden.map(({ place }) => (
              <li key={place.code}>
                <a href={`/planning/${place.code}`}>{place.name}</a>
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="actions">
        <LinkButton href={`${address}&format=csv`} look="secondary" icon="download" download>
          {say('planning.parts-export')}
        </LinkButton>
      </div>
    </Section>
  )
}

/** A country is seen by regions or by all of its municipalities; the address says which. */
function ByKind({ beside }: { beside: BesideView }) {
  const { path, query } = useScene()
  const { say } = useWords()
  if (beside.place.kind !== 'country') return null
  const all = query.get('by') === 'municipality'
  return (
    <p>
      <a href={addressWith(path, query, { by: all ? undefined : 'municipality' })}>
        {say(all ? 'planning.by-region' : 'planning.by-municipality')}
      </a>
    </p>
  )
}
