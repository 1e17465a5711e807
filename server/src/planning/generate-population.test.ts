import { careConcepts, careLinks } from '@bricka/fixtures/world/care-occupations'
import { escoVersion } from '@bricka/fixtures/world/esco-concepts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { addConcepts, addFramework, escoAttribution } from '../skill/add-concepts.ts'
import { addLinks } from '../skill/add-links.ts'
import { openTestWorld, type TestWorld } from '../testing/open-test-world.ts'
import { generatePopulation } from './generate-population.ts'
import { recountSupply } from './recount-supply.ts'
import { findWiden } from './refresh-supply.ts'

const plan = { people: 1200, seed: 7, quarters: 2, regions: ['SE331'] }

describe('made-up people', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openTestWorld()
    const framework = { name: 'ESCO', version: escoVersion, attribution: escoAttribution }
    await world.ground.database.act(systemScope, async (work) => {
      await addFramework(world.ground, work, framework, ['en'])
      const concepts = careConcepts.map(({ label, ...concept }) => ({
        ...concept,
        labels: { en: label },
        altLabels: {},
        state: 'current' as const,
      }))
      await addConcepts(work, framework, concepts)
      await addLinks(work, framework, careLinks)
    })
    await generatePopulation(world.ground, plan)
  }, 120_000)
  afterAll(() => world.close())

  const truth = async (): Promise<Map<string, number>> => {
    const { rows } = await world.ground.database.act(systemScope, (work) =>
      sql<{ skill: string; region: string; persons: number }>`
        select skill, region, count(distinct holder_id)::int as persons from supply_fact group by skill, region`.execute(
        work,
      ),
    )
    return new Map(rows.map(({ skill, region, persons }) => [`${region} ${skill}`, persons]))
  }

  it('are counted as the facts say, cell for cell', async () => {
    const widen = await findWiden(world.ground)
    const drift = await world.ground.database.act(systemScope, (work) => recountSupply(world.ground, work, widen))
    expect(drift.cells).toBeGreaterThan(1000)
    expect(drift.wrong).toBe(0)
  })

  it('are released within the error that stands beside the figures, and marked as made up', async () => {
    const { rows: cells } = await world.ground.database.act(systemScope, (work) =>
      sql<{ place: string; concept: string; persons: number; value: number }>`
        select figure.place, figure.concept, cell.persons, figure.value from supply_figure figure
        join supply_cell cell using (place, facet, concept) where figure.period = '2026-Q3' and figure.facet = 'all'`.execute(
        work,
      ),
    )
    expect(cells.length).toBeGreaterThan(100)
    const known = await truth()
    expect(known.size).toBeGreaterThan(100)
    for (const { value } of cells) {
      expect(value % 5).toBe(0)
      expect(value).toBeGreaterThanOrEqual(10)
    }
    const { beside } = (await world.anyone.call('GET', '/api/planning/supply?place=SE331')).json()
    expect(beside).toMatchObject({ synthetic: true, periods: ['2026-Q3', '2026-Q2'] })
    expect(beside.coverage.value).toBeGreaterThan(0)
  })

  it('show a family of skills with everyone who has one of its skills', async () => {
    const { items } = (
      await world.anyone.call('GET', '/api/planning/supply?place=SE331&kind=family&perPage=100')
    ).json()
    expect(items.length).toBeGreaterThan(0)
    expect(items[0].type).toBe('family')
  })

  it('show one skill by level, form, issuer, end and time', async () => {
    const { items } = (await world.anyone.call('GET', '/api/planning/supply?place=SE331&kind=skill')).json()
    const answer = await world.anyone.call(
      'GET',
      `/api/planning/supply/skill?place=SE331&concept=${encodeURIComponent(items[0].uri)}`,
    )
    const { people, forms, periods, ends } = answer.json()
    expect(people).toBe(items[0].people)
    expect(forms.find(({ code }: { code: string }) => code === 'course').people).toBeLessThanOrEqual(people + 10)
    expect(periods.map(({ code }: { code: string }) => code)).toEqual(['2026-Q2', '2026-Q3'])
    expect(ends.every(({ people: ending }: { people: number }) => ending >= 10)).toBe(true)
  })

  it('show a skill over the municipalities of a region', async () => {
    const answer = await world.anyone.call('GET', '/api/planning/supply/places?within=SE331&concept=*')
    const { items } = answer.json()
    expect(items).toHaveLength(15)
    expect(items.filter(({ people }: { people: number | null }) => people !== null).length).toBeGreaterThan(5)
  })
})
