import { byBranching, type Prover } from '@bricka/domain/pathway/close-gap'
import type { CoverProblem } from '@bricka/domain/pathway/cover-problem'
import loadHighs from 'highs'

/** How long HiGHS may hold the server for one question, in seconds. */
const timeLimit = 1.5

/**
 * Our own branch and bound first, which proves most of what is asked; HiGHS, a mixed-integer solver, where that is not
 * enough. What neither proves keeps the better set and the better bound.
 */
export async function makeProver(): Promise<Prover> {
  const highs = await loadHighs()
  return (problem) => {
    const ours = byBranching(problem)
    if (!ours || ours.proved) return ours
    const theirs = highs.solve(writeModel(problem), { time_limit: timeLimit, mip_rel_gap: 0, output_flag: false })
    if (theirs.Status !== 'Optimal') return ours
    const chosen = new Set(
      problem.weights.flatMap((_, choice) => {
        const column = theirs.Columns[`x${choice}`]
        return (column?.Primal ?? 0) > 0.5 ? [choice] : []
      }),
    )
    const weight = [...chosen].reduce((sum, choice) => sum + (problem.weights[choice] ?? 0), 0)
    return { chosen, weight, bound: weight, proved: true }
  }
}

/** The problem in CPLEX's LP format: cover every element, and take what a chosen one opens. */
export function writeModel({ needs, options, opens, weights }: CoverProblem): string {
  const sum = (choices: readonly number[]): string => choices.map((choice) => `x${choice}`).join(' + ')
  const used = [...new Set([...options.flat(), ...opens.keys()])]
  const rows = [
    ...options.slice(0, needs).map((choices, element) => ` c${element}: ${sum(choices)} >= 1`),
    ...opens.flatMap((elements, choice) =>
      elements.map((element) => ` p${choice}_${element}: ${sum(options[element] ?? [])} - x${choice} >= 0`),
    ),
  ]
  return [
    'Minimize',
    ` weight: ${used.map((choice) => `${weights[choice] ?? 0} x${choice}`).join(' + ')}`,
    'Subject To',
    ...rows,
    'Binary',
    ...used.map((choice) => ` x${choice}`),
    'End',
  ].join('\n')
}
