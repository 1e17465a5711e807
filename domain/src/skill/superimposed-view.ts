import { z } from 'zod'
import type { Named, SkillMap } from './skill-map.ts'
import type { Item, Reason, Superimposed } from './superimpose-maps.ts'

export const NamedView = z.object({ uri: z.string(), label: z.string() })
export type NamedView = z.infer<typeof NamedView>

const HeldView = NamedView.extend({ source: z.string().optional().describe('Who or what shows it') })
const held = z.array(HeldView)

export const ReasonView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('same-skill'), held }),
  z.object({ kind: z.literal('equivalent'), held, edit: z.string().describe('The edit of the map that says so') }),
  z.object({ kind: z.literal('narrower'), held }),
  z.object({ kind: z.literal('broader'), held }),
  z.object({ kind: z.literal('sibling'), held, through: NamedView }),
  z.object({ kind: z.literal('same-family'), held, family: NamedView }),
  z.object({ kind: z.literal('related-family'), held, family: NamedView }),
  z.object({ kind: z.literal('new') }),
])
export type ReasonView = z.infer<typeof ReasonView>

export const ItemView = NamedView.extend({
  requirement: z.enum(['essential', 'optional']),
  rarity: z.number().describe('ln(occupations / occupations that name it): rare is high'),
  reason: ReasonView,
})
export type ItemView = z.infer<typeof ItemView>

export const SuperimposedView = z.object({
  identical: z.array(ItemView),
  sameFamily: z.array(ItemView).describe('Related, not held: broader, narrower, sibling, or of the same narrow family'),
  relatedFamily: z.array(ItemView).describe('Of the same wide family only'),
  missing: z.array(ItemView),
  coverage: z.object({ held: z.int(), of: z.int(), weighted: z.number() }),
  brought: z.int().describe('How many skills are brought, whether asked for or not'),
  rankScore: z.number().describe('Only for putting answers in order'),
  gapCost: z.object({
    sameFamily: z.int(),
    relatedFamily: z.int(),
    missing: z.int(),
    weighted: z.number().describe('New 1, related ¾, same family ½: an assumption'),
  }),
  shortestTime: z.object({ hours: z.number(), proved: z.boolean() }).optional(),
  framework: z.string(),
  classificationVersion: z.string(),
})
export type SuperimposedView = z.infer<typeof SuperimposedView>

/** Puts addresses and names where the answer has places in the map. */
export function viewSuperimposed(map: SkillMap, answer: Superimposed): SuperimposedView {
  const view = (items: readonly Item[]): ItemView[] => items.map((item) => viewItem(map, item))
  return {
    ...answer,
    identical: view(answer.identical),
    sameFamily: view(answer.sameFamily),
    relatedFamily: view(answer.relatedFamily),
    missing: view(answer.missing),
    rankScore: round(answer.rankScore),
    coverage: { ...answer.coverage, weighted: round(answer.coverage.weighted) },
  }
}

export const nameAt = ({ uris, labels }: Named, index: number): NamedView => ({
  uri: uris[index] ?? '',
  label: labels[index] ?? '',
})

export const round = (value: number): number => Math.round(value * 1e6) / 1e6

const viewItem = (map: SkillMap, { skill, requirement, rarity, reason }: Item): ItemView => ({
  ...nameAt(map.skills, skill),
  requirement,
  rarity: round(rarity),
  reason: viewReason(map, reason),
})

function viewReason({ skills, families }: SkillMap, reason: Reason): ReasonView {
  if (reason.kind === 'new') return { kind: 'new' }
  const held = reason.held.map(({ skill, source }) => ({ ...nameAt(skills, skill), ...(source && { source }) }))
  switch (reason.kind) {
    case 'equivalent':
      return { kind: reason.kind, held, edit: reason.edit }
    case 'sibling':
      return { kind: reason.kind, held, through: nameAt(skills, reason.through) }
    case 'same-family':
    case 'related-family':
      return { kind: reason.kind, held, family: nameAt(families, reason.family) }
    default:
      return { kind: reason.kind, held }
  }
}
