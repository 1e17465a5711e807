import { z } from 'zod'

/** How an outcome relates to a concept in a framework (SKOS mapping relations). */
export const MatchRelation = z.enum(['exact', 'close', 'broad', 'narrow', 'related'])
export type MatchRelation = z.infer<typeof MatchRelation>

export const SkillAlignment = z.object({
  uri: z.url({ protocol: /^https?$/ }).max(400),
  label: z.string().trim().min(1).max(300),
  /** Framework's own name, `ESCO`, `JobTech Taxonomy` or an organisation's own framework. */
  framework: z.string().trim().min(1).max(120),
  frameworkVersion: z.string().trim().max(40).optional(),
  relation: MatchRelation,
})
export type SkillAlignment = z.infer<typeof SkillAlignment>
