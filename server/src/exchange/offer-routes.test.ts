import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld } from '../testing/open-test-world.ts'

describe('the catalogue as open data', () => {
  let world: TestWorld
  let meritIds: readonly string[]
  const get = (path: string) => world.app.inject({ method: 'GET', url: `/api/open-data${path}` })

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Ismail')
    const organisationId = await world.register(founder, 'skelleby')
    const creator = await world.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    meritIds = [await world.publish(creator, organisationId), await world.publish(creator, organisationId)].toSorted()
  })
  afterAll(() => world.close())

  it('says what there is, and where, to whoever asks', async () => {
    const answer = await get('')
    expect(answer.headers['content-type']).toContain('application/ld+json')
    expect(answer.json().dataset.distribution).toHaveLength(2)
    for (const { accessURL } of answer.json().dataset.distribution)
      expect((await world.app.inject({ method: 'GET', url: new URL(accessURL).pathname })).statusCode).toBe(200)
  })

  it('gives every merit once, page by page, in both forms', async () => {
    for (const form of ['learning-opportunities', 'courses']) {
      const first = await get(`/${form}?perPage=1`)
      expect(first.headers['x-total-count']).toBe('2')
      const next = /<([^>]+)>; rel="next"/.exec(String(first.headers.link))?.[1] ?? ''
      const second = await world.app.inject({ method: 'GET', url: next.replace(/^https?:\/\/[^/]+/, '') })
      expect(second.headers.link).not.toContain('rel="next"')
      const found = [first, second].flatMap((answer) => answer.json()['@graph'])
      expect(found).toHaveLength(2)
      for (const id of meritIds) expect(JSON.stringify(found)).toContain(id)
    }
  })

  it('gives one merit, in the language that is asked for, with who gives it', async () => {
    const [course] = (await get(`/courses/${meritIds[0]}?language=sv`)).json()['@graph']
    expect(course).toMatchObject({ '@type': 'Course', provider: [{ '@type': 'Organization' }] })
    const [opportunity] = (await get(`/learning-opportunities/${meritIds[0]}`)).json()['@graph']
    expect(opportunity).toMatchObject({ type: 'LearningOpportunity', providedBy: [{ type: 'Organisation' }] })
  })

  it('has nothing of a merit that is not in the catalogue', async () => {
    const answer = await get('/courses/0198c000-0000-7000-8000-00000000dead')
    expect(answer.json()).toMatchObject({ code: 'not-found', status: 404 })
  })
})
