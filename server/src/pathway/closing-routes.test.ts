import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld } from '../testing/open-test-world.ts'

describe('closing a gap over HTTP', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openTestWorld()
  })
  afterAll(() => world.close())

  const offers = [
    { id: 'both', merit: 'both', skills: ['a', 'b'], hours: 30, languages: ['sv'] },
    { id: 'a', merit: 'a', skills: ['a'], hours: 10, languages: ['fi'] },
    { id: 'b', merit: 'b', skills: ['b'], hours: 12, validation: { hours: 2 } },
  ]

  it('proves the best set, says other ways and what nobody teaches', async () => {
    const answer = await ask({ missing: ['a', 'b', 'c'], offers, objective: 'shortest', claimed: ['b'] })
    expect(answer).toMatchObject({
      best: { hours: 12, proved: true, steps: [{ offer: { id: 'a' } }, { offer: { id: 'b' }, route: 'validation' }] },
      alternatives: [{ hours: 30 }],
      noOffer: ['c'],
      outOfReach: [],
    })
  })

  it('keeps to what the learner can take, and says why the rest is out of reach', async () => {
    const constraints = { languages: ['da'] }
    expect(await ask({ missing: ['a'], offers: offers.slice(0, 2), constraints })).toMatchObject({
      best: null,
      outOfReach: [{ skill: 'a', why: ['language'] }],
    })
  })

  it('uses the catalogue where no offers are given', async () => {
    const rut = await world.visit('Rut')
    const organisation = await world.register(rut, 'nordfiber')
    await world.publish(rut, organisation)
    const listed = await world.app.inject({ url: '/api/pathways/offers?language=sv' })
    expect(listed.json().items).toHaveLength(1)
    expect(await ask({ missing: ['https://nobody.example/teaches-this'] })).toMatchObject({
      best: null,
      noOffer: ['https://nobody.example/teaches-this'],
    })
  })

  it('refuses a day that is none', async () => {
    expect(await ask({ missing: ['a'], offers, constraints: { endsOnOrBefore: 'soon' } })).toMatchObject({
      code: 'request-invalid',
    })
  })

  const ask = async (payload: object) =>
    (
      await world.app.inject({
        method: 'POST',
        url: '/api/pathways/closing',
        payload,
        headers: { origin: world.ground.settings.baseUrl },
      })
    ).json()
})
