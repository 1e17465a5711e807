import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('an organisation and who acts for it', () => {
  let world: TestWorld
  let organisationId: string
  let representative: Visitor
  let stranger: Visitor

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Ismail'), 'skelleby', { legalName: 'Skelleby kommun' })
    const other = await world.register(await world.visit('Otto'), 'other')
    representative = await world.visit('Ismail')
    stranger = await world.visit('Otto', { [other]: ['representative'] })
  })
  afterAll(() => world.close())

  const at = (path: string) => `/api/organisations/${organisationId}${path}`
  const audited = async () =>
    (await representative.call('GET', at('/audit?perPage=200'))).json<{ items: { act: string; details: object }[] }>()
      .items

  it('is registered by a person, who represents it, and no second one takes its short name', async () => {
    const body = { slug: 'skelleby', legalName: 'Falska Skelleby', country: 'SE', kind: 'authority' }
    expect((await world.anyone.call('POST', '/api/organisations', { ...body, slug: 'x1' })).statusCode).toBe(401)
    expect((await stranger.call('POST', '/api/organisations', body)).json()).toMatchObject({
      code: 'organisation-slug-taken',
    })
    const view = (await world.anyone.call('GET', '/api/organisations/skelleby')).json()
    expect(view).toMatchObject({ legalName: 'Skelleby kommun', did: 'did:web:localhost%3A3000:organisations:skelleby' })
    expect(view.keys).toHaveLength(1)
    expect(view).not.toHaveProperty('fourEyes')
    expect((await world.anyone.call('GET', '/api/organisations?search=skelleby')).json()).toMatchObject({ total: 1 })
    expect((await world.anyone.call('GET', '/api/organisations/nobody')).statusCode).toBe(404)
  })

  it('is changed by its representatives alone', async () => {
    for (const [who, status] of [
      [world.anyone, 401],
      [stranger, 403],
      [await world.visit('Rakel', { [organisationId]: ['reader', 'issuer', 'creator', 'approver'] }), 403],
    ] as const)
      for (const [method, path, body] of [
        ['PATCH', '', { legalName: 'Kapad kommun' }],
        ['PUT', '/members', { email: 'kapare@people.example', roles: ['representative'] }],
        ['POST', '/tokens', { name: 'kapad', scopes: ['issue'] }],
        ['POST', '/keys/rotate', undefined],
      ] as const)
        expect((await who.call(method, at(path), body)).statusCode).toBe(status)
    expect((await world.anyone.call('GET', '/api/organisations/skelleby')).json()).toMatchObject({
      legalName: 'Skelleby kommun',
    })
    expect(await audited()).toHaveLength(1)
    expect(
      (await representative.call('PATCH', at(''), { region: 'Norr', about: { sv: 'En kommun' } })).statusCode,
    ).toBe(204)
    expect((await representative.call('GET', '/api/organisations/skelleby')).json()).toMatchObject({
      region: 'Norr',
      fourEyes: false,
      about: { sv: 'En kommun' },
    })
    expect((await audited())[0]).toMatchObject({ act: 'organisation-changed', details: { region: 'Norr' } })
  })

  it('invites a member once, changes roles, and is never left without a representative', async () => {
    const put = (roles: string[], email = 'ny@people.example') =>
      representative.call('PUT', at('/members'), { email, roles })
    world.ground.outbox.length = 0
    expect((await put(['issuer'])).json()).toMatchObject({ invited: true })
    const changed = (await put(['issuer', 'approver'])).json<{ invited: boolean; personId: string }>()
    expect(changed.invited).toBe(false)
    await world.deliver()
    expect(world.ground.outbox).toMatchObject([
      { kind: 'member-invited', to: 'ny@people.example', facts: { organisation: 'Skelleby kommun' } },
    ])
    expect((await put(['reader'], 'ismail@people.example')).json()).toMatchObject({ code: 'last-representative' })
    expect((await representative.call('DELETE', at(`/members/${representative.personId}`))).json()).toMatchObject({
      code: 'last-representative',
    })
    const members = (await representative.call('GET', at('/members'))).json()
    expect(members.items).toContainEqual({
      personId: representative.personId,
      name: 'Ismail',
      email: 'ismail@people.example',
      roles: ['representative'],
      since: expect.any(String),
    })
    expect((await representative.call('DELETE', at(`/members/${changed.personId}`))).statusCode).toBe(204)
    expect((await representative.call('DELETE', at(`/members/${changed.personId}`))).statusCode).toBe(404)
    expect((await audited()).slice(0, 3).map(({ act }) => act)).toEqual([
      'member-removed',
      'member-changed',
      'member-added',
    ])
  })

  it('shows a token’s secret once, and a token opens nothing beyond its scopes and its organisation', async () => {
    const made = (await representative.call('POST', at('/tokens'), { name: 'Lärplattform', scopes: ['read'] })).json<{
      id: string
      secret: string
    }>()
    expect(made.secret).toMatch(/^bricka_/)
    const list = await representative.call('GET', at('/tokens'))
    expect(list.body).not.toContain(made.secret)
    expect(list.json()).toMatchObject({ items: [{ name: 'Lärplattform', scopes: ['read'], withdrawnAt: null }] })
    const system = world.visitByToken(made.secret)
    expect((await system.call('GET', at('/audit'))).statusCode).toBe(200)
    expect((await system.call('PATCH', at(''), { legalName: 'X organisation' })).json()).toMatchObject({
      code: 'scope-missing',
    })
    const other = (await world.anyone.call('GET', '/api/organisations/other')).json<{ id: string }>().id
    expect((await system.call('GET', `/api/organisations/${other}/audit`)).json()).toMatchObject({
      code: 'scope-missing',
    })
    expect((await stranger.call('DELETE', at(`/tokens/${made.id}`))).statusCode).toBe(403)
    expect((await representative.call('DELETE', at(`/tokens/${made.id}`))).statusCode).toBe(204)
    expect((await system.call('GET', at('/audit'))).json()).toMatchObject({ code: 'token-invalid' })
  })

  it('signs with a new key after a rotation, and its DID document tells of every key and when it applied', async () => {
    const meritId = await world.publish(representative, organisationId)
    const issue = async (key: string) => {
      const { credentialId } = (
        await representative.call('POST', '/api/credentials', {
          organisationId,
          meritId,
          recipient: { name: 'Amina', email: 'amina@people.example' },
          facts,
          key,
        })
      ).json<{ credentialId: string }>()
      const shown = await representative.call('GET', at(`/credentials/${credentialId}`))
      return JSON.parse(shown.json().document).proof[0].verificationMethod
    }
    const first = await issue('before')
    world.ground.setNow('2026-11-03T09:00:00Z')
    const rotated = (await representative.call('POST', at('/keys/rotate'))).json<{ verificationMethod: string }>()
    expect(rotated.verificationMethod).not.toBe(first)
    expect(await issue('after')).toBe(rotated.verificationMethod)
    const { keys } = (await world.anyone.call('GET', '/api/organisations/skelleby')).json()
    expect(keys).toMatchObject([
      { verificationMethod: first, retiredAt: '2026-11-03T09:00:00.000Z' },
      { verificationMethod: rotated.verificationMethod, retiredAt: null },
    ])
    const report = await representative.call('POST', at(`/keys/${keys[1].id}/compromised`), {
      at: '2026-11-03T08:00:00Z',
    })
    expect(report.statusCode).toBe(204)
    expect(
      (await representative.call('POST', at(`/keys/${keys[1].id}/compromised`), { at: '2026-11-03T08:00:00Z' })).json(),
    ).toMatchObject({ code: 'key-not-current' })
    expect(
      (await representative.call('POST', at(`/keys/${keys[0].id}/compromised`), { at: '2027-01-01T00:00:00Z' }))
        .statusCode,
    ).toBe(422)
    expect(await issue('after-theft')).not.toBe(rotated.verificationMethod)
    const did = await world.anyone.call('GET', '/organisations/skelleby/did.json')
    expect(did.headers['content-type']).toMatch(/^application\/did/)
    expect(did.json().verificationMethod.length).toBeGreaterThanOrEqual(2)
    expect(did.headers['access-control-allow-origin']).toBe('*')
  })

  it('lets its readers search the log, and nobody change it', async () => {
    const found = (await representative.call('GET', at('/audit?act=key-rotated'))).json()
    expect(found).toMatchObject({ total: 1, items: [{ actorName: 'Ismail', actorKind: 'person' }] })
    expect(
      (await representative.call('GET', at('/audit?until=2026-11-03T00:00:00Z&act=key-rotated'))).json(),
    ).toMatchObject({ total: 0 })
    expect((await stranger.call('GET', at('/audit'))).statusCode).toBe(403)
    const tamper = world.ground.database.act(
      { kind: 'person', personId: representative.personId, organisationIds: [organisationId] },
      (work) => work.deleteFrom('audit_entry').execute(),
    )
    await expect(tamper).rejects.toThrow('permission denied')
  })
})
