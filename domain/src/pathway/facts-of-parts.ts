import type { AssessmentFacts, Route } from '../issuing/assessment-facts.ts'

/** What a part's own credential says of how it was shown. */
export type ShownPart = Pick<AssessmentFacts, 'assessedOn' | 'route'>

/**
 * The facts of a whole, which is not assessed anew: it was shown when the last of its parts was, by the routes that they
 * were. How each part was assessed stands in the part.
 */
export function factsOfParts([first, ...rest]: readonly [ShownPart, ...ShownPart[]]): ShownPart {
  const days = [first, ...rest].map(({ assessedOn }) => assessedOn).sort()
  const routes = new Set<Route>([first, ...rest].map(({ route }) => route))
  return { assessedOn: days.at(-1) ?? first.assessedOn, route: routes.size === 1 ? first.route : 'both' }
}
