import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld } from '../testing/open-test-world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await openTestWorld()
})
afterAll(() => world.close())

describe('the tables of levels and units', () => {
  it('have a dated source for every level, and one national level that may be two', async () => {
    const { frameworks } = (await world.anyone.call('GET', '/api/levels')).json()
    expect(frameworks.map(({ id }: { id: string }) => id)).toEqual([
      ...['EQF', 'SeQF', 'DK-NQF', 'NKR', 'FiNQF', 'ISQF', 'AxQF', 'QF-EHEA'],
    ])
    for (const { levels } of frameworks)
      for (const { source, asOf, eqf } of levels) {
        expect(source.length).toBeGreaterThan(5)
        expect(asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
        expect(eqf.length).toBeGreaterThan(0)
      }
    const icelandic = frameworks.find(({ id }: { id: string }) => id === 'ISQF')
    expect(icelandic.levels[0]).toMatchObject({ level: '1', eqf: [1, 2], basis: 'general' })
    expect(frameworks.find(({ id }: { id: string }) => id === 'NKR')).toMatchObject({
      claims: [{ code: 'level-needs-law', force: 'refusal' }],
      levels: [{ level: '2' }, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    })
  })

  it('convert only where there is a ground, and never competence into hours', async () => {
    const { conversions, refusals } = (await world.anyone.call('GET', '/api/levels')).json()
    expect(conversions).toContainEqual(
      expect.objectContaining({ from: 'hp', to: 'ECTS', standing: 'equal', least: 10 }),
    )
    expect(conversions).toContainEqual(
      expect.objectContaining({ from: 'YH-poäng', to: 'hp', standing: 'length-only', least: 3 }),
    )
    expect(conversions.some(({ from }: { from: string }) => from === 'osaamispiste')).toBe(false)
    expect(refusals).toContainEqual({ from: 'osaamispiste', to: 'hours', why: 'measures-competence-not-time' })
  })

  it('are to be had as a sheet', async () => {
    const sheet = await world.anyone.call('GET', '/api/levels?format=csv')
    expect(sheet.headers['content-type']).toContain('text/csv')
    expect(sheet.body).toContain('ISQF,IS,in-force,1,1 2,')
  })
})
