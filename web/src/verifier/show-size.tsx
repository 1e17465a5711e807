import type { StatedLevel } from '@bricka/domain/transparency/transparency-profile'
import type { ReactNode } from 'react'
import type { Words } from '../kit/words.ts'
import { NotSaid, OuterLink } from './said.tsx'

/** Hours and credits, each in its own unit; none is turned into the other. */
export function showWorkload(
  words: Words,
  workload: { hours?: number | undefined; credits?: { value: number; unit?: string | undefined } | undefined },
): string {
  const { hours, credits } = workload
  return [
    ...(hours === undefined ? [] : [words.say('domain.hours', { count: hours })]),
    ...(credits === undefined ? [] : [`${words.number(credits.value)} ${credits.unit ?? ''}`.trim()]),
  ].join(' · ')
}

/** A level with its standing: decided, or the issuer's own comparison. Never the number alone. */
export function showLevel(words: Words, level: StatedLevel): ReactNode {
  const { say } = words
  if (!level.stated) return <NotSaid />
  if (level.standing === 'none')
    return (
      <>
        {say('domain.standing.none')}: {level.reason}
      </>
    )
  const { framework, decision, eqf } = level
  return (
    <>
      {framework ? say('domain.level', { framework, level: level.level }) : level.level}
      {eqf.length > 0 && framework !== 'EQF' && `, ${say('domain.eqf', { levels: words.list(eqf.map(String)) })}`}
      <br />
      <span className="check-means">
        {say(`domain.standing.${level.standing}`)}
        {decision && (
          <>
            {'. '}
            <OuterLink href={decision.url}>
              {say('verifier.level-decision', { body: decision.body, reference: decision.reference ?? '' })}
            </OuterLink>
          </>
        )}
      </span>
    </>
  )
}
