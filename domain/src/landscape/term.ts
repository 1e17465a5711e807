import { z } from 'zod'
import { Language } from '../local-text.ts'
import { typedLine, typedText } from '../typed-text.ts'
import { elements } from './european-definition.ts'
import { areas } from './learning-unit.ts'

/** How firmly a definition stands: in a law, decided by an authority, or how people speak. */
export const termStandings = ['law', 'authority', 'use'] as const

/** A word as one country or area uses it, with what it means there and who says so. */
export const Term = z.strictObject({
  term: typedLine().min(1).max(120),
  language: Language,
  area: z.enum([...areas, 'EU']),
  definition: typedText().min(1).max(2000),
  standing: z.enum(termStandings),
  source: typedLine().min(1).max(300),
  url: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  /** What of the European definition or of Annex I it says. */
  elements: z.array(z.enum(elements)).max(elements.length).default([]),
  /** The English word that it answers to; terms with the same are laid beside each other. */
  concept: typedLine().min(1).max(80),
})
export type Term = z.infer<typeof Term>
