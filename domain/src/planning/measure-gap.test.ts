import { describe, expect, it } from 'vitest'
import { measureGaps, type Wanted } from './measure-gap.ts'

const [hygiene, talk, swedish] = ['hygiene', 'talk', 'swedish']

describe('what is wanted beside who is there', () => {
  it('puts the greatest lack first, with how sure it is', () => {
    const gaps = measureGaps(
      [wants(hygiene, 100, 80, 120), wants(talk, 60, 50, 70)],
      new Map([
        [hygiene, 90],
        [talk, 20],
      ]),
      'later',
      10,
    )
    expect(gaps).toMatchObject([
      { concept: talk, wanted: 60, people: 20, lacking: 40, lackingAtLeast: 20, lackingAtMost: 60 },
      { concept: hygiene, lacking: 10, lackingAtLeast: -20, lackingAtMost: 40 },
    ])
  })

  it('counts who is wanted sooner into later, and not the other way round', () => {
    const demand = [wants(hygiene, 30, 20, 40), wants(hygiene, 50, 45, 55, { horizon: 'three-years', base: 25 })]
    const none = new Map<string, number>()
    expect(measureGaps(demand, none, 'now', 5)).toMatchObject([{ wanted: 30, base: 20 }])
    expect(measureGaps(demand, none, 'one-year', 5)).toMatchObject([{ wanted: 30 }])
    expect(measureGaps(demand, none, 'three-years', 5)).toMatchObject([
      { wanted: 80, wantedAtLeast: 65, wantedAtMost: 95, base: 25 },
    ])
  })

  it('claims no least lack where the number of people is not shown: it may be none, and it may be many', () => {
    expect(measureGaps([wants(swedish, 40, 30, 50)], new Map([[swedish, null]]), 'now', 5)).toMatchObject([
      { people: null, lacking: 40, lackingAtLeast: null, lackingAtMost: 50 },
    ])
  })

  it('never adds up two surveys, for two may have asked the same: the one with most answers is shown', () => {
    const demand = [wants(hygiene, 100, 80, 120), wants(hygiene, 70, 60, 80, { waveId: 'second', base: 45 })]
    expect(measureGaps(demand, new Map(), 'now', 5)).toMatchObject([{ wanted: 70, waveId: 'second', otherSurveys: 1 }])
  })

  it('leaves out what is wanted later only', () => {
    expect(measureGaps([wants(hygiene, 9, 5, 12, { horizon: 'later' })], new Map(), 'three-years', 5)).toEqual([])
  })
})

function wants(concept: string, wanted: number, atLeast: number, atMost: number, rest: Partial<Wanted> = {}): Wanted {
  return { concept, wanted, atLeast, atMost, horizon: 'now', base: 20, waveId: 'first', ...rest }
}
