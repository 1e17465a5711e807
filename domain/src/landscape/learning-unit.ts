import { z } from 'zod'
import { Language } from '../local-text.ts'
import { OrganisationKind } from '../organisation/organisation.ts'
import { typedLine, typedText } from '../typed-text.ts'
import { elements, findings } from './european-definition.ts'

/** The five countries and the three self-governing areas, as ISO 3166-1 has them. */
export const areas = ['DK', 'FI', 'IS', 'NO', 'SE', 'AX', 'FO', 'GL'] as const
export type Area = (typeof areas)[number]

/** What a small learning unit is, whatever it is called where it is given. */
export const unitKinds = [
  'part-of-programme',
  'stand-alone-course',
  'adult-education-course',
  'labour-market-training',
  'staff-training',
  'folk-high-school-course',
  'study-circle',
  'industry-certificate',
  'voluntary-learning',
  'open-online-course',
  'validated-learning',
] as const
export type UnitKind = (typeof unitKinds)[number]

/** A field of the template → what was chosen or written there. */
export const Answers = z.record(
  z.string().max(60),
  z.union([typedText().min(1).max(2000), z.array(z.string().max(60)).min(1).max(30)]),
)
export type Answers = z.infer<typeof Answers>

const webAddress = () =>
  z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional()

/**
 * A small learning unit as it was found, whether or not anyone calls it a microcredential. What is asked beside what it
 * is, where and by whom it is given, is the template's.
 */
export const LearningUnit = z.strictObject({
  name: typedLine().min(1).max(200),
  language: Language,
  area: z.enum(areas),
  kind: z.enum(unitKinds),
  provider: typedLine().min(1).max(200),
  providerKind: OrganisationKind,
  /** What it is called there: `microcredential` only where that very word, or its translation, is used. */
  called: z.enum(['microcredential', 'otherwise', 'unknown']).default('unknown'),
  hours: z.number().positive().max(20_000).optional(),
  url: webAddress(),
  /** Where this was read or by whom it was told, and when. */
  source: typedLine().min(1).max(300),
  observedOn: z.iso.date(),
  answers: Answers.default({}),
  elements: z.partialRecord(z.enum(elements), z.enum(findings)).default({}),
})
export type LearningUnit = z.infer<typeof LearningUnit>

/** Why a unit is shown to others as an example. */
export const GoodPractice = z.strictObject({ why: typedText().min(1).max(1500) })
export type GoodPractice = z.infer<typeof GoodPractice>
