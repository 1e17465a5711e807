import { z } from 'zod'
import { Language } from '../local-text.ts'
import { currencies } from '../merit/occasion.ts'
import { objectives } from './objective.ts'

const Day = z.iso.date()

/** One way to get one merit: a course that is given somewhere at some time, in a language. */
export const Offer = z.strictObject({
  id: z.string().min(1).max(200),
  /** Several offers may lead to the same merit. */
  merit: z.string().min(1).max(200),
  /** Addresses of the skills that the merit shows. */
  skills: z.array(z.string().max(400)).max(500),
  /** In `currency`. Left out: not stated, which is not the same as 0. */
  price: z.number().min(0).optional(),
  /** ISO 4217. Prices of different currencies are never added up; what costs nothing costs nothing in each. */
  currency: z.enum(currencies).optional(),
  hours: z.number().min(0).optional(),
  hoursPerWeek: z.number().positive().optional(),
  languages: z.array(Language).default([]),
  places: z.array(z.string().max(120)).default([]),
  online: z.boolean().default(false),
  /** EQF. */
  level: z.int().min(1).max(8).optional(),
  startsOn: Day.optional(),
  endsOn: Day.optional(),
  /** Merits that must be held before it begins. */
  prerequisites: z.array(z.string().max(200)).max(50).default([]),
  /** What it takes to have the same shown by validation of prior learning, where that is offered. */
  validation: z.strictObject({ price: z.number().min(0).optional(), hours: z.number().min(0).optional() }).optional(),
})
export type Offer = z.infer<typeof Offer>

export const Objective = z.enum(objectives)
export type Objective = z.infer<typeof Objective>

/** What the learner can do. What is left out does not matter to them. */
export const Constraints = z.strictObject({
  languages: z.array(Language).optional(),
  /** Places they can get to. */
  places: z.array(z.string().max(120)).optional(),
  /** Whether online will do. Only online: no places. */
  online: z.boolean().default(true),
  levelAtMost: z.int().min(1).max(8).optional(),
  hoursPerWeek: z.number().positive().optional(),
  /** What the cheapest is reckoned in; the currency that most offers are in, when left out. */
  currency: z.enum(currencies).optional(),
  startsOnOrAfter: Day.optional(),
  endsOnOrBefore: Day.optional(),
})
export type Constraints = z.infer<typeof Constraints>

export const exclusions = [
  'language',
  'place',
  'level',
  'hours-per-week',
  'starts-too-early',
  'ends-too-late',
  'price-not-stated',
  'price-in-other-currency',
  'hours-not-stated',
  'prerequisite-out-of-reach',
] as const
export type Exclusion = (typeof exclusions)[number]

/** Why an offer is not for this learner; `undefined` when it is. */
export function excludeOffer(offer: Offer, constraints: Constraints): Exclusion | undefined {
  const { languages, places, online, levelAtMost, hoursPerWeek, startsOnOrAfter, endsOnOrBefore } = constraints
  if (languages && offer.languages.length > 0 && !offer.languages.some((one) => languages.includes(one)))
    return 'language'
  if (!reaches(offer, places, online)) return 'place'
  if (levelAtMost !== undefined && offer.level !== undefined && offer.level > levelAtMost) return 'level'
  if (hoursPerWeek !== undefined && offer.hoursPerWeek !== undefined && offer.hoursPerWeek > hoursPerWeek)
    return 'hours-per-week'
  if (startsOnOrAfter && offer.startsOn && offer.startsOn < startsOnOrAfter) return 'starts-too-early'
  // What begins later than one must be done ends later too, also where nobody says when.
  const ends = offer.endsOn ?? offer.startsOn
  if (endsOnOrBefore && ends && ends > endsOnOrBefore) return 'ends-too-late'
  return undefined
}

/** An offer that names no place and is not online says nothing of where it is: it is not held against it. */
function reaches(offer: Offer, places: readonly string[] | undefined, online: boolean): boolean {
  if (offer.online && online) return true
  if (offer.places.length === 0) return !offer.online
  const reached = new Set(places?.map((place) => place.toLowerCase()))
  return places === undefined || offer.places.some((place) => reached.has(place.toLowerCase()))
}
