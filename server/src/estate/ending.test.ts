import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { carryOutEndings } from './carry-out-endings.ts'

const worlds: TestWorld[] = []

describe('an organisation that ends', () => {
  let world: TestWorld
  let anna: Visitor
  let bodil: Visitor
  let other: Visitor
  let ending: string
  let successor: string
  let issuer: string
  let meritId: string
  let credentialId: string
  let now: unknown

  beforeEach(async () => {
    world = await openTestWorld()
    worlds.push(world)
    world.ground.setNow('2026-11-02T09:00:00Z')
    ending = await world.register(await world.visit('Anna'), 'fibernamnden')
    successor = await world.register(await world.visit('Other'), 'norrnat')
    issuer = await world.register(await world.visit('Third'), 'skelleby')
    anna = await world.visit('Anna')
    other = await world.visit('Other')
    meritId = await world.publish(anna, ending)
    const mandate = { issuerId: issuer, validFrom: '2026-11-02T09:00:00Z' }
    const granted = await anna.call('POST', `/api/merits/${meritId}/mandates`, mandate)
    expect(granted.statusCode, granted.body).toBe(201)
    credentialId = (await issue(await world.visit('Anna'), ending, 'one')).json().credentialId
    bodil = await world.visit('Bodil', { [ending]: ['representative'] })
    world.ground.setNow('2026-11-06T09:00:00Z')
    world.ground.outbox.length = 0
  })
  afterAll(async () => {
    for (const { close } of worlds) await close()
  })

  const issue = (by: Visitor, organisationId: string, key: string) =>
    by.call('POST', '/api/credentials', {
      ...{ organisationId, meritId, facts, key },
      recipient: { name: 'Amina Warsame', email: 'amina@people.example' },
    })
  const at = (path = '') => `/api/organisations/${ending}/ending${path}`
  const plan = (by: Visitor, body: object) => by.call('POST', at(), body)
  const show = async (by: Visitor) => (await by.call('GET', at())).json()
  const code = (response: { json(): { code?: string } }) => response.json().code
  const verify = async () => {
    const amina = await world.visit('Amina')
    const document = await amina.call('GET', `/api/passport/credentials/${credentialId}/download`)
    const answer = await world.anyone.call('POST', '/api/verify', { credential: document.body })
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
    const { checks, issuerNow } = answer.json()
    now = issuerNow
    return Object.fromEntries(checks.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome]))
  }
  const join = async () => {
    await plan(anna, { way: 'join', successorId: successor })
    await bodil.call('POST', at('/agree'))
    const accepted = await other.call('POST', `/api/organisations/${successor}/offered-estates/${ending}/accept`)
    expect(accepted.statusCode, accepted.body).toBe(204)
  }

  it('is told of by its name of today, and only where that is another', async () => {
    await verify()
    expect(now).toBe(undefined)
    await anna.call('PATCH', `/api/organisations/${ending}`, { legalName: 'Norra fibernämnden' })
    expect(await verify()).toMatchObject({ signature: 'passed', issuer: 'passed' })
    expect(now).toEqual({
      ...{ slug: 'fibernamnden', name: 'Norra fibernämnden', endedAt: null, successor: null, movedTo: null },
    })
  })

  it('does so by no one’s word alone, and can be taken back', async () => {
    expect((await plan(other, { way: 'close' })).statusCode).toBe(403)
    expect((await plan(anna, { way: 'close' })).statusCode).toBe(202)
    expect(code(await plan(anna, { way: 'close' }))).toBe('ending-planned')
    expect(code(await anna.call('POST', at('/agree')))).toBe('own-request')
    expect((await show(bodil)).plan).toMatchObject({ step: 'second-person', own: false, takesEffectAt: null })
    world.ground.setNow('2026-11-15T09:00:00Z')
    expect(await carryOutEndings(world.ground)).toBe(0)
    expect((await bodil.call('DELETE', at())).statusCode).toBe(204)
    expect(await show(anna)).toMatchObject({ endedAt: null, plan: null })
    expect((await issue(anna, ending, 'two')).statusCode).toBe(201)
  })

  it('leaves what it issued as it was: it verifies, and can still be revoked; nothing new comes of it', async () => {
    await plan(anna, { way: 'close' })
    expect((await bodil.call('POST', at('/agree'))).statusCode).toBe(204)
    expect(await show(anna)).toMatchObject({ endedAt: '2026-11-06T09:00:00.000Z', plan: null, successor: null })
    expect(Object.values(await verify())).not.toContain('failed')
    anna = await world.visit('Anna')
    expect(code(await issue(anna, ending, 'two'))).toBe('organisation-ended')
    const third = await world.visit('Third')
    expect(code(await issue(third, issuer, 'three'))).toBe('merit-retired')
    const began = await anna.call('POST', '/api/merits', { organisationId: ending, profileId: 'eu', design: {} })
    expect(code(began)).toBe('organisation-ended')
    const revoked = await anna.call('POST', `/api/credentials/${credentialId}/revoke`, { reason: 'Fel person' })
    expect(revoked.statusCode, revoked.body).toBe(204)
    expect(await verify()).toMatchObject({ signature: 'passed', status: 'failed' })
  })

  it('waits three days where one represents it alone', async () => {
    const alone = await world.register(await world.visit('Solo'), 'solo')
    const solo = await world.visit('Solo')
    await solo.call('POST', `/api/organisations/${alone}/ending`, { way: 'close' })
    world.ground.setNow('2026-11-09T08:59:00Z')
    expect(await carryOutEndings(world.ground)).toBe(0)
    world.ground.setNow('2026-11-09T09:00:00Z')
    expect(await carryOutEndings(world.ground)).toBe(1)
    expect(await carryOutEndings(world.ground)).toBe(0)
  })

  it('is tried again where it cannot be carried out, and holds up nobody else’s', async () => {
    const alone = await world.register(await world.visit('Solo'), 'solo')
    await (await world.visit('Solo')).call('POST', `/api/organisations/${alone}/ending`, { way: 'close' })
    const key = (value: Buffer | null) =>
      world.ground.database.act(systemScope, (work) =>
        work
          .updateTable('organisation_key')
          .set({ sealed_private_key: value })
          .where('organisation_id', '=', ending)
          .execute(),
      )
    const { sealed_private_key: sealed } = await world.ground.database.act(systemScope, (work) =>
      work
        .selectFrom('organisation_key')
        .select('sealed_private_key')
        .where('organisation_id', '=', ending)
        .executeTakeFirstOrThrow(),
    )
    // Without its key it cannot sign that its mandate ends.
    await key(null)
    await plan(anna, { way: 'close' })
    expect((await bodil.call('POST', at('/agree'))).statusCode).toBe(204)
    expect(await show(anna)).toMatchObject({ endedAt: null, plan: { step: 'due' } })
    world.ground.setNow('2026-11-10T09:00:00Z')
    expect(await carryOutEndings(world.ground)).toBe(1)
    await key(sealed)
    expect(await carryOutEndings(world.ground)).toBe(1)
    expect(await show(anna)).toMatchObject({ endedAt: '2026-11-10T09:00:00.000Z', plan: null })
  })

  it('goes up in another that says yes: merits at their addresses, the same issuers, and status in its hands', async () => {
    await plan(anna, { way: 'join', successorId: successor })
    await bodil.call('POST', at('/agree'))
    expect((await show(anna)).plan).toMatchObject({ way: 'join', step: 'acceptance' })
    const offered = (await other.call('GET', `/api/organisations/${successor}/ending`)).json().offered
    expect(offered).toMatchObject([{ id: ending, merits: 1, mandates: 1, credentials: 1, accepted: false }])
    const stranger = await world.visit('Third')
    const accept = (by: Visitor, own: string) =>
      by.call('POST', `/api/organisations/${own}/offered-estates/${ending}/accept`)
    expect((await accept(stranger, issuer)).statusCode).toBe(404)
    expect((await accept(stranger, successor)).statusCode).toBe(403)
    expect((await accept(other, successor)).statusCode).toBe(204)

    expect(await show(anna)).toMatchObject({ successor: { slug: 'norrnat' }, plan: null })
    expect(await verify()).toMatchObject({ signature: 'passed', status: 'passed' })
    expect(now).toMatchObject({ slug: 'fibernamnden', endedAt: expect.any(String), successor: { slug: 'norrnat' } })
    // The merit goes on at its own address, as the successor's.
    const merit = (await world.anyone.call('GET', `/api/merits/${meritId}`)).json()
    expect(merit).toMatchObject({ owner: { slug: 'norrnat' }, number: 2 })
    // Whoever issued it goes on issuing it, under a mandate that the successor signed.
    const issued = await issue(await world.visit('Third'), issuer, 'three')
    expect(issued.statusCode, issued.body).toBe(201)
    // The successor's people answer for what the other issued, and issue nothing in its name.
    other = await world.visit('Other')
    expect(code(await issue(other, ending, 'four'))).toBe('organisation-ended')
    const list = (await other.call('GET', `/api/organisations/${ending}/credentials`)).json()
    expect(list.items.map(({ id }: { id: string }) => id)).toEqual([credentialId])
    const revoked = await other.call('POST', `/api/credentials/${credentialId}/revoke`, { reason: 'Fel person' })
    expect(revoked.statusCode, revoked.body).toBe(204)
    expect(await verify()).toMatchObject({ signature: 'passed', status: 'failed' })
    // Nobody else's do.
    expect((await stranger.call('GET', `/api/organisations/${ending}/credentials`)).statusCode).toBe(403)
  })

  it('can find a successor later, and passes through a chain of them', async () => {
    await join()
    const last = await world.register(await world.visit('Last'), 'hela-norr')
    const end = (path = '') => `/api/organisations/${successor}/ending${path}`
    other = await world.visit('Other')
    await other.call('POST', end(), { way: 'join', successorId: last })
    world.ground.setNow('2026-11-12T09:00:00Z')
    let final = await world.visit('Last')
    await final.call('POST', `/api/organisations/${last}/offered-estates/${successor}/accept`)
    final = await world.visit('Last')
    expect((await world.anyone.call('GET', `/api/merits/${meritId}`)).json()).toMatchObject({
      owner: { slug: 'hela-norr' },
      number: 3,
    })
    const revoked = await final.call('POST', `/api/credentials/${credentialId}/revoke`, { reason: 'Fel person' })
    expect(revoked.statusCode, revoked.body).toBe(204)
    const again = await final.call('POST', at(), { way: 'join', successorId: last })
    expect(code(again)).toBe('organisation-ended')
  })

  it('refuses a successor that is itself, unknown or ended', async () => {
    expect(code(await plan(anna, { way: 'join', successorId: ending }))).toBe('successor-refused')
    expect(code(await plan(anna, { way: 'join', successorId: '0198c000-0000-7000-8000-000000000001' }))).toBe(
      'successor-refused',
    )
    await plan(anna, { way: 'join', successorId: successor })
    expect(
      (await other.call('POST', `/api/organisations/${successor}/offered-estates/${ending}/decline`)).statusCode,
    ).toBe(204)
    expect((await show(anna)).plan).toBe(null)
  })
})
