import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { createLocalJWKSet, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runBatches } from '../issuing/run-batches.ts'
import { instructor, learner, ltiClaim, openPlatformPeer } from '../testing/lti-platform-peer.ts'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'

describe('a learning platform (LTI 1.3)', () => {
  let world: TestWorld
  let peer: Awaited<ReturnType<typeof openPlatformPeer>>
  let school: Visitor
  let schoolId: string
  let reader: Visitor
  let meritId: string
  let otherMerit: string

  beforeAll(async () => {
    world = await openTestWorld()
    peer = await openPlatformPeer(async () => (await world.app.inject({ url: '/lti/jwks' })).json())
    peer.at.now = () => world.ground.now()
    world.ground.fetchGuarded = makeFetchGuarded({ allowedOrigins: [peer.origin()] })
    const head = await world.visit('Rut')
    schoolId = await world.register(head, 'skolan')
    const otherId = await world.register(head, 'annan')
    school = await world.visit('Rut', {
      [schoolId]: ['representative', 'creator', 'issuer'],
      [otherId]: ['representative', 'creator', 'issuer'],
    })
    reader = await world.visit('Olle', { [schoolId]: ['reader'] })
    meritId = await world.publish(school, schoolId)
    otherMerit = await world.publish(school, otherId)
    peer.members.push(
      { user_id: 'teacher-1', name: 'Tove', email: 'tove@school.example', roles: [instructor] },
      { user_id: 'anna', name: 'Anna, "A"', email: 'anna@people.example', roles: [learner] },
      { user_id: 'bo', name: 'Bo', email: 'bo@people.example', roles: [learner] },
      { user_id: 'cia', name: 'Cia', email: 'cia@people.example', roles: [learner] },
      { user_id: 'gone', name: 'Gone', email: 'gone@people.example', roles: [learner], status: 'Inactive' },
      { user_id: 'mute', name: 'Mute', roles: [learner] },
    )
  })
  afterAll(async () => {
    await peer.close()
    await world.close()
  })

  const order = () => ({
    name: 'Moodle',
    issuer: peer.origin(),
    clientId: 'client-1',
    deploymentId: 'deployment-1',
    authUrl: `${peer.origin()}/auth`,
    jwksUrl: `${peer.origin()}/jwks`,
    tokenUrl: `${peer.origin()}/token`,
    threshold: 80,
  })
  const at = (path = '') => `/api/organisations/${schoolId}/lms${path}`
  const login = async (changes: Record<string, string> = {}) => {
    const query = { iss: peer.origin(), login_hint: 'u', client_id: 'client-1', lti_message_hint: 'm', ...changes }
    const answer = await world.app.inject({ url: `/lti/login?${new URLSearchParams(query)}` })
    return { answer, to: URL.parse(String(answer.headers.location)), cookies: answer.cookies }
  }
  const post = (form: Record<string, string>, cookie?: string) =>
    world.app.inject({
      method: 'POST',
      url: '/lti/launch',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: peer.origin(),
        'sec-fetch-site': 'cross-site',
        ...(cookie !== undefined && { cookie }),
      },
      payload: new URLSearchParams(form).toString(),
    })
  /** From the click in the course to the launched page. */
  const launch = async (changes: Record<string, unknown> = {}, token = (claims: JWTPayload) => peer.sign(claims)) => {
    const { to, cookies } = await login()
    const [state, nonce] = [to?.searchParams.get('state') ?? '', to?.searchParams.get('nonce') ?? '']
    const id_token = await token(peer.claimsOf(nonce, { [ltiClaim('custom')]: { merit: meritId }, ...changes }))
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    return { answer: await post({ state, id_token }, cookie), state, id_token, cookie }
  }
  const open = async (changes: Record<string, unknown> = {}) => {
    const { answer } = await launch(changes)
    expect(answer.statusCode, answer.body).toBe(303)
    return `/api/lms/launches/${String(answer.headers.location).replace('/lms/', '')}`
  }
  const asLearner = { sub: 'anna', name: 'Anna', [ltiClaim('roles')]: [learner] }
  const code = (answer: { json(): { errors?: { code: string }[] } }) => answer.json().errors?.[0]?.code
  const issue = async (who: Visitor) => {
    const { items } = (await school.call('GET', at('-courses'))).json()
    return who.call('POST', at(`-courses/${items[0].id}/issue`))
  }

  it('is connected by a representative, once, and by nobody else', async () => {
    expect((await reader.call('POST', at(), order())).json()).toMatchObject({ code: 'permission-missing' })
    expect((await school.call('POST', at(), { ...order(), authUrl: 'javascript:alert(1)' })).statusCode).toBe(422)
    expect((await school.call('POST', at(), order())).statusCode).toBe(201)
    expect((await school.call('POST', at(), order())).json()).toMatchObject({ code: 'lms-known' })
    expect((await reader.call('GET', at())).json()).toMatchObject({ total: 1, items: [order()] })
  })

  it('begins with a login that is bound to the browser, for a platform that is known', async () => {
    const { answer, to, cookies } = await login()
    expect(answer.statusCode).toBe(302)
    expect(Object.fromEntries(to?.searchParams ?? [])).toMatchObject({
      ...{ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none', login_hint: 'u' },
      ...{ client_id: 'client-1', lti_message_hint: 'm', redirect_uri: 'http://localhost:3000/lti/launch' },
    })
    expect(cookies).toMatchObject([{ httpOnly: true, path: '/lti' }])
    for (const changes of [{ iss: 'https://evil.example' }, { client_id: 'x' }, { lti_deployment_id: 'x' }])
      expect(code((await login(changes)).answer)).toBe('platform-unknown')
    expect(code((await login({ login_hint: '' })).answer)).toBe('form-unreadable')
  })

  it('launches a learner into the merit and what it takes, and tells them of nobody else', async () => {
    const view = (await world.app.inject({ url: await open(asLearner) })).json()
    expect(view).toMatchObject({
      teaches: false,
      members: null,
      choices: [],
      merit: { id: meritId, threshold: 80, title: { en: 'Fibre splicing' } },
      origins: [peer.origin(), peer.origin()],
    })
  })

  it('takes a state once, from the browser that it was given to, and with a cookie', async () => {
    const { answer, state, id_token, cookie } = await launch()
    expect(answer.statusCode).toBe(303)
    expect(code(await post({ state, id_token }, cookie))).toBe('state-unknown')
    const [mine, theirs] = [await login(), await login()]
    const stateOf = (one: typeof mine) => one.to?.searchParams.get('state') ?? ''
    const named = `${mine.cookies[0]?.name}=${theirs.cookies[0]?.value}`
    expect(code(await post({ state: stateOf(mine), id_token }, named))).toBe('state-other-browser')
    const bounced = await post({ state: stateOf(mine), id_token })
    expect([bounced.statusCode, bounced.body]).toEqual([200, expect.stringContaining('name="again" value="1"')])
    expect(code(await post({ state: stateOf(mine), id_token, again: '1' }))).toBe('state-other-browser')
    expect(code(await post({ id_token }))).toBe('state-missing')
    const own = `${mine.cookies[0]?.name}=${mine.cookies[0]?.value}`
    expect(code(await post({ state: stateOf(mine), error: 'login_required' }, own))).toBe('platform-error')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['another nonce', { nonce: 'x' }, 'nonce-wrong'],
    ['no nonce', { nonce: undefined }, 'token-invalid'],
    ['another audience', { aud: 'client-2' }, 'token-invalid'],
    ['several audiences and no azp', { aud: ['client-1', 'client-2'] }, 'audience-wrong'],
    ['another azp', { azp: 'client-2' }, 'audience-wrong'],
    ['another issuer', { iss: 'https://evil.example' }, 'token-invalid'],
    ['an end that has passed', { exp: 1_700_000_000 }, 'token-invalid'],
    ['no end', { exp: undefined }, 'token-invalid'],
    ['an old making', { iat: 1_700_000_000 }, 'token-invalid'],
    ['a making in the future', { iat: 1_900_000_000 }, 'token-invalid'],
    ['another deployment', { [ltiClaim('deployment_id')]: 'x' }, 'deployment-wrong'],
    ['another version', { [ltiClaim('version')]: '1.1' }, 'version-wrong'],
    ['another message', { [ltiClaim('message_type')]: 'LtiSubmissionReviewRequest' }, 'message-type-unknown'],
    ['no link', { [ltiClaim('resource_link')]: undefined }, 'claims-missing'],
    ['no merit', { [ltiClaim('custom')]: {} }, 'merit-missing'],
    ['a merit of nobody', { [ltiClaim('custom')]: { merit: crypto.randomUUID() } }, 'merit-not-issuable'],
  ])('refuses a token with %s', async (_, changes, expected) => {
    expect(code((await launch(changes)).answer)).toBe(expected)
  })

  it('refuses a token by another key, another algorithm, an unknown kid or none', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const secret = Buffer.from(JSON.stringify(peer.jwk))
    for (const sign of [
      (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: peer.kid }).sign(privateKey),
      (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'x' }).sign(privateKey),
      (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: peer.kid }).sign(secret),
      async (claims: JWTPayload) => `${part({ alg: 'none', kid: peer.kid })}.${part(claims)}.`,
      async () => 'no token',
    ])
      expect(code((await launch({}, sign)).answer)).toBe('token-invalid')
  })

  it('refuses another organisation’s merit, and another merit at a link that has one', async () => {
    const custom = { [ltiClaim('custom')]: { merit: otherMerit } }
    const elsewhere = { [ltiClaim('resource_link')]: { id: 'link-2' } }
    expect(code((await launch({ ...custom, ...elsewhere })).answer)).toBe('merit-not-issuable')
    const another = await world.publish(school, schoolId)
    expect(code((await launch({ [ltiClaim('custom')]: { merit: another } })).answer)).toBe('merit-changed')
  })

  it('lets a teacher choose a merit that the organisation may issue, and signs the answer', async () => {
    const deep = {
      [ltiClaim('message_type')]: 'LtiDeepLinkingRequest',
      [ltiClaim('resource_link')]: undefined,
      'https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings': {
        deep_link_return_url: `${peer.origin()}/return`,
        accept_types: ['ltiResourceLink'],
        accept_presentation_document_targets: ['iframe'],
        data: 'kept',
      },
    }
    expect(code((await launch({ ...deep, ...asLearner })).answer)).toBe('teachers-only')
    const url = await open(deep)
    const { choices } = (await world.app.inject({ url })).json()
    expect(choices.map((one: { id: string }) => one.id)).toContain(meritId)
    expect(choices.map((one: { id: string }) => one.id)).not.toContain(otherMerit)
    const choose = (id: string, to = url) =>
      world.app.inject({ method: 'POST', url: `${to}/choose`, payload: { meritId: id } })
    expect(code(await choose(otherMerit))).toBe('merit-not-issuable')
    expect(code(await choose(meritId, await open()))).toBe('teachers-only')
    const { returnUrl, jwt } = (await choose(meritId)).json()
    expect(returnUrl).toBe(`${peer.origin()}/return`)
    const keys = createLocalJWKSet((await world.app.inject({ url: '/lti/jwks' })).json())
    const currentDate = world.ground.now()
    const { payload } = await jwtVerify(jwt, keys, { issuer: 'client-1', audience: peer.origin(), currentDate })
    expect(payload).toMatchObject({
      [ltiClaim('message_type')]: 'LtiDeepLinkingResponse',
      [ltiClaim('deployment_id')]: 'deployment-1',
      'https://purl.imsglobal.org/spec/lti-dl/claim/data': 'kept',
      'https://purl.imsglobal.org/spec/lti-dl/claim/content_items': [
        { type: 'ltiResourceLink', custom: { merit: meritId }, lineItem: { scoreMaximum: 100 } },
      ],
    })
  })

  it('issues to nobody before somebody has completed the course', async () => {
    peer.scores.set('bo', 39)
    expect((await issue(school)).json()).toEqual({ batchId: null, total: 0, withoutAddress: 0 })
  })

  it('lets a teacher confirm learners of the course, and no learner', async () => {
    const confirm = async (url: string, ...members: string[]) =>
      world.app.inject({ method: 'POST', url: `${url}/confirm`, payload: { members } })
    expect(code(await confirm(await open(asLearner), 'anna'))).toBe('teachers-only')
    const url = await open()
    for (const stranger of ['nobody', 'teacher-1', 'gone'])
      expect(code(await confirm(url, 'anna', stranger)), stranger).toBe('member-unknown')
    expect((await confirm(url, 'cia', 'mute')).statusCode).toBe(204)
    expect((await world.app.inject({ url })).json().members).toEqual([
      { id: 'anna', name: 'Anna, "A"', hasAddress: true, completed: false },
      { id: 'bo', name: 'Bo', hasAddress: true, completed: false },
      { id: 'cia', name: 'Cia', hasAddress: true, completed: true },
      { id: 'mute', name: 'Mute', hasAddress: false, completed: true },
    ])
    expect(code(await confirm('/api/lms/launches/unknown', 'anna'))).toBe('launch-unknown')
  })

  it('issues once to those who reached the threshold or were confirmed, as any batch, by whoever may issue', async () => {
    peer.scores.set('anna', 40)
    expect((await issue(reader)).json()).toMatchObject({ code: 'permission-missing' })
    const started = (await issue(school)).json()
    expect(started).toMatchObject({ total: 2, withoutAddress: 1 })
    await runBatches(world.ground)
    const { items } = (
      await school.call('GET', `/api/organisations/${schoolId}/batches/${started.batchId}/rows`)
    ).json()
    expect(items).toMatchObject([
      { name: 'Anna, "A"', email: 'anna@people.example', state: 'issued', problems: [] },
      { name: 'Cia', email: 'cia@people.example', state: 'issued', problems: [] },
    ])
    expect((await issue(school)).json()).toEqual({ batchId: null, total: 0, withoutAddress: 1 })
    peer.scores.set('bo', 50)
    expect((await issue(school)).json()).toMatchObject({ total: 1 })
    await runBatches(world.ground)
    await world.deliver()
    expect(world.ground.outbox.map(({ to }) => to).sort()).toEqual([
      'anna@people.example',
      'bo@people.example',
      'cia@people.example',
    ])
  })

  it('says so where the platform does not answer, and ends a launch after hours', async () => {
    const url = await open()
    world.ground.fetchGuarded = async () => ({ found: false, code: 'resource-unreachable' })
    expect((await world.app.inject({ url })).json()).toMatchObject({ code: 'lms-unreachable' })
    world.ground.setNow('2026-11-02T13:00:01Z')
    expect(code(await world.app.inject({ url }))).toBe('launch-unknown')
  })

  it('is taken away by a representative, with its courses; what is issued stays', async () => {
    const { items } = (await school.call('GET', at())).json()
    expect((await reader.call('DELETE', at(`/${items[0].id}`))).json()).toMatchObject({ code: 'permission-missing' })
    expect((await school.call('DELETE', at(`/${items[0].id}`))).statusCode).toBe(204)
    expect((await school.call('DELETE', at(`/${items[0].id}`))).json()).toMatchObject({ code: 'not-found' })
    expect((await school.call('GET', at('-courses'))).json()).toMatchObject({ total: 0 })
    const { rows } = await world.ground.database.pool.query<{ act: string }>(
      `select act from audit_entry where organisation_id = $1 and act like any (array['lms-%', 'batch-started']) order by id`,
      [schoolId],
    )
    expect(rows.map(({ act }) => act)).toEqual([
      'lms-connected',
      'lms-confirmed',
      'batch-started',
      'batch-started',
      'lms-removed',
    ])
    const issued = (await school.call('GET', `/api/organisations/${schoolId}/credentials`)).json()
    expect(issued.total).toBe(3)
  })
})
