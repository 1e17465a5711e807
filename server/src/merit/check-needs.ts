import type { MeritDesign, NeedReference } from '@bricka/domain/merit/merit'
import type { Work } from '../database/connect.ts'
import { Paging } from '../http/paging.ts'
import { type FieldProblem, Problem } from '../http/problem.ts'
import { type FoundNeed, findNeeds } from '../need/find-needs.ts'

/** As the catalogue keeps it, to be found by. */
export const needKey = ({ waveId, concept }: NeedReference): string => `${waveId} ${concept}`

/**
 * A merit can say that it answers what a survey found only where that has been published: else nobody could look it up.
 *
 * @throws Problem `need-not-published` with each that cannot stand
 */
export async function checkNeeds(work: Work, design: MeritDesign): Promise<void> {
  const known = new Set((await showNeeds(work, design)).map(needKey))
  const errors = design.answersNeeds.flatMap((need, index): FieldProblem[] =>
    known.has(needKey(need))
      ? []
      : [
          {
            pointer: `/design/answersNeeds/${index}`,
            code: 'need-not-published',
            detail: 'No published survey has a figure for this skill.',
          },
        ],
  )
  if (errors.length > 0)
    throw new Problem('need-not-published', 'Take away what no published survey says, or choose another need.', errors)
}

/** The needs that a merit says it answers, in its own order, each with what was published, and whether it is taught. */
export async function showNeeds(work: Work, { answersNeeds, outcomes }: MeritDesign): Promise<FoundNeed[]> {
  if (answersNeeds.length === 0) return []
  const skills = outcomes.flatMap(({ alignments }) => alignments.map(({ uri }) => uri))
  const { items } = await findNeeds(work, { ...everything, skills, among: answersNeeds })
  return answersNeeds.flatMap((need) => items.filter((item) => needKey(item) === needKey(need)))
}

const everything = Paging.parse({ perPage: 200 })
