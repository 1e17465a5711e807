import { weighAnswers } from '@bricka/domain/need/estimate'
import type { NeedLine, Stratum } from '@bricka/domain/need/survey'
import { type Cell, type Gate, protectCount } from '@bricka/domain/planning/protect-figure'
import type { Row } from '../database/tables.ts'

export const detailQuestions = ['level', 'difficulty', 'consequence', 'planned'] as const
export type DetailQuestion = (typeof detailQuestions)[number]

/** What one who answered said of one skill; of several lines of the same skill, the first that says something. */
export type Said = {
  readonly unitId: string
  readonly stratum: string
  readonly concept: string
  readonly line: NeedLine
}

/**
 * For each skill and question: how many answered, and for each answer how many of the population they stand for. Every
 * number is taken through the gate; an answer that may not be shown is left out, and so is a question whose total may not.
 */
export function reckonDetails(
  gate: Gate,
  keyOf: (unitId: string) => number,
  waveId: string,
  strata: readonly Stratum[],
  units: readonly { id: string; stratum: string }[],
  said: readonly Said[],
): Row<'need_detail'>[] {
  const weights = weighAnswers(strata, units)
  const cellOf = (of: readonly Said[], weigh: boolean): Cell => {
    const values = of.map(({ stratum }) => (weigh ? (weights.get(stratum) ?? 1) : 1))
    const [largest = 0, second = 0] = [...values].sort((one, other) => other - one).map(Math.round)
    return {
      persons: Math.round(values.reduce((sum, value) => sum + value, 0)),
      keySum: of.reduce((sum, { unitId }) => sum + keyOf(unitId), 0),
      organisations: of.length,
      largest,
      second,
    }
  }
  return [...Map.groupBy(said, ({ concept }) => concept)].flatMap(([concept, all]) =>
    detailQuestions.flatMap((question) => {
      const answered = firstOfEach(all.filter(({ line }) => line[question] !== undefined))
      const base = protectCount(gate, cellOf(answered, false))
      const whole = protectCount(gate, cellOf(answered, true))
      if (!base.shown || !whole.shown) return []
      return [...Map.groupBy(answered, ({ line }) => String(line[question]))].flatMap(([value, some]) => {
        const count = protectCount(gate, cellOf(some, false))
        const named = protectCount(gate, cellOf(some, true))
        if (!count.shown || !named.shown) return []
        return [
          {
            ...{ wave_id: waveId, concept, question, value },
            base: base.value,
            named: Math.min(named.value, whole.value),
            answered: whole.value,
          },
        ]
      })
    }),
  )
}

const firstOfEach = (said: readonly Said[]): Said[] => [
  ...new Map([...said].reverse().map((one) => [one.unitId, one])).values(),
]
