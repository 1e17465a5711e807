import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld } from '../testing/open-test-world.ts'

describe('merits beside the ten principles', () => {
  let world: TestWorld
  let meritId: string
  const get = (url: string) => world.app.inject({ url })
  const shown = async () => {
    const { principles } = (await get(`/api/merits/${meritId}/principles`)).json()
    return principles.flatMap(({ signs }: { signs: { sign: string; shown: boolean }[] }) =>
      signs.flatMap((one) => (one.shown ? [one.sign] : [])),
    )
  }

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Rut')
    const organisationId = await world.register(founder, 'nordfiber')
    const owner = await world.visit('Rut', { [organisationId]: ['representative', 'creator', 'issuer'] })
    meritId = await world.publish(owner, organisationId)
    await world.publish(owner, organisationId)
    const occasion = { startsOn: '2027-02-01', online: true }
    expect(await shown()).not.toContain('occasions-told')
    await owner.call('POST', `/api/organisations/${organisationId}/occasions`, { meritId, occasion })
  })
  afterAll(() => world.close())

  it('show what is published and what the house knows, and nothing else', async () => {
    const signs = await shown()
    for (const sign of ['outcomes-told', 'open-formats', 'occasions-told']) expect(signs).toContain(sign)
    for (const sign of ['european-seal', 'credited-before']) expect(signs).not.toContain(sign)
  })

  it('are read for all of an organisation, also as a file', async () => {
    expect((await get('/api/organisations/nordfiber/principles?perPage=1')).json()).toMatchObject({ total: 2, page: 1 })
    const rows = (await get('/api/organisations/nordfiber/principles?format=csv')).body.trim().split('\n')
    expect(rows).toHaveLength(1 + 2 * 32)
  })

  it('are nothing for what is not in the catalogue', async () => {
    expect((await get('/api/merits/0198c000-0000-7000-8000-00000000dead/principles')).json().code).toBe('not-found')
    expect((await get('/api/organisations/nobody/principles')).json().code).toBe('not-found')
  })
})
