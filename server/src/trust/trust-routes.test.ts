import { readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('mandating an issuer', () => {
  let world: TestWorld
  let owner: string
  let issuerId: string
  let meritId: string
  let creator: Visitor
  let issuer: Visitor

  beforeEach(async () => {
    await world?.close()
    world = await openTestWorld()
    owner = await world.register(await world.visit('Karin'), 'fibernamnden')
    issuerId = await world.register(await world.visit('Ismail'), 'skelleby')
    creator = await world.visit('Karin')
    issuer = await world.visit('Ismail')
    meritId = await world.publish(creator, owner)
  })
  afterAll(() => world.close())

  const grant = (body: object = {}, who = creator) =>
    who.call('POST', `/api/merits/${meritId}/mandates`, { issuerId, ...body })
  const issue = async (key: string) =>
    (
      await issuer.call('POST', '/api/credentials', {
        organisationId: issuerId,
        meritId,
        recipient: { name: 'Amina', email: 'amina@people.example' },
        facts,
        key,
      })
    ).json<{ credentialId: string; code?: string }>()
  const checkMandate = async (credentialId: string) => {
    const shown = await issuer.call('GET', `/api/organisations/${issuerId}/credentials/${credentialId}`)
    const read = readCredential(shown.json().document)
    if (!read.read) throw new Error(read.detail)
    const { report } = await verifyCredential(read.credential, {
      now: world.ground.now().toISOString(),
      power,
      loadResource: async (url) => {
        const answer = await world.anyone.call('GET', url.replace(/^https?:\/\/localhost(:|%3A)3000/, ''))
        return answer.statusCode === 200
          ? { found: true, bytes: answer.rawPayload, mediaType: 'application/vc' }
          : { found: false, code: 'resource-status' }
      },
    })
    return report.checks.find(({ name }) => name === 'mandate')
  }
  const mandates = async (who: Visitor) =>
    (await who.call('GET', `/api/merits/${meritId}/mandates`)).json<{ items: { state: string }[] }>().items

  it('opens issuing to exactly that issuer, and only the owner can give it', async () => {
    expect(await issue('before')).toMatchObject({ code: 'mandate-missing' })
    for (const [who, code] of [
      [world.anyone, 'login-required'],
      [issuer, 'permission-missing'],
      [await world.visit('Rakel', { [owner]: ['reader', 'issuer'] }), 'permission-missing'],
    ] as const)
      expect((await grant({}, who)).json()).toMatchObject({ code })
    expect(await mandates(world.anyone)).toEqual([])
    expect((await grant({ issuerId: owner })).json()).toMatchObject({ code: 'mandate-to-oneself' })
    expect((await grant({ validUntil: '2026-01-01T00:00:00Z' })).json()).toMatchObject({
      code: 'mandate-dates-refused',
    })
    expect((await grant({ issuerId: meritId })).json()).toMatchObject({ code: 'not-found' })
    expect((await grant()).statusCode).toBe(201)
    expect((await grant({ validUntil: '2027-01-01T00:00:00Z' })).json()).toMatchObject({ code: 'mandate-exists' })
    const { credentialId } = await issue('after')
    expect(await checkMandate(credentialId)).toMatchObject({ outcome: 'passed' })
    expect(await mandates(world.anyone)).toMatchObject([{ state: 'in-force', issuer: { slug: 'skelleby' } }])
  })

  it('keeps to its dates', async () => {
    await grant({ validFrom: '2026-11-05T00:00:00Z', validUntil: '2026-11-08T00:00:00Z' })
    expect(await issue('early')).toMatchObject({ code: 'mandate-not-yet-valid' })
    world.ground.setNow('2026-11-06T00:00:00Z')
    expect(await issue('within')).toMatchObject({ state: 'issued' })
    world.ground.setNow('2026-11-09T00:00:00Z')
    const { credentialId } = await issue('within')
    expect(await issue('late')).toMatchObject({ code: 'mandate-expired' })
    expect(await checkMandate(credentialId)).toMatchObject({ outcome: 'passed' })
    expect((await grant({ validFrom: '2026-11-09T00:00:00Z' })).statusCode).toBe(201)
  })

  it('is withdrawn for the future only: what was issued keeps its ground', async () => {
    const { id } = (await grant()).json<{ id: string }>()
    const { credentialId } = await issue('before')
    const withdraw = (body: object, who = creator) => who.call('POST', `/api/mandates/${id}/withdraw`, body)
    expect((await withdraw({ reason: 'kupp' }, issuer)).json()).toMatchObject({ code: 'permission-missing' })
    expect((await withdraw({ reason: 'x', from: '2026-01-01T00:00:00Z' })).json()).toMatchObject({
      code: 'mandate-dates-refused',
    })
    expect((await world.anyone.call('GET', `/mandates/${id}/withdrawal`)).statusCode).toBe(404)
    world.ground.setNow('2026-11-05T09:00:00Z')
    expect((await withdraw({ reason: 'Ny huvudman' })).json()).toEqual({ withdrawnAt: '2026-11-05T09:00:00.000Z' })
    expect((await withdraw({ reason: 'igen' })).json()).toMatchObject({ code: 'mandate-withdrawn' })
    expect(await issue('after')).toMatchObject({ code: 'mandate-withdrawn' })
    expect(await checkMandate(credentialId)).toMatchObject({ outcome: 'passed' })
    expect(await mandates(world.anyone)).toEqual([])
    expect(await mandates(creator)).toMatchObject([{ state: 'mandate-withdrawn', withdrawalReason: 'Ny huvudman' }])
    const statement = (await world.anyone.call('GET', `/mandates/${id}/withdrawal`)).json()
    expect(statement).toMatchObject({ issuer: { id: 'did:web:localhost%3A3000:organisations:fibernamnden' } })
    const log = await creator.call('GET', `/api/organisations/${owner}/audit?search=${id}`)
    expect(log.json<{ items: { act: string }[] }>().items.map(({ act }) => act)).toEqual([
      'mandate-withdrawn',
      'mandate-granted',
    ])
  })

  it('tells an issuer what it may issue, and why not', async () => {
    const list = async () => (await issuer.call('GET', `/api/organisations/${issuerId}/mandates`)).json()
    expect(await list()).toMatchObject({ total: 0 })
    await grant({ validFrom: '2026-12-01T00:00:00Z' })
    expect(await list()).toMatchObject({
      total: 1,
      items: [{ state: 'mandate-not-yet-valid', merit: { ownerName: 'fibernamnden organisation' } }],
    })
    const own = await world.publish(issuer, issuerId, { title: { sv: 'Egen merit' } })
    expect(await list()).toMatchObject({ items: [{ merit: { id: own }, mandate: null, state: 'in-force' }, {}] })
    expect((await creator.call('GET', `/api/organisations/${issuerId}/mandates`)).statusCode).toBe(403)
  })
})
