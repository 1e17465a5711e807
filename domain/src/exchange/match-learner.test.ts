import { describe, expect, it } from 'vitest'
import { matchLearner } from './match-learner.ts'

const born = '1990-02-28'
const match = (givenNames: string, familyName: string, name: string) =>
  matchLearner({ givenNames, familyName, birthDate: born }, { name, birthDate: born })

describe('whether a transcript is of whoever fetched it', () => {
  it.each([
    ['Amina', 'Warsame', 'Amina Warsame'],
    ['Amina', 'Warsame', 'WARSAME, Amina'],
    ['Åsa', 'Öberg', 'Asa Oberg'],
    ['Aasa', 'Oeberg', 'Åsa Öberg'],
    ['Søren', 'Ærø', 'Soeren Aeroe'],
    ['Þóra', 'Guðmundsdóttir', 'Thora Gudmundsdottir'],
    ['Björn', 'Ek', 'Bjørn Ek'],
    ['Anne-Marie', 'Ek', 'Anne Marie Ek'],
    ['A\u030Asa', 'Ek', 'Åsa Ek'],
    ['Łukasz', 'Nowak', 'Lukasz Nowak'],
  ])('%s %s is %s', (given, family, name) => {
    expect(match(given, family, name)).toEqual({ match: 'same' })
  })

  it.each([
    ['Amina Fatima', 'Warsame', 'Amina Warsame', 'name-in-part'],
    ['Amina', 'Warsame', 'Amina', 'name-differs'],
    ['Amina', 'Ek', 'Amina Warsame', 'name-differs'],
    ['', '', 'Amina Warsame', 'name-differs'],
    ['Amina', 'Amina', 'Amina Warsame', 'name-differs'],
  ])('%s %s is asked about for %s (%s)', (given, family, name, reason) => {
    expect(match(given, family, name)).toEqual({ match: 'ask', reasons: [reason] })
  })

  it('asks where a birth date is missing, and takes it for someone else’s where two differ', () => {
    const learner = { givenNames: 'Amina', familyName: 'Warsame' }
    const holder = { name: 'Amina Warsame', birthDate: born }
    expect(matchLearner(learner, holder)).toEqual({ match: 'ask', reasons: ['birth-date-unknown'] })
    expect(matchLearner({ ...learner, birthDate: `${born}+02:00` }, holder)).toEqual({ match: 'same' })
    expect(matchLearner({ ...learner, birthDate: '1990-02-27' }, holder)).toEqual({
      match: 'other',
      reasons: ['birth-date-differs'],
    })
  })
})
