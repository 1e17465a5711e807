import { z } from 'zod'
import type { SkillIndex } from './index-skill-map.ts'
import { type Origin, orderByScore, scoreTransitions } from './rank-transitions.ts'
import { type Holding, holdingsOf, makeJudge, profileOf, superimpose } from './superimpose-maps.ts'
import { NamedView, nameAt, round, SuperimposedView, viewSuperimposed } from './superimposed-view.ts'
import type { TextIndex } from './weigh-texts.ts'

export const TransitionView = SuperimposedView.omit({ framework: true, classificationVersion: true }).extend({
  occupation: NamedView.extend({ code: z.string() }),
  measures: z
    .object({ coverage: z.number(), likeness: z.number(), families: z.number(), words: z.number() })
    .describe('What the rank score is blended of: ½, ½, 0.15 and 0.3 of these'),
})
export type TransitionView = z.infer<typeof TransitionView>

export const TransitionsView = z.object({
  framework: z.string(),
  classificationVersion: z.string(),
  attribution: z.string(),
  origin: NamedView.optional().describe('The occupation that was asked from; absent when skills were given'),
  total: z.int(),
  transitions: z.array(TransitionView),
})
export type TransitionsView = z.infer<typeof TransitionsView>

/** The `limit` most feasible moves after `offset`, best first, each with its reasons and its gap. */
export function explainTransitions(
  index: SkillIndex,
  from: { kind: 'occupation'; occupation: number } | { kind: 'skills'; holdings: readonly Holding[] },
  texts: TextIndex | undefined,
  { limit, offset = 0 }: { limit: number; offset?: number },
): TransitionsView {
  const { map } = index
  const holdings = from.kind === 'occupation' ? holdingsOf(map, from.occupation) : from.holdings
  const origin: Origin =
    from.kind === 'occupation' ? from : { kind: 'skills', skills: [...new Set(holdings.map(({ skill }) => skill))] }
  const scores = scoreTransitions(index, origin, texts)
  const order = orderByScore(scores.rank, origin)
  const judge = makeJudge(index, holdings)
  const at = (list: Float32Array, occupation: number): number => round(list[occupation] ?? 0)
  return {
    framework: map.framework,
    classificationVersion: map.version,
    attribution: map.attribution,
    ...(from.kind === 'occupation' && { origin: nameAt(map.occupations, from.occupation) }),
    total: order.length,
    transitions: Array.from(order.slice(offset, offset + limit), (occupation) => {
      const { framework, classificationVersion, ...answer } = viewSuperimposed(
        map,
        superimpose(index, holdings, profileOf(map, occupation), judge),
      )
      return {
        occupation: { ...nameAt(map.occupations, occupation), code: map.occupations.codes[occupation] ?? '' },
        ...answer,
        rankScore: at(scores.rank, occupation),
        measures: {
          coverage: at(scores.coverage, occupation),
          likeness: at(scores.likeness, occupation),
          families: at(scores.families, occupation),
          words: at(scores.words, occupation),
        },
      }
    }),
  }
}
