import type { GapFigure } from '@bricka/server/planning/read-gap'
import { useWords } from '../kit/scene.tsx'

/** What is lacking, with how sure that is; where nobody may know who is there, the most that it can be. */
export function Lacking({ gap }: { gap: GapFigure }) {
  const { say, number } = useWords()
  const { lacking, lackingAtLeast, lackingAtMost } = gap
  if (lackingAtLeast === null) return <span>{say('gap.at-most', { most: number(lackingAtMost) })}</span>
  return (
    <>
      {number(lacking)}{' '}
      <small>{say('planning.between', { from: number(lackingAtLeast), to: number(lackingAtMost) })}</small>
    </>
  )
}

/** Wanted as a pale bar with its uncertainty as a line, who is there as a dark one in it: nothing that the table lacks. */
export function GapBar({ gap, most }: { gap: GapFigure; most: number }) {
  const at = (value: number): number => (100 * Math.max(0, value)) / most
  return (
    <svg className="gap-bar" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="gap-wanted" width={at(gap.wanted)} height="14" />
      <rect className="gap-people" y="4" width={at(gap.people ?? 0)} height="6" />
      <line
        className="gap-sure"
        x1={at(gap.wantedAtLeast)}
        x2={at(gap.wantedAtMost)}
        y1="7"
        y2="7"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
