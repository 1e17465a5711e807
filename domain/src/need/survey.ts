import { z } from 'zod'
import { typedLine, typedText } from '../typed-text.ts'

/** The five levels at which needs are asked for. */
export const needLevels = ['company', 'local-companies', 'branch', 'sector', 'society'] as const
/** Whose view it is: what employers need and what employees see are not the same question. */
export const partySides = ['employer', 'employee', 'public'] as const
export type PartySide = (typeof partySides)[number]
/** Until when the skills are needed. */
export const horizons = ['now', 'one-year', 'three-years', 'later'] as const
export type Horizon = (typeof horizons)[number]
export const difficulties = ['none', 'some', 'great'] as const
export const consequences = ['none', 'overtime', 'work-declined', 'delays', 'lower-quality', 'other'] as const
export const plannedAnswers = ['train', 'hire', 'hire-in', 'reorganise', 'nothing'] as const
export const modes = ['web', 'telephone', 'mixed', 'register'] as const
export const sizeClasses = ['1-9', '10-49', '50-249', '250+'] as const

/** What may be asked of each needed skill, beside what it is, how many and when. */
export const bankQuestions = ['level', 'difficulty', 'failed', 'consequence', 'planned'] as const
export type BankQuestion = (typeof bankQuestions)[number]

/** What a survey is; each time it is run is a wave. */
export const Survey = z.strictObject({
  title: typedLine().min(3).max(160),
  about: typedText().max(2000).default(''),
  level: z.enum(needLevels),
  side: z.enum(partySides),
  population: typedLine().min(3).max(300).describe('Whom the answers stand for'),
  frame: typedLine().min(3).max(300).describe('The register that the sample is drawn from'),
  industry: typedLine().max(20).optional().describe('SNI or NACE'),
  occupation: typedLine().max(400).optional().describe('A group of SSYK or ISCO, or an occupation’s address'),
  sizeClass: z.enum(sizeClasses).optional(),
  questions: z
    .array(z.enum(bankQuestions))
    .max(bankQuestions.length)
    .default([...bankQuestions]),
})
export type Survey = z.infer<typeof Survey>

/** A part of the population that is sampled by itself. */
export const Stratum = z.strictObject({
  name: typedLine().min(1).max(80),
  size: z.number().int().min(1).max(10_000_000).describe('How many there are in the population'),
  sample: z
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .optional()
    .describe('How many were drawn, where not all have a link here'),
})
export type Stratum = z.infer<typeof Stratum>

const day = z.iso.date()

export const Wave = z
  .strictObject({
    period: typedLine().min(1).max(40),
    place: z.string().min(1).max(20).describe('NUTS or LAU, as GET /api/planning/places has it'),
    strata: z.array(Stratum).min(1).max(100),
    mode: z.enum(modes).default('web'),
    closesOn: day,
    open: z.boolean().default(false).describe('Also a link that anyone may answer by, kept apart as self-selected'),
  })
  .superRefine(({ strata }, context) => {
    strata.forEach(({ name }, index) => {
      if (strata.findIndex((other) => other.name === name) < index)
        context.addIssue({ code: 'custom', path: ['strata', index, 'name'], params: { code: 'stratum-twice' } })
    })
  })
export type Wave = z.infer<typeof Wave>

/** One needed skill, in the words of whoever needs it. */
export const NeedLine = z.strictObject({
  words: typedLine().min(2).max(200),
  wanted: z.number().int().min(1).max(100_000),
  horizon: z.enum(horizons),
  level: z.number().int().min(1).max(8).optional(),
  difficulty: z.enum(difficulties).optional(),
  failed: z.number().int().min(0).max(100_000).optional(),
  consequence: z.enum(consequences).optional(),
  planned: z.enum(plannedAnswers).optional(),
})
export type NeedLine = z.infer<typeof NeedLine>

/** An answer as it is saved, and changed until the wave closes. No lines at all is an answer too: nothing is needed. */
export const NeedAnswer = z.strictObject({
  lines: z.array(NeedLine).max(20).default([]),
  remark: typedText().max(2000).default(''),
})
export type NeedAnswer = z.infer<typeof NeedAnswer>
