import { z } from 'zod'
import { typedLine } from '../typed-text.ts'

/** How an outcome relates to a concept in a framework (SKOS mapping relations). */
export const MatchRelation = z.enum(['exact', 'close', 'broad', 'narrow', 'related'])
export type MatchRelation = z.infer<typeof MatchRelation>

export const SkillAlignment = z.strictObject({
  uri: z.url({ protocol: /^https?$/ }).max(400),
  label: typedLine().min(1).max(300),
  /** Framework's own name, `ESCO`, `JobTech Taxonomy` or an organisation's own framework. */
  framework: typedLine().min(1).max(120),
  frameworkVersion: typedLine().max(40).optional(),
  relation: MatchRelation,
})
export type SkillAlignment = z.infer<typeof SkillAlignment>
