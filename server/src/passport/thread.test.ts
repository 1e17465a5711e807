import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemoWorld } from '../demo/seed-demo-world.ts'
import type { Ground } from '../ground.ts'
import { buildApp } from '../http/build-app.ts'
import { writeNotices } from '../issuing/notice.ts'
import { makeSendMail } from '../mail/send-mail.ts'
import { startDemoMailbox } from '../mail/start-demo-mailbox.ts'
import { deliverMail } from '../mail/waiting-mail.ts'
import { openTestGround } from '../testing/open-test-ground.ts'

/** Everything over real sockets: HTTP to the server, SMTP from it, PostgreSQL behind it. */
let ground: Ground
let app: FastifyInstance
let base: string
const closers: (() => unknown)[] = []

beforeAll(async () => {
  const opened = await openTestGround({ demo: true })
  const mailbox = await startDemoMailbox(opened.database, opened.now)
  const mail = makeSendMail(mailbox.url, 'Bricka <no-reply@bricka.example>')
  ground = { ...opened, sendMail: mail.sendMail }
  await seedDemoWorld(ground, () => undefined)
  app = await buildApp(ground)
  await app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  closers.push(() => app.close(), mail.close, mailbox.close, opened.close)
})
afterAll(async () => {
  for (const close of closers) await close()
})

describe('a learner’s way from the message to the employer’s screen', () => {
  const learner = 'nyanlanda@post.example'
  let session = ''
  let credentialId = ''
  let share: { id: string; token: string }

  it('an issuer issues, and the learner gets a message with a link', async () => {
    const issuer = await logInAs('gunilla.wik')
    const me = await call('GET', '/api/me', { session: issuer })
    const [{ organisationId }] = me.body.memberships
    const catalogue = await call('GET', '/api/catalogue?search=studiecirkel')
    const issued = await call('POST', '/api/credentials', {
      session: issuer,
      body: {
        organisationId,
        meritId: catalogue.body.items[0].meritId,
        recipient: { name: 'Nyanländ Person', email: learner },
        facts: { assessedOn: '2026-10-30', route: 'course' },
        key: 'thread-1',
      },
    })
    expect(issued.status).toBe(201)
    credentialId = issued.body.credentialId
    const again = await call('POST', '/api/credentials', { session: issuer, body: issued.sent })
    expect(again.body).toMatchObject({ credentialId, known: true })
    await writeNotices(ground)
    await deliverMail(ground)
    expect(await mailTo(learner)).toHaveLength(1)
  })

  it('looking behind the link tells what waits and changes nothing', async () => {
    const [mail] = await mailTo(learner)
    const token = mail?.links[0]?.split('/').at(-1)
    for (let times = 0; times < 2; times++) {
      const waiting = await call('GET', `/api/claims/${token}`)
      expect(waiting.body).toMatchObject({ name: 'Nyanländ Person', items: [{ issuer: 'Studieförbundet Tallen' }] })
      expect(waiting.session).toBe('')
    }
    const claimed = await call('POST', '/api/claims', { body: { token } })
    expect(claimed.status).toBe(204)
    session = claimed.session
    expect((await call('POST', '/api/claims', { body: { token } })).body.code).toBe('claim-needs-login')
  })

  it('an old message opens no organisation: someone with a role there logs in by a way of their own', async () => {
    const issuer = await logInAs('gunilla.wik')
    const me = (await call('GET', '/api/me', { session: issuer })).body
    const catalogue = await call('GET', '/api/catalogue?search=studiecirkel')
    const issued = await call('POST', '/api/credentials', {
      session: issuer,
      body: {
        organisationId: me.memberships[0].organisationId,
        meritId: catalogue.body.items[0].meritId,
        recipient: { name: me.name, email: me.email },
        facts: { assessedOn: '2026-10-30', route: 'course' },
        key: 'thread-2',
      },
    })
    expect(issued.status).toBe(201)
    await writeNotices(ground)
    await deliverMail(ground)
    const token = (await mailTo(me.email)).at(-1)?.links[0]?.split('/').at(-1)
    const refused = await call('POST', '/api/claims', { body: { token } })
    expect({ code: refused.body.code, session: refused.session }).toEqual({
      code: 'claim-needs-login',
      session: '',
    })
    expect((await call('POST', '/api/claims', { session: issuer, body: { token } })).status).toBe(204)
  })

  it('the passport holds it, and only the learner’s does', async () => {
    const mine = await call('GET', '/api/passport', { session })
    expect(mine.body.items).toMatchObject([{ id: credentialId, state: 'issued', claimedAt: expect.any(String) }])
    const other = await logInAs('samir.haddad')
    expect((await call('GET', `/api/passport/credentials/${credentialId}`, { session: other })).status).toBe(404)
    expect((await call('GET', `/credentials/${credentialId}`)).status).toBe(404)
    expect((await call('GET', `/credentials/${credentialId}`, { session: other })).status).toBe(404)
    expect((await call('GET', `/credentials/${credentialId}`, { session })).body.type).toContain('OpenBadgeCredential')
  })

  it('an employer with the link sees every check, and what was said of how', async () => {
    const shared = await call('POST', '/api/passport/shares', {
      session,
      body: { credentialIds: [credentialId], audience: 'Älvkraft', purpose: 'Ansökan', days: 14 },
    })
    share = { id: shared.body.id, token: shared.body.url.split('/').at(-1) }
    const demands = Buffer.from(JSON.stringify({ allChecksPassed: true, eqfAtLeast: 8 })).toString('base64url')
    const seen = await call('GET', `/api/shares/${share.token}?demands=${demands}`)
    expect(seen.body).toMatchObject({ audience: 'Älvkraft', holderName: 'Nyanländ Person' })
    const [item] = seen.body.items
    expect(item.checks.map(({ outcome }: { outcome: string }) => outcome)).not.toContain('failed')
    expect(item.checks.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['format', 'signature', 'issuer', 'validity', 'status', 'mandate', 'schema']),
    )
    expect(item.transparency.route).toEqual({ stated: true, value: 'course' })
    expect(item.demands).toContainEqual(expect.objectContaining({ demand: 'eqfAtLeast', result: 'not-met' }))
    const own = await call('GET', `/credentials/${credentialId}?share=${share.token}`)
    expect(own.status).toBe(200)
  })

  it('the learner reads that it was opened, and by no name', async () => {
    const listed = await call('GET', '/api/passport/shares', { session })
    expect(listed.body.items).toMatchObject([{ id: share.id, state: 'open', views: 1 }])
    const log = await call('GET', '/api/passport/log', { session })
    expect(log.body.items.map(({ act }: { act: string }) => act)).toEqual(
      expect.arrayContaining(['share-opened', 'credential-claimed', 'credential-issued']),
    )
  })

  it('after withdrawal the link opens nothing, as if it never had been', async () => {
    const other = await logInAs('samir.haddad')
    const foreign = await call('POST', `/api/passport/shares/${share.id}/withdraw`, { session: other })
    expect(foreign.status).toBe(404)
    expect((await call('GET', `/api/shares/${share.token}`)).status).toBe(200)
    await call('POST', `/api/passport/shares/${share.id}/withdraw`, { session })
    const closed = await call('GET', `/api/shares/${share.token}`)
    const never = await call('GET', '/api/shares/a-token-that-never-was-made')
    expect([closed.status, closed.body.code]).toEqual([410, 'share-closed'])
    expect(closed.body.detail).toBe(never.body.detail)
    expect((await call('GET', `/api/shares/${share.token}/credentials/1/download`)).status).toBe(410)
    expect((await call('GET', `/credentials/${credentialId}?share=${share.token}`)).status).toBe(404)
    const listed = await call('GET', '/api/passport/shares', { session })
    expect(listed.body.items).toMatchObject([{ state: 'withdrawn', url: null, views: 2 }])
  })

  it('the learner leaves with everything, and nothing names them any more', async () => {
    const held = await call('GET', '/api/me/export', { session })
    expect(held.body).toMatchObject({
      person: { name: 'Nyanländ Person' },
      merits: [{ id: credentialId, document: expect.stringContaining('OpenBadgeCredential') }],
      shares: [{ audience: 'Älvkraft' }],
    })
    const wrong = await call('DELETE', '/api/me', { session, body: { confirm: 'someone@else.example' } })
    expect(wrong.body.code).toBe('confirmation-mismatch')
    expect((await call('GET', '/api/me', { session })).body.kind).toBe('person')

    const gone = await call('DELETE', '/api/me', { session, body: { confirm: learner } })
    expect(gone.body).toMatchObject({ removed: { merits: 1, shares: 1 }, remains: ['status-positions'] })
    expect((await call('GET', '/api/me', { session })).body.kind).toBe('anonymous')
    expect(await findText(learner)).toEqual([])
    expect(await findText('Nyanländ')).toEqual([])
  })
})

type Call = { session?: string; body?: unknown }

async function call(method: string, path: string, { session = '', body }: Call = {}) {
  const response = await fetch(base + path, {
    method,
    redirect: 'manual',
    headers: { cookie: session, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const cookie = response.headers.getSetCookie().find((set) => set.startsWith('bricka_session=')) ?? ''
  return {
    status: response.status,
    body: text.startsWith('{') ? JSON.parse(text) : text,
    session: cookie.split(';')[0] ?? '',
    sent: body,
  }
}

async function logInAs(start: string): Promise<string> {
  const people = (await call('GET', '/api/demo/people')).body.items
  const { email } = people.find((person: { email: string }) => person.email.startsWith(start))
  return (await call('POST', '/api/demo/login', { body: { email } })).session
}

async function mailTo(recipient: string): Promise<readonly { links: string[] }[]> {
  return (await call('GET', `/api/demo/mail?recipient=${encodeURIComponent(recipient)}`)).body.items
}

/** The tables in which a text still stands anywhere. */
async function findText(text: string): Promise<string[]> {
  const { rows } = await ground.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const hits = await ground.database.pool.query(`select from ${name} as row where row::text ilike $1 limit 1`, [
      `%${text}%`,
    ])
    if (hits.rowCount) found.push(name)
  }
  return found
}
