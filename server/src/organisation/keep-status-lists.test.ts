import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { keepStatusLists } from './keep-status-lists.ts'

describe('serving status lists', () => {
  let world: TestWorld
  let issuer: Visitor
  let organisationId: string
  let meritId: string
  let keys = 0

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Ismail'), 'skelleby')
    issuer = await world.visit('Ismail')
    meritId = await world.publish(issuer, organisationId)
  })
  afterAll(() => world.close())

  const issue = async () => {
    const recipient = { name: 'Amina', email: 'amina@people.example' }
    const body = { organisationId, meritId, recipient, facts, key: `k${keys++}` }
    const { credentialId: id } = (await issuer.call('POST', '/api/credentials', body)).json<{ credentialId: string }>()
    const path = `/api/organisations/${organisationId}/credentials/${id}`
    const { document } = (await issuer.call('GET', path)).json<{ document: string }>()
    return { id, url: String(JSON.parse(document).credentialStatus.statusListCredential) }
  }
  const suspend = (id: string) => issuer.call('POST', `/api/credentials/${id}/suspend`, { reason: 'prov' })
  const later = (milliseconds: number) => world.ground.setNow(new Date(world.ground.now().getTime() + milliseconds))
  const keep = (statusListDelay: number) =>
    keepStatusLists({ ...world.ground, settings: { ...world.ground.settings, statusListDelay } })

  it('lets many changes share a signature, and serves nobody a list that lags longer than it may', async () => {
    const find = keep(1000)
    const [one, other] = [await issue(), await issue()]
    const before = await find(one.url)
    await suspend(one.id)
    later(999)
    expect(await find(one.url)).toBe(before)
    await suspend(other.id)
    later(1)
    const after = await find(one.url)
    expect(after?.tag).not.toBe(before?.tag)
    expect(await find(one.url)).toBe(after)
    later(1000)
    const again = await find(one.url)
    expect(again).toBe(after)
    const { proof } = JSON.parse(String(after?.bytes))
    expect(proof).toHaveLength(1)
  })

  it('shows a change at once where it may not lag, and lets those who ask together share one look', async () => {
    const find = keep(0)
    const { id, url } = await issue()
    const before = await find(url)
    await suspend(id)
    expect((await find(url))?.tag).not.toBe(before?.tag)
    const shared = keep(1000)
    const all = await Promise.all(Array.from({ length: 20 }, () => shared(url)))
    expect(new Set(all).size).toBe(1)
  })

  it('keeps nothing of an address that has no list', async () => {
    const find = keep(1000)
    expect(await find('http://localhost:3000/status/nothing')).toBeUndefined()
    expect(await find('http://localhost:3000/status/nothing')).toBeUndefined()
  })
})
