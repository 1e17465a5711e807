import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'
import { makeAuthenticator } from '../testing/software-authenticator.ts'
import { removeExpired } from './remove-expired.ts'

let ground: TestGround
let app: FastifyInstance
beforeAll(async () => {
  ground = await openTestGround()
  app = await buildApp(ground)
})
afterAll(async () => {
  await app.close()
  await ground.close()
})
beforeEach(() => {
  ground.setNow('2026-11-02T09:00:00Z')
  ground.outbox.length = 0
})

describe('logging in by e-mail', () => {
  it('sends a link that logs in whoever uses it, once', async () => {
    const token = await askForLink('astrid@bricka.example', '/passport')
    const used = await post('/api/login/link', { token })
    expect(used.json()).toEqual({ next: '/passport' })
    expect(await whoIs(sessionOf(used))).toMatchObject({ kind: 'person', email: 'astrid@bricka.example' })
    const again = await post('/api/login/link', { token })
    expect(again.statusCode).toBe(410)
    expect(again.json()).toMatchObject({ code: 'link-invalid' })
    expect(again.cookies).toEqual([])
  })

  it('does not use the link up when a mail program looks at it', async () => {
    const token = await askForLink('bo@bricka.example')
    await app.inject({ url: `/login/${token}` })
    await app.inject({ url: `/login/${token}`, method: 'HEAD' })
    expect((await post('/api/login/link', { token })).statusCode).toBe(200)
  })

  it('lets a link grow too old', async () => {
    const token = await askForLink('cia@bricka.example')
    ground.setNow('2026-11-02T09:30:01Z')
    expect((await post('/api/login/link', { token })).json()).toMatchObject({ code: 'link-invalid' })
  })

  it('answers the same for a known address, an unknown one and one that asked too often', async () => {
    await post('/api/login/link', { token: await askForLink('known@bricka.example') })
    const known = await post('/api/login/email', { email: 'known@bricka.example' })
    const unknown = await post('/api/login/email', { email: 'unknown@bricka.example' })
    for (let times = 0; times < 6; times++) await post('/api/login/email', { email: 'flooded@bricka.example' })
    const flooded = await post('/api/login/email', { email: 'flooded@bricka.example' })
    for (const answer of [known, unknown, flooded])
      expect([answer.statusCode, answer.body]).toEqual([202, '{"sent":true}'])
    expect(ground.outbox.filter(({ to }) => to === 'flooded@bricka.example')).toHaveLength(3)
  })

  it('locks nobody out when someone else floods their mailbox: the newest link works, and soon another is sent', async () => {
    const mails = () => ground.outbox.filter(({ to }) => to === 'victim@bricka.example')
    const newest = () => mails().at(-1)?.facts.url.split('/').at(-1)
    const flood = async () => {
      for (let times = 0; times < 4; times++) await post('/api/login/email', { email: 'victim@bricka.example' })
    }
    await flood()
    expect(mails()).toHaveLength(3)
    expect((await post('/api/login/link', { token: newest() })).statusCode).toBe(200)
    // The newest was used, so the victim gets one of their own.
    await askForLink('victim@bricka.example')
    expect(mails()).toHaveLength(4)
    expect((await post('/api/login/link', { token: newest() })).statusCode).toBe(200)
    for (let minutes = 1; minutes <= 40; minutes++) {
      ground.setNow(new Date(Date.parse('2026-11-02T09:00:00Z') + minutes * 60_000))
      await flood()
      if (minutes % 20 === 0) expect((await post('/api/login/link', { token: newest() })).statusCode).toBe(200)
    }
    expect(mails().length).toBeLessThan(18)
  })

  it('refuses who asks for one address again and again, and nobody else who asks for it', async () => {
    const ask = (from: string) => post('/api/login/email', { email: 'asked@bricka.example' }, '', from)
    for (let times = 0; times < 10; times++) expect((await ask('203.0.113.67')).statusCode).toBe(202)
    const refused = await ask('203.0.113.67')
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'too-many-requests'])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask('203.0.113.68')).statusCode).toBe(202)
  })

  it('makes nobody of an address whose link was never used', async () => {
    await askForLink('never@bricka.example')
    const { rows } = await ground.database.pool.query('select from person_email where email = $1', [
      'never@bricka.example',
    ])
    expect(rows).toEqual([])
  })

  it('sends nobody away to another site', async () => {
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      const answer = await post('/api/login/email', { email: 'dag@bricka.example', next })
      expect(answer.json()).toMatchObject({ code: 'request-invalid' })
    }
    expect(ground.outbox).toEqual([])
  })

  it('treats an address the same however it is written', async () => {
    const first = await logInByLink('Eva@Bricka.Example')
    const second = await logInByLink('eva@bricka.example')
    expect((await whoIs(first)).email).toBe((await whoIs(second)).email)
  })
})

describe('trying to log in again and again', () => {
  it('is refused after ten tries at one link in a minute, whoever tries, and other links are not', async () => {
    const attempt = (token: string, from: string) => post('/api/login/link', { token }, '', from)
    const guessed = 'a-token-that-was-guessed'
    for (let times = 0; times < 10; times++) expect((await attempt(guessed, `203.0.113.${times}`)).statusCode).toBe(410)
    const refused = await attempt(guessed, '203.0.113.99')
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'too-many-requests'])
    for (let times = 0; times < 40; times++)
      expect((await attempt(`another-token-${times}`, '203.0.113.99')).statusCode).toBe(410)
  })

  it('is refused to one address that tries at everything', async () => {
    const codes = new Set<number>()
    for (let times = 0; times < 601; times++)
      codes.add((await post('/api/login/link', { token: `some-token-${times}` }, '', '203.0.113.100')).statusCode)
    expect([...codes]).toEqual([410, 429])
  })

  it('counts a page’s own call of the API in process only once, and nobody else can pretend to be one', async () => {
    const narrow = await buildApp({ ...ground, settings: { ...ground.settings, requestsPerMinute: 5 } })
    const ask = (key: string) => narrow.inject({ url: '/api/me', headers: { 'bricka-inside': key } })
    for (let times = 0; times < 20; times++) expect((await ask(narrow.insideKey)).statusCode).toBe(200)
    for (let times = 0; times < 5; times++) expect((await ask('guessed')).statusCode).toBe(200)
    expect((await ask('guessed')).statusCode).toBe(429)
    await narrow.close()
  })
})

describe('a session', () => {
  it('ends at once when its person logs out', async () => {
    const session = await logInByLink('finn@bricka.example')
    await post('/api/logout', {}, session)
    expect(await whoIs(session)).toEqual({ kind: 'anonymous', memberships: [] })
  })

  it('ends by itself after two weeks', async () => {
    const session = await logInByLink('greta@bricka.example')
    ground.setNow('2026-11-16T08:59:59Z')
    expect((await whoIs(session)).kind).toBe('person')
    ground.setNow('2026-11-16T09:00:01Z')
    expect((await whoIs(session)).kind).toBe('anonymous')
  })

  it('is not used by another site’s page', async () => {
    const session = await logInByLink('hans@bricka.example')
    const answer = await app.inject({
      url: '/api/me',
      method: 'PATCH',
      payload: { name: 'Changed' },
      headers: { cookie: session, origin: 'https://evil.example' },
    })
    expect(answer.json()).toMatchObject({ code: 'origin-refused' })
    expect((await whoIs(session)).name).toBe('hans@bricka.example')
  })

  it('takes no form from a page without an origin, nor logs anyone in for another site', async () => {
    const session = await logInByLink('hans@bricka.example')
    const change = { url: '/api/me', method: 'PATCH', payload: { name: 'Changed' } } as const
    const sandboxed = await app.inject({ ...change, headers: { cookie: session, origin: 'null' } })
    expect(sandboxed.json()).toMatchObject({ code: 'origin-refused' })
    const login = { url: '/api/login/link', method: 'POST', payload: { token: 'another-persons-token' } } as const
    for (const [headers, code] of [
      [{ origin: 'https://evil.example' }, 'origin-refused'],
      [{ 'sec-fetch-site': 'cross-site' }, 'origin-refused'],
      [{ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }, 'link-invalid'],
    ] as const)
      expect((await app.inject({ ...login, headers })).json()).toMatchObject({ code })
  })

  it.each(['//evil.example', '/\\evil.example', '/\t/evil.example', '/\n/evil.example', 'https://evil.example'])(
    'does not lead away from the site: %j',
    async (next) => {
      const answer = await post('/api/login/email', { email: 'next@bricka.example', next })
      expect(answer.json()).toMatchObject({ code: 'request-invalid' })
    },
  )

  it('says that no text may contain U+0000', async () => {
    const session = await logInByLink('hans@bricka.example')
    const payload = { name: 'a\u0000b' }
    const answer = await app.inject({ url: '/api/me', method: 'PATCH', payload, headers: { cookie: session } })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'request-invalid'])
    expect((await app.inject('/api/catalogue?search=%00')).statusCode).toBe(422)
    expect((await app.inject('/mandates/%00')).statusCode).toBe(422)
  })

  it('remembers the name and the language that its person chose', async () => {
    const session = await logInByLink('inga@bricka.example')
    await app.inject({
      url: '/api/me',
      method: 'PATCH',
      payload: { name: 'Inga Berg', locale: 'nb' },
      headers: { cookie: session },
    })
    expect(await whoIs(session)).toMatchObject({ name: 'Inga Berg', locale: 'nb' })
  })
})

describe('the list of where someone is logged in', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const sessions = async (cookie: string) =>
    (await app.inject({ url: '/api/me/sessions', headers: { cookie } })).json().items
  const end = (cookie: string, id = '') =>
    app.inject({ url: `/api/me/sessions${id && `/${id}`}`, method: 'DELETE', headers: { cookie } })

  async function logInFrom(email: string, userAgent: string): Promise<string> {
    const payload = { token: await askForLink(email) }
    const headers = { 'user-agent': userAgent }
    return sessionOf(await app.inject({ url: '/api/login/link', method: 'POST', payload, headers }))
  }

  it('says which device, since when and when last, and which one asks', async () => {
    const old = await logInFrom('rune@bricka.example', 'something unknown')
    ground.setNow('2026-11-03T09:00:00Z')
    const mine = await logInFrom('rune@bricka.example', firefox)
    await logInByLink('someone.else@bricka.example')
    ground.setNow('2026-11-03T09:05:00Z')
    await whoIs(mine)
    ground.setNow('2026-11-04T10:00:00Z')
    await whoIs(old)
    ground.setNow('2026-11-04T11:00:00Z')
    expect(await sessions(mine)).toMatchObject([
      {
        device: 'Firefox, Linux',
        since: '2026-11-03T09:00:00.000Z',
        lastUsedAt: '2026-11-04T11:00:00.000Z',
        current: true,
      },
      { device: null, since: '2026-11-02T09:00:00.000Z', lastUsedAt: '2026-11-04T10:00:00.000Z', current: false },
    ])
  })

  it('ends one of them, and nobody else’s', async () => {
    const lost = await logInFrom('siri@bricka.example', firefox)
    const mine = await logInByLink('siri@bricka.example')
    const theirs = await logInByLink('tor@bricka.example')
    const { id } = (await sessions(mine)).find(({ current }: { current: boolean }) => !current)
    expect((await end(theirs, id)).statusCode).toBe(404)
    expect((await whoIs(lost)).kind).toBe('person')
    expect((await end(mine, id)).statusCode).toBe(204)
    expect((await whoIs(lost)).kind).toBe('anonymous')
    expect((await whoIs(mine)).kind).toBe('person')
    expect((await end(mine, id)).json()).toMatchObject({ code: 'not-found' })
    const log = await app.inject({ url: '/api/passport/log', headers: { cookie: mine } })
    expect(log.json().items).toMatchObject([{ act: 'session-ended' }])
  })

  it('ends all of them at once, here too', async () => {
    const [one, other] = [await logInByLink('ulla@bricka.example'), await logInByLink('ulla@bricka.example')]
    const theirs = await logInByLink('valter@bricka.example')
    const answer = await end(one)
    expect([answer.statusCode, sessionOf(answer)]).toEqual([204, 'bricka_session='])
    expect([await whoIs(one), await whoIs(other)]).toMatchObject([{ kind: 'anonymous' }, { kind: 'anonymous' }])
    expect((await whoIs(theirs)).kind).toBe('person')
  })

  it('is nobody’s who is not logged in', async () => {
    expect((await app.inject({ url: '/api/me/sessions' })).json()).toMatchObject({ code: 'login-required' })
    expect((await end('')).json()).toMatchObject({ code: 'login-required' })
  })
})

describe('logging in by passkey', () => {
  const origin = 'http://localhost:3000'

  it('knows its person again, with nobody named beforehand', async () => {
    const authenticator = makeAuthenticator(origin)
    const session = await logInByLink('jon@bricka.example')
    await addPasskey(session, authenticator)
    const options = await post('/api/login/passkey/options', {})
    expect(options.json().allowCredentials ?? []).toEqual([])
    const answer = await post('/api/login/passkey', { response: authenticator.get(options.json()) })
    expect(answer.statusCode).toBe(204)
    expect(await whoIs(sessionOf(answer))).toMatchObject({ email: 'jon@bricka.example' })
  })

  it('refuses the same answer a second time, another site’s answer, and an unchecked user', async () => {
    const authenticator = makeAuthenticator(origin)
    const session = await logInByLink('kari@bricka.example')
    await addPasskey(session, authenticator)

    const first = authenticator.get((await post('/api/login/passkey/options', {})).json())
    expect((await post('/api/login/passkey', { response: first })).statusCode).toBe(204)
    await expectRefused(first)
    await expectRefused(
      authenticator.get((await post('/api/login/passkey/options', {})).json(), 'https://evil.example'),
    )
    const stranger = makeAuthenticator(origin)
    stranger.create({ challenge: 'none', user: { id: 'none' } })
    await expectRefused(stranger.get((await post('/api/login/passkey/options', {})).json()))
    const late = (await post('/api/login/passkey/options', {})).json()
    ground.setNow('2026-11-02T09:11:00Z')
    await expectRefused(authenticator.get(late))
  })

  it('takes no passkey whose maker did not check who holds it', async () => {
    const session = await logInByLink('lars@bricka.example')
    const answer = await addPasskey(session, makeAuthenticator(origin, { verifiesUser: false }))
    expect(answer.json()).toMatchObject({ code: 'passkey-refused' })
    expect((await passkeys(session)).items).toEqual([])
  })

  it('takes no passkey that someone else began', async () => {
    const mine = await logInByLink('mona@bricka.example')
    const theirs = await logInByLink('nils@bricka.example')
    const begun = (await post('/api/me/passkeys/options', {}, theirs)).json()
    const response = makeAuthenticator(origin).create(begun)
    const answer = await post('/api/me/passkeys', { response, name: 'Phone' }, mine)
    expect(answer.json()).toMatchObject({ code: 'passkey-refused' })
  })

  it('is over when the passkey is removed, which only its owner can', async () => {
    const authenticator = makeAuthenticator(origin)
    const mine = await logInByLink('olga@bricka.example')
    const theirs = await logInByLink('per@bricka.example')
    await addPasskey(mine, authenticator)
    const { items } = await passkeys(mine)
    const remove = (cookie: string) =>
      app.inject({ url: `/api/me/passkeys/${items[0].id}`, method: 'DELETE', headers: { cookie } })
    expect((await remove(theirs)).statusCode).toBe(404)
    expect((await remove(mine)).statusCode).toBe(204)
    await expectRefused(authenticator.get((await post('/api/login/passkey/options', {})).json()))
  })

  async function addPasskey(session: string, authenticator: ReturnType<typeof makeAuthenticator>) {
    const options = await post('/api/me/passkeys/options', {}, session)
    return post('/api/me/passkeys', { response: authenticator.create(options.json()), name: 'Phone' }, session)
  }

  async function passkeys(cookie: string) {
    return (await app.inject({ url: '/api/me/passkeys', headers: { cookie } })).json()
  }

  async function expectRefused(response: unknown): Promise<void> {
    const answer = await post('/api/login/passkey', { response })
    expect([answer.statusCode, answer.json().code, answer.cookies]).toEqual([400, 'passkey-refused', []])
  }
})

describe('what is kept of logins', () => {
  it('is removed when it has served its time', async () => {
    const session = await logInByLink('quentin@bricka.example')
    await removeExpired(ground)
    expect((await whoIs(session)).kind).toBe('person')
    ground.setNow('2027-01-01T00:00:00Z')
    await removeExpired(ground)
    const { rows } = await ground.database.pool.query(
      'select token_hash from session union all select token_hash from login_link union all select id from login_challenge',
    )
    expect(rows).toEqual([])
  })
})

let callers = 0
/** From another address each time, so that the tests do not meet the limit on attempts; its own test does. */
function post(url: string, payload: object, cookie = '', remoteAddress = `198.51.100.${++callers % 250}`) {
  return app.inject({ url, method: 'POST', payload, headers: { cookie }, remoteAddress })
}

async function askForLink(email: string, next?: string): Promise<string> {
  await post('/api/login/email', { email, ...(next && { next }) })
  const mail = ground.outbox.at(-1)
  return mail?.facts.url.split('/').at(-1) ?? ''
}

async function logInByLink(email: string): Promise<string> {
  return sessionOf(await post('/api/login/link', { token: await askForLink(email) }))
}

function sessionOf(answer: { cookies: readonly { name: string; value: string }[] }): string {
  const cookie = answer.cookies.find(({ name }) => name === 'bricka_session')
  return `bricka_session=${cookie?.value ?? ''}`
}

async function whoIs(cookie: string) {
  return (await app.inject({ url: '/api/me', headers: { cookie } })).json()
}
