import { describe, expect, it } from 'vitest'
import { DisclosurePolicy, defaultPolicy, describePrecision } from './disclosure-policy.ts'
import { findNoise, makeNoise } from './make-noise.ts'
import {
  type Cell,
  emptyCell,
  type Gate,
  keyRange,
  openGate,
  protectCount,
  protectParts,
  protectRatio,
} from './protect-figure.ts'

describe('the noise', () => {
  it('has mean 0 and the variance of the policy for every count, and never ends in 1 or 2', () => {
    const made = makeNoise(defaultPolicy)
    if (!made.made) throw new Error(made.code)
    for (let count = 1; count <= 12; count++) {
      const draws = Array.from({ length: 20_000 }, (_, index) => findNoise(made.table, count, (index + 0.5) / 20_000))
      const mean = draws.reduce((sum, by) => sum + by, 0) / draws.length
      const variance = draws.reduce((sum, by) => sum + by * by, 0) / draws.length
      expect([count, Math.abs(mean) < 0.01, Math.abs(variance - 2.5) < 0.02]).toEqual([count, true, true])
      expect(draws.every((by) => Math.abs(by) <= 4 && ![1, 2].includes(count + by) && count + by >= 0)).toBe(true)
    }
  })

  it('leaves nothing as nothing', () => {
    const made = makeNoise(defaultPolicy)
    if (!made.made) throw new Error(made.code)
    expect(findNoise(made.table, 0, 0.99)).toBe(0)
  })

  it('says which policy no noise can keep', () => {
    const policy = DisclosurePolicy.parse({ noise: { maximum: 2, variance: 30 } })
    expect(openGate(policy)).toEqual({ open: false, code: 'noise-impossible', count: 1 })
  })

  it('refuses a policy that would protect nobody', () => {
    expect(DisclosurePolicy.safeParse({ minimumPersons: 1 }).success).toBe(false)
    expect(DisclosurePolicy.safeParse({ minimumOrganisations: 1 }).success).toBe(false)
  })
})

describe('letting a figure out', () => {
  it('shows many persons of many organisations, near the truth', () => {
    for (let key = 0; key < keyRange; key += 99_991) {
      const figure = protectCount(gate, many(143, key))
      if (!figure.shown) throw new Error('withheld')
      expect(figure.value % 5).toBe(0)
      expect(Math.abs(figure.value - 143)).toBeLessThanOrEqual(describePrecision(defaultPolicy).most)
    }
  })

  it('gives the same for the same persons, always', () => {
    expect(protectCount(gate, many(57, 4711))).toEqual(protectCount(gate, many(57, 4711)))
  })

  it('withholds few, none, two organisations and a small place alike', () => {
    const answers = [
      protectCount(gate, many(5)),
      protectCount(gate, emptyCell),
      protectCount(gate, { ...many(80), organisations: 2 }),
      protectCount(gate, many(80), { population: 900 }),
    ]
    expect(answers.map(({ shown }) => shown)).toEqual([false, false, false, false])
    expect(new Set(answers).size).toBe(1)
  })

  it('never shows a figure from 1 to 9', () => {
    for (let persons = 0; persons < 20; persons++)
      for (let key = 0; key < keyRange; key += 50_021) {
        const figure = protectCount(gate, many(persons, key))
        expect(figure.shown ? figure.value >= 10 : true).toBe(true)
      }
  })

  it('withholds what one organisation holds nearly all of, and shows it when others hold enough', () => {
    expect(protectCount(gate, { ...many(100), largest: 95, second: 3 }).shown).toBe(false)
    expect(protectCount(gate, { ...many(100), largest: 60, second: 38 }).shown).toBe(false)
    expect(protectCount(gate, { ...many(100), largest: 60, second: 20 }).shown).toBe(true)
  })

  it('withholds what differs by nobody or a few from a figure around it, and shows it when many are outside', () => {
    expect(protectCount(gate, many(97), { within: [many(100)] }).shown).toBe(false)
    expect(protectCount(gate, many(100), { within: [many(100)] }).shown).toBe(false)
    expect(protectCount(gate, many(60), { within: [many(100)] }).shown).toBe(true)
  })
})

describe('letting parts of a whole out', () => {
  const parts = new Map([
    ['Skelleby', many(60)],
    ['Norrås', many(40)],
    ['Ytterby', many(4)],
  ])

  it('withholds a second part, so that the small one is not the whole less the others', () => {
    const figures = protectParts(gate, many(104), parts)
    expect([...figures].map(([place, { shown }]) => [place, shown])).toEqual([
      ['Skelleby', true],
      ['Norrås', false],
      ['Ytterby', false],
    ])
  })

  it('looks the same where the third has nobody', () => {
    const figures = protectParts(gate, many(100), new Map([...parts].slice(0, 2)))
    expect([...figures].map(([, { shown }]) => shown)).toEqual([false, false])
  })

  it('shows all but the two smallest of many', () => {
    const many4 = new Map([20, 30, 40, 50].map((persons) => [persons, many(persons)]))
    expect([...protectParts(gate, many(140), many4)].map(([, { shown }]) => shown)).toEqual([false, false, true, true])
  })

  it('stays as in the release before while it would move no further than 7', () => {
    expect(protectCount(gate, many(101), { before: 100 })).toMatchObject({ shown: true, value: 100 })
    const moved = protectCount(gate, many(120), { before: 100 })
    expect(moved.shown && moved.value > 110).toBe(true)
  })
})

describe('a share', () => {
  it('comes from what is shown, with how sure it is', () => {
    const part = protectCount(gate, many(50, 1))
    const ratio = protectRatio(gate, part, 20_000, 1000)
    if (!ratio.shown || !part.shown) throw new Error('withheld')
    expect(ratio.value).toBeCloseTo(part.value / 20)
    expect(ratio.atLeast).toBeLessThan(ratio.value)
    expect(ratio.atMost).toBeGreaterThan(ratio.value)
  })

  it('is withheld where its part is, and of nobody', () => {
    expect(protectRatio(gate, protectCount(gate, many(3)), 20_000).shown).toBe(false)
    expect(protectRatio(gate, protectCount(gate, many(50)), 0).shown).toBe(false)
  })
})

const gate: Gate = (() => {
  const finding = openGate(defaultPolicy)
  if (!finding.open) throw new Error(finding.code)
  return finding.gate
})()

function many(persons: number, keySum = 12_345_678): Cell {
  return { persons, keySum, organisations: 5, largest: Math.floor(persons / 3), second: Math.floor(persons / 4) }
}
