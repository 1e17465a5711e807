import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

const start = '2026-11-02T09:00:00Z'

describe('the link that a credential is mailed with', () => {
  let world: TestWorld
  let issuer: Visitor
  let organisationId: string
  let meritId: string
  let people = 0

  beforeAll(async () => {
    world = await openTestWorld()
    organisationId = await world.register(await world.visit('Anna'), 'tallen')
    issuer = await world.visit('Anna')
    meritId = await world.publish(issuer, organisationId)
  })
  afterAll(() => world.close())
  beforeEach(() => world.ground.setNow(start))

  /** Issues to an address and answers with the token that was mailed. */
  async function mailLink(email: string): Promise<string> {
    const recipient = { name: 'Vera Sten', email }
    const key = `key ${++people}`
    const answer = await issuer.call('POST', '/api/credentials', { organisationId, meritId, recipient, facts, key })
    expect(answer.statusCode).toBe(201)
    await world.deliver()
    const mail = world.ground.outbox.findLast(({ to, kind }) => to === email && kind === 'credential-issued')
    return mail?.facts.url.split('/').at(-1) ?? ''
  }

  const claim = (token: string, cookie = '') => post('/api/claims', { token }, cookie)
  const look = async (token: string, cookie = '') =>
    (await world.app.inject({ url: `/api/claims/${token}`, headers: { cookie } })).json()
  const post = (url: string, payload: object, cookie = '') =>
    world.app.inject({ url, method: 'POST', payload, headers: { cookie } })
  const passport = async (cookie: string) =>
    (await world.app.inject({ url: '/api/passport', headers: { cookie } })).json()

  async function logInByMail(email: string): Promise<string> {
    await post('/api/login/email', { email })
    return sessionOf(await post('/api/login/link', { token: newestLogin(world, email) }))
  }

  it('takes what waits for a newcomer and logs them in, also half a year later', async () => {
    const token = await mailLink('late@people.example')
    await mailLink('late@people.example')
    world.ground.setNow('2027-04-20T09:00:00Z')
    expect(await look(token)).toMatchObject({ standing: 'open', name: 'Vera Sten', items: [{}, {}] })
    const claimed = await claim(token)
    expect(claimed.statusCode).toBe(204)
    expect((await passport(sessionOf(claimed))).total).toBe(2)
  })

  it('opens nothing a second time, however soon, except for who is logged in', async () => {
    const token = await mailLink('once@people.example')
    const session = sessionOf(await claim(token))
    await expectLogin(await claim(token))
    expect((await claim(token, session)).statusCode).toBe(204)
    expect(await look(token)).toMatchObject({ standing: 'log-in', items: [{ claimed: true }] })
  })

  it('of a later credential opens nothing of a passport that is in use', async () => {
    const first = await mailLink('again@people.example')
    const session = sessionOf(await claim(first))
    const second = await mailLink('again@people.example')
    await expectLogin(await claim(second))
    expect(await look(second)).toMatchObject({ standing: 'log-in', items: [{ claimed: false }] })
    expect((await passport(session)).items.filter(({ claimedAt }: Claimed) => claimedAt)).toHaveLength(1)
    expect((await claim(second, session)).statusCode).toBe(204)
    expect((await passport(session)).items.filter(({ claimedAt }: Claimed) => claimedAt)).toHaveLength(2)
  })

  it('that was never used opens nothing after another way was taken', async () => {
    const token = await mailLink('other@people.example')
    await logInByMail('other@people.example')
    await expectLogin(await claim(token))
  })

  it('does not open another’s passport for someone who is logged in', async () => {
    const token = await mailLink('mine@people.example')
    await claim(token)
    await mailLink('stranger@people.example')
    const stranger = await logInByMail('stranger@people.example')
    await expectLogin(await claim(token, stranger))
    expect((await look(token, stranger)).standing).toBe('log-in')
  })

  it('lets two who use two links at the same time in only once', async () => {
    const tokens = [await mailLink('twice@people.example'), await mailLink('twice@people.example')]
    const answers = await Promise.all(tokens.map((token) => claim(token)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 401])
  })

  it('sends its mailbox a login link that leads back to it, and to nobody else', async () => {
    const token = await mailLink('ask@people.example')
    await claim(token)
    world.ground.outbox.length = 0
    expect((await post('/api/claims/login', { token, language: 'nb' })).statusCode).toBe(202)
    expect(world.ground.outbox).toMatchObject([{ to: 'ask@people.example', kind: 'login', language: 'nb' }])
    const used = await post('/api/login/link', { token: newestLogin(world, 'ask@people.example') })
    expect(used.json()).toEqual({ next: `/claim/${token}` })
    expect((await claim(token, sessionOf(used))).statusCode).toBe(204)
    const never = await post('/api/claims/login', { token: 'a-token-that-never-was' })
    expect([never.statusCode, never.json().code]).toEqual([410, 'credential-not-claimable'])
    expect(world.ground.outbox).toHaveLength(1)
  })

  it('is claimed by forty from one address, but is not guessed at twenty times', async () => {
    const tokens: string[] = []
    for (let pupil = 0; pupil < 40; pupil++) tokens.push(await mailLink(`pupil${pupil}@school.example`))
    const from = (token: string) =>
      world.app.inject({ url: '/api/claims', method: 'POST', payload: { token }, remoteAddress: '203.0.113.9' })
    for (const token of tokens) expect((await from(token)).statusCode).toBe(204)
    const guesses: number[] = []
    for (let times = 0; times < 20; times++) guesses.push((await from('a-token-that-was-guessed')).statusCode)
    expect(guesses).toEqual([...Array(10).fill(410), ...Array(10).fill(429)])
  })
})

type Claimed = { claimedAt: string | null }
type Answer = { statusCode: number; json(): { code: string }; cookies: readonly { name: string; value: string }[] }

async function expectLogin(answer: Answer): Promise<void> {
  expect([answer.statusCode, answer.json().code, answer.cookies]).toEqual([401, 'claim-needs-login', []])
}

const sessionOf = ({ cookies }: Pick<Answer, 'cookies'>): string =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

const newestLogin = ({ ground }: TestWorld, email: string): string =>
  ground.outbox
    .findLast(({ to, kind }) => to === email && kind === 'login')
    ?.facts.url.split('/')
    .at(-1) ?? ''
