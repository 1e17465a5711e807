import { setTimeout as wait } from 'node:timers/promises'
import { readCredential, verifyCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('issuing', () => {
  let world: TestWorld
  let organisationId: string
  let meritId: string
  let issuer: Visitor
  let stranger: Visitor
  let keys = 0

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Ismail'), 'skelleby', { legalName: 'Skelleby kommun' })
    const other = await world.register(await world.visit('Otto'), 'other')
    issuer = await world.visit('Ismail')
    stranger = await world.visit('Otto', { [other]: ['representative'] })
    meritId = await world.publish(issuer, organisationId)
  })
  afterAll(() => world.close())

  const order = (changes: object = {}) => ({
    organisationId,
    meritId,
    recipient: { name: 'Amina Holm', email: 'amina@people.example' },
    facts,
    key: `key-${keys++}`,
    ...changes,
  })
  const issue = async (changes: object = {}, who = issuer) =>
    (await who.call('POST', '/api/credentials', order(changes))).json<{ credentialId: string }>()
  const look = async (id: string) =>
    (await issuer.call('GET', `/api/organisations/${organisationId}/credentials/${id}`)).json()
  const acts = async (id: string): Promise<string[]> =>
    (await look(id)).history.map(({ act }: { act: string }) => act).sort()
  const checkStatus = async (id: string) => {
    const read = readCredential((await look(id)).document)
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
    return report.checks.find(({ name }) => name === 'status')
  }
  const countCredentials = async () => {
    const { rows } = await world.ground.database.act(systemScope, (work) =>
      sql<{ n: number }>`select count(*)::int as n from credential`.execute(work),
    )
    return rows[0]?.n
  }

  it('issues the same key once, and refuses it for someone else', async () => {
    const body = order()
    const first = (await issuer.call('POST', '/api/credentials', body)).json()
    const again = (await issuer.call('POST', '/api/credentials', body)).json()
    expect(again).toEqual({ ...first, known: true })
    const other = { ...body, recipient: { name: 'Bo', email: 'bo@people.example' } }
    expect((await issuer.call('POST', '/api/credentials', other)).json()).toMatchObject({ code: 'key-reused' })
    const both = await Promise.all(
      [1, 2, 3].map(() => issuer.call('POST', '/api/credentials', order({ key: 'at-once' }))),
    )
    expect(new Set(both.map((response) => response.json().credentialId)).size).toBe(1)
    expect(both.filter((response) => response.json().known === false)).toHaveLength(1)
    expect(await acts(first.credentialId)).toEqual(['credential-issued'])
  })

  it('issues nothing for who may not, and nothing that does not fit', async () => {
    const before = await countCredentials()
    const reader = await world.visit('Rakel', { [organisationId]: ['reader', 'approver', 'creator'] })
    for (const [who, code] of [
      [world.anyone, 'login-required'],
      [stranger, 'permission-missing'],
      [reader, 'permission-missing'],
    ] as const)
      expect(await issue({}, who)).toMatchObject({ code })
    const other = (await world.anyone.call('GET', '/api/organisations/other')).json<{ id: string }>().id
    expect(await issue({ organisationId: other }, stranger)).toMatchObject({ code: 'mandate-missing' })
    expect(await issue({ facts: { ...facts, assessedOn: '2027-01-01' } })).toMatchObject({
      code: 'facts-refused',
      errors: [{ pointer: '/facts/assessedOn', code: 'assessed-in-the-future', detail: '2027-01-01' }],
    })
    expect(await issue({ facts: { ...facts, outcomes: [{ outcomeId: 'nope', result: 'met' }] } })).toMatchObject({
      errors: [{ code: 'outcome-unknown' }],
    })
    expect(await issue({ validUntil: '2020-01-01T00:00:00Z' })).toMatchObject({
      errors: [{ code: 'valid-until-past' }],
    })
    expect(await issue({ recipient: { name: 'Amina', email: 'no' } })).toMatchObject({ code: 'request-invalid' })
    expect(await issue({ recipient: { name: 'Ami\uD800na', email: 'amina@people.example' } })).toMatchObject({
      errors: [{ pointer: '/recipient/name', code: 'text-ill-formed' }],
    })
    expect(await issue({ facts: { ...facts, nota: 'x' }, validuntil: '2030-01-01' })).toMatchObject({
      errors: [
        { pointer: '/facts/nota', code: 'unrecognized_keys' },
        { pointer: '/validuntil', code: 'unrecognized_keys' },
      ],
    })
    expect(await issue({ version: 7 })).toMatchObject({ code: 'not-found' })
    expect(await countCredentials()).toBe(before)
  })

  it('lets a token issue with its scope only, and only until it is withdrawn', async () => {
    const make = async (scopes: string[]) =>
      (await issuer.call('POST', `/api/organisations/${organisationId}/tokens`, { name: scopes.join(), scopes })).json<{
        id: string
        secret: string
      }>()
    const reading = world.visitByToken((await make(['read'])).secret)
    expect(await issue({}, reading)).toMatchObject({ code: 'scope-missing' })
    const token = await make(['issue'])
    const issuing = world.visitByToken(token.secret)
    expect(await issue({}, issuing)).toMatchObject({ state: 'issued', known: false })
    await issuer.call('DELETE', `/api/organisations/${organisationId}/tokens/${token.id}`)
    expect(await issue({}, issuing)).toMatchObject({ code: 'token-invalid' })
    // Withdrawn in another process, a token that was just used here opens nothing a second later.
    const other = await make(['issue'])
    const elsewhere = world.visitByToken(other.secret)
    expect(await issue({}, elsewhere)).toMatchObject({ state: 'issued' })
    await world.ground.database.act(systemScope, (work) =>
      work.updateTable('api_token').set({ withdrawn_at: new Date() }).where('id', '=', other.id).execute(),
    )
    await wait(1001)
    expect(await issue({}, elsewhere)).toMatchObject({ code: 'token-invalid' })
  })

  it('suspends, reinstates and revokes, each seen by whoever verifies, and the holder is told why', async () => {
    const { credentialId: id } = await issue()
    await world.deliver()
    world.ground.outbox.length = 0
    const change = (what: string, reason = 'Prövas på nytt', who = issuer) =>
      who.call('POST', `/api/credentials/${id}/${what}`, { reason })
    expect(await checkStatus(id)).toMatchObject({ outcome: 'passed' })
    expect((await change('reinstate')).json()).toMatchObject({ code: 'credential-state-refused' })
    expect((await change('suspend', ' ')).json()).toMatchObject({ code: 'request-invalid' })
    for (const who of [world.anyone, stranger]) expect((await change('suspend', 'illvilja', who)).statusCode).toBe(404)
    expect(await checkStatus(id)).toMatchObject({ outcome: 'passed' })

    expect((await change('suspend')).statusCode).toBe(204)
    expect(await checkStatus(id)).toMatchObject({ outcome: 'failed', code: 'status-suspended' })
    expect((await change('reinstate', 'Det stämde')).statusCode).toBe(204)
    expect(await checkStatus(id)).toMatchObject({ outcome: 'passed' })
    expect((await change('revoke', 'Utfärdad av misstag')).statusCode).toBe(204)
    expect(await checkStatus(id)).toMatchObject({ outcome: 'failed', code: 'status-revoked' })
    expect((await change('reinstate')).json()).toMatchObject({ code: 'credential-state-refused' })
    expect(await acts(id)).toEqual([
      'credential-issued',
      'credential-reinstated',
      'credential-revoked',
      'credential-suspended',
    ])
    await world.deliver()
    expect(
      world.ground.outbox
        .flatMap((mail) => (mail.kind === 'credential-status' ? [[mail.to, mail.facts.status, mail.facts.reason]] : []))
        .sort(),
    ).toEqual([
      ['amina@people.example', 'reinstated', 'Det stämde'],
      ['amina@people.example', 'revoked', 'Utfärdad av misstag'],
      ['amina@people.example', 'suspended', 'Prövas på nytt'],
    ])
  })

  it('writes to nobody who has left meanwhile, and still to everyone else', async () => {
    await issue({ recipient: { name: 'Gun', email: 'gone@people.example' } })
    await issue({ recipient: { name: 'Kim', email: 'kvar@people.example' } })
    await world.ground.database.act(systemScope, async (work) => {
      await sql`update credential set erased_at = now() where recipient_email = 'gone@people.example'`.execute(work)
    })
    world.ground.outbox.length = 0
    await world.deliver()
    const told = world.ground.outbox.map(({ to }) => to)
    expect(told).toContain('kvar@people.example')
    expect(told).not.toContain('gone@people.example')
  })

  it('annuls and replaces: the old one is revoked, the new one good, and each names the other', async () => {
    const { credentialId: id } = await issue({ recipient: { name: 'Amnia Hlom', email: 'amina@people.example' } })
    const replaced = await issuer.call('POST', `/api/credentials/${id}/replace`, {
      reason: 'Fel stavat',
      recipient: { name: 'Amina Holm' },
    })
    const { credentialId: next } = replaced.json<{ credentialId: string }>()
    expect(await look(id)).toMatchObject({ state: 'replaced', replacedBy: next, reason: 'Fel stavat' })
    expect(await look(next)).toMatchObject({ state: 'issued', replaces: id, recipientName: 'Amina Holm', facts })
    expect(await checkStatus(id)).toMatchObject({ code: 'status-revoked' })
    expect(await checkStatus(next)).toMatchObject({ outcome: 'passed' })
    const again = await issuer.call('POST', `/api/credentials/${id}/replace`, { reason: 'igen' })
    expect(again.json()).toMatchObject({ code: 'credential-state-refused' })
    const refused = await issuer.call('POST', `/api/credentials/${next}/replace`, {
      reason: 'x',
      facts: { ...facts, assessedOn: '2027-01-01' },
    })
    expect(refused.json()).toMatchObject({ code: 'facts-refused' })
    expect(await look(next)).toMatchObject({ state: 'issued' })
  })

  it('gives everyone a place of their own, in lists long enough to hide in, and never the same twice', async () => {
    for (let n = 0; n < 20; n++) await issue({ recipient: { name: `P${n}`, email: `place${n}@people.example` } })
    const { rows } = await world.ground.database.act(systemScope, (work) =>
      sql<{ length: number; taken: number; entries: number; places: number; all: number; highest: number }>`
        select l.length, l.taken, (select count(*)::int from status_entry where revocation_list_id = l.id) as entries,
          count(distinct status_position)::int as places, count(*)::int as all, max(status_position) as highest
        from status_list l join credential c on c.revocation_list_id = l.id group by l.id, l.length, l.taken`.execute(
        work,
      ),
    )
    expect(rows).toHaveLength(1)
    const [list] = rows
    expect(list?.length).toBeGreaterThanOrEqual(131_072)
    expect(list?.places).toBe(list?.all)
    // Places that were taken for what was then refused are given to nobody, and count.
    expect(list?.taken).toBe(list?.entries)
    expect(list?.highest).toBeGreaterThan(1000)
  })

  it('signs a status list once for many changes, and answers who has it already with nothing', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await issue()).credentialId))
    const url = JSON.parse((await look(ids[0] ?? '')).document).credentialStatus.statusListCredential.replace(
      'http://localhost:3000',
      '',
    )
    const get = (headers: Record<string, string> = {}) => world.app.inject({ url, headers })
    const before = await get()
    for (const id of ids) await issuer.call('POST', `/api/credentials/${id}/suspend`, { reason: 'prov' })
    const after = await get()
    expect(after.body).not.toBe(before.body)
    expect((await get()).body).toBe(after.body)
    expect(after.headers).toMatchObject({ 'cache-control': 'public, max-age=300', 'content-type': 'application/vc' })
    const same = await get({ 'if-none-match': String(after.headers.etag) })
    expect([same.statusCode, same.body]).toEqual([304, ''])
    expect((await get({ 'if-none-match': String(before.headers.etag) })).statusCode).toBe(200)
    expect((await world.anyone.call('GET', '/status/nothing')).statusCode).toBe(404)
    // Whoever verifies in a browser reads it from another site.
    expect(after.headers['access-control-allow-origin']).toBe('*')
    expect((await issuer.call('GET', `/api/organisations/${organisationId}/credentials`)).headers).not.toHaveProperty(
      'access-control-allow-origin',
    )
  })

  it('lists and exports what the organisation issued, for its members alone', async () => {
    const path = `/api/organisations/${organisationId}/credentials`
    const found = (await issuer.call('GET', `${path}?search=place1@`)).json()
    expect(found).toMatchObject({
      total: 1,
      items: [{ recipientName: 'P1', requestedBy: 'Ismail', title: 'Fibersvetsning' }],
    })
    expect((await issuer.call('GET', `${path}?state=suspended`)).json()).toMatchObject({ total: 3 })
    expect((await issuer.call('GET', `${path}?format=csv`)).body.split('\n').length).toBeGreaterThan(20)
    for (const [who, status] of [
      [world.anyone, 401],
      [stranger, 403],
    ] as const)
      expect((await who.call('GET', path)).statusCode).toBe(status)
    const hidden = await world.ground.database.act(
      { kind: 'person', personId: stranger.personId, organisationIds: [] },
      (work) => work.selectFrom('credential').selectAll().execute(),
    )
    expect(hidden).toEqual([])
  })

  it('counts for the owner how much its merit is used, by whomever, and never by whom', async () => {
    const other = (await world.anyone.call('GET', '/api/organisations/other')).json<{ id: string }>().id
    await issuer.call('POST', `/api/merits/${meritId}/mandates`, { issuerId: other })
    expect(await issue({ organisationId: other }, stranger)).toMatchObject({ state: 'issued' })
    const mine = (await issuer.call('GET', `/api/organisations/${organisationId}/statistics`)).json()
    expect(mine.merits[0]).toMatchObject({ meritId, own: true, issuers: 2, suspended: 3, versions: 1 })
    expect(mine.merits[0].byMonth).toEqual([{ month: '2026-11', issued: mine.merits[0].issued }])
    const theirs = (await stranger.call('GET', `/api/organisations/${other}/statistics`)).json()
    expect(theirs.merits).toMatchObject([{ meritId, own: false, issued: 1 }])
    expect((await stranger.call('GET', `/api/organisations/${organisationId}/statistics`)).statusCode).toBe(403)
  })
})

describe('issuing with four eyes', () => {
  let world: TestWorld
  let organisationId: string
  let meritId: string
  let issuer: Visitor
  let approver: Visitor

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Ismail'), 'skelleby', { fourEyes: true })
    issuer = await world.visit('Ismail')
    approver = await world.visit('Anna', { [organisationId]: ['approver'] })
    meritId = await world.publish(issuer, organisationId)
  })
  afterAll(() => world.close())

  const ask = async (n: number) =>
    (
      await issuer.call('POST', '/api/credentials', {
        organisationId,
        meritId,
        recipient: { name: `P${n}`, email: `p${n}@people.example` },
        facts,
        key: `ask-${n}`,
      })
    ).json<{ credentialId: string; state: string }>()
  const look = async (id: string) =>
    (await issuer.call('GET', `/api/organisations/${organisationId}/credentials/${id}`)).json()

  it('signs nothing and tells nobody until someone else approves', async () => {
    const { credentialId: id, state } = await ask(1)
    expect(state).toBe('awaiting-approval')
    await world.deliver()
    expect(world.ground.outbox).toEqual([])
    expect(await look(id)).toMatchObject({ document: null, issuedAt: null, changes: ['approve', 'decline'] })
    expect((await issuer.call('POST', `/api/credentials/${id}/approve`)).json()).toMatchObject({ code: 'own-request' })
    expect((await issuer.call('POST', `/api/credentials/${id}/revoke`, { reason: 'x' })).json()).toMatchObject({
      code: 'credential-state-refused',
    })
    const reader = await world.visit('Rakel', { [organisationId]: ['reader', 'issuer'] })
    expect((await reader.call('POST', `/api/credentials/${id}/approve`)).json()).toMatchObject({
      code: 'permission-missing',
    })
    expect(await look(id)).toMatchObject({ state: 'awaiting-approval', document: null })

    expect((await approver.call('POST', `/api/credentials/${id}/approve`)).statusCode).toBe(204)
    await world.deliver()
    expect(world.ground.outbox.map(({ to, kind }) => [to, kind])).toEqual([['p1@people.example', 'credential-issued']])
    const approved = await look(id)
    expect(approved).toMatchObject({ state: 'issued' })
    expect(JSON.parse(approved.document).proof).toHaveLength(1)
    expect((await approver.call('POST', `/api/credentials/${id}/approve`)).json()).toMatchObject({
      code: 'credential-state-refused',
    })
  })

  it('sees the person behind a token: who made it cannot approve what it asked for', async () => {
    const both = await world.visit('Berit', { [organisationId]: ['representative', 'approver'] })
    const { secret } = (
      await both.call('POST', `/api/organisations/${organisationId}/tokens`, { name: 'LMS', scopes: ['issue'] })
    ).json<{ secret: string }>()
    const recipient = { name: 'P9', email: 'p9@people.example' }
    const asked = await world.app.inject({
      method: 'POST',
      url: '/api/credentials',
      headers: { authorization: `Bearer ${secret}` },
      payload: { organisationId, meritId, recipient, facts, key: 'by-token' },
    })
    const { credentialId: id } = asked.json<{ credentialId: string }>()
    expect((await both.call('POST', `/api/credentials/${id}/approve`)).json()).toMatchObject({ code: 'own-request' })
    expect((await approver.call('POST', `/api/credentials/${id}/approve`)).statusCode).toBe(204)
    await world.deliver()
  })

  it('declines with a reason, and the holder hears nothing', async () => {
    world.ground.outbox.length = 0
    const { credentialId: id } = await ask(2)
    expect((await approver.call('POST', `/api/credentials/${id}/decline`, { reason: '' })).statusCode).toBe(422)
    expect((await approver.call('POST', `/api/credentials/${id}/decline`, { reason: 'Fel person' })).statusCode).toBe(
      204,
    )
    await world.deliver()
    expect(world.ground.outbox).toEqual([])
    expect(await look(id)).toMatchObject({ state: 'declined', document: null, reason: 'Fel person' })
  })

  it('keeps the old credential good until its replacement is approved, and then annuls it in the same step', async () => {
    const { credentialId: id } = await ask(6)
    await approver.call('POST', `/api/credentials/${id}/approve`)
    const replace = (reason = 'Fel stavat') => issuer.call('POST', `/api/credentials/${id}/replace`, { reason })
    const bits = () =>
      world.ground.database.act(systemScope, async (work) => {
        const { rows } = await sql<{ revoked: number }>`
          select get_bit(l.bits, (c.status_position & ~7) | (7 - (c.status_position & 7))) as revoked
          from credential c join status_list l on l.id = c.revocation_list_id where c.id = ${id}::uuid`.execute(work)
        return rows[0]?.revoked
      })
    world.ground.outbox.length = 0

    const asked = await replace()
    const { credentialId: first } = asked.json<{ credentialId: string }>()
    expect(asked.json()).toEqual({ credentialId: first, state: 'awaiting-approval' })
    const untouched = { state: 'issued', replacedBy: null, reason: null }
    expect(await look(id)).toMatchObject({ ...untouched, replacementWaiting: first })
    expect((await look(id)).changes).not.toContain('replace')
    expect(await look(first)).toMatchObject({ replaces: id, replacementReason: 'Fel stavat', document: null })
    expect(await bits()).toBe(0)
    expect((await replace()).json()).toMatchObject({ code: 'replacement-waiting' })
    expect((await issuer.call('POST', `/api/credentials/${first}/approve`)).json()).toMatchObject({
      code: 'own-request',
    })

    await approver.call('POST', `/api/credentials/${first}/decline`, { reason: 'Var rätt' })
    expect(await look(id)).toMatchObject({ ...untouched, replacementWaiting: null })
    expect(await bits()).toBe(0)
    await world.deliver()
    expect(world.ground.outbox.filter(({ kind }) => kind === 'credential-status')).toEqual([])

    const { credentialId: second } = (await replace('Fel igen')).json<{ credentialId: string }>()
    expect((await approver.call('POST', `/api/credentials/${second}/approve`)).statusCode).toBe(204)
    expect(await look(id)).toMatchObject({ state: 'replaced', replacedBy: second, reason: 'Fel igen' })
    expect(await look(second)).toMatchObject({ state: 'issued', replaces: id })
    expect(await bits()).toBe(1)
    await world.deliver()
    expect(
      world.ground.outbox.flatMap((mail) => (mail.kind === 'credential-status' ? [mail.facts.status] : [])),
    ).toEqual(['replaced'])
  })

  it('approves no replacement of what has been revoked meanwhile', async () => {
    const { credentialId: id } = await ask(7)
    await approver.call('POST', `/api/credentials/${id}/approve`)
    const { credentialId: next } = (
      await issuer.call('POST', `/api/credentials/${id}/replace`, { reason: 'Fel stavat' })
    ).json<{ credentialId: string }>()
    await issuer.call('POST', `/api/credentials/${id}/revoke`, { reason: 'Utfärdad av misstag' })
    expect((await approver.call('POST', `/api/credentials/${next}/approve`)).json()).toMatchObject({
      code: 'credential-state-refused',
    })
    expect(await look(next)).toMatchObject({ state: 'awaiting-approval', document: null })
    expect(await look(id)).toMatchObject({ state: 'revoked', replacedBy: null })
  })

  it('decides many at once: all, or none when one may not be', async () => {
    const ids = [(await ask(3)).credentialId, (await ask(4)).credentialId]
    const own = await world.visit('Anna', { [organisationId]: ['approver', 'issuer'] })
    const hers = (
      await own.call('POST', '/api/credentials', {
        organisationId,
        meritId,
        recipient: { name: 'P5', email: 'p5@people.example' },
        facts,
        key: 'ask-5',
      })
    ).json<{ credentialId: string }>().credentialId
    const path = `/api/organisations/${organisationId}/approvals`
    const refused = await own.call('POST', path, { ids: [...ids, hers], decision: 'approve' })
    expect(refused.json()).toMatchObject({ code: 'own-request' })
    for (const id of ids) expect(await look(id)).toMatchObject({ state: 'awaiting-approval', document: null })
    expect((await own.call('POST', path, { ids, decision: 'approve' })).json()).toEqual({ decided: 2 })
    for (const id of ids) expect(await look(id)).toMatchObject({ state: 'issued' })
  })
})
