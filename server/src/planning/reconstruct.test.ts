import { DisclosurePolicy, defaultPolicy } from '@bricka/domain/planning/disclosure-policy'
import { makeRandom } from '@bricka/domain/planning/make-population'
import {
  type Cell,
  type Gate,
  type ProtectedFigure,
  protectCount,
  protectParts,
} from '@bricka/domain/planning/protect-figure'
import { cellOf, makeGate, makePeople } from '@bricka/domain/planning/testing/attack-figures'
import loadHighs from 'highs'
import { describe, expect, it } from 'vitest'

/**
 * A small municipality from all that is published about its region, by an integer programme: the attacker knows the
 * policy, so each shown figure bounds its cell, and withheld ones are at most what stays withheld.
 */
describe('reconstructing a small municipality with an integer solver', () => {
  it('has more than one answer for every one of them behind the gate', async () => {
    expect(await reconstruct(makeGate(defaultPolicy), 6, true)).toBe(0)
  })

  it('has one answer where only small cells are withheld', async () => {
    expect(await reconstruct(makeGate(bare), 0, false)).toBe(1)
  })
})

const bare = DisclosurePolicy.parse({
  noise: { maximum: 1, variance: 0.0001, neverUpTo: 0 },
  minimumOrganisations: 2,
  dominancePercent: 0,
  roundTo: 1,
  steadyWithin: 0,
})

/** The share of tries in which the solver finds one number and no other for the smallest. */
async function reconstruct(gate: Gate, off: number, guard: boolean): Promise<number> {
  const highs = await loadHighs()
  const random = makeRandom(21)
  const tries = 12
  let unique = 0
  for (let turn = 0; turn < tries; turn++) {
    const sizes = [2 + Math.floor(random() * 7), ...Array.from({ length: 5 }, () => 25 + Math.floor(random() * 120))]
    const people = sizes.map((size) => makePeople(size, random))
    const whole = cellOf(people.flat())
    const cells = new Map(people.map((own, place) => [place, cellOf(own)]))
    const parts = guard ? protectParts(gate, whole, cells) : protectEach(gate, cells)
    const rows = describeRows(protectCount(gate, whole), parts, off)
    const solve = (sense: 'Minimize' | 'Maximize'): number => {
      const { Status, ObjectiveValue } = highs.solve(writeProgramme(sense, rows, sizes.length), { output_flag: false })
      expect(Status).toBe('Optimal')
      return Math.round(ObjectiveValue)
    }
    if (solve('Minimize') === solve('Maximize')) unique += 1
  }
  return unique / tries
}

const protectEach = (gate: Gate, cells: ReadonlyMap<number, Cell>): ReadonlyMap<number, ProtectedFigure> =>
  new Map([...cells].map(([place, cell]) => [place, protectCount(gate, cell)]))

function describeRows(whole: ProtectedFigure, parts: ReadonlyMap<number, ProtectedFigure>, off: number): string[] {
  const all = [...parts.keys()].map((place) => `x${place}`).join(' + ')
  const around = (left: string, figure: ProtectedFigure): string[] =>
    figure.shown ? [`${left} >= ${figure.value - off}`, `${left} <= ${figure.value + off}`] : []
  return [...around(all, whole), ...[...parts].flatMap(([place, figure]) => around(`x${place}`, figure))]
}

const writeProgramme = (sense: string, rows: readonly string[], count: number): string =>
  [
    sense,
    ' obj: x0',
    'Subject To',
    ...rows.map((row, index) => ` c${index}: ${row}`),
    'Bounds',
    ...Array.from({ length: count }, (_, place) => ` 0 <= x${place} <= 1000`),
    'General',
    ` ${Array.from({ length: count }, (_, place) => `x${place}`).join(' ')}`,
    'End',
  ].join('\n')
