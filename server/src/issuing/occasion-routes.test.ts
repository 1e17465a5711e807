import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('when and where a merit is given', () => {
  let world: TestWorld
  let owner: Visitor
  let college: Visitor
  let ownerId: string
  let collegeId: string
  let meritId: string

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Rut')
    ownerId = await world.register(founder, 'nordfiber')
    owner = await world.visit('Rut', { [ownerId]: ['representative', 'creator', 'issuer'] })
    meritId = await world.publish(owner, ownerId)
    const head = await world.visit('Ismail')
    collegeId = await world.register(head, 'skelleby')
    college = await world.visit('Ismail', { [collegeId]: ['representative', 'issuer'] })
  })
  afterAll(() => world.close())

  const evening = { startsOn: '2027-04-01', endsOn: '2027-05-01', place: 'Skelleby', languages: ['sv'] }
  const fee = { amount: 1200, currency: 'SEK' }
  const announce = (who: Visitor, organisationId: string, occasion: object) =>
    who.call('POST', `/api/organisations/${organisationId}/occasions`, { meritId, occasion })
  const list = async (query = '') =>
    (await world.app.inject({ url: `/api/occasions?meritId=${meritId}${query}` })).json().items
  const offers = async () => (await world.app.inject({ url: '/api/pathways/offers' })).json().items

  it('is one offer without dates until somebody says when', async () => {
    expect(await offers()).toMatchObject([{ id: meritId, merit: meritId }])
  })

  it('is said by the owner and by whoever has a mandate, and by nobody else', async () => {
    expect((await announce(owner, ownerId, { ...evening, fee })).statusCode).toBe(201)
    expect((await announce(college, collegeId, evening)).json()).toMatchObject({ code: 'mandate-missing' })
    expect((await announce(college, ownerId, evening)).json()).toMatchObject({ code: 'permission-missing' })
    await owner.call('POST', `/api/merits/${meritId}/mandates`, { issuerId: collegeId })
    expect((await announce(college, collegeId, { startsOn: '2027-06-01', online: true })).statusCode).toBe(201)
    expect(await list()).toMatchObject([
      { issuer: { slug: 'nordfiber' }, occasion: { place: 'Skelleby', fee } },
      { issuer: { slug: 'skelleby' }, occasion: { online: true } },
    ])
  })

  it.each([
    [{ ...evening, endsOn: '2027-03-31' }, '/occasion/endsOn', 'ends-before-start'],
    [{ ...evening, applyBy: '2027-05-02' }, '/occasion/applyBy', 'apply-after-end'],
    [{ startsOn: '2027-04-01' }, '/occasion/place', 'place-or-distance'],
    [{ ...evening, startsOn: 'soon' }, '/occasion/startsOn', 'invalid_format'],
    [{ ...evening, url: 'javascript:alert(1)' }, '/occasion/url', 'invalid_format'],
  ])('is refused where it cannot be: %j', async (occasion, pointer, code) => {
    const refused = (await announce(owner, ownerId, occasion)).json()
    expect(refused.errors).toContainEqual(expect.objectContaining({ pointer, code }))
  })

  it('is what a way to close a gap is reckoned with: each occasion by its own time, place and price', async () => {
    expect(await offers()).toMatchObject([
      { merit: meritId, startsOn: '2027-04-01', places: ['Skelleby'], price: 1200, currency: 'SEK', online: false },
      { merit: meritId, startsOn: '2027-06-01', places: [], online: true },
    ])
    const [{ skills }] = await offers()
    const close = async (constraints: object) =>
      (
        await owner.call('POST', '/api/pathways/closing', { missing: skills, objective: 'cheapest', constraints })
      ).json()
    expect((await close({ online: true })).best).toMatchObject({ price: 1200, currency: 'SEK', proved: true })
    expect(await close({ online: true, places: ['Umeå'], endsOnOrBefore: '2027-12-31' })).toMatchObject({
      best: null,
      outOfReach: [{ why: ['place', 'price-not-stated'] }],
    })
  })

  it('is shown no more when it has begun or is called off, and asks who may', async () => {
    const [first, second] = await list()
    const callOff = (who: Visitor, organisationId: string, id: string) =>
      who.call('POST', `/api/organisations/${organisationId}/occasions/${id}/call-off`)
    expect((await callOff(owner, ownerId, second.id)).json()).toMatchObject({ code: 'not-found' })
    expect((await callOff(college, collegeId, second.id)).statusCode).toBe(204)
    expect((await callOff(college, collegeId, second.id)).json()).toMatchObject({ code: 'not-found' })
    expect(await list()).toMatchObject([{ id: first.id }])
    expect(await list('&coming=false')).toHaveLength(2)
    world.ground.setNow('2027-04-02T09:00:00Z')
    expect(await list()).toEqual([])
    expect(await offers()).toMatchObject([{ id: meritId }])
  })
})
