import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { endWaitingReleases } from './four-eyes.ts'

const worlds: TestWorld[] = []

describe('ending that two persons issue together', () => {
  let world: TestWorld
  let anna: Visitor
  let organisationId: string
  beforeEach(async () => {
    world = await openTestWorld()
    worlds.push(world)
    world.ground.setNow('2026-11-02T09:00:00Z')
    organisationId = await world.register(await world.visit('Anna'), 'tallen')
    anna = await world.visit('Anna')
    await switchOn(anna)
    world.ground.outbox.length = 0
  })
  afterAll(async () => {
    for (const { close } of worlds) await close()
  })

  const at = (path = '') => `/api/organisations/${organisationId}${path}`
  const switchOn = (by: Visitor) => by.call('PATCH', at(), { fourEyes: true })
  const ask = (by: Visitor) => by.call('POST', at('/four-eyes/release'))
  const agree = (by: Visitor) => by.call('POST', at('/four-eyes/release/agree'))
  const withdraw = (by: Visitor) => by.call('DELETE', at('/four-eyes/release'))
  const show = async (by: Visitor) => (await by.call('GET', at('/four-eyes'))).json()
  const acts = async (): Promise<string[]> =>
    (await anna.call('GET', at('/audit'))).json().items.map(({ act }: { act: string }) => act)
  const mailed = async () => {
    await world.deliver()
    return world.ground.outbox.map(({ kind, to }) => `${kind} ${to}`).sort()
  }

  it('is not done by one representative alone, at once', async () => {
    const answer = await anna.call('PATCH', at(), { fourEyes: false })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'four-eyes-stand'])
    expect(await show(anna)).toEqual({ on: true, release: null })
  })

  it('is asked for by one and agreed to by another, and everybody who watches is told', async () => {
    const bodil = await world.visit('Bodil', { [organisationId]: ['approver'] })
    await world.visit('Cia', { [organisationId]: ['reader'] })
    world.ground.setNow('2026-11-06T09:00:00Z')
    expect((await ask(anna)).json()).toEqual({ takesEffectAt: null })
    expect((await ask(anna)).json()).toMatchObject({ code: 'release-asked' })
    expect((await agree(anna)).json()).toMatchObject({ code: 'own-request' })
    expect(await show(bodil)).toMatchObject({ on: true, release: { askedBy: 'Anna', own: false, takesEffectAt: null } })
    expect(await mailed()).toEqual(['four-eyes-asked anna@people.example', 'four-eyes-asked bodil@people.example'])
    // Waiting changes nothing where another has to agree.
    world.ground.setNow('2026-11-14T09:00:00Z')
    expect(await endWaitingReleases(world.ground)).toBe(0)
    expect((await agree(bodil)).statusCode).toBe(204)
    expect(await show(anna)).toEqual({ on: false, release: null })
    expect((await acts()).slice(0, 2)).toEqual(['four-eyes-released', 'four-eyes-release-asked'])
    expect(await mailed()).toHaveLength(4)
  })

  it('waits three days where there is nobody else, can be taken back meanwhile, and everybody is told', async () => {
    expect((await ask(anna)).json()).toEqual({ takesEffectAt: '2026-11-05T09:00:00.000Z' })
    expect(await mailed()).toEqual(['four-eyes-waits anna@people.example'])
    world.ground.setNow('2026-11-05T08:59:59Z')
    expect(await endWaitingReleases(world.ground)).toBe(0)
    expect((await show(anna)).on).toBe(true)
    expect((await withdraw(anna)).statusCode).toBe(204)
    world.ground.setNow('2026-11-06T09:00:00Z')
    expect(await endWaitingReleases(world.ground)).toBe(0)
    await ask(anna)
    world.ground.setNow('2026-11-09T09:00:00Z')
    expect(await endWaitingReleases(world.ground)).toBe(1)
    expect(await show(anna)).toEqual({ on: false, release: null })
    expect(await acts()).toEqual([
      'four-eyes-released',
      'four-eyes-release-asked',
      'four-eyes-release-withdrawn',
      'four-eyes-release-asked',
      'organisation-changed',
      'organisation-registered',
    ])
    expect(await mailed()).toContain('four-eyes-ended anna@people.example')
  })

  it('is not hurried by someone who was made a member for it', async () => {
    await world.visit('Puppet', { [organisationId]: ['representative'] })
    expect((await ask(anna)).json().takesEffectAt).toBe('2026-11-05T09:00:00.000Z')
    const puppet = await world.visit('Puppet')
    expect((await agree(puppet)).json()).toMatchObject({ code: 'member-too-new' })
    expect((await show(anna)).on).toBe(true)
  })

  it('is nobody’s business who neither represents nor approves', async () => {
    const issuer = await world.visit('Ida', { [organisationId]: ['issuer'] })
    const stranger = await world.visit('Stranger')
    for (const act of [ask, agree, withdraw])
      for (const who of [issuer, stranger, world.anyone])
        expect((await act(who)).statusCode).toBe(who === world.anyone ? 401 : 403)
    expect((await stranger.call('GET', at('/four-eyes'))).statusCode).toBe(403)
    const { secret } = (await anna.call('POST', at('/tokens'), { name: 'T', scopes: ['read', 'issue'] })).json()
    expect((await ask(world.visitByToken(secret))).json()).toMatchObject({ code: 'scope-missing' })
    expect((await withdraw(anna)).json()).toMatchObject({ code: 'not-found' })
  })

  it('is taken back by switching it on, and asked for only where it is on', async () => {
    await ask(anna)
    await switchOn(anna)
    expect(await show(anna)).toEqual({ on: true, release: null })
    await ask(anna)
    world.ground.setNow('2026-11-05T09:00:00Z')
    await endWaitingReleases(world.ground)
    expect((await ask(anna)).json()).toMatchObject({ code: 'four-eyes-off' })
  })
})
