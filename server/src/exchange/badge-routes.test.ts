import { createHash } from 'node:crypto'
import { issueVcJwt, readCredential } from '@bricka/credential'
import * as oauth from 'openid-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemScope } from '../database/connect.ts'
import { answers, operations, StatusInfo } from '../testing/open-badges-standard.ts'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { verifyText } from '../verifying/verify-text.ts'
import { removeUnusedClients } from './remove-unused-clients.ts'

describe('Open Badges', () => {
  let world: TestWorld
  let organisationId: string
  let representative: Visitor
  let holder: Visitor
  let credentialId: string

  beforeAll(async () => {
    world = await openTestWorld()
    const founder = await world.visit('Ismail')
    organisationId = await world.register(founder, 'skelleby')
    representative = await world.visit('Ismail', { [organisationId]: ['representative', 'creator', 'issuer'] })
    const meritId = await world.publish(representative, organisationId)
    holder = await world.visit('Amina')
    const recipient = { name: 'Amina Warsame', email: 'amina@people.example' }
    const issued = await representative.call('POST', '/api/credentials', {
      organisationId,
      meritId,
      recipient,
      facts,
      key: 'one',
    })
    expect(issued.statusCode, issued.body).toBeLessThan(300)
    credentialId = (await holder.call('GET', '/api/passport')).json().items[0]?.id
  })
  afterAll(() => world.close())

  describe('a merit inside a picture', () => {
    const ask = (visitor: Visitor, file: string) =>
      visitor.call('GET', `/api/passport/credentials/${credentialId}/${file}`)

    it('carries the very credential, as JSON and as a token, in a PNG and in an SVG', async () => {
      const original = (await ask(holder, 'download')).body
      for (const file of ['picture.png', 'picture.svg', 'picture.png?as=jws', 'picture.svg?as=jws']) {
        const { statusCode, rawPayload } = await ask(holder, file)
        expect(statusCode, file).toBe(200)
        const { checks, document } = await verifyText(world.ground, rawPayload)
        expect(
          checks.find(({ name }) => name === 'signature'),
          file,
        ).toMatchObject({ code: 'signature-valid' })
        expect(JSON.stringify(document), file).toContain(JSON.parse(original).id)
      }
    })

    it('is its holder’s alone', async () => {
      expect((await ask(representative, 'picture.png')).statusCode).toBe(404)
      expect((await ask(world.anyone, 'picture.svg')).statusCode).toBe(401)
      expect((await ask(holder, 'picture.gif')).statusCode).toBe(422)
    })

    it('goes along with a share, and not after it is closed', async () => {
      const { id, url } = (
        await holder.call('POST', '/api/passport/shares', {
          credentialIds: [credentialId],
          audience: 'Norrbygg',
          purpose: 'A job',
          days: 3,
        })
      ).json()
      const path = `/api/shares/${String(url).split('/').at(-1)}/credentials/1/picture.png`
      const shared = await world.anyone.call('GET', path)
      expect(shared.statusCode, shared.body.slice(0, 200)).toBe(200)
      expect(readCredential(shared.rawPayload).read).toBe(true)
      await holder.call('POST', `/api/passport/shares/${id}/withdraw`)
      expect((await world.anyone.call('GET', path)).statusCode).toBe(410)
    })
  })

  describe('an app at the passport', () => {
    const scope = (...names: string[]) =>
      names.map((name) => `https://purl.imsglobal.org/spec/ob/v3p0/scope/${name}`).join(' ')
    const scopes = ['credential.readonly', 'credential.upsert', 'profile.readonly', 'profile.update'] as const
    const redirect_uri = 'https://app.example/back'
    const verifier = 'a-verifier-of-more-than-forty-three-characters-in-all'
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const whole = scope('credential.readonly', 'credential.upsert', 'profile.readonly', 'profile.update')
    let client: { client_id: string; client_secret: string }

    const send = (
      method: 'GET' | 'POST' | 'PUT',
      url: string,
      headers: Record<string, string> = {},
      payload?: string,
    ) => world.app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
    const form = (url: string, values: Record<string, string>, secret = client.client_secret) =>
      send(
        'POST',
        url,
        {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${client.client_id}:${secret}`).toString('base64')}`,
        },
        new URLSearchParams(values).toString(),
      )
    const register = (body: object) =>
      send('POST', '/ims/oauth/register', { 'content-type': 'application/json' }, JSON.stringify(body))
    const authorize = (changes: Record<string, string> = {}, without?: string) => {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: client.client_id,
        redirect_uri,
        state: 's1',
        scope: whole,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...changes,
      })
      if (without) query.delete(without)
      return send('GET', `/ims/oauth/authorize?${query}`)
    }
    const agree = async (scopes = whole, agreed = true) => {
      const begun = await authorize({ scope: scopes })
      const token = String(begun.headers.location).split('/').at(-1)
      const decided = await holder.call('POST', `/api/passport/connecting/${token}`, { agreed })
      expect(decided.statusCode, decided.body).toBe(201)
      return new URL(decided.json().redirectTo)
    }
    const exchange = (code: string, changes: Record<string, string> = {}) =>
      form('/ims/oauth/token', {
        grant_type: 'authorization_code',
        code,
        redirect_uri,
        code_verifier: verifier,
        ...changes,
      })
    const connect = async (scopes = whole): Promise<{ access_token: string; refresh_token: string }> => {
      const given = await exchange((await agree(scopes)).searchParams.get('code') ?? '')
      expect(given.statusCode, given.body).toBe(200)
      return given.json()
    }
    const api = (
      token: string,
      method: 'GET' | 'POST' | 'PUT',
      path: string,
      payload?: string,
      type = 'application/json',
    ) =>
      send(
        method,
        `/ims/ob/v3p0${path}`,
        { authorization: `Bearer ${token}`, ...(payload !== undefined && { 'content-type': type }) },
        payload,
      )
    const minor = (answer: {
      json(): { imsx_codeMinor: { imsx_codeMinorField: { imsx_codeMinorFieldValue: string }[] } }
    }) => answer.json().imsx_codeMinor.imsx_codeMinorField[0]?.imsx_codeMinorFieldValue

    beforeAll(async () => {
      const registered = await register({ client_name: 'Another passport', redirect_uris: [redirect_uri] })
      expect(registered.statusCode, registered.body).toBe(201)
      client = registered.json()
    })

    it('finds out where to register and what to ask for, and registers only with an address of its own', async () => {
      const description = (await send('GET', '/ims/ob/v3p0/discovery')).json()
      const { flows, ...scheme } = description.components.securitySchemes.OAuth2ACG
      expect(scheme['x-imssf-registrationUrl']).toMatch(/\/ims\/oauth\/register$/)
      expect(Object.keys(flows.authorizationCode.scopes).join(' ')).toBe(whole)
      for (const redirect_uris of [
        [],
        ['http://app.example/back'],
        ['javascript:alert(1)'],
        ['https://app.example/#x'],
      ]) {
        const refused = await register({ client_name: 'x', redirect_uris })
        expect(refused.json(), String(redirect_uris)).toMatchObject({ error: 'invalid_redirect_uri' })
      }
      expect((await register({ redirect_uris: [redirect_uri] })).json()).toMatchObject({
        error: 'invalid_client_metadata',
      })
    })

    it('is sent nowhere but to its own address, and back where its request does not hold together', async () => {
      const elsewhere = await authorize({ redirect_uri: 'https://evil.example/back' })
      expect(elsewhere.statusCode).toBe(400)
      expect(elsewhere.headers.location).toBeUndefined()
      expect((await authorize({ client_id: 'nobody' })).statusCode).toBe(400)
      for (const client_id of ['nobody', '\0', ''])
        expect((await authorize({ client_id })).json(), client_id).toMatchObject({ error: 'invalid_client' })
      for (const [answer, error] of [
        [await authorize({}, 'code_challenge'), 'invalid_request'],
        [await authorize({ code_challenge_method: 'plain' }), 'invalid_request'],
        [await authorize({ response_type: 'token' }), 'unsupported_response_type'],
        [await authorize({ scope: 'everything' }), 'invalid_scope'],
      ] as const) {
        const back = new URL(String(answer.headers.location))
        expect(`${back.origin}${back.pathname} ${back.searchParams.get('error')}`).toBe(`${redirect_uri} ${error}`)
        expect(back.searchParams.get('state')).toBe('s1')
      }
      const declined = await agree(whole, false)
      expect(declined.searchParams.get('error')).toBe('access_denied')
      expect(declined.searchParams.get('code')).toBeNull()
    })

    it('gets a token for the right code, verifier, address and secret, once', async () => {
      const code = (await agree()).searchParams.get('code') ?? ''
      for (const [answer, error] of [
        [await exchange(code, { code_verifier: 'another' }), 'invalid_grant'],
        [await exchange(code, { code_verifier: '' }), 'invalid_grant'],
        [await exchange(code, { redirect_uri: 'https://app.example/other' }), 'invalid_grant'],
        [await exchange('unknown'), 'invalid_grant'],
        [await exchange(code, { grant_type: 'password' }), 'unsupported_grant_type'],
        [await form('/ims/oauth/token', { grant_type: 'authorization_code', code }, 'wrong'), 'invalid_client'],
      ] as const)
        expect(answer.json(), error).toMatchObject({ error })
      const given = (await exchange(code)).json()
      expect((await api(given.access_token, 'GET', '/profile')).statusCode).toBe(200)
      // A code that comes again is a code that somebody else has: what it gave ends.
      expect((await exchange(code)).json()).toMatchObject({ error: 'invalid_grant' })
      expect((await api(given.access_token, 'GET', '/profile')).statusCode).toBe(401)
    })

    it('meets every operation of the standard and no other: the rest is answered in its words', async () => {
      const { access_token } = await connect()
      const { paths, servers } = (await send('GET', '/ims/ob/v3p0/discovery')).json()
      expect(servers[0].url).toMatch(/\/ims\/ob\/v3p0$/)
      const named = Object.entries<Record<string, { operationId: string }>>(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
      )
      expect(named).toEqual([
        'getCredentials get /credentials',
        'upsertCredential post /credentials',
        'getProfile get /profile',
        'putProfile put /profile',
      ])
      for (const [path, allowed] of [
        ['/credentials', 'GET, POST'],
        ['/profile', 'GET, PUT'],
        ['/discovery', 'GET'],
      ] as const) {
        const headers = { authorization: `Bearer ${access_token}` }
        const answer = await world.app.inject({ method: 'DELETE', url: `/ims/ob/v3p0${path}`, headers })
        expect([answer.statusCode, answer.headers.allow, minor(answer)]).toEqual([405, allowed, 'not_allowed'])
        expect(answer.json()).toMatchObject({ imsx_codeMajor: 'failure', imsx_severity: 'error' })
      }
    })

    it('reads the badges, page by page, and since when', async () => {
      const { access_token } = await connect()
      const answer = await api(access_token, 'GET', '/credentials?limit=1')
      expect(answer.headers['x-total-count']).toBe('1')
      expect(answer.headers.link).toMatch(/rel="last".*rel="first"/)
      const original = (await holder.call('GET', `/api/passport/credentials/${credentialId}/download`)).json()
      expect(answer.json()).toEqual({ credential: [original], compactJwsString: [] })
      const later = await api(access_token, 'GET', '/credentials?since=2999-01-01T00:00:00Z')
      expect(later.json()).toEqual({ credential: [], compactJwsString: [] })
      for (const query of ['limit=0', 'limit=x', 'offset=-1', 'since=yesterday'])
        expect(minor(await api(access_token, 'GET', `/credentials?${query}`)), query).toBe('invalid_query_parameter')
    })

    it('brings a badge: new, the same, another of the same id; and no broken one', async () => {
      const { access_token } = await connect()
      const maker = await makeSigner()
      const make = (name: string) => makeBadge(name, maker)
      const bring = (text: string, type = 'text/plain') => api(access_token, 'POST', '/credentials', text, type)
      const first = await make('Welding')
      const created = await bring(first)
      expect(created.statusCode, created.body).toBe(201)
      expect(created.body).toBe(first)
      expect((await bring(first)).statusCode).toBe(304)
      expect((await bring(await make('Welding, level 2'))).statusCode).toBe(200)
      const { items } = (await holder.call('GET', '/api/passport/imports')).json()
      expect(items).toMatchObject([{ title: 'Welding, level 2', source: 'Another passport' }])
      const [header, payload, signature] = (await make('Forged')).split('.')
      const forged = `${header}.${payload}.${[...(signature ?? '')].reverse().join('')}`
      const original = (await holder.call('GET', `/api/passport/credentials/${credentialId}/download`)).body
      expect((await bring(original, 'application/json')).statusCode).toBe(304)
      for (const text of [forged, '{"type":["Profile"]}', 'no badge', '', original.replace('Amina', 'Anina')]) {
        const refused = await bring(text, text.startsWith('{') ? 'application/json' : 'text/plain')
        expect([refused.statusCode, minor(refused)], text.slice(0, 40)).toEqual([400, 'invalid_data'])
      }
    })

    it('lets no app put away what the holder has by naming its issuer', async () => {
      const { access_token } = await connect()
      const listed = async () => (await holder.call('GET', '/api/passport/imports')).json().items
      const bring = (text: string) => api(access_token, 'POST', '/credentials', text, 'text/plain')
      const [maker, thief] = [await makeSigner(), await makeSigner()]
      const make = (name: string, by: Signer) => makeBadge(name, by, 'urn:uuid:theft')
      expect((await bring(await make('Mine', maker))).statusCode).toBe(201)
      const before = await listed()
      expect((await bring(await signAnew(await make('Stolen', maker), thief))).statusCode).toBe(400)
      expect(await listed()).toEqual(before)
      // Whose it is cannot be told where the issuer is out of reach: it comes in, and takes nothing's place.
      const away = { ...maker, did: 'did:web:gone.example' }
      expect((await bring(await make('Far', away))).statusCode).toBe(201)
      const kept = await listed()
      expect((await bring(await make('Further', away))).statusCode).toBe(400)
      expect(await listed()).toEqual(kept)
    })

    it('reads and changes the profile, under an id of its own', async () => {
      const [one, other] = [await connect(), await connect()]
      expect((await api(one.access_token, 'GET', '/profile')).json()).not.toHaveProperty('email')
      await world.ground.database.act(systemScope, (work) =>
        work
          .updateTable('person_email')
          .set({ verified_at: world.ground.now() })
          .where('person_id', '=', holder.personId)
          .execute(),
      )
      const profile = (await api(one.access_token, 'GET', '/profile')).json()
      expect(profile).toMatchObject({ type: ['Profile'], email: 'amina@people.example' })
      expect((await api(other.access_token, 'GET', '/profile')).json().id).not.toBe(profile.id)
      const put = await api(one.access_token, 'PUT', '/profile', JSON.stringify({ ...profile, name: 'Amina W.' }))
      expect(put.json()).toEqual({ ...profile, name: 'Amina W.' })
      expect((await holder.call('GET', '/api/me')).json()).toMatchObject({ name: 'Amina W.' })
      for (const body of ['', '{', '{"type":"Profile"}', '{"type":"Person","name":"x"}'])
        expect(minor(await api(one.access_token, 'PUT', '/profile', body)), body).toBe('invalid_data')
    })

    it('goes as far as was agreed, and as long', async () => {
      const narrow = await connect(scope('profile.readonly'))
      expect((await api(narrow.access_token, 'GET', '/profile')).statusCode).toBe(200)
      for (const answer of [
        await api(narrow.access_token, 'GET', '/credentials'),
        await api(narrow.access_token, 'POST', '/credentials', '{}'),
        await api(narrow.access_token, 'PUT', '/profile', '{}'),
      ])
        expect([answer.statusCode, minor(answer)]).toEqual([403, 'forbidden'])
      for (const token of ['unknown', narrow.refresh_token])
        expect((await api(token, 'GET', '/profile')).statusCode).toBe(401)
      expect((await send('GET', `/ims/ob/v3p0/profile?access_token=${narrow.access_token}`)).statusCode).toBe(401)
    })

    it.each(operations)('answers $id as the standard says, in each way that it may', async (operation) => {
      const { id, method, path, scope: needed, done, refuses } = operation
      const { access_token } = await connect()
      const others = scopes.filter((one) => one !== needed)
      const narrow = needed === undefined ? access_token : (await connect(scope(...others))).access_token
      const maker = await makeSigner()
      const ask = (token: string, payload?: string, query = '') =>
        api(token, method, `${path}${query}`, payload, payload?.startsWith('{') === false ? 'text/plain' : undefined)
      const good =
        id === 'upsertCredential'
          ? [await makeBadge('A', maker), await makeBadge('A', maker), await makeBadge('B', maker)]
          : [id === 'putProfile' ? JSON.stringify({ type: ['Profile'], name: 'Amina Warsame' }) : undefined]
      const seen = new Set<number>()
      for (const payload of good) {
        const answer = await ask(access_token, payload)
        seen.add(answer.statusCode)
        if (id !== 'upsertCredential') expect(answers[path].safeParse(answer.json()).error, id).toBeUndefined()
        else if (answer.statusCode !== 304) expect(answer.body).toBe(payload)
      }
      expect([...seen].sort()).toEqual(done)
      const refusals = [
        await ask(access_token, '{"type":["Profile"]}', id === 'getCredentials' ? '?limit=none' : ''),
        await send(method, `/ims/ob/v3p0${path}`, { 'content-type': 'application/json' }, '{}'),
        await ask(narrow, '{}'),
        await world.app.inject({ method: 'PATCH', url: `/ims/ob/v3p0${path}` }),
      ].filter(({ statusCode }) => statusCode >= 400)
      const codes = refusals.map(({ statusCode }) => statusCode)
      expect(codes).toEqual(needed === undefined ? [405] : refuses)
      for (const refusal of [...refusals, await world.app.inject({ method, url: `/ims/ob/v3p0${path}/x` })]) {
        expect(refusal.headers['content-type']).toMatch(/^application\/json/)
        expect(StatusInfo.safeParse(refusal.json()).error, refusal.body).toBeUndefined()
        if (refusal.statusCode === 401) expect(refusal.headers['www-authenticate']).toContain('invalid_token')
        if (refusal.statusCode === 403) expect(refusal.headers['www-authenticate']).toContain(String(needed))
      }
    })

    it('leads from page to page, to each badge once and to the end', async () => {
      const { access_token } = await connect()
      const maker = await makeSigner()
      for (const name of ['1', '2', '3', '4'])
        await api(access_token, 'POST', '/credentials', await makeBadge(name, maker, `urn:p:${name}`), 'text/plain')
      const whole = await api(access_token, 'GET', '/credentials')
      const listOf = (answer: { json(): { credential: object[]; compactJwsString: string[] } }) => {
        const { credential, compactJwsString } = answer.json()
        return [...credential.map((one) => JSON.stringify(one)), ...compactJwsString]
      }
      const relations = (header: unknown) =>
        Object.fromEntries(
          String(header)
            .split(', ')
            .map((link) => /^<(.+)>; rel="(\w+)"$/.exec(link))
            .map((found) => [found?.[2], found?.[1]?.replace(/^.*\/v3p0/, '')]),
        )
      const seen: string[] = []
      const pages: string[] = []
      for (let at: string | undefined = '/credentials?limit=2'; at; ) {
        const page = await api(access_token, 'GET', at)
        const { next, prev, first, last } = relations(page.headers.link)
        expect(page.headers['x-total-count']).toBe(whole.headers['x-total-count'])
        expect(first).toBe('/credentials?limit=2&offset=0')
        expect(prev).toBe(pages.length === 0 ? undefined : `/credentials?limit=2&offset=${2 * pages.length - 2}`)
        if (!next) expect(at).toBe(last)
        seen.push(...listOf(page))
        pages.push(at)
        at = next
      }
      expect(pages.length).toBe(Math.ceil(Number(whole.headers['x-total-count']) / 2))
      expect([...seen].sort()).toEqual(listOf(whole).sort())
      expect(new Set(seen).size).toBe(seen.length)
    })

    it('is met by an OAuth client of others that knows no more than the service description', async () => {
      const { components } = (await send('GET', '/ims/ob/v3p0/discovery')).json()
      const { flows, ...scheme } = components.securitySchemes.OAuth2ACG
      const { authorizationUrl, tokenUrl, scopes: offered } = flows.authorizationCode
      const call: oauth.CustomFetch = async (url, { method, headers, body }) => {
        const { pathname, search } = new URL(url)
        const payload = body === undefined || body === null ? {} : { payload: String(body) }
        const asked = { method: method === 'POST' ? 'POST' : 'GET', url: pathname + search } as const
        const answer = await world.app.inject({
          ...asked,
          headers: Object.fromEntries(new Headers(headers)),
          ...payload,
        })
        const filled = answer.body === '' ? null : answer.body
        return new Response(filled, {
          status: answer.statusCode,
          headers: new Headers(
            Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
          ),
        })
      }
      const registered = await call(scheme['x-imssf-registrationUrl'], {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        // As in the standard's example, with what is only for people and a scope that is not a badge's.
        body: JSON.stringify({
          client_name: 'Example Client Application',
          client_uri: 'https://app.example/',
          logo_uri: 'https://app.example/logo.png',
          tos_uri: 'https://app.example/terms',
          policy_uri: 'https://app.example/privacy',
          software_id: 'c88b6ed8-269e-448e-99be-7e2ff47167d1',
          software_version: 'v4.0.30319',
          redirect_uris: [redirect_uri],
          token_endpoint_auth_method: 'client_secret_basic',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          scope: `${Object.keys(offered).join(' ')} offline_access`,
        }),
      })
      expect(registered.status).toBe(201)
      const { client_id, client_secret, client_secret_expires_at } = await registered.json()
      expect(client_secret_expires_at).toBe(0)
      const server = {
        issuer: new URL(tokenUrl).origin,
        authorization_endpoint: authorizationUrl,
        token_endpoint: tokenUrl,
        revocation_endpoint: tokenUrl.replace(/token$/, 'revoke'),
      }
      const config = new oauth.Configuration(server, client_id, {}, oauth.ClientSecretBasic(client_secret))
      oauth.allowInsecureRequests(config)
      config[oauth.customFetch] = call
      const pkceCodeVerifier = oauth.randomPKCECodeVerifier()
      const expectedState = oauth.randomState()
      const begin = oauth.buildAuthorizationUrl(config, {
        redirect_uri,
        scope: `${Object.keys(offered).join(' ')} offline_access`,
        state: expectedState,
        code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
      })
      const begun = await call(begin.href, { method: 'GET', headers: {}, redirect: 'manual', body: undefined })
      const token = begun.headers.get('location')?.split('/').at(-1)
      const decided = await holder.call('POST', `/api/passport/connecting/${token}`, { agreed: true })
      const back = new URL(decided.json().redirectTo)
      expect(back.searchParams.get('scope')).toBe(whole)
      const tokens = await oauth.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState })
      expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: whole })
      const address = new URL(`${server.issuer}/ims/ob/v3p0/credentials?limit=1`)
      const read = await oauth.fetchProtectedResource(config, tokens.access_token, address, 'GET')
      expect(Number(read.headers.get('x-total-count'))).toBeGreaterThan(0)
      const { credential, compactJwsString } = await read.json()
      expect([...credential, ...compactJwsString]).toHaveLength(1)
      const renewed = await oauth.refreshTokenGrant(config, tokens.refresh_token ?? '')
      await oauth.tokenRevocation(config, renewed.refresh_token ?? '')
      const cut = oauth.fetchProtectedResource(config, renewed.access_token, address, 'GET')
      await expect(cut).rejects.toThrow()
    })

    it('waits for nobody: an old token opens nothing, an old code gives nothing', async () => {
      const started = world.ground.now()
      const [given, code] = [await connect(), (await agree()).searchParams.get('code') ?? '']
      world.ground.setNow(new Date(started.getTime() + 61_000))
      expect((await exchange(code)).json()).toMatchObject({ error: 'invalid_grant' })
      expect((await api(given.access_token, 'GET', '/profile')).statusCode).toBe(200)
      world.ground.setNow(new Date(started.getTime() + 3_601_000))
      expect((await api(given.access_token, 'GET', '/profile')).statusCode).toBe(401)
      world.ground.setNow(started)
    })

    it('refreshes once with each refresh token, and gives back what it has', async () => {
      const refresh = (refresh_token: string) =>
        form('/ims/oauth/token', { grant_type: 'refresh_token', refresh_token })
      const given = await connect()
      const next = (await refresh(given.refresh_token)).json()
      expect((await api(next.access_token, 'GET', '/profile')).statusCode).toBe(200)
      expect((await refresh(given.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
      expect((await api(next.access_token, 'GET', '/profile')).statusCode).toBe(401)
      const again = await connect()
      expect((await form('/ims/oauth/revoke', { token: again.access_token })).statusCode).toBe(200)
      expect((await api(again.access_token, 'GET', '/profile')).statusCode).toBe(401)
      expect((await form('/ims/oauth/revoke', { token: again.refresh_token })).statusCode).toBe(200)
      expect((await refresh(again.refresh_token)).statusCode).toBe(400)
      expect((await form('/ims/oauth/revoke', { token: 'unknown' })).statusCode).toBe(200)
    })

    it('is seen by its holder alone, and cut off at once', async () => {
      const given = await connect()
      const { items } = (await holder.call('GET', '/api/passport/apps')).json()
      expect(items[0]).toMatchObject({ app: 'Another passport' })
      expect((await representative.call('GET', '/api/passport/apps')).json()).toEqual({ items: [] })
      expect((await representative.call('DELETE', `/api/passport/apps/${items[0].id}`)).statusCode).toBe(404)
      expect((await api(given.access_token, 'GET', '/profile')).statusCode).toBe(200)
      for (const { id } of items) expect((await holder.call('DELETE', `/api/passport/apps/${id}`)).statusCode).toBe(204)
      expect((await api(given.access_token, 'GET', '/profile')).statusCode).toBe(401)
      const gone = await form('/ims/oauth/token', { grant_type: 'refresh_token', refresh_token: given.refresh_token })
      expect(gone.json()).toMatchObject({ error: 'invalid_grant' })
    })

    it('is forgotten after a month in which nobody let it in, and never when somebody did', async () => {
      const clients = async () =>
        (await world.ground.database.pool.query<{ id: string }>('select id from badge_client')).rows.map(({ id }) => id)
      const started = world.ground.now()
      const { client_id: lonely } = (
        await register({ client_name: 'Never used', redirect_uris: ['https://lonely.example/'] })
      ).json()
      const before = await clients()
      await removeUnusedClients(world.ground)
      world.ground.setNow(new Date(started.getTime() + 29 * 86_400_000))
      await removeUnusedClients(world.ground)
      expect(await clients()).toEqual(before)
      world.ground.setNow(new Date(started.getTime() + 31 * 86_400_000))
      await removeUnusedClients(world.ground)
      world.ground.setNow(started)
      const after = await clients()
      expect(after).not.toContain(lonely)
      const { rows } = await world.ground.database.pool.query('select distinct client_id as id from badge_connection')
      expect(rows.length).toBeGreaterThan(0)
      expect(after.sort()).toEqual(rows.map(({ id }) => id).sort())
    })
  })
})

type Signer = { did: string; privateKey: CryptoKey }

async function makeSigner(): Promise<Signer> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const { kty, crv, x } = await crypto.subtle.exportKey('jwk', publicKey)
  return { privateKey, did: `did:jwk:${Buffer.from(JSON.stringify({ kty, crv, x })).toString('base64url')}` }
}

/** A badge by another maker, as a compact JWS. */
const makeBadge = (name: string, by: Signer, id = 'urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7') =>
  issueVcJwt(
    {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
      ],
      id,
      type: ['VerifiableCredential', 'OpenBadgeCredential'],
      issuer: { id: by.did, type: ['Profile'], name: 'Elsewhere' },
      validFrom: '2026-01-01T00:00:00Z',
      name,
      credentialSubject: {
        type: ['AchievementSubject'],
        achievement: {
          id: 'urn:uuid:11111111-7425-40de-944b-e07fc1f90ae7',
          type: ['Achievement'],
          name,
          description: name,
          criteria: { narrative: name },
        },
      },
    },
    {
      verificationMethod: `${by.did}#0`,
      algorithm: 'EdDSA',
      sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', by.privateKey, Uint8Array.from(bytes))),
    },
  )

/** The same words under another's key. */
async function signAnew(token: string, { did, privateKey }: Signer): Promise<string> {
  const [header = '', payload] = token.split('.')
  const own = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), kid: `${did}#0` }
  const signed = `${Buffer.from(JSON.stringify(own)).toString('base64url')}.${payload}`
  const signature = await crypto.subtle.sign('Ed25519', privateKey, Buffer.from(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}
