import { z } from 'zod'

/**
 * What may leave the statistics, as data: whoever answers for them may be stricter or milder, and every release keeps
 * the policy that it was made under.
 */
export const DisclosurePolicy = z.strictObject({
  /** Fewer persons are never shown; decided after the noise, so that the border itself tells nothing. */
  minimumPersons: z.number().int().min(3).max(1000).default(10),
  /** Fewer contributing organisations are never shown: one of two could subtract its own. */
  minimumOrganisations: z.number().int().min(2).max(100).default(3),
  /** p% rule: what the others hold besides the two largest must be at least this share of what the largest holds. */
  dominancePercent: z.number().min(0).max(100).default(10),
  /** A place with fewer of working age shows nothing at all. */
  minimumPopulation: z.number().int().min(0).max(100_000).default(1000),
  noise: z
    .strictObject({
      /** No figure is moved further than this before it is rounded. */
      maximum: z.number().int().min(1).max(50).default(4),
      variance: z.number().positive().max(500).default(2.5),
      /** The noise never ends in 1 up to this. */
      neverUpTo: z.number().int().min(0).max(20).default(2),
    })
    .prefault({}),
  /** What is shown is a multiple of this; 1 rounds nothing. */
  roundTo: z.number().int().min(1).max(100).default(5),
  /** A figure stays as in the release before while it would move no further than this: one newcomer moves nothing. */
  steadyWithin: z.number().int().min(0).max(100).default(7),
})
export type DisclosurePolicy = z.infer<typeof DisclosurePolicy>

export const defaultPolicy: DisclosurePolicy = DisclosurePolicy.parse({})

/** How far a shown figure can be from the truth, and how far it is as a rule (one standard deviation). */
export function describePrecision({ noise, roundTo, steadyWithin }: DisclosurePolicy): { most: number; usual: number } {
  const spread = Math.max((roundTo * roundTo - 1) / 12, (steadyWithin * steadyWithin) / 3)
  return {
    most: noise.maximum + Math.max(Math.floor(roundTo / 2), steadyWithin),
    usual: Math.sqrt(noise.variance + spread),
  }
}
