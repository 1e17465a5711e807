import { readCredential } from '@bricka/credential'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('a passport as one learner’s record', () => {
  let world: TestWorld
  let holder: Visitor
  let merits: string[]

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Ismail')
    const organisationId = await world.register(founder, 'skelleby')
    const issuer = await world.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    holder = await world.visit('Amina')
    const recipient = { name: 'Amina Warsame', email: 'amina@people.example' }
    for (const key of ['one', 'two']) {
      const meritId = await world.publish(issuer, organisationId)
      const issued = await issuer.call('POST', '/api/credentials', { organisationId, meritId, recipient, facts, key })
      expect(issued.statusCode, issued.body).toBe(201)
    }
    merits = (await holder.call('GET', '/api/passport')).json().items.map(({ id }: { id: string }) => id)
  })
  afterAll(() => world.close())

  const give = async (order: object): Promise<string> => {
    const given = await holder.call('POST', '/api/passport/clr', { name: 'Mina meriter', ...order })
    expect(given.statusCode, given.body.slice(0, 500)).toBe(200)
    return given.json().record
  }
  const verify = async (credential: string) => {
    const verified = await world.anyone.call('POST', '/api/verify', { credential })
    expect(verified.statusCode, verified.body.slice(0, 500)).toBe(200)
    return verified.json()
  }
  const codes = (checks: { code: string; outcome: string }[]) =>
    checks.flatMap(({ code, outcome }) => (outcome === 'passed' ? [] : [code]))

  it('goes out signed by the house, as a token and as JSON', async () => {
    for (const as of ['jws', 'json']) {
      const record = await give({ credentialIds: merits, as })
      const read = readCredential(record)
      expect(read.read && read.credential.document).toMatchObject({
        type: ['VerifiableCredential', 'ClrCredential'],
        partial: false,
        credentialSubject: { type: ['ClrSubject'] },
      })
      const verified = await verify(record)
      expect(codes(verified.checks)).toEqual([])
    }
  })
})
