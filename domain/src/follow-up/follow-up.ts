import { z } from 'zod'
import { Benefit } from '../merit/merit.ts'

/** When a holder is asked: as they have it, and half a year and a year on. */
export const rounds = ['start', 'half-year', 'year'] as const
export type Round = (typeof rounds)[number]
export const monthsAfter: Readonly<Record<Round, number>> = { start: 0, 'half-year': 6, year: 12 }

/** So long a question stands open; after that it is not asked any more. */
export const daysOpen = 60

export const degrees = ['yes', 'partly', 'no'] as const
export const Degree = z.enum(degrees)
export type Degree = z.infer<typeof Degree>

/** What someone did before, so that reach to those outside work and study is known in numbers. */
export const situations = ['working', 'studying', 'looking-for-work', 'none-of-these'] as const
export const Situation = z.enum(situations)
export type Situation = z.infer<typeof Situation>

/**
 * What a holder says of one merit in one round. At the start: what they hope for, of what is promised; later: whether it
 * came. No free text: nobody can write something that names them.
 */
export const FollowUpAnswer = z.strictObject({
  benefits: z.partialRecord(Benefit, Degree).default({}),
  recommends: Degree.optional(),
  situation: Situation.optional(),
})
export type FollowUpAnswer = z.infer<typeof FollowUpAnswer>

/** What an employer says, whom the holder asked: two questions, and nothing of the person beside. */
export const EmployerAnswer = z.strictObject({ useful: Degree, wouldAskFor: Degree })
export type EmployerAnswer = z.infer<typeof EmployerAnswer>

/** What may be counted: a promised benefit, whether one would recommend it, where people came from, what employers say. */
export type Measure =
  | `benefit:${Benefit}`
  | 'recommends'
  | `situation:${Situation}`
  | 'employer:useful'
  | 'employer:would-ask-for'

/** What one answer says of each measure; what was not answered says nothing. */
export function listSaid(answer: FollowUpAnswer): readonly (readonly [Measure, Degree])[] {
  const { benefits, recommends, situation } = answer
  return [
    ...Benefit.options.flatMap((benefit) => {
      const degree = benefits[benefit]
      return degree ? [[`benefit:${benefit}`, degree] as const] : []
    }),
    ...(recommends ? [['recommends', recommends] as const] : []),
    ...(situation ? situations.map((one) => [`situation:${one}`, one === situation ? 'yes' : 'no'] as const) : []),
  ]
}

export const listSaidByEmployer = ({
  useful,
  wouldAskFor,
}: EmployerAnswer): readonly (readonly [Measure, Degree])[] => [
  ['employer:useful', useful],
  ['employer:would-ask-for', wouldAskFor],
]

/** Only what the merit promises is asked about, and the situation only at the start. */
export function refuseAnswer(
  answer: FollowUpAnswer,
  round: Round,
  promised: readonly Benefit[],
): 'benefit-not-promised' | 'situation-out-of-round' | undefined {
  if (Benefit.options.some((benefit) => answer.benefits[benefit] && !promised.includes(benefit)))
    return 'benefit-not-promised'
  return answer.situation && round !== 'start' ? 'situation-out-of-round' : undefined
}

/** The day on which a round is due, for what was issued on a day; at the end of a shorter month. */
export function dueOn(issuedOn: string, round: Round): string {
  const [year = 0, month = 1, day = 1] = issuedOn.split('-').map(Number)
  const then = month - 1 + monthsAfter[round]
  const lastDay = new Date(Date.UTC(year, then + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, then, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/** From `due` for `daysOpen` days. */
export function isOpen(due: string, today: string): boolean {
  const last = new Date(Date.parse(`${due}T00:00:00Z`) + daysOpen * 86_400_000).toISOString().slice(0, 10)
  return due <= today && today <= last
}
