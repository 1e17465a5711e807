import type { DisclosurePolicy } from './disclosure-policy.ts'

/** One number that a count may be moved by, with all the chances up to and with its own. */
type Step = { readonly by: number; readonly upTo: number }
/** A row for each small count (the first is for 1); the last row is for all that are larger. */
export type NoiseTable = { readonly rows: readonly (readonly Step[])[] }

export type NoiseFinding =
  | { made: true; table: NoiseTable }
  /** No noise with this greatest step can have this variance (and mean 0) around this count. */
  | { made: false; code: 'noise-impossible'; count: number }

/**
 * The table that says how a count is moved, by its cell key: of all noises with mean 0, the wanted variance and
 * greatest step, and no ending in 1 … `neverUpTo`, the one that says least (greatest entropy).
 *
 * The method of the Australian Bureau of Statistics and Statistics Sweden (Thompson, Broadfoot, Elazar 2013; Giessing
 * 2016 for the greatest entropy).
 */
export function makeNoise({ noise }: Pick<DisclosurePolicy, 'noise'>): NoiseFinding {
  const { maximum, variance, neverUpTo } = noise
  const rows: Step[][] = []
  for (let count = 1; count <= maximum + neverUpTo + 1; count++) {
    const steps = Array.from({ length: 2 * maximum + 1 }, (_, index) => index - maximum).filter((by) => {
      const end = count + by
      return end === 0 || end > neverUpTo
    })
    const chances = spread(steps, variance)
    if (!chances) return { made: false, code: 'noise-impossible', count }
    let upTo = 0
    rows.push(
      steps.map((by, index) => {
        upTo += chances[index] ?? 0
        return { by, upTo: index === steps.length - 1 ? 1 : upTo }
      }),
    )
  }
  return { made: true, table: { rows } }
}

/** `share` is the cell key as a part of its range, from 0 up to but not 1. Zero stays zero. */
export function findNoise({ rows }: NoiseTable, count: number, share: number): number {
  if (count === 0) return 0
  const row = rows[Math.min(count, rows.length) - 1] ?? []
  return row.find(({ upTo }) => share < upTo)?.by ?? 0
}

/** Chances proportional to exp(a·v + b·v²) with mean 0 and the variance: Newton's method on the convex dual. */
function spread(steps: readonly number[], variance: number): readonly number[] | undefined {
  let [a, b] = [0, Math.max(-2, -1 / (2 * variance))]
  for (let round = 0; round < 200; round++) {
    const { chances, first, second, third, fourth, dual } = weigh(steps, a, b, variance)
    const [slopeA, slopeB] = [first, second - variance]
    if (Math.abs(slopeA) < 1e-10 && Math.abs(slopeB) < 1e-10) return chances
    const [aa, ab, bb] = [second - first * first, third - first * second, fourth - second * second]
    const determinant = aa * bb - ab * ab
    if (!(determinant > 1e-18)) return undefined
    const [stepA, stepB] = [(bb * slopeA - ab * slopeB) / determinant, (aa * slopeB - ab * slopeA) / determinant]
    let length = 1
    while (length > 1e-9 && weigh(steps, a - length * stepA, b - length * stepB, variance).dual > dual) length /= 2
    a -= length * stepA
    b -= length * stepB
  }
  return undefined
}

function weigh(steps: readonly number[], a: number, b: number, variance: number) {
  const powers = steps.map((by) => a * by + b * by * by)
  const highest = Math.max(...powers)
  const weights = powers.map((power) => Math.exp(power - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const chances = weights.map((weight) => weight / total)
  const moment = (power: number): number =>
    chances.reduce((sum, chance, index) => sum + chance * (steps[index] ?? 0) ** power, 0)
  return {
    chances,
    first: moment(1),
    second: moment(2),
    third: moment(3),
    fourth: moment(4),
    dual: highest + Math.log(total) - b * variance,
  }
}
