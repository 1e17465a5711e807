import { describe, expect, it } from 'vitest'
import { MeritDesign } from '../merit/merit.ts'
import { AssessmentFacts } from './assessment-facts.ts'
import { checkFacts } from './check-facts.ts'

describe('checking the facts before a merit is issued', () => {
  it('finds nothing against facts that fit the design', () => {
    expect(check({ outcomes: [{ outcomeId: 'splice', result: 'met' }] })).toEqual([])
    expect(check({})).toEqual([])
  })

  it('does not let a merit be issued for an outcome that was not met', () => {
    expect(check({ outcomes: [{ outcomeId: 'splice', result: 'not-met' }] })).toEqual([
      { code: 'outcome-not-met', where: '/outcomes/0/outcomeId', value: 'splice' },
    ])
  })

  it('names an outcome that the design does not have, and one named twice', () => {
    const met = { outcomeId: 'splice', result: 'met' }
    expect(check({ outcomes: [met, met, { outcomeId: 'weld', result: 'met' }] })).toEqual([
      { code: 'outcome-repeated', where: '/outcomes/1/outcomeId', value: 'splice' },
      { code: 'outcome-unknown', where: '/outcomes/2/outcomeId', value: 'weld' },
    ])
  })

  it('refuses an assessment that lies ahead and a course that ends before it begins', () => {
    expect(
      check({ assessedOn: '2026-05-03', participation: { from: '2026-04-02', until: '2026-04-01' } }).map(
        ({ code }) => code,
      ),
    ).toEqual(['assessed-in-the-future', 'participation-ends-before-it-begins'])
  })

  it('refuses prior learning where the design says that it cannot replace taking part', () => {
    expect(check({ route: 'prior-learning' }, { priorLearning: { replaces: 'no' } })).toEqual([
      { code: 'prior-learning-not-offered', where: '/route', value: 'prior-learning' },
    ])
    expect(check({ route: 'prior-learning' }, { priorLearning: { replaces: 'wholly' } })).toEqual([])
  })
})

const check = (facts: Record<string, unknown>, design: Record<string, unknown> = {}) =>
  checkFacts(
    MeritDesign.parse({ outcomes: [{ id: 'splice', type: 'skill', statement: { sv: 'Svetsa' } }], ...design }),
    AssessmentFacts.parse({ assessedOn: '2026-05-02', route: 'course', ...facts }),
    '2026-05-02',
  )
