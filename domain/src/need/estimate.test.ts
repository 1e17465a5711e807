import { describe, expect, it } from 'vitest'
import { compareFigures, estimateTotal, weighAnswers, wilsonInterval } from './estimate.ts'

const strata = [
  { name: 'small', size: 100 },
  { name: 'large', size: 20 },
]
const say = (stratum: string, ...values: number[]) => values.map((value) => ({ stratum, value }))

describe('what a sample says of a population', () => {
  it('is weighted to the strata’s sizes, with the deviation that one reckons by hand', () => {
    // small: mean 2, s² 8/3, 100² (1 − 4/100) (8/3)/4 = 6400; large: mean 7, s² 2, 20² (1 − 2/20) 2/2 = 360.
    const found = estimateTotal(strata, [...say('small', 0, 2, 2, 4), ...say('large', 6, 8)])
    expect(found).toMatchObject({ total: 340, base: 6, pooled: [] })
    expect(found.deviation).toBeCloseTo(Math.sqrt(6760), 9)
  })

  it('is certain when all have answered, and leans on nothing outside of the strata', () => {
    const all = [{ name: 'all', size: 3 }]
    expect(estimateTotal(all, say('all', 1, 5, 9))).toMatchObject({ total: 15, deviation: 0 })
    expect(estimateTotal(all, [...say('all', 1, 5, 9), ...say('elsewhere', 1000)])).toMatchObject({
      total: 15,
      base: 3,
    })
  })

  it('pools a stratum that hardly anyone answered in, and tells no deviation of a single answer', () => {
    expect(estimateTotal(strata, [...say('small', 1, 3), ...say('large', 5)])).toMatchObject({
      total: 360,
      pooled: ['large'],
    })
    expect(estimateTotal(strata, say('small', 1))).toMatchObject({ deviation: undefined, base: 1 })
    expect(estimateTotal(strata, [])).toMatchObject({ total: 0, deviation: undefined, base: 0 })
  })

  it('gives weights that add up to the population, however answers fall', () => {
    for (let small = 2; small < 30; small += 3)
      for (let large = 0; large < 9; large += 2) {
        const answered = [...say('small', ...Array(small).fill(1)), ...say('large', ...Array(large).fill(1))]
        const weights = weighAnswers(strata, answered)
        const total = answered.reduce((all, { stratum }) => all + (weights.get(stratum) ?? 0), 0)
        expect(total).toBeCloseTo(120, 9)
        expect(estimateTotal(strata, answered).total).toBeCloseTo(120, 9)
      }
  })

  it('is within its interval about nineteen times of twenty', () => {
    let seed = 7
    const chance = () => {
      seed = (seed * 16807) % 2147483647
      return seed / 2147483647
    }
    const people = Array.from({ length: 400 }, () => Math.floor(chance() * 9))
    const truth = people.reduce((all, value) => all + value, 0)
    let hits = 0
    for (let round = 0; round < 1000; round++) {
      const pool = [...people]
      const sample = Array.from({ length: 60 }, () => pool.splice(Math.floor(chance() * pool.length), 1)[0] ?? 0)
      const { total, deviation = 0 } = estimateTotal([{ name: 'all', size: 400 }], say('all', ...sample))
      if (Math.abs(total - truth) <= 1.96 * deviation) hits++
    }
    expect(hits).toBeGreaterThan(920)
    expect(hits).toBeLessThan(980)
  })
})

describe('a share', () => {
  it('has Wilson’s interval, also where nobody said yes', () => {
    // Newcombe 1998, table I, method 3: 81 of 263 is 0.2553 to 0.3662; 0 of 20 is 0 to 0.1611.
    expect(wilsonInterval(81 / 263, 263).atLeast).toBeCloseTo(0.2553, 4)
    expect(wilsonInterval(81 / 263, 263).atMost).toBeCloseTo(0.3662, 4)
    expect(wilsonInterval(0, 20)).toMatchObject({ atLeast: 0 })
    expect(wilsonInterval(0, 20).atMost).toBeCloseTo(0.1611, 4)
  })

  it('is narrower of a small population, and exact of a whole one', () => {
    expect(wilsonInterval(0.5, 50, 60).atMost).toBeLessThan(wilsonInterval(0.5, 50).atMost)
    expect(wilsonInterval(0.5, 60, 60)).toEqual({ value: 0.5, atLeast: 0.5, atMost: 0.5 })
  })

  it('differs from another surely only where zero is outside of the difference’s interval', () => {
    // Newcombe 1998, table II (a), method 10: 56/70 less 48/80 is 0.0524 to 0.3339.
    const found = compareFigures(wilsonInterval(56 / 70, 70), wilsonInterval(48 / 80, 80))
    expect(found.atLeast).toBeCloseTo(0.0524, 4)
    expect(found.atMost).toBeCloseTo(0.3339, 4)
    expect(found.sure).toBe(true)
    expect(compareFigures(wilsonInterval(0.5, 20), wilsonInterval(0.45, 20)).sure).toBe(false)
  })
})
