import type { Stratum } from './survey.ts'

/** One that was sampled and answered: its stratum, and what it said of the thing that is estimated (0 if nothing). */
export type Answered = { readonly stratum: string; readonly value: number }

export type Interval = { readonly value: number; readonly atLeast: number; readonly atMost: number }

export type Estimate = {
  readonly total: number
  /** Undefined where so few answered that nothing can be said of how sure it is. */
  readonly deviation: number | undefined
  readonly base: number
  /** Strata with fewer than two answers, reckoned together with another. */
  readonly pooled: readonly string[]
}

/** The 97.5th percentile of the normal distribution: two-sided 95 %. */
export const z95 = 1.959964

type Cell = { names: string[]; size: number; values: number[] }

/**
 * A total of the population from a stratified sample, weighted to the strata's sizes by who answered.
 *
 * Σ N ȳ, with the variance Σ N² (1 − n/N) s²/n (Cochran, Sampling Techniques, 5.3: with the finite population
 * correction). A stratum with fewer than two answers has no variance of its own and is pooled with the next.
 */
export function estimateTotal(strata: readonly Stratum[], answered: readonly Answered[]): Estimate {
  const { cells, pooled } = poolStrata(strata, answered)
  const known = strata.map(({ name }) => name)
  const base = answered.filter(({ stratum }) => known.includes(stratum)).length
  let total = 0
  let variance = 0
  for (const { size, values } of cells) {
    const count = values.length
    if (count === 0) return { total: 0, deviation: undefined, base, pooled }
    const mean = sum(values) / count
    const population = Math.max(size, count)
    total += population * mean
    if (count < 2) return { total, deviation: undefined, base, pooled }
    const spread = sum(values.map((value) => (value - mean) ** 2)) / (count - 1)
    variance += population ** 2 * (1 - count / population) * (spread / count)
  }
  return { total, deviation: Math.sqrt(variance), base, pooled }
}

/** How many of the population each one who answered in a stratum stands for. */
export function weighAnswers(
  strata: readonly Stratum[],
  answered: readonly { stratum: string }[],
): ReadonlyMap<string, number> {
  const { cells } = poolStrata(
    strata,
    answered.map(({ stratum }) => ({ stratum, value: 0 })),
  )
  return new Map(
    cells.flatMap(({ names, size, values }) =>
      values.length === 0 ? [] : names.map((name) => [name, Math.max(1, size / values.length)] as const),
    ),
  )
}

function poolStrata(strata: readonly Stratum[], answered: readonly Answered[]): { cells: Cell[]; pooled: string[] } {
  const cells: Cell[] = strata.map(({ name, size }) => ({
    names: [name],
    size,
    values: answered.filter(({ stratum }) => stratum === name).map(({ value }) => value),
  }))
  const pooled: string[] = []
  while (cells.length > 1) {
    cells.sort((one, other) => one.values.length - other.values.length)
    const [thin, next] = cells
    if (!thin || !next || thin.values.length >= 2) break
    pooled.push(...thin.names)
    next.names.push(...thin.names)
    next.size += thin.size
    next.values.push(...thin.values)
    cells.shift()
  }
  return { cells, pooled }
}

/** The interval of a share after Wilson (1927): holds near 0 and 1, where the plain one leaves the possible. */
export function wilsonInterval(share: number, base: number, population: number = Number.POSITIVE_INFINITY): Interval {
  if (base <= 0) return { value: share, atLeast: 0, atMost: 1 }
  // The finite population correction as a larger sample: all asked leaves nothing to guess.
  const left = Number.isFinite(population) ? (population - base) / Math.max(1, population - 1) : 1
  if (left <= 0) return { value: share, atLeast: share, atMost: share }
  const size = base / left
  const square = z95 ** 2
  const middle = (share + square / (2 * size)) / (1 + square / size)
  const half = (z95 / (1 + square / size)) * Math.sqrt((share * (1 - share)) / size + square / (4 * size ** 2))
  return { value: share, atLeast: Math.max(0, middle - half), atMost: Math.min(1, middle + half) }
}

/** The difference of two independent figures, with its own interval: it is sure where that does not hold zero. */
export function compareFigures(one: Interval, other: Interval): Interval & { sure: boolean } {
  const value = one.value - other.value
  // Newcombe (1998), method 10: each side's own, uneven distance.
  const below = Math.hypot(one.value - one.atLeast, other.atMost - other.value)
  const above = Math.hypot(one.atMost - one.value, other.value - other.atLeast)
  const [atLeast, atMost] = [value - below, value + above]
  return { value, atLeast, atMost, sure: atLeast > 0 || atMost < 0 }
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
