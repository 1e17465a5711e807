import { anySkill } from '@bricka/domain/planning/count-supply'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { makeId } from '../make-id.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { recountSupply } from './recount-supply.ts'
import { refreshSupply } from './refresh-supply.ts'
import { makeDueRelease } from './release-supply.ts'

const spliceUri = 'http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001'

describe('the stock of verified skills', () => {
  let world: TestWorld
  const schools: { id: string; visitor: Visitor; meritId: string }[] = []
  const people: { visitor: Visitor; credentialId: string; school: number }[] = []

  beforeAll(async () => {
    world = await openTestWorld()
    for (const slug of ['norr', 'soder', 'oster']) {
      const id = await world.register(await world.visit(slug), slug, { region: 'Västerbotten' })
      const visitor = await world.visit(slug)
      schools.push({ id, visitor, meritId: await world.publish(visitor, id) })
    }
    for (let number = 0; number < 24; number++) {
      const school = number % 3
      const credentialId = await issue(school, `Person${number}`)
      people.push({ visitor: await world.visit(`Person${number}`), credentialId, school })
    }
  }, 120_000)
  afterAll(() => world.close())

  const issue = async (school: number, name: string, changes: object = {}): Promise<string> => {
    const { id, visitor, meritId } = schools[school] ?? expect.unreachable()
    const answer = await visitor.call('POST', '/api/credentials', {
      organisationId: id,
      meritId,
      recipient: { name, email: `${name.toLowerCase()}@people.example` },
      facts,
      key: `${name}-${school}-${JSON.stringify(changes)}`,
      ...changes,
    })
    return answer.json<{ credentialId: string }>().credentialId
  }
  const count = async (place: string, facet = 'all', concept = spliceUri): Promise<number> => {
    await refreshSupply(world.ground)
    const row = await world.ground.database.act(systemScope, (work) =>
      work
        .selectFrom('supply_cell')
        .select('persons')
        .where('place', '=', place)
        .where('facet', '=', facet)
        .where('concept', '=', concept)
        .executeTakeFirst(),
    )
    return row?.persons ?? 0
  }
  const allow = async (number: number, choice: object = { counted: true, municipality: 'SE-2480' }) => {
    const { visitor } = people[number] ?? expect.unreachable()
    return visitor.call('PUT', '/api/passport/statistics', choice)
  }

  it('counts nobody who has not said yes', async () => {
    expect(await count('SE331')).toBe(0)
    expect(
      (await world.ground.database.act(systemScope, (work) => work.selectFrom('supply_fact').selectAll().execute()))
        .length,
    ).toBe(0)
  })

  it('counts whoever says yes in the municipality they state and its region, and without one where the issuer is', async () => {
    for (let number = 0; number < 18; number++) expect((await allow(number)).statusCode).toBe(200)
    expect(await count('SE-2480')).toBe(18)
    await allow(18, { counted: true })
    expect(await count('SE-2480')).toBe(18)
    expect(await count('SE331')).toBe(19)
    expect((await allow(18, { counted: true, municipality: 'SE-9999' })).json()).toMatchObject({
      code: 'request-invalid',
    })
  })

  it('counts a person once for two merits, and as many issuers as there are', async () => {
    await issue(1, 'Person0')
    expect(await count('SE331')).toBe(19)
    expect(await count('SE331', 'issuer:non-formal-provider', anySkill)).toBe(19)
  })

  it('takes out whoever is revoked, counts them again under a merit that stands, and lets go at the end of validity', async () => {
    const { credentialId, school } = people[4] ?? expect.unreachable()
    const act = await schools[school]?.visitor.call('POST', `/api/credentials/${credentialId}/revoke`, {
      reason: 'Fel person',
    })
    expect(act?.statusCode).toBeLessThan(300)
    expect(await count('SE331')).toBe(18)
    await issue(school, 'Person4', { validUntil: '2026-12-01T00:00:00Z' })
    expect(await count('SE331')).toBe(19)
    expect(await count('SE331', 'until:2026-Q4')).toBe(1)
    world.ground.setNow('2026-12-03T00:00:00Z')
    expect(await count('SE331')).toBe(18)
    world.ground.setNow('2026-11-02T09:00:00Z')
  })

  it('never counts what is shared: the sight of a share moves nothing', async () => {
    const { visitor, credentialId } = people[20] ?? expect.unreachable()
    const shared = await visitor.call('POST', '/api/passport/shares', {
      credentialIds: [credentialId],
      audience: 'En arbetsgivare',
      purpose: 'Ansökan',
      expiresAt: '2026-12-01T00:00:00Z',
    })
    expect(shared.statusCode).toBe(201)
    const url = shared.json<{ url: string }>().url
    await world.anyone.call('GET', `/api/shares/${url.split('/').at(-1)}`)
    expect(await count('SE331')).toBe(18)
  })

  it('gives the truth when all is counted anew', async () => {
    await refreshSupply(world.ground)
    const drift = await world.ground.database.act(systemScope, (work) => recountSupply(world.ground, work, () => []))
    expect(drift.wrong).toBe(0)
    expect(drift.cells).toBe(10)
  })

  it('moves nothing when the same is asked for twice', async () => {
    const due = (holderId: string) =>
      world.ground.database.act(systemScope, (work) =>
        work
          .insertInto('supply_due')
          .values({ holder_id: holderId, id: makeId(new Date()), due_at: world.ground.now() })
          .execute(),
      )
    const holder = people[1]?.visitor.personId ?? ''
    await due(holder)
    await due(holder)
    expect(await count('SE331')).toBe(18)
    await issue(2, 'Person21')
    await allow(21)
    expect(await count('SE331')).toBe(19)
  })

  it('releases through the gate: a rounded figure near the truth, nothing small, with what stands beside it', async () => {
    await world.ground.database.act(systemScope, (work) =>
      work.insertInto('population').values({ place: 'SE331', year: 2025, persons: 150_000, source: 'Test' }).execute(),
    )
    expect(
      await world.anyone.call('GET', '/api/planning/supply?place=SE331').then((answer) => answer.json()),
    ).toMatchObject({ code: 'statistics-not-released' })
    expect(await makeDueRelease(world.ground)).toBe('2026-Q3')
    expect(await makeDueRelease(world.ground)).toBeUndefined()
    const answer = await world.anyone.call('GET', '/api/planning/supply?place=SE331')
    const { items, beside } = answer.json()
    expect(items).toHaveLength(1)
    expect(items[0].people % 5).toBe(0)
    expect(Math.abs(items[0].people - 19)).toBeLessThanOrEqual(6)
    expect(items[0].perThousand.value).toBeCloseTo(items[0].people / 150, 1)
    expect(beside).toMatchObject({
      period: '2026-Q3',
      synthetic: false,
      place: { name: 'Västerbottens län' },
      rules: { persons: 10, organisations: 3 },
    })
    expect(beside.forms.map(({ code }: { code: string }) => code)).toEqual(['course', 'prior-learning', 'both'])
  })

  it('gives the same bytes however often and however it is asked', async () => {
    const ask = () => world.anyone.call('GET', '/api/planning/supply?place=SE331&language=en').then(({ body }) => body)
    expect(new Set([await ask(), await ask(), await ask()]).size).toBe(1)
  })

  it('exports the same figures as CSV, JSON-stat and SDMX-CSV', async () => {
    const ask = (format: string) => world.anyone.call('GET', `/api/planning/supply?place=SE331&format=${format}`)
    const { items } = (await ask('json')).json()
    expect((await ask('csv')).body).toContain(`,${items[0].people},`)
    expect((await ask('json-stat')).json()).toMatchObject({
      version: '2.0',
      class: 'dataset',
      size: [1, 1, 1, 1],
      value: [items[0].people],
    })
    expect((await ask('sdmx-csv')).body).toMatch(/STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,SKILL/)
  })

  it('does not show who withdraws in the counts, and an old release stands as it is', async () => {
    const before = (await world.anyone.call('GET', '/api/planning/supply?place=SE331')).body
    expect((await allow(0, { counted: false })).json()).toMatchObject({ counted: false, facts: 0 })
    expect(await count('SE331')).toBe(18)
    expect((await world.anyone.call('GET', '/api/planning/supply?place=SE331')).body).toBe(before)
  })

  it('leaves nothing of who deletes their account', async () => {
    const { visitor } = people[2] ?? expect.unreachable()
    expect((await visitor.call('DELETE', '/api/me', { confirm: 'person2@people.example' })).statusCode).toBe(200)
    expect(await count('SE331')).toBe(17)
    const left = await world.ground.database.act(systemScope, (work) =>
      work.selectFrom('statistics_consent').select('holder_id').where('holder_id', '=', visitor.personId).execute(),
    )
    expect(left).toEqual([])
  })

  it('knows no place that is not', async () => {
    const answer = await world.anyone.call('GET', '/api/planning/supply?place=XX1')
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'place-unknown'])
  })
})
