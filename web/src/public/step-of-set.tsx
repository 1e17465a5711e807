import type { ClosingSetView } from '@bricka/domain/pathway/closing-view'
import type { ReactNode } from 'react'
import { Tag } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import type { Words } from '../kit/words.ts'

/** What it costs, in its own currency; nothing in any. */
export const showPrice = ({ say, number }: Words, amount: number, currency = ''): string =>
  amount === 0 ? say('maps.free') : `${number(amount)} ${currency}`.trim()

/** One merit of a set: whose it is, how large, and what it closes. */
export function StepOfSet(props: {
  step: ClosingSetView['steps'][number]
  names: ReadonlyMap<string, string>
  href: string | undefined
  children?: ReactNode
}) {
  const { step, names, href, children } = props
  const { offer, route, gives, couldBeValidated } = step
  const words = useWords()
  const { say } = words
  const title = offer.title ?? offer.id
  return (
    <li>
      <div>
        {href ? <a href={href}>{title}</a> : title}
        <span className="step-facts">
          {offer.ownerName}
          {offer.hours !== undefined && ` · ${say('maps.hours', { hours: words.number(offer.hours) })}`}
          {offer.online && ` · ${say('maps.at-a-distance')}`}
          {offer.startsOn !== undefined &&
            ` · ${[...offer.places, say('maps.from-day', { day: words.date(offer.startsOn) })].join(' ')}`}
          {offer.price !== undefined && ` · ${showPrice(words, offer.price, offer.currency)}`}
        </span>
      </div>
      <p>
        {gives.length > 0
          ? say('maps.gives', { skills: words.list(gives.map((uri) => names.get(uri) ?? uri)) })
          : say('maps.opens-way')}
      </p>
      {(couldBeValidated || route === 'validation') && <Tag tone="success">{say('maps.could-be-validated')}</Tag>}
      {children}
    </li>
  )
}
