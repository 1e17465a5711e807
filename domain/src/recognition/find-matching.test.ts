import { describe, expect, it } from 'vitest'
import { MeritDesign, OutcomeId } from '../merit/merit.ts'
import { findClosing, findMatching } from './find-matching.ts'

const [washing, greeting, unaligned] = ['washing', 'greeting', 'unaligned'].map((id) => OutcomeId.parse(id)) as [
  OutcomeId,
  OutcomeId,
  OutcomeId,
]
const standard = design([
  ['washing', 1],
  ['greeting', 2],
  ['unaligned', 0],
])

describe('what the outcomes that were met are enough for', () => {
  it('is a merit with nothing but them, the one with most of them first', () => {
    const one = { meritId: 'one', design: design([['a', 1]]) }
    const both = {
      meritId: 'both',
      design: design([
        ['a', 1],
        ['b', 2],
      ]),
    }
    expect(findMatching(standard, [washing, greeting], [one, both]).map(({ merit }) => merit.meritId)).toEqual([
      'both',
      'one',
    ])
    expect(findMatching(standard, [washing], [one, both]).map(({ merit }) => merit.meritId)).toEqual(['one'])
  })

  it('is never a merit whose outcome is aligned to nothing, or only near by', () => {
    const loose = { meritId: 'loose', design: design([['a', 0]]) }
    const broader = { meritId: 'broader', design: design([['a', 1]], 'broad') }
    const empty = { meritId: 'empty', design: design([]) }
    expect(findMatching(standard, [washing, greeting, unaligned], [loose, broader, empty])).toEqual([])
  })
})

describe('what closes the outcomes that are missing', () => {
  it('is a merit that teaches at least one of them', () => {
    const greets = {
      meritId: 'greets',
      design: design([
        ['x', 2],
        ['y', 9],
      ]),
    }
    const other = { meritId: 'other', design: design([['x', 9]]) }
    expect(findClosing(standard, [greeting, unaligned], [other, greets])).toEqual([
      { merit: greets, through: [{ outcome: 'greeting', by: 'x' }] },
    ])
  })
})

function design(outcomes: readonly [string, number][], relation = 'close'): MeritDesign {
  return MeritDesign.parse({
    outcomes: outcomes.map(([id, skill]) => ({
      id,
      type: 'skill',
      statement: { sv: id },
      alignments:
        skill === 0
          ? []
          : [{ uri: `http://data.europa.eu/esco/skill/${skill}`, label: `${skill}`, framework: 'ESCO', relation }],
    })),
  })
}
