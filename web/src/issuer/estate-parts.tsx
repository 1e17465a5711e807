import { openWorkplace, type Workplace } from '../creator/console.tsx'
import { type FormState, type PageAnswer, redirect, type Visit } from '../kit/page.ts'
import { useWords } from '../kit/scene.tsx'

export const homeOf = (workplace: Workplace): string => `/org/${workplace.slug}/estate`
export const apiOf = (workplace: Workplace): string => `/api/organisations/${workplace.id}`

type Meaning = 'close' | 'ended' | 'join' | 'accept' | 'decline' | 'pack'

/** What an act means, point by point, before it is done. */
export function What({ points }: { points: readonly (`estate.${Meaning}-means` | 'estate.not-alone')[] }) {
  const { say } = useWords()
  return (
    <ul>
      {points.map((point) => (
        <li key={point}>{say(point)}</li>
      ))}
    </ul>
  )
}

/** Asks for an end, and shows the page again with what was wrong. */
export async function plan(visit: Visit, body: object, again: (state: FormState) => PageAnswer | Promise<PageAnswer>) {
  const workplace = openWorkplace(visit)
  const answer = await visit.call('POST', `${apiOf(workplace)}/ending`, body)
  if (!answer.ok) return again({ posted: visit.posted, problem: answer.problem })
  return redirect(`${homeOf(workplace)}?done=saved`)
}
