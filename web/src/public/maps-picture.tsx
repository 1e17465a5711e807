import type { ItemView, SuperimposedView } from '@bricka/domain/skill/superimposed-view'
import { useWords } from '../kit/scene.tsx'

/** What is laid over what, with their names where they have any. */
type Pictured = SuperimposedView & {
  readonly from?: { readonly label: string } | undefined
  readonly to?: { readonly label: string } | undefined
}

export const tiers = ['identical', 'sameFamily', 'relatedFamily', 'missing'] as const
export type Tier = (typeof tiers)[number]

const isEssential = ({ requirement }: ItemView): boolean => requirement === 'essential'
const countEssential = (answer: Pictured, tier: Tier): number => answer[tier].filter(isEssential).length

/**
 * Two courses of tiles laid over each other: above what is brought, below what is asked for; where both are the same, one
 * tile through both. Under it a wall of all that is asked for, by name. The tables beside say the same in words.
 */
export function Picture({ answer }: { answer: Pictured }) {
  const { say } = useWords()
  const counts = {
    identical: countEssential(answer, 'identical'),
    sameFamily: countEssential(answer, 'sameFamily'),
    relatedFamily: countEssential(answer, 'relatedFamily'),
    missing: countEssential(answer, 'missing'),
  }
  const { held, of } = answer.coverage
  return (
    <figure className="overlay">
      <div className="overlay-numbers">
        <p className="overlay-number">
          <b>{say('maps.of', { held, of })}</b> <span>{say('maps.number-held')}</span>
        </p>
        <p className="overlay-number">
          <b>{counts.sameFamily}</b> <span>{say('maps.number-near')}</span>
        </p>
        <p className="overlay-number">
          <b>{counts.relatedFamily + counts.missing}</b> <span>{say('maps.number-new')}</span>
        </p>
      </div>
      <p className="overlay-end">{answer.from?.label}</p>
      <Courses counts={counts} brought={answer.brought} label={say('maps.picture', counts)} />
      <p className="overlay-end overlay-end-to">{answer.to?.label}</p>
      <div className="overlay-wall">
        {tiers.map((tier) => (
          <TierWall key={tier} tier={tier} items={answer[tier]} />
        ))}
      </div>
      <figcaption>{say('maps.picture-caption')}</figcaption>
    </figure>
  )
}

const step = 10
const most = 60

/** What is brought and not asked for lies left of what both have; more than fits in is only hinted at. */
function Courses({ counts, brought, label }: { counts: Record<Tier, number>; brought: number; label: string }) {
  const besides = Math.min(most, Math.max(0, brought - counts.identical))
  const asked = tiers.flatMap((tier) => Array.from({ length: counts[tier] }, () => tier))
  const width = (besides + asked.length) * step
  return (
    <svg className="courses" viewBox={`0 0 ${Math.max(step, width)} 84`} role="img" aria-label={label}>
      <title>{label}</title>
      {Array.from({ length: besides }, (_, place) => place * step).map((x) => (
        <rect key={x} className="course-brought" x={x + 0.5} y="2" width={step - 1} height="38" rx="1.5" />
      ))}
      {asked.map((tier, place) => {
        const x = (besides + place) * step + 0.5
        if (tier === 'identical')
          return <rect key={x} className="course-identical" x={x} y="2" width={step - 1} height="80" rx="1.5" />
        return (
          <g key={x} className={`course-${tier}`}>
            {tier !== 'missing' && (
              <rect
                className="course-reach"
                x={x}
                y={tier === 'sameFamily' ? 16 : 28}
                width={step - 1}
                height={tier === 'sameFamily' ? 24 : 12}
                rx="1.5"
              />
            )}
            <rect className="course-asked" x={x} y="44" width={step - 1} height="38" rx="1.5" />
          </g>
        )
      })}
    </svg>
  )
}

function TierWall({ tier, items }: { tier: Tier; items: readonly ItemView[] }) {
  const { say } = useWords()
  if (items.length === 0) return null
  const essential = items.filter(isEssential)
  const optional = items.length - essential.length
  return (
    <section className={`tier-wall tier-${tier}`}>
      <h3>
        {say(`maps.${tier}`)} <span className="tier-count">{essential.length}</span>
      </h3>
      <ul className="bricks">
        {essential.map(({ uri, label }) => (
          <li key={uri}>{label}</li>
        ))}
        {optional > 0 && <li className="brick-more">{say('maps.and-optional', { count: optional })}</li>}
      </ul>
    </section>
  )
}
