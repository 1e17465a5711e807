import { z } from 'zod'
import { currencies } from '../merit/occasion.ts'
import type { Closing } from './close-gap.ts'
import { exclusions, Offer } from './offer.ts'

/** An offer with what people know it by. */
export const CatalogueOffer = Offer.extend({ title: z.string(), url: z.string(), ownerName: z.string() })
export type CatalogueOffer = z.infer<typeof CatalogueOffer>

export const ClosingSetView = z.object({
  steps: z.array(
    z.object({
      offer: Offer.extend(CatalogueOffer.pick({ title: true, url: true, ownerName: true }).partial().shape),
      route: z.enum(['study', 'validation']),
      gives: z.array(z.string()).describe('The missing skills this step gives; none where it only opens the way'),
      couldBeValidated: z.boolean(),
    }),
  ),
  price: z.number().optional(),
  currency: z.enum(currencies).optional(),
  hours: z.number().optional(),
  proved: z.boolean().describe('No set is better by the aim'),
  weight: z.number(),
  bound: z.number().describe('No set weighs less than this'),
})
export type ClosingSetView = z.infer<typeof ClosingSetView>

export const ClosingView = z.object({
  best: ClosingSetView.nullable(),
  alternatives: z.array(ClosingSetView),
  noOffer: z.array(z.string()).describe('Skills that no merit teaches yet'),
  outOfReach: z
    .array(z.object({ skill: z.string(), why: z.array(z.enum(exclusions)) }))
    .describe('Skills that merits teach, but not within what the learner can do'),
})
export type ClosingView = z.infer<typeof ClosingView>

/** Puts beside each step's offer what the catalogue calls it. */
export function viewClosing(closing: Closing, offers: readonly Offer[]): ClosingView {
  const known = new Map(offers.map((offer) => [offer.id, offer]))
  const viewSet = ({ steps, price, currency, hours, ...set }: NonNullable<Closing['best']>): ClosingSetView => ({
    ...set,
    ...(price !== undefined && { price }),
    ...(currency !== undefined && { currency }),
    ...(hours !== undefined && { hours }),
    steps: steps.map((step) => ({ ...step, offer: known.get(step.offer.id) ?? step.offer, gives: [...step.gives] })),
  })
  const { best, alternatives, noOffer, outOfReach } = closing
  return {
    best: best ? viewSet(best) : null,
    alternatives: alternatives.map(viewSet),
    noOffer: [...noOffer],
    outOfReach: outOfReach.map(({ skill, why }) => ({ skill, why: [...why] })),
  }
}
