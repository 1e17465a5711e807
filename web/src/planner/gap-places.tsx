import type { PlaceGap } from '@bricka/server/planning/read-gap'
import type { BesideView, PlaceView } from '@bricka/server/planning/read-supply'
import type { Visit } from '../kit/page.ts'
import { LinkButton } from '../kit/pieces.tsx'
import { useScene, useWords } from '../kit/scene.tsx'
import { Table } from '../kit/table.tsx'
import { kindOfParts, readPicture } from './place-parts.tsx'
import { type Picture, SupplyMap } from './supply-map.tsx'

type Shown = {
  items: readonly PlaceGap[]
  /** All that the picture has, also those that nobody was asked about. */
  places: readonly PlaceView[]
  picture: Picture | undefined
  csv: string
}

/** What employers lack in the parts of a place, where a survey asked about any of them. */
export async function readPartGaps(
  visit: Visit,
  { place }: BesideView,
  asked: URLSearchParams,
): Promise<Shown | undefined> {
  const address = `/api/planning/gap/places?within=${place.code}&${asked}`
  const answer = await visit.call<{ items: PlaceGap[] }>('GET', address)
  const kind = kindOfParts(visit, place)
  const items = answer.ok ? answer.body.items.filter((one) => one.place.kind === kind) : []
  if (items.length === 0) return undefined
  const { items: all } = await visit.need<{ items: PlaceView[] }>('/api/planning/places')
  const regions = new Set(all.flatMap(({ code, parent }) => (parent === place.code ? code : [])))
  const places = all.filter((one) => one.kind === kind && (one.parent === place.code || regions.has(one.parent ?? '')))
  const picture = await readPicture(
    visit,
    place,
    places.map((one) => ({ place: one })),
  )
  return { items, places, picture, csv: `${address}&format=csv` }
}

/** Places by what is lacking in them: a picture, and the same figures as a table. */
export function GapPlaces({ items, places, picture, csv, title }: Shown & { title: string }) {
  const words = useWords()
  const { query } = useScene()
  const { say, number } = words
  const byCode = new Map(items.map(({ place, perThousand }) => [place.code, perThousand]))
  const drawn = places.map((place) => {
    const value = byCode.get(place.code) ?? null
    return { place, perThousand: value === null ? null : { value, atLeast: value, atMost: value } }
  })
  const kept = new URLSearchParams([...query].filter(([name]) => name === 'branch' || name === 'until'))
  return (
    <>
      {picture && <SupplyMap items={drawn} title={title} caption={say('gap.map-caption')} picture={picture} />}
      <Table
        caption={say('gap.places')}
        captionShown
        columns={[
          {
            head: say('planning.place'),
            cell: ({ place }: PlaceGap) => (
              <a href={`/planning/${place.code}/gap?${kept}`}>
                {place.kind === 'country' ? words.country(place.code) : place.name}
              </a>
            ),
          },
          { head: say('gap.skills'), numeric: true, cell: ({ skills }) => number(skills) },
          { head: say('gap.lacking'), numeric: true, cell: ({ lacking }) => number(lacking) },
          {
            head: say('planning.per-thousand'),
            numeric: true,
            cell: ({ perThousand }) => (perThousand === null ? say('planning.withheld') : number(perThousand)),
          },
        ]}
        rows={items}
        keyOf={({ place }) => place.code}
      />
      <div className="actions">
        <LinkButton href={csv} look="secondary" icon="download" download>
          {say('planning.parts-export')}
        </LinkButton>
      </div>
    </>
  )
}
