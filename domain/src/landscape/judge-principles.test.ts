import { describe, expect, it } from 'vitest'
import { makeRecord } from '../exchange/testing/make-record.ts'
import { MeritDesign } from '../merit/merit.ts'
import { allSigns, judgePrinciples, type MeritStanding, principles } from './judge-principles.ts'

const today = '2026-11-25'
const said: MeritStanding = {
  design: makeRecord(
    {},
    {
      reviewOn: '2027-01-01',
      relevanceReviewOn: '2028-01-01',
      qualityAssurance: [
        { kind: 'internal', body: 'Skolan' },
        { kind: 'external', body: 'Panelen' },
      ],
      accessibility: { sv: 'Hiss' },
      price: { sv: '0' },
    },
  ).version.design,
  ...{ number: 2, changesTold: true, precedents: 1, sealed: true, occasions: true, today },
}
const unsaid: MeritStanding = {
  design: MeritDesign.parse({}),
  ...{ number: 2, changesTold: false, precedents: 0, sealed: false, occasions: false, today },
}
const shownIn = (standing: MeritStanding) =>
  judgePrinciples(standing).flatMap(({ signs }) => signs.flatMap(({ sign, shown }) => (shown ? [sign] : [])))

describe('the ten principles of Annex II', () => {
  it('are ten, each with signs of its own', () => {
    expect(judgePrinciples(said).map(({ principle }) => principle)).toEqual([...principles])
    expect(new Set(allSigns).size).toBe(allSigns.length)
  })

  it('show every sign where a merit says everything, and only what the house vouches for where it says nothing', () => {
    expect(allSigns.filter((sign) => !shownIn(said).includes(sign))).toEqual([])
    expect(shownIn(unsaid)).toEqual(['open-formats', 'issuer-proven'])
  })

  it.each([
    ['review-planned', { reviewOn: '2026-11-24' }],
    ['relevance-reviewed', { relevanceReviewOn: '2020-01-01' }],
    ['validation-possible', { priorLearning: { replaces: 'no' } }],
    ['identity-checked', { assessment: { supervision: 'supervised-without-identity-check' } }],
    ['quality-assured-outside', { qualityAssurance: [{ kind: 'internal', body: 'Skolan' }] }],
  ])('do not show %s where it is said otherwise', (sign, changes) => {
    const design = MeritDesign.parse({ ...said.design, ...changes })
    expect(shownIn({ ...said, design })).not.toContain(sign)
  })
})
