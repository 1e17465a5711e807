import { readCredential } from '@bricka/credential'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seedDemoWorld } from '../demo/seed-demo-world.ts'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'

const start = '2026-11-02T09:00:00Z'
let ground: TestGround
let app: FastifyInstance
/** What lies at other people's addresses. */
let internet: Record<string, object> = {}
let samir: string
let olena: string
beforeAll(async () => {
  ground = await openTestGround({ demo: true })
  await seedDemoWorld(ground, () => undefined)
  app = await buildApp({
    ...ground,
    fetchGuarded: async (url) => {
      const found = internet[url]
      if (!found) return { found: false, code: 'resource-status' }
      return { found: true, bytes: Buffer.from(JSON.stringify(found)), mediaType: 'application/json', url }
    },
  })
  samir = await logInAs('samir.haddad')
  olena = await logInAs('olena.kovalchuk')
})
afterAll(async () => {
  await app.close()
  await ground.close()
})
beforeEach(() => ground.setNow(start))

describe('the passport', () => {
  it('belongs to a person: nobody else gets a word of it', async () => {
    for (const url of ['/api/passport', '/api/passport/shares', '/api/passport/log', '/api/me/export'])
      expect((await get(url, '')).json()).toMatchObject({ code: 'login-required' })
  })

  it('is searched, turned page by page, and taken along as a table', async () => {
    const all = (await get('/api/passport', samir)).json()
    expect(all.items.length).toBeGreaterThan(1)
    expect(all.total).toBe(all.items.length)
    const second = (await get('/api/passport?perPage=1&page=2', samir)).json()
    expect(second.items.map(({ id }: { id: string }) => id)).toEqual([all.items[1].id])
    expect((await get('/api/passport?search=zzz', samir)).json().items).toEqual([])
    const table = await get('/api/passport?format=csv', samir)
    expect(table.headers['content-type']).toContain('text/csv')
    expect(table.body.split('\n').filter(Boolean)).toHaveLength(all.total + 1)
  })

  it('gives the credential as the issuer signed it, to its holder only', async () => {
    const [item] = (await get('/api/passport', samir)).json().items
    const file = await get(`/api/passport/credentials/${item.id}/download`, samir)
    expect(readCredential(file.body).read).toBe(true)
    expect(file.headers['content-disposition']).toContain('attachment')
    expect((await get(`/api/passport/credentials/${item.id}/download`, olena)).statusCode).toBe(404)
  })

  it('tells nobody’s cache to keep it', async () => {
    expect((await get('/api/passport', samir)).headers['cache-control']).toBe('no-store')
  })
})

describe('what a learner says of themselves', () => {
  it('stands apart from what was issued, and only its learner changes it', async () => {
    const claim = { title: 'Syr om kläder hemma', setting: 'informal' }
    const { id } = (await send('POST', '/api/passport/self-claims', olena, claim)).json()
    const changed = { ...claim, title: 'Syr och lagar kläder' }
    expect((await send('PUT', `/api/passport/self-claims/${id}`, samir, changed)).statusCode).toBe(404)
    expect((await send('DELETE', `/api/passport/self-claims/${id}`, samir)).statusCode).toBe(404)
    expect((await send('PUT', `/api/passport/self-claims/${id}`, olena, changed)).statusCode).toBe(204)
    expect((await get('/api/passport/self-claims', olena)).json().items).toMatchObject([{ id, ...changed }])
    const titles = (await get('/api/passport', olena)).json().items.map(({ title }: { title: string }) => title)
    expect(titles).not.toContain(changed.title)
    expect((await send('DELETE', `/api/passport/self-claims/${id}`, olena)).statusCode).toBe(204)
    expect((await get('/api/passport/self-claims', olena)).json().items).toEqual([])
  })

  it('cannot end before it begins', async () => {
    const claim = { title: 'Bakvänd', setting: 'informal', from: '2026-02-01', until: '2026-01-01' }
    expect((await send('POST', '/api/passport/self-claims', olena, claim)).json()).toMatchObject({
      code: 'request-invalid',
    })
  })
})

describe('a share', () => {
  it('holds only what its holder has', async () => {
    const [theirs] = (await get('/api/passport', samir)).json().items
    const stolen = await share(olena, { credentialIds: [theirs.id] })
    expect(stolen.json()).toMatchObject({ code: 'not-found' })
    expect((await share(olena, {})).json()).toMatchObject({ code: 'share-empty' })
    expect((await get('/api/passport/shares', olena)).json().total).toBe(0)
  })

  it('closes by itself when its time is over, and says nothing of the merit', async () => {
    const [item] = (await get('/api/passport', olena)).json().items
    const { url } = (await share(olena, { credentialIds: [item.id], days: 1 })).json()
    const path = `/api/shares/${url.split('/').at(-1)}`
    expect((await get(path, '')).statusCode).toBe(200)
    ground.setNow('2026-11-03T09:00:01Z')
    const closed = await get(path, '')
    expect([closed.statusCode, closed.json().code]).toEqual([410, 'share-closed'])
    expect(closed.body).not.toContain(item.title)
    expect((await get('/api/passport/shares', await logInAs('olena.kovalchuk'))).json().items[0]).toMatchObject({
      state: 'expired',
      url: null,
    })
  })

  it('shows self-declared claims apart, and counts readers but not its own holder', async () => {
    const [item] = (await get('/api/passport', olena)).json().items
    const claim = (
      await send('POST', '/api/passport/self-claims', olena, { title: 'Hemma', setting: 'informal' })
    ).json()
    const opened = (await share(olena, { credentialIds: [item.id], selfClaimIds: [claim.id] })).json()
    const path = `/api/shares/${opened.url.split('/').at(-1)}`
    const shown = (await get(path, olena)).json()
    expect(shown.items).toHaveLength(1)
    expect(shown.selfClaims).toMatchObject([{ title: 'Hemma' }])
    await get(path, '')
    await get(`${path}/credentials/1/download`, '')
    expect((await get(`${path}/credentials/2/download`, '')).statusCode).toBe(404)
    const views = (await get(`/api/passport/shares/${opened.id}/views`, olena)).json()
    expect(views.items.map(({ act }: { act: string }) => act).sort()).toEqual(['downloaded', 'downloaded', 'opened'])
    expect((await get(`/api/passport/shares/${opened.id}/views`, samir)).statusCode).toBe(404)
  })

  it('is a QR code for its holder, while it is open', async () => {
    const [item] = (await get('/api/passport', olena)).json().items
    const opened = (await share(olena, { credentialIds: [item.id] })).json()
    const path = `/api/passport/shares/${opened.id}/qr.svg`
    expect((await get(path, olena)).body).toContain('<svg')
    expect((await get(path, samir)).statusCode).toBe(404)
    await send('POST', `/api/passport/shares/${opened.id}/withdraw`, olena, {})
    expect((await get(path, olena)).json()).toMatchObject({ code: 'share-closed' })
  })

  it('shows a merit that was revoked meanwhile as revoked', async () => {
    const rickard = await logInAs('rickard.falk')
    const [item] = (await get('/api/passport', rickard)).json().items
    const { url } = (await share(rickard, { credentialIds: [item.id] })).json()
    const [shown] = (await get(`/api/shares/${url.split('/').at(-1)}`, '')).json().items
    expect(shown.checks).toContainEqual(expect.objectContaining({ code: 'status-revoked' }))
  })
})

describe('a credential from elsewhere', () => {
  it('comes in once, is checked anew each time, and leaves again', async () => {
    const [item] = (await get('/api/passport', samir)).json().items
    const { body: foreign } = await get(`/api/passport/credentials/${item.id}/download`, samir)
    const first = await send('POST', '/api/passport/import', olena, { credential: foreign, source: 'A file' })
    expect(first.statusCode).toBe(201)
    const { id } = first.json()
    expect((await send('POST', '/api/passport/import', olena, { credential: foreign })).json()).toMatchObject({
      id,
      known: true,
    })
    expect((await get('/api/passport/imports', olena)).json().items).toMatchObject([{ id, source: 'A file' }])
    expect((await get(`/api/passport/imports/${id}`, olena)).json().checks.length).toBeGreaterThan(5)
    expect((await get(`/api/passport/imports/${id}`, samir)).statusCode).toBe(404)
    const { url } = (await share(olena, { importedIds: [id] })).json()
    expect((await get(`/api/shares/${url.split('/').at(-1)}`, '')).json().items).toHaveLength(1)
    expect((await send('DELETE', `/api/passport/imports/${id}`, olena)).statusCode).toBe(204)
    expect((await get(`/api/shares/${url.split('/').at(-1)}`, '')).json().items).toEqual([])
  })

  it('may be an old badge, given by its address or in a picture, and is held against the addresses of its holder', async () => {
    const [url, badge, issuer] = ['a', 'b', 'c'].map((part) => `https://badges.example/${part}`)
    const recipient = { type: 'email', hashed: false, identity: 'Olena.Kovalchuk@post.example' }
    const verification = { type: 'hosted' }
    const assertion = { type: 'Assertion', id: url, recipient, badge, verification, issuedOn: '2020-05-04T09:00:00Z' }
    internet = {
      [`${url}`]: assertion,
      [`${badge}`]: { type: 'BadgeClass', id: badge, name: 'Fibersvets', issuer },
      [`${issuer}`]: { type: 'Issuer', id: issuer, name: 'Norrfiber' },
    }
    const codes = (checks: { code: string }[]) => checks.map(({ code }) => code)
    const picture = `<svg xmlns="http://www.w3.org/2000/svg"><openbadges:assertion verify="${url}"/></svg>`
    const confirm = (at: string | null) =>
      ground.database.pool.query('update person_email set verified_at = $1 where email = $2', [
        at,
        'olena.kovalchuk@post.example',
      ])
    await confirm(null)
    const unconfirmed = (await send('POST', '/api/passport/import', olena, { credential: url })).json()
    expect(codes(unconfirmed.checks)).toContain('recipient-other')
    await confirm(start)
    const first = (await send('POST', '/api/passport/import', olena, { credential: url })).json()
    expect(codes(first.checks)).toEqual(
      expect.arrayContaining(['format-old', 'hosted-unchanged', 'issuer-hosts', 'recipient-matches']),
    )
    expect(first.transparency).toMatchObject({ title: { text: 'Fibersvets' }, issuer: { name: 'Norrfiber' } })
    const again = (await send('POST', '/api/passport/import', olena, { credential: picture })).json()
    expect(again).toMatchObject({ id: first.id, known: true, document: JSON.stringify(assertion) })
    const shared = (await share(olena, { importedIds: [first.id] })).json().url.split('/').at(-1)
    const open = (await get(`/api/shares/${shared}`, '')).json()
    expect(codes(open.items[0].checks)).toContain('recipient-matches')
    expect(open).not.toHaveProperty('addresses')

    const theirs = (await send('POST', '/api/passport/import', samir, { credential: url })).json()
    expect(codes(theirs.checks)).toContain('recipient-other')
    expect(codes((await send('POST', '/api/verify', '', { url })).json().checks)).toContain('recipient-unproven')
    internet = {}
    const later = (await get(`/api/passport/imports/${first.id}`, olena)).json()
    expect(codes(later.checks)).toEqual(expect.arrayContaining(['hosted-away', 'issuer-unchecked', 'status-list-away']))
    expect((await send('POST', '/api/passport/import', olena, { credential: url })).json()).toMatchObject({
      code: 'resource-unreachable',
    })
    for (const [id, session] of [
      [first.id, olena],
      [theirs.id, samir],
    ])
      await send('DELETE', `/api/passport/imports/${id}`, session)
  })

  it('must at least be readable', async () => {
    const answer = await send('POST', '/api/passport/import', olena, { credential: '{"hello":"world"}' })
    expect(answer.json()).toMatchObject({ code: 'credential-unreadable', errors: [{ code: 'not-a-credential' }] })
    expect((await get('/api/passport/imports', olena)).json().total).toBe(0)
  })
})

describe('leaving', () => {
  it('is refused to the only representative of an organisation, and nothing is gone', async () => {
    const maria = await logInAs('maria.sandahl')
    const { email } = (await get('/api/me', maria)).json()
    const refused = await send('DELETE', '/api/me', maria, { confirm: email })
    expect(refused.json()).toMatchObject({ code: 'last-representative' })
    expect((await get('/api/me', maria)).json()).toMatchObject({ kind: 'person', email })
  })

  it('lets a merit’s status be checked still, by whoever kept a copy', async () => {
    const bengt = await logInAs('bengt.rask')
    const [item] = (await get('/api/passport', bengt)).json().items
    const { body: copy } = await get(`/api/passport/credentials/${item.id}/download`, bengt)
    const { email } = (await get('/api/me', bengt)).json()
    expect((await send('DELETE', '/api/me', bengt, { confirm: email })).statusCode).toBe(200)
    const checked = await app.inject({ url: '/api/verify', method: 'POST', payload: { credential: copy } })
    expect(checked.json().checks).toContainEqual(expect.objectContaining({ name: 'status', code: 'status-good' }))
    expect((await get(`/credentials/${item.id}`, bengt)).statusCode).toBe(404)
  })

  it('leaves the issuer able to revoke it, but not to issue to someone who is gone', async () => {
    const viktor = await logInAs('viktor.lund')
    const [item] = (await get('/api/passport', viktor)).json().items
    const { body: copy } = await get(`/api/passport/credentials/${item.id}/download`, viktor)
    const { email } = (await get('/api/me', viktor)).json()
    expect((await send('DELETE', '/api/me', viktor, { confirm: email })).statusCode).toBe(200)
    const { rows } = await ground.database.pool.query<{ email: string }>(
      `select email from credential join membership on organisation_id = issuer_id join person_email using (person_id)
       where credential.id = $1 and 'issuer' = any (roles) limit 1`,
      [item.id],
    )
    const issuer = await logInAs(rows[0]?.email ?? '')
    const change = (what: string) => send('POST', `/api/credentials/${item.id}/${what}`, issuer, { reason: 'Fel' })
    expect((await change('replace')).json()).toMatchObject({ code: 'credential-state-refused' })
    expect((await change('revoke')).statusCode).toBe(204)
    const checked = await app.inject({ url: '/api/verify', method: 'POST', payload: { credential: copy } })
    expect(checked.json().checks).toContainEqual(expect.objectContaining({ name: 'status', code: 'status-revoked' }))
  })
})

const get = (url: string, cookie: string) => app.inject({ url, headers: { cookie } })

function send(method: 'POST' | 'PUT' | 'DELETE', url: string, cookie: string, payload?: object) {
  return app.inject({ url, method, headers: { cookie }, ...(payload && { payload }) })
}

const share = (cookie: string, chosen: object) =>
  send('POST', '/api/passport/shares', cookie, { audience: 'Arbetsgivare', purpose: 'Ansökan', ...chosen })

async function logInAs(name: string): Promise<string> {
  const { items } = (await get('/api/demo/people', '')).json()
  const { email } = items.find((person: { email: string }) => person.email.startsWith(name))
  const answer = await send('POST', '/api/demo/login', '', { email })
  return answer.cookies.map((cookie) => `${cookie.name}=${cookie.value}`).join('; ')
}
