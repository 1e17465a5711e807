import type { PlaceMapView } from '@bricka/server/planning/find-place-map'
import type { PlaceFigure } from '@bricka/server/planning/read-supply'
import { useWords } from '../kit/scene.tsx'
import shapes from './region-shapes.json' with { type: 'json' }

/** What a map is drawn from; `source` where the outlines are not those that the words under the map name. */
export type Picture = {
  viewBox: string
  paths: Readonly<Record<string, string>>
  source: string | undefined
}

/** The regions of all countries and areas. */
export const allRegions: Picture = { viewBox: '30 8 672 760', paths: shapes, source: undefined }

/** A map of some places: as the server has it, else cut out of the one of all regions; undefined where neither is. */
export function findPicture(map: PlaceMapView | null, codes: readonly string[]): Picture | undefined {
  if (map) return { viewBox: `0 0 ${map.width} ${map.height}`, paths: map.paths, source: map.source }
  const drawn = codes.filter((code) => code in shapes)
  if (drawn.length < 2) return undefined
  const paths = Object.fromEntries(Object.entries(allRegions.paths).filter(([code]) => drawn.includes(code)))
  const numbers = Object.values(paths).flatMap((path) => path.match(/[\d.]+/g)?.map(Number) ?? [])
  const [across, down] = [numbers.filter((_, at) => at % 2 === 0), numbers.filter((_, at) => at % 2 === 1)]
  const [left, top] = [Math.min(...across) - 2, Math.min(...down) - 2]
  const size = [Math.max(...across) - left + 2, Math.max(...down) - top + 2]
  return { viewBox: [left, top, ...size].map((one) => Math.round(one)).join(' '), paths, source: undefined }
}

/** Four steps of equal numbers of places, so that one large figure does not make all others pale. */
export function stepOf(value: number, all: readonly number[]): number {
  const below = all.filter((other) => other < value).length
  return Math.min(4, 1 + Math.floor((4 * below) / Math.max(1, all.length)))
}

/**
 * Places as a picture: the darker, the more for each 1,000. Hatched is where no figure is shown. A table beside it has the
 * same figures.
 */
export function SupplyMap(props: {
  items: readonly Pick<PlaceFigure, 'place' | 'perThousand'>[]
  title: string
  caption: string
  picture?: Picture
}) {
  const { items, title, caption, picture = allRegions } = props
  const { say, number } = useWords()
  const values = items.flatMap(({ perThousand }) => (perThousand ? [perThousand.value] : []))
  return (
    <figure className="supply-map">
      <svg viewBox={picture.viewBox} role="img" aria-label={title}>
        <defs>
          <pattern id="supply-none" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className="supply-none-ground" />
            <line x1="0" y1="0" x2="0" y2="6" className="supply-none-line" />
          </pattern>
        </defs>
        {items.map(({ place, perThousand }) => {
          const shape = picture.paths[place.code]
          if (shape === undefined) return null
          return (
            <path
              key={place.code}
              d={shape}
              className={perThousand ? `supply-step-${stepOf(perThousand.value, values)}` : 'supply-step-none'}
            >
              <title>{`${place.name}: ${perThousand ? number(perThousand.value) : say('planning.withheld')}`}</title>
            </path>
          )
        })}
      </svg>
      <Legend values={values} someHidden={values.length < items.length} />
      <figcaption>
        {caption}{' '}
        <small>
          {picture.source === undefined
            ? say('planning.map-source')
            : say('planning.shapes-source', { source: picture.source })}
        </small>
      </figcaption>
    </figure>
  )
}

function Legend({ values, someHidden }: { values: readonly number[]; someHidden: boolean }) {
  const { say, number } = useWords()
  const steps = [1, 2, 3, 4].flatMap((step) => {
    const own = values.filter((value) => stepOf(value, values) === step)
    return own.length === 0 ? [] : { step, from: Math.min(...own), to: Math.max(...own) }
  })
  return (
    <div className="supply-legend">
      {steps.length > 0 && <span>{say('planning.per-thousand')}:</span>}
      <ul>
        {steps.map(({ step, from, to }) => (
          <li key={step}>
            <Swatch look={`supply-step-${step}`} />
            {from === to ? number(from) : `${number(from)}–${number(to)}`}
          </li>
        ))}
        {someHidden && (
          <li>
            <Swatch look="supply-step-none" />
            {say('planning.withheld')}
          </li>
        )}
      </ul>
    </div>
  )
}

const Swatch = ({ look }: { look: string }) => (
  <svg viewBox="0 0 24 16" aria-hidden="true" focusable="false">
    <rect className={look} width="24" height="16" />
  </svg>
)
