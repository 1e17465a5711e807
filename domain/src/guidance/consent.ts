import { z } from 'zod'

/**
 * What a learner can show a counsellor, one thing at a time; never the passport as a whole. An aim and its plan are two
 * things: somebody may want help with where to go and keep to themselves how far they have come.
 */
export const thingKinds = ['aim', 'plan', 'merit', 'self-claim'] as const
export const Thing = z.strictObject({ kind: z.enum(thingKinds), id: z.uuid() })
export type Thing = z.infer<typeof Thing>

/** What it is shown for. Another purpose is another consent. */
export const purposes = ['find-way', 'plan-studies', 'be-validated', 'find-work'] as const
export const Purpose = z.enum(purposes)
export type Purpose = z.infer<typeof Purpose>

export type Consent = {
  readonly id: string
  readonly thing: Thing
  readonly purpose: Purpose
  readonly withdrawn: boolean
}

export const sameThing = (one: Thing, other: Thing): boolean => one.kind === other.kind && one.id === other.id
