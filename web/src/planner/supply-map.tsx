import type { PlaceFigure } from '@bricka/server/planning/read-supply'
import { useWords } from '../kit/scene.tsx'
import shapes from './region-shapes.json' with { type: 'json' }

const known: Readonly<Record<string, string>> = shapes

/** Four steps of equal numbers of places, so that one large figure does not make all others pale. */
export function stepOf(value: number, all: readonly number[]): number {
  const below = all.filter((other) => other < value).length
  return Math.min(4, 1 + Math.floor((4 * below) / Math.max(1, all.length)))
}

/**
 * The regions as a picture: the darker, the more for each 1,000. Hatched is where no figure is shown. A table beside it
 * has the same figures; Greenland, Iceland and the Faroes are drawn aside and larger or smaller than they are.
 */
export function SupplyMap(props: {
  items: readonly Pick<PlaceFigure, 'place' | 'perThousand'>[]
  title: string
  caption: string
}) {
  const { items, title, caption } = props
  const { say, number } = useWords()
  const values = items.flatMap(({ perThousand }) => (perThousand ? [perThousand.value] : []))
  return (
    <figure className="supply-map">
      <svg viewBox="30 8 672 760" role="img" aria-label={title}>
        <defs>
          <pattern id="supply-none" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" className="supply-none-ground" />
            <line x1="0" y1="0" x2="0" y2="6" className="supply-none-line" />
          </pattern>
        </defs>
        {items.map(({ place, perThousand }) => {
          const shape = known[place.code]
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
      <figcaption>
        {caption} <small>{say('planning.map-source')}</small>
      </figcaption>
    </figure>
  )
}
