import { horizons } from '../need/survey.ts'

/** What employers in a sample say that they want, as it left the gate: one skill, one horizon, one wave. */
export type Wanted = {
  readonly concept: string
  readonly horizon: (typeof horizons)[number]
  readonly wanted: number
  /** 95 %, of the sample; `null` where the wave was no sample. */
  readonly atLeast: number | null
  readonly atMost: number | null
  readonly base: number
  readonly waveId: string
}

export type Gap = {
  readonly concept: string
  readonly wanted: number
  readonly wantedAtLeast: number
  readonly wantedAtMost: number
  readonly base: number
  readonly waveId: string
  /** Surveys beside the one that is shown: two may have asked the same, so they are never added up. */
  readonly otherSurveys: number
  /** Who has shown the skill; `null` where no figure is shown. */
  readonly people: number | null
  /** What is wanted less who is there. Where no figure of who is there is shown, at most what is wanted. */
  readonly lacking: number
  readonly lackingAtLeast: number | null
  readonly lackingAtMost: number
}

/**
 * Lays what is wanted until a horizon beside who is there, the greatest lack first.
 *
 * Who is wanted within three years includes who is wanted now: horizons are answered one by one, so that their figures
 * may be added, and so may the ends of their intervals (which makes them wide enough, and rather too wide).
 *
 * @param precision how far a shown figure of people can be from the truth
 */
export function measureGaps(
  demand: readonly Wanted[],
  people: ReadonlyMap<string, number | null>,
  until: Wanted['horizon'],
  precision: number,
): Gap[] {
  const within = new Set<string>(horizons.slice(0, horizons.indexOf(until) + 1))
  const byConcept = Map.groupBy(
    demand.filter(({ horizon }) => within.has(horizon)),
    ({ concept }) => concept,
  )
  return [...byConcept]
    .map(([concept, said]): Gap => {
      const surveys = [...Map.groupBy(said, ({ waveId }) => waveId)]
        .map(([waveId, lines]) => ({ waveId, ...addUp(lines) }))
        .sort((one, other) => other.base - one.base || (one.waveId < other.waveId ? -1 : 1))
      const [{ waveId, ...sum } = { waveId: '', ...addUp([]) }] = surveys
      const there = people.get(concept) ?? null
      return {
        concept,
        waveId,
        wanted: sum.wanted,
        wantedAtLeast: sum.atLeast,
        wantedAtMost: sum.atMost,
        base: sum.base,
        otherSurveys: surveys.length - 1,
        people: there,
        lacking: sum.wanted - (there ?? 0),
        lackingAtLeast: there === null ? null : sum.atLeast - there - precision,
        lackingAtMost: there === null ? sum.atMost : sum.atMost - Math.max(0, there - precision),
      }
    })
    .sort((one, other) => other.lacking - one.lacking || (one.concept < other.concept ? -1 : 1))
}

function addUp(lines: readonly Wanted[]) {
  const sum = (of: (line: Wanted) => number): number => lines.reduce((total, line) => total + of(line), 0)
  return {
    wanted: sum(({ wanted }) => wanted),
    atLeast: sum(({ wanted, atLeast }) => atLeast ?? wanted),
    atMost: sum(({ wanted, atMost }) => atMost ?? wanted),
    base: Math.max(0, ...lines.map(({ base }) => base)),
  }
}
