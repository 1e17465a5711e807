import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import Provider, { type Configuration } from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../http/build-app.ts'
import { openTestGround, type TestGround } from '../testing/open-test-ground.ts'

type Account = { email: string; email_verified: boolean; name: string }

/** The provider's people; whoever `asked` names logs in without being asked. */
const accounts: Record<string, Account> = {
  astrid: { email: 'astrid@bricka.example', email_verified: true, name: 'Astrid Holm' },
  mallory: { email: 'astrid@bricka.example', email_verified: false, name: 'Mallory' },
  bo: { email: 'bo@bricka.example', email_verified: true, name: 'Bo Lind' },
}
let asked = 'astrid'
let ground: TestGround
let app: FastifyInstance
let stopProvider: () => Promise<void>

beforeAll(async () => {
  const provider = await startProvider()
  stopProvider = provider.close
  ground = await openTestGround({
    oidc: { issuer: provider.issuer, clientId: 'bricka', clientSecret: 'a-secret-of-the-test', name: 'Test login' },
  })
  app = await buildApp(ground)
})
afterAll(async () => {
  await app.close()
  await ground.close()
  await stopProvider()
})

describe('logging in with OpenID Connect', () => {
  it('brings whoever logged in back to where they were', async () => {
    const { answer } = await logIn('astrid', '/passport')
    expect(answer.headers.location).toBe('/passport')
    expect(await whoIs(answer)).toMatchObject({ kind: 'person', name: 'Astrid Holm', email: 'astrid@bricka.example' })
  })

  it('knows the same subject again, also when the provider now tells another address', async () => {
    accounts.bo = { email: 'bo@bricka.example', email_verified: true, name: 'Bo Lind' }
    const before = await whoIs((await logIn('bo')).answer)
    accounts.bo = { email: 'new@bricka.example', email_verified: false, name: 'Bo Lind' }
    expect(await whoIs((await logIn('bo')).answer)).toEqual(before)
  })

  it('gives nobody’s account to someone whose address the provider has not verified', async () => {
    const { answer } = await logIn('mallory')
    expect(answer.headers.location).toBe('/login?problem=oidc-email-unverified')
    expect(sessionOf(answer)).toBeUndefined()
  })

  it('refuses an answer that this browser did not ask for', async () => {
    const { callback } = await reachCallback('astrid')
    const answer = await app.inject({ url: callback })
    expect(answer.headers.location).toBe('/login?problem=oidc-failed')
    expect(sessionOf(answer)).toBeUndefined()
  })

  it('refuses another state, and the same answer twice', async () => {
    const { callback, cookie } = await reachCallback('astrid')
    const changed = callback.replace(/state=[^&]+/, 'state=another')
    expect((await app.inject({ url: changed, headers: { cookie } })).headers.location).toContain('oidc-failed')
    expect((await app.inject({ url: callback, headers: { cookie } })).headers.location).toContain('oidc-failed')
  })

  it('does not send anyone to another site afterwards', async () => {
    const answer = await app.inject({ url: '/api/login/oidc?next=https://evil.example' })
    expect(answer.json()).toMatchObject({ code: 'request-invalid' })
  })
})

async function logIn(account: string, next?: string) {
  const { callback, cookie } = await reachCallback(account, next)
  return { answer: await app.inject({ url: callback, headers: { cookie } }) }
}

/** Follows the provider's redirects like a browser, up to where it sends the browser back to us. */
async function reachCallback(account: string, next?: string): Promise<{ callback: string; cookie: string }> {
  asked = account
  const begun = await app.inject({ url: `/api/login/oidc${next ? `?next=${encodeURIComponent(next)}` : ''}` })
  const cookie = begun.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const jar = new Map<string, string>()
  let url = String(begun.headers.location)
  for (let steps = 0; steps < 10; steps++) {
    const { pathname, search, port } = new URL(url)
    if (port === '3000') return { callback: pathname + search, cookie }
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    url = new URL(response.headers.get('location') ?? '', url).href
  }
  throw new Error('The provider never came back.')
}

function sessionOf(answer: { cookies: readonly { name: string; value: string }[] }): string | undefined {
  return answer.cookies.find(({ name }) => name === 'bricka_session')?.value
}

async function whoIs(answer: Parameters<typeof sessionOf>[0]) {
  return (await app.inject({ url: '/api/me', headers: { cookie: `bricka_session=${sessionOf(answer)}` } })).json()
}

async function startProvider(): Promise<{ issuer: string; close(): Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const configuration: Configuration = {
    clients: [
      {
        client_id: 'bricka',
        client_secret: 'a-secret-of-the-test',
        redirect_uris: ['http://localhost:3000/api/login/oidc/callback'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['a-key-of-the-test'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
  }
  const provider = new Provider(issuer, configuration)
  const answer = provider.callback()
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    const { prompt } = await provider.interactionDetails(request, response)
    if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId: asked } })
    const grant = new provider.Grant({ accountId: asked, clientId: 'bricka' })
    grant.addOIDCScope('openid email profile')
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  })
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
