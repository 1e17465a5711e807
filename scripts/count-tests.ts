import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export type Skip = { name: string; reason: string }

/** What a run of tests amounts to, for the closing line. */
export type Counts = { passed: number; failed: number; skipped: number; skips: readonly Skip[] }

/** Leaves the counts where `scripts/steps.mjs` says that they are read. */
export function keepCounts(name: 'tests' | 'journeys', counts: Counts): void {
  const path = join(import.meta.dirname, `../node_modules/.cache/bricka/${name}.json`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(counts))
}

/** Why a test was skipped: what the skip said, or what its name says that it needs. Undefined when neither does. */
export const findReason = (name: string, note: string | undefined): string | undefined =>
  note || /\((needs [^)]+)\)/.exec(name)?.[1]
