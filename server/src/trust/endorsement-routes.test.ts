import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, splicing, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

const reason = 'Arbetsgivarna får någon som kan svetsa på egen hand från första dagen.'

describe('social partners and a merit', () => {
  let world: TestWorld
  let creator: Visitor
  let union: Visitor
  let stranger: Visitor
  const ids = { creator: '', union: '', stranger: '' }
  let meritId = ''
  let carried: object = {}

  beforeAll(async () => {
    world = await openTestWorld()
    const open = async (slug: 'creator' | 'union' | 'stranger', kind: string) => {
      ids[slug] = await world.register(await world.visit(slug), slug, { kind })
      return world.visit(slug)
    }
    creator = await open('creator', 'non-formal-provider')
    union = await open('union', 'social-partner')
    stranger = await open('stranger', 'employer')
    meritId = await world.publish(creator, ids.creator)
  }, 60_000)
  afterAll(() => world.close())

  const endorse = (visitor: Visitor, organisationId: string, body: object = {}) =>
    visitor.call('POST', `/api/merits/${meritId}/endorsements`, {
      ...{ organisationId, version: 1, side: 'employees', reason },
      ...body,
    })
  const issue = async (changes: object = {}) => {
    const answer = await creator.call('POST', '/api/credentials', {
      ...{ organisationId: ids.creator, meritId, recipient: { name: 'Amina', email: 'amina@people.example' }, facts },
      ...{ key: crypto.randomUUID(), ...changes },
    })
    expect(answer.statusCode).toBe(201)
    const { rows } = await world.ground.database.pool.query('select document from credential order by id desc limit 1')
    return JSON.parse(rows[0].document)
  }
  const findings = async (credential: object) =>
    (await world.anyone.call('POST', '/api/verify', { credential: JSON.stringify(credential) })).json().endorsements
  const listed = async () => (await world.anyone.call('GET', `/api/merits/${meritId}/endorsements`)).json().items

  it('endorse a version in words that they sign, and that any reader of badges can check', async () => {
    const made = await endorse(union, ids.union)
    expect(made.statusCode).toBe(201)
    expect(await listed()).toMatchObject([
      {
        ...{ merit: { version: 1, current: 1 }, by: { slug: 'union' }, side: 'employees', reason, withdrawnAt: null },
        checked: { standing: 'holds', code: null },
      },
    ])
    const { pathname } = new URL(made.json().url)
    const document = await world.anyone.call('GET', pathname)
    expect(document.headers['content-type']).toContain('application/vc')
    expect(document.json()).toMatchObject({
      type: ['VerifiableCredential', 'EndorsementCredential'],
      issuer: { name: 'union organisation' },
      credentialSubject: { id: expect.stringContaining(`/merits/${meritId}/1`), endorsementComment: reason },
      proof: expect.anything(),
    })
  })

  it('are the only ones who endorse: not others, not for others, not what is theirs, not twice, not a draft', async () => {
    expect((await endorse(stranger, ids.stranger)).json()).toMatchObject({ code: 'endorsement-refused' })
    expect((await endorse(stranger, ids.union)).json()).toMatchObject({ code: 'permission-missing' })
    const reader = await world.visit('Reader', { [ids.union]: ['reader'] })
    expect((await endorse(reader, ids.union)).json()).toMatchObject({ code: 'permission-missing' })
    expect((await endorse(world.anyone, ids.union)).json()).toMatchObject({ code: 'login-required' })
    expect((await endorse(union, ids.union)).json()).toMatchObject({ code: 'endorsement-refused' })
    expect((await endorse(union, ids.union, { version: 2 })).statusCode).toBe(404)
    expect((await endorse(union, ids.union, { reason: 'ok' })).statusCode).toBe(422)
    const own = await world.publish(union, ids.union)
    const answer = await union.call('POST', `/api/merits/${own}/endorsements`, {
      ...{ organisationId: ids.union, version: 1, side: 'both', reason },
    })
    expect(answer.json()).toMatchObject({ code: 'endorsement-refused' })
  })

  it('endorse one version: the next says that it is not, and can be endorsed by itself', async () => {
    await creator.call('PUT', `/api/merits/${meritId}/draft`, { design: { ...splicing, workload: { hours: 40 } } })
    await creator.call('POST', `/api/merits/${meritId}/publish`, { changes: ['Längre'] })
    expect(await listed()).toMatchObject([{ merit: { version: 1, current: 2 } }])
    expect((await catalogue('endorsed=true')).total).toBe(0)
    expect((await endorse(union, ids.union, { version: 2 })).statusCode).toBe(201)
    expect((await catalogue('endorsed=true')).items).toMatchObject([{ meritId, endorsedBy: ['employees'] }])
    expect((await catalogue('endorsed=true&pilot=true')).total).toBe(0)
  })

  it('are carried by what is issued where the issuer wishes, each to be checked by itself', async () => {
    const before = await issue()
    expect(before.credentialSubject.achievement.endorsement).toBeUndefined()
    const wish = { carriesEndorsements: true }
    expect((await union.call('PATCH', `/api/organisations/${ids.creator}`, wish)).statusCode).toBe(403)
    expect((await creator.call('PATCH', `/api/organisations/${ids.creator}`, wish)).statusCode).toBe(204)
    const carrying = await issue()
    expect(carrying.credentialSubject.achievement.endorsement).toMatchObject([
      { issuer: { name: 'union organisation' }, credentialSubject: { endorsementComment: reason } },
    ])
    expect(await findings(carrying)).toEqual([
      { about: 'achievement', by: 'union organisation', comment: reason, standing: 'holds', code: null },
    ])
    const [endorsement] = carrying.credentialSubject.achievement.endorsement
    expect(JSON.stringify(endorsement)).toBe((await world.anyone.call('GET', new URL(endorsement.id).pathname)).body)
    expect((await issue({ version: 1 })).credentialSubject.achievement.endorsement).toHaveLength(1)
    const moved = structuredClone(carrying)
    moved.credentialSubject.achievement.endorsement[0].credentialSubject.endorsementComment = 'Lovord'
    expect(await findings(moved)).toMatchObject([{ standing: 'does-not-hold', code: 'signature-invalid' }])
    carried = carrying
  })

  it('take it back with a reason, once, and it is revoked for whoever holds it', async () => {
    const [newest] = await listed()
    const withdraw = (visitor: Visitor, organisationId: string) =>
      visitor.call('POST', `/api/endorsements/${newest.id}/withdraw`, { organisationId, reason: 'Kursen är ändrad.' })
    expect((await withdraw(stranger, ids.stranger)).statusCode).toBe(404)
    expect((await withdraw(union, ids.union)).statusCode).toBe(204)
    expect((await withdraw(union, ids.union)).json()).toMatchObject({ code: 'endorsement-refused' })
    expect(await listed()).toMatchObject([{ merit: { version: 1 } }])
    const own = (await union.call('GET', `/api/organisations/${ids.union}/endorsements`)).json()
    expect(own.items).toMatchObject([{ withdrawalReason: 'Kursen är ändrad.' }, { withdrawnAt: null }])
    expect((await stranger.call('GET', `/api/organisations/${ids.union}/endorsements`)).statusCode).toBe(403)
    expect((await catalogue('endorsed=true')).total).toBe(0)
    // What was issued before stays as it was signed; whoever checks it now is told.
    expect(await findings(carried)).toMatchObject([{ standing: 'does-not-hold', code: 'status-revoked' }])
    expect((await issue()).credentialSubject.achievement.endorsement).toBeUndefined()
  })

  it('stand no more where the key that signed was in other hands, which the merit says', async () => {
    expect(await listed()).toMatchObject([{ checked: { standing: 'holds' } }])
    const keys = (await union.call('GET', '/api/organisations/union')).json().keys
    const lost = { at: '2000-01-01T00:00:00Z' }
    const report = `/api/organisations/${ids.union}/keys/${keys[0].id}/compromised`
    expect((await union.call('POST', report, lost)).statusCode).toBeLessThan(300)
    expect(await listed()).toMatchObject([{ checked: { standing: 'does-not-hold', code: 'key-revoked' } }])
  })

  it('discuss it with its owner and issuers, in words that stay, and with nobody else', async () => {
    const at = (organisationId: string) => `/api/organisations/${organisationId}/merits/${meritId}/discussion`
    const say = (visitor: Visitor, organisationId: string, body: object) =>
      visitor.call('POST', at(organisationId), body)
    expect(
      (await say(union, ids.union, { words: 'Provet bör göras i fält.', stand: 'wants-changed' })).statusCode,
    ).toBe(201)
    expect(
      (await say(creator, ids.creator, { words: 'Det gör vi i nästa version.', stand: 'answer' })).statusCode,
    ).toBe(201)
    expect((await say(union, ids.union, { words: 'Nej.', stand: 'answer' })).json()).toMatchObject({
      code: 'permission-missing',
    })
    expect((await say(stranger, ids.stranger, { words: 'Hej' })).json()).toMatchObject({ code: 'permission-missing' })
    const reader = await world.visit('Reader', { [ids.union]: ['reader'] })
    expect((await reader.call('GET', at(ids.union))).statusCode).toBe(200)
    expect((await say(reader, ids.union, { words: 'Hej' })).json()).toMatchObject({ code: 'permission-missing' })
    expect((await stranger.call('GET', at(ids.union))).json()).toMatchObject({ code: 'permission-missing' })
    await creator.call('POST', `/api/merits/${meritId}/mandates`, { issuerId: ids.stranger })
    expect((await say(stranger, ids.stranger, { words: 'Vi utfärdar den gärna.' })).statusCode).toBe(201)
    const { items, total } = (await creator.call('GET', `${at(ids.creator)}?search=prov`)).json()
    expect(total).toBe(1)
    expect(items).toMatchObject([{ stand: 'wants-changed', person: 'union', owner: false }])
    const client = await world.ground.database.pool.connect()
    try {
      await client.query('set role bricka_system')
      await expect(client.query(`update merit_remark set words = 'x'`)).rejects.toThrow('permission denied')
      await expect(client.query('delete from merit_remark')).rejects.toThrow('permission denied')
    } finally {
      await client.query('reset role')
      client.release()
    }
  })

  const catalogue = async (query: string) => (await world.anyone.call('GET', `/api/catalogue?${query}`)).json()
})
