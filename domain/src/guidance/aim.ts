import { z } from 'zod'
import { Constraints, Objective } from '../pathway/offer.ts'
import { typedLine, typedText } from '../typed-text.ts'

const Address = z.string().min(1).max(400)

/** Something of a classification, as it was called when it was chosen. */
export const Chosen = z.strictObject({ uri: Address, label: typedLine().min(1).max(300) })
export type Chosen = z.infer<typeof Chosen>

/** Where somebody wants to go: to an occupation, to a qualification that merits add up to, or to skills they have named. */
export const Target = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('occupation'),
    occupation: Chosen,
    /** An organisation's own map instead of the classification as it was published. */
    mapId: z.uuid().optional(),
  }),
  z.strictObject({ kind: z.literal('qualification'), stackId: z.uuid(), title: typedLine().min(1).max(300) }),
  z.strictObject({ kind: z.literal('skills'), skills: z.array(Chosen).min(1).max(100) }),
])
export type Target = z.infer<typeof Target>

export const aimStates = ['open', 'paused', 'reached', 'dropped'] as const
export const AimState = z.enum(aimStates)
export type AimState = z.infer<typeof AimState>

/** An aim as its learner states it. Everything but the target is theirs to leave out. */
export const Aim = z.strictObject({
  target: Target,
  /** Occupations they say they have worked in: their own word, kept apart from what merits show. */
  workedAs: z.array(Chosen).max(10).default([]),
  constraints: Constraints.default({ online: true }),
  objective: Objective.default('fewest'),
  why: typedText().max(2000).optional(),
  state: AimState.default('open'),
})
export type Aim = z.infer<typeof Aim>

/** What an aim is called, in the words it was chosen in. */
export function titleOfAim({ target }: Pick<Aim, 'target'>): string {
  if (target.kind === 'occupation') return target.occupation.label
  if (target.kind === 'qualification') return target.title
  return target.skills.map(({ label }) => label).join(', ')
}
