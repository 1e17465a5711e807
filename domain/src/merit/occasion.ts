import { z } from 'zod'
import { Language } from '../local-text.ts'
import { typedLine } from '../typed-text.ts'

/** The currencies of the Nordic countries and areas (ISO 4217); Faroese krónur are Danish kroner. */
export const currencies = ['SEK', 'DKK', 'NOK', 'EUR', 'ISK'] as const
export type Currency = (typeof currencies)[number]

/** What the learner pays, all in all; 0 costs nothing. */
export const Fee = z.strictObject({ amount: z.number().min(0).max(1_000_000), currency: z.enum(currencies) })
export type Fee = z.infer<typeof Fee>

/**
 * When and where an issuer gives a merit: what its design, which never changes, cannot say (schema.org CourseInstance).
 *
 * Nothing is said by what is left out; an occasion without a place and not at a distance would say nothing at all.
 */
export const Occasion = z
  .strictObject({
    startsOn: z.iso.date(),
    endsOn: z.iso.date().optional(),
    applyBy: z.iso.date().optional(),
    place: typedLine().min(1).max(120).optional(),
    online: z.boolean().default(false),
    languages: z.array(Language).max(5).default([]),
    hoursPerWeek: z.number().positive().max(80).optional(),
    fee: Fee.optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .optional(),
  })
  .superRefine((occasion, context) => {
    const { startsOn, endsOn, applyBy, place, online } = occasion
    const refuse = (field: keyof typeof occasion, code: string): void =>
      context.addIssue({ code: 'custom', path: [field], params: { code }, message: messages[code] ?? code })
    if (endsOn !== undefined && endsOn < startsOn) refuse('endsOn', 'ends-before-start')
    if (applyBy !== undefined && applyBy > (endsOn ?? startsOn)) refuse('applyBy', 'apply-after-end')
    if (place === undefined && !online) refuse('place', 'place-or-distance')
  })
export type Occasion = z.infer<typeof Occasion>

const messages: Readonly<Record<string, string>> = {
  'ends-before-start': 'It ends before it begins',
  'apply-after-end': 'One cannot apply when it is over',
  'place-or-distance': 'Say where it is given, or that it is given at a distance',
}
