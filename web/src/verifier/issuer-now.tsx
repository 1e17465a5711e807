import type { IssuerNow as Now } from '@bricka/server/verifying/find-issuer-now'
import { Callout } from '../kit/pieces.tsx'
import { useWords } from '../kit/scene.tsx'
import { GoesOn } from './goes-on.tsx'

/** What has become of the issuer since: what it issued stays, but who answers for it may be another. */
export function IssuerNow({ now: { slug, name, endedAt, successor, movedTo } }: { now: Now }) {
  const { say, date } = useWords()
  return (
    <Callout title={endedAt ? say('verifier.issuer-ended', { at: date(endedAt) }) : say('verifier.issuer-renamed')}>
      <p>
        <a href={`/organisations/${slug}`}>{name}</a>
      </p>
      {endedAt && <p>{say('estate.ended-public')}</p>}
      <GoesOn successor={successor} movedTo={movedTo} />
    </Callout>
  )
}
