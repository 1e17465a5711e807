import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

const skill = 'http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001'

describe('skills that a credential from elsewhere shows', () => {
  let world: TestWorld
  let keeper: Visitor
  let document: string

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Rut')
    const organisationId = await world.register(founder, 'nordfiber')
    const issuer = await world.visit('Rut', { [organisationId]: ['representative', 'creator', 'issuer'] })
    const meritId = await world.publish(issuer, organisationId)
    const holder = await world.visit('Amina')
    const recipient = { name: 'Amina Warsame', email: 'amina@people.example' }
    const order = { organisationId, meritId, recipient, facts, key: 'one' }
    const issued = await issuer.call('POST', '/api/credentials', order)
    expect(issued.statusCode, issued.body).toBeLessThan(300)
    const [{ id }] = (await holder.call('GET', '/api/passport')).json().items
    document = (await holder.call('GET', `/api/passport/credentials/${id}/download`)).body
    keeper = await world.visit('Warsame, Amina')
  })
  afterAll(() => world.close())

  const take = async (credential: string) =>
    (await keeper.call('POST', '/api/passport/import', { credential })).json().checks
  const list = async () => (await keeper.call('GET', '/api/passport/imported-skills')).json().items

  it('count as shown where every check passed, and say who issued it', async () => {
    expect(await list()).toEqual([])
    const checks = await take(document)
    expect(checks.filter(({ outcome }: { outcome: string }) => outcome !== 'passed')).toEqual([])
    expect(await list()).toEqual([{ uri: skill, source: expect.stringMatching(/\(.*nordfiber.*\)/i), checked: true }])
  })

  it('are only what is said where one letter of it is another', async () => {
    await take(document.replace('Fibersvetsning', 'Fibersvetsninq'))
    expect(await list()).toEqual([
      expect.objectContaining({ uri: skill, checked: true }),
      expect.objectContaining({ uri: skill, checked: false }),
    ])
  })

  it('are only what is said where the credential names somebody else', async () => {
    const other = await world.visit('Samir')
    await other.call('POST', '/api/passport/import', { credential: document })
    expect((await other.call('GET', '/api/passport/imported-skills')).json().items).toMatchObject([{ checked: false }])
  })

  it('are nobody else’s to see', async () => {
    const stranger = await world.visit('Olena')
    expect((await stranger.call('GET', '/api/passport/imported-skills')).json().items).toEqual([])
    expect((await world.app.inject({ url: '/api/passport/imported-skills' })).json()).toMatchObject({
      code: 'login-required',
    })
  })
})
