import { createHash } from 'node:crypto'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { takeIntoPeerWallet } from '../testing/take-into-peer-wallet.ts'
import { algorithmOf, makePeerKey, makePeerWallet, type PeerKey, signAs } from '../testing/wallet-peer.ts'
import { readDisclosures } from './read-disclosures.ts'

let world: TestWorld
let employer: Visitor
let company: string
let held: { sdJwt: string; key: PeerKey }
const key = makePeerKey()

beforeAll(async () => {
  world = await openTestWorld()
  // The peer's library judges times by the machine's clock.
  world.ground.setNow(new Date())
  const founder = await world.visit('Founder')
  const school = await world.register(founder, 'skolan')
  const teacher = await world.visit('Teacher', { [school]: ['representative'] })
  const merit = await world.publish(teacher, school)
  const anna = await world.visit('Anna')
  const made = await teacher.call('POST', '/api/credentials', {
    organisationId: school,
    meritId: merit,
    recipient: { name: 'Anna Berg', email: 'anna@people.example' },
    facts,
    key: 'one',
  })
  const { credentialId } = z.object({ credentialId: z.string() }).parse(made.json())
  const offered = await anna.call('POST', `/api/passport/credentials/${credentialId}/wallet-offers`, {})
  const taken = await takeIntoPeerWallet(world, offered.json(), 'micro-credential-sd-jwt', [key])
  held = { sdJwt: String(taken.credentials[0]), key }
  company = await world.register(founder, 'firman', { kind: 'employer' })
  employer = await world.visit('Employer', { [company]: ['reader'] })
})
afterAll(() => world.close())

const Made = z.object({ id: z.string(), secret: z.string(), link: z.string() })

async function ask(changes: object = {}, as: Visitor = employer) {
  const made = await as.call('POST', '/api/presentation-requests', {
    organisationId: company,
    verifier: 'Firman',
    purpose: 'Anställning som fibertekniker',
    claims: ['holder', 'title'],
    ...changes,
  })
  if (made.statusCode !== 201) throw new Error(made.body)
  return Made.parse(made.json())
}

const see = async ({ id, secret }: z.infer<typeof Made>, query = '') => {
  const answer = await world.app.inject({
    url: `/api/presentation-requests/${id}${query}`,
    headers: { 'x-request-secret': secret },
  })
  return { status: answer.statusCode, body: answer.json() }
}

const askedPaths = [
  ['credentialSubject', 'identifier'],
  ['credentialSubject', 'achievement', 'name'],
]

/** The claims that were asked for, and the key binding of whoever holds the key, or of somebody else. */
function present(
  { nonce, aud }: { nonce: string; aud: string },
  {
    by = key,
    iat = Math.floor(world.ground.now().getTime() / 1000),
    header = {},
    payload = {},
    paths = askedPaths,
  }: { by?: PeerKey; iat?: number; header?: object; payload?: object; paths?: readonly (readonly string[])[] } = {},
): string {
  const [issued = ''] = held.sdJwt.split('~')
  const chosen = readDisclosures(held.sdJwt)
    .filter(({ path }) => paths.some((asked) => asked.join('/') === path.join('/')))
    .map(({ text }) => text)
  const presented = [issued, ...chosen, ''].join('~')
  const sd_hash = createHash('sha256').update(presented).digest('base64url')
  return `${presented}${signAs(by, { alg: algorithmOf(by), typ: 'kb+jwt', ...header }, { iat, aud, nonce, sd_hash, ...payload })}`
}

async function resolve(link: string) {
  const wallet = makePeerWallet(world.app, [key])
  const parsed = wallet.presentation.parseOpenid4vpAuthorizationRequest({ authorizationRequest: link })
  const resolved = await wallet.presentation.resolveOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: parsed.params,
  })
  return { wallet, resolved, request: Request.parse(resolved.authorizationRequestPayload) }
}

const Request = z.looseObject({
  response_type: z.literal('vp_token'),
  client_id: z.string(),
  response_uri: z.string(),
  response_mode: z.enum(['direct_post', 'direct_post.jwt']),
  nonce: z.string(),
  state: z.string(),
  client_metadata: z.looseObject({
    jwks: z.object({ keys: z.tuple([z.looseObject({ kty: z.string(), kid: z.string() })]) }).optional(),
  }),
})

type PeerWallet = ReturnType<typeof makePeerWallet>

/** Sends it as the library's client does: encrypted where it was asked so. */
async function answer(
  { presentation }: PeerWallet,
  request: z.infer<typeof Request>,
  vp_token: Record<string, [string]>,
) {
  const [jwk] = request.client_metadata.jwks?.keys ?? []
  const made = await presentation.createOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: { vp_token },
    ...(jwk && {
      jarm: {
        encryption: { nonce: 'wallet', jwk },
        serverMetadata: {
          authorization_signing_alg_values_supported: ['ES256'],
          authorization_encryption_alg_values_supported: ['ECDH-ES'],
          authorization_encryption_enc_values_supported: ['A128GCM', 'A256GCM'],
        },
      },
    }),
  })
  return presentation.submitOpenid4vpAuthorizationResponse({
    authorizationRequestPayload: request,
    authorizationResponsePayload: made.authorizationResponsePayload,
    ...(made.jarm && { jarm: made.jarm }),
  })
}

describe('asking a wallet that nobody here wrote for a merit', () => {
  it('with a request signed by the employer, and shows what was answered to whoever asked', async () => {
    const made = await ask()
    const { wallet, resolved, request } = await resolve(made.link)
    expect(resolved.client).toMatchObject({ prefix: 'decentralized_identifier' })
    const { response } = await answer(wallet, request, {
      'micro-credential': [present({ nonce: request.nonce, aud: request.client_id })],
    })
    expect([response.status, await response.json()]).toEqual([
      200,
      { redirect_uri: expect.stringContaining(`/verify/requests/${made.id}?response_code=`) },
    ])
    const { body } = await see(made)
    expect(body).toMatchObject({ state: 'answered', verifier: 'firman organisation' })
    expect(body.shown).toHaveLength(1)
    expect(body.shown[0].unasked).toEqual([])
    expect(body.shown[0].checks.filter(({ outcome }: { outcome: string }) => outcome === 'failed')).toEqual([])
    expect(body.shown[0].checks.map(({ code }: { code: string }) => code)).toEqual(
      expect.arrayContaining(['signature-valid', 'holder-valid', 'status-good']),
    )
  })
})

describe('what another library of SD-JWTs shows', () => {
  it('is read, with the claims that it chose and the key binding that it wrote', async () => {
    const { made, nonce, aud, state } = await inTheOpen()
    const library = new SDJwtVcInstance({
      hasher: (data, algorithm) =>
        createHash(algorithm.replace('-', ''))
          .update(typeof data === 'string' ? data : Buffer.from(data))
          .digest(),
      hashAlg: 'sha-256',
      kbSignAlg: 'ES256',
      kbSigner: (data) => {
        const [header = '', payload = ''] = data.split('.')
        const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
        return signAs(key, read(header), read(payload)).split('.')[2] ?? ''
      },
    })
    const frame = { credentialSubject: { identifier: true, achievement: { name: true } } }
    const iat = Math.floor(world.ground.now().getTime() / 1000)
    const presented = await library.present<Record<string, unknown>>(held.sdJwt, frame, {
      kb: { payload: { iat, aud, nonce } },
    })
    expect(await post(made, { vp_token: tokenOf(presented), state })).toMatchObject({ status: 200 })
    const { body } = await see(made)
    expect(body.shown[0].unasked).toEqual([])
    expect(body.shown[0].checks.map(({ code }: { code: string }) => code)).toContain('holder-valid')
  })
})

/** The answer as any program could send it, in the open, so that each part can be wrong by itself. */
async function post(made: z.infer<typeof Made>, form: Record<string, string>) {
  const sent = await world.app.inject({
    method: 'POST',
    url: `/openid/presentations/${made.id}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
  return { status: sent.statusCode, error: sent.json().error, description: String(sent.json().error_description) }
}

const inTheOpen = async (changes: object = {}) => {
  const made = await ask({ encrypted: false, ...changes })
  const { request } = await resolve(made.link)
  return { made, request, nonce: request.nonce, aud: request.client_id, state: request.state }
}
const tokenOf = (presentation: unknown, question = 'micro-credential') =>
  JSON.stringify({ [question]: Array.isArray(presentation) ? presentation : [presentation] })

describe('what a verifier refuses (OpenID4VP 1.0, 8.2, 8.6; RFC 9901, 7.3)', () => {
  type To = { nonce: string; aud: string }
  const now = () => Math.floor(world.ground.now().getTime() / 1000)
  const wrong: Record<string, [(to: To) => string, RegExp]> = {
    'another nonce': [(to) => present({ ...to, nonce: 'x' }), /holder-challenge-wrong/],
    'another audience': [
      (to) => present({ ...to, aud: 'decentralized_identifier:did:web:thief.example' }),
      /holder-challenge-wrong/,
    ],
    'the audience without its prefix': [
      (to) => present({ ...to, aud: to.aud.split(/:(.*)/s)[1] ?? '' }),
      /holder-challenge-wrong/,
    ],
    'a key binding from before the request': [(to) => present(to, { iat: now() - 7200 }), /older than the request/],
    'a key binding of the future': [(to) => present(to, { iat: now() + 7200 }), /holder-invalid|future/],
    'a key binding without a time': [(to) => present(to, { payload: { iat: undefined } }), /holder-invalid/],
    'a wrong sd_hash': [(to) => present(to, { payload: { sd_hash: 'x' } }), /holder-invalid/],
    'no sd_hash': [(to) => present(to, { payload: { sd_hash: undefined } }), /holder-invalid/],
    'another key’s binding': [(to) => present(to, { by: makePeerKey() }), /holder-invalid/],
    'a key binding of another type': [(to) => present(to, { header: { typ: 'JWT' } }), /holder-invalid/],
    'a key binding with alg none': [(to) => present(to, { header: { alg: 'none' } }), /could not be read/],
    'no key binding': [(to) => `${present(to).split('~').slice(0, -1).join('~')}~`, /holder-unproven/],
    'a claim less than asked': [(to) => present(to, { paths: askedPaths.slice(1) }), /does not answer/],
    'a claim of another credential': [(to) => present(to).replace('~', `~${forged}~`), /could not be read|holder/],
    'a changed credential': [
      (to) => present(to).replace(/\.[^.~]+~/, `.${'A'.repeat(86)}~`),
      /holder-invalid|signature-invalid/,
    ],
    'no credential at all': [() => 'hello', /could not be read|not sound/],
  }
  const forged = Buffer.from(JSON.stringify(['salt', 'grade', 'A'])).toString('base64url')

  it.each(Object.entries(wrong))('%s', async (_name, [make, why]) => {
    const { made, nonce, aud, state } = await inTheOpen()
    const refused = await post(made, { vp_token: tokenOf(make({ nonce, aud })), state })
    expect(refused).toMatchObject({ status: 400, error: 'invalid_request' })
    expect(refused.description).toMatch(why)
    expect((await see(made)).body).toMatchObject({ state: 'open', shown: [] })
  })

  it.each([
    ['another state', (state: string) => ({ state: `${state}x` })],
    ['no state', () => ({})],
  ])('%s', async (_name, change) => {
    const { made, nonce, aud, state } = await inTheOpen()
    const refused = await post(made, { vp_token: tokenOf(present({ nonce, aud })), ...change(state) })
    expect(refused).toMatchObject({ status: 400, error: 'invalid_request', description: 'The state is another one.' })
  })

  it('a vp_token of another shape, none, and an answer to a question that was not asked', async () => {
    const { made, nonce, aud, state } = await inTheOpen()
    for (const form of [
      { vp_token: present({ nonce, aud }), state },
      { state },
      { vp_token: tokenOf(present({ nonce, aud }), 'pid'), state },
      { vp_token: tokenOf([]), state },
    ])
      expect(await post(made, form)).toMatchObject({ status: 400, error: 'invalid_request' })
  })

  it('an answer in the open where it was to be encrypted, and one to another key', async () => {
    const made = await ask()
    const { request } = await resolve(made.link)
    const vp_token = tokenOf(present({ nonce: request.nonce, aud: request.client_id }))
    expect(await post(made, { vp_token, state: request.state })).toMatchObject({ status: 400 })
    const other = await resolve((await ask()).link)
    const { jwks } = other.request.client_metadata
    const mixed = { ...request, client_metadata: { ...request.client_metadata, jwks } }
    await expect(
      answer(other.wallet, mixed, {
        'micro-credential': [present({ nonce: request.nonce, aud: request.client_id })],
      }).then(({ response }) => response.status),
    ).resolves.toBe(400)
  })

  it('a second answer, a late one, and one to a request that never was', async () => {
    const { made, nonce, aud, state } = await inTheOpen()
    const form = { vp_token: tokenOf(present({ nonce, aud })), state }
    expect((await post(made, form)).status).toBe(200)
    expect(await post(made, form)).toMatchObject({ status: 400, description: expect.stringMatching(/before/) })
    const late = await inTheOpen()
    const before = world.ground.now()
    world.ground.setNow(new Date(before.getTime() + 11 * 60_000))
    const answered = await post(late.made, {
      vp_token: tokenOf(present({ nonce: late.nonce, aud: late.aud })),
      state: late.state,
    })
    const fetched = await world.app.inject({ url: `/openid/presentations/${late.made.id}/request` })
    expect((await see(late.made)).body.state).toBe('expired')
    world.ground.setNow(before)
    expect([answered.status, fetched.statusCode]).toEqual([400, 400])
    const nowhere = await world.app.inject({
      method: 'POST',
      url: '/openid/presentations/00000000-0000-7000-8000-000000000000',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'vp_token=x',
    })
    expect(nowhere.statusCode).toBe(404)
  })

  it('says what came along unasked, and that the other said no', async () => {
    const { made, nonce, aud, state } = await inTheOpen()
    const more = [...askedPaths, ['credentialSubject', 'result']]
    expect((await post(made, { vp_token: tokenOf(present({ nonce, aud }, { paths: more })), state })).status).toBe(200)
    expect((await see(made)).body.shown[0].unasked).toEqual(['credentialSubject / result'])
    const other = await inTheOpen()
    expect((await post(other.made, { error: 'access_denied', state: other.state })).status).toBe(200)
    expect((await see(other.made)).body).toMatchObject({ state: 'declined', shown: [] })
  })
})

describe('how the signed request is fetched (OpenID4VP 1.0, 5.10)', () => {
  it('by GET, as often as the wallet likes, and by POST with the nonce of the wallet in what is signed', async () => {
    const made = await ask()
    const url = `/openid/presentations/${made.id}/request`
    const read = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())
    const first = await world.app.inject({ url })
    const again = await world.app.inject({ url })
    expect([first.statusCode, again.statusCode]).toEqual([200, 200])
    expect(read(again.body).nonce).toBe(read(first.body).nonce)
    expect(read(first.body)).not.toHaveProperty('wallet_nonce')
    const posted = await world.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'wallet_nonce=of-the-wallet',
    })
    expect(posted.headers['content-type']).toContain('application/oauth-authz-req+jwt')
    expect(read(posted.body)).toMatchObject({ nonce: read(first.body).nonce, wallet_nonce: 'of-the-wallet' })
  })
})

describe('who sees an answer', () => {
  it('nobody without the secret, and no other browser by the code that the wallet brings back', async () => {
    const { made, nonce, aud, state } = await inTheOpen()
    const sent = await world.app.inject({
      method: 'POST',
      url: `/openid/presentations/${made.id}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ vp_token: tokenOf(present({ nonce, aud })), state }).toString(),
    })
    const code = new URL(sent.json().redirect_uri).searchParams.get('response_code')
    expect((await see(made, `?response_code=${code}`)).status).toBe(200)
    expect((await see(made, '?response_code=made-up')).status).toBe(404)
    expect((await see({ ...made, secret: 'made-up' }, `?response_code=${code}`)).status).toBe(404)
    const another = await ask()
    expect((await see({ ...made, secret: another.secret }, `?response_code=${code}`)).status).toBe(404)
  })

  it('asks for nobody’s organisation but one’s own, and for oneself without its key', async () => {
    const stranger = await world.visit('Stranger')
    const refused = await stranger.call('POST', '/api/presentation-requests', {
      organisationId: company,
      verifier: 'x',
      purpose: 'y',
    })
    expect(refused.json().code).toBe('permission-missing')
    const made = await ask({ organisationId: undefined, encrypted: false }, world.anyone)
    const { resolved, request } = await resolve(made.link)
    expect(resolved.client.prefix).toBe('redirect_uri')
    const vp_token = tokenOf(present({ nonce: request.nonce, aud: request.client_id }))
    expect((await post(made, { vp_token, state: request.state })).status).toBe(200)
  })

  it('refuses a query that no wallet could answer', async () => {
    const made = await employer.call('POST', '/api/presentation-requests', {
      organisationId: company,
      verifier: 'x',
      purpose: 'y',
      query: { credentials: [] },
    })
    expect([made.statusCode, made.json().code]).toEqual([422, 'query-refused'])
  })
})
