import { createHash, randomBytes } from 'node:crypto'
import { preAuthorizedCodeGrantIdentifier } from '@openid4vc/oauth2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { facts, openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { takeIntoPeerWallet } from '../testing/take-into-peer-wallet.ts'
import { makePeerKey, makePeerWallet, type PeerKey, signAs } from '../testing/wallet-peer.ts'
import { verifyText } from '../verifying/verify-text.ts'
import type { WalletOfferView } from './make-wallet-offer.ts'

let world: TestWorld
let teacher: Visitor
let school: string
let merit: string
let anna: Visitor
let credentialId: string
const base = 'http://localhost:3000/openid/skolan'

beforeAll(async () => {
  world = await openTestWorld()
  const founder = await world.visit('Founder')
  school = await world.register(founder, 'skolan')
  teacher = await world.visit('Teacher', { [school]: ['representative'] })
  merit = await world.publish(teacher, school)
  anna = await world.visit('Anna')
  credentialId = await issue()
})
afterAll(() => world.close())

let issued = 0
async function issue(): Promise<string> {
  const made = await teacher.call('POST', '/api/credentials', {
    organisationId: school,
    meritId: merit,
    recipient: { name: 'Anna Berg', email: 'anna@people.example' },
    facts,
    key: `k${issued++}`,
  })
  if (made.statusCode !== 201) throw new Error(made.body)
  return z.object({ credentialId: z.string() }).parse(made.json()).credentialId
}

async function offer(id = credentialId, way = 'code'): Promise<WalletOfferView> {
  const made = await anna.call('POST', `/api/passport/credentials/${id}/wallet-offers`, { way })
  if (made.statusCode !== 201) throw new Error(made.body)
  return made.json()
}

const codesOf = async (document: string) => {
  const { checks } = await verifyText(world.ground, document)
  return {
    failed: checks.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code),
    all: checks.map(({ code }) => code),
  }
}

describe('giving a merit to a wallet that nobody here wrote', () => {
  it.each(['micro-credential-sd-jwt', 'learning-credential-sd-jwt', 'open-badge-ldp', 'open-badge-jwt'] as const)(
    'as %s, bound to its key and good in every check',
    async (configuration) => {
      const { credentials, credentialOffer } = await takeIntoPeerWallet(world, await offer(), configuration)
      expect(credentialOffer.grants?.[preAuthorizedCodeGrantIdentifier]?.tx_code).toEqual({
        input_mode: 'numeric',
        length: 6,
      })
      expect(credentials).toHaveLength(1)
      const { failed, all } = await codesOf(credentials[0] ?? '')
      expect(failed).toEqual([])
      expect(all).toEqual(expect.arrayContaining(['signature-valid', 'status-good']))
    },
  )

  it('once for each of several keys, and takes what the wallet tells of it', async () => {
    const keys = [makePeerKey(), makePeerKey('Ed25519'), makePeerKey()]
    const taken = await takeIntoPeerWallet(world, await offer(), 'micro-credential-sd-jwt', keys)
    const bound = taken.credentials.map((one) => payloadOf(one).cnf.jwk.x)
    expect(bound).toEqual(keys.map(({ jwk }) => jwk.x))
    await taken.wallet.issuance.sendNotification({
      accessToken: taken.accessToken,
      issuerMetadata: taken.issuerMetadata,
      notification: { notificationId: taken.notificationId ?? '', event: 'credential_accepted' },
    })
    const wallets = (await anna.call('GET', '/api/passport/wallets')).json()
    expect(wallets.items.slice(0, 3).map(({ told }: { told: string }) => told)).toEqual(
      Array.from({ length: 3 }, () => 'credential_accepted'),
    )
  })

  it('under the same id and status place, so that revoking it revokes every form of it', async () => {
    const id = await issue()
    const forms = ['micro-credential-sd-jwt', 'open-badge-ldp'] as const
    const given: string[] = []
    for (const form of forms) {
      const { credentials } = await takeIntoPeerWallet(world, await offer(id), form)
      given.push(credentials[0] ?? '')
    }
    await teacher.call('POST', `/api/credentials/${id}/suspend`, { reason: 'Utreds' })
    expect(await Promise.all(given.map(async (one) => (await codesOf(one)).failed))).toEqual([
      ['status-suspended'],
      ['status-suspended'],
    ])
    await teacher.call('POST', `/api/credentials/${id}/revoke`, { reason: 'Fel person' })
    expect(await Promise.all(given.map(async (one) => (await codesOf(one)).failed))).toEqual([
      ['status-revoked'],
      ['status-revoked'],
    ])
    const late = await anna.call('POST', `/api/passport/credentials/${id}/wallet-offers`, {})
    expect(late.json().code).toBe('credential-state-refused')
  })

  it('signs its metadata for whoever asks so', async () => {
    const url = '/.well-known/openid-credential-issuer/openid/skolan'
    const plain = await world.app.inject({ url })
    const signed = await world.app.inject({ url, headers: { accept: 'application/jwt' } })
    expect(signed.headers['content-type']).toContain('application/jwt')
    const header = JSON.parse(Buffer.from(signed.body.split('.')[0] ?? '', 'base64url').toString())
    expect(header).toMatchObject({ typ: 'openidvci-issuer-metadata+jwt', alg: 'EdDSA' })
    expect(payloadOf(signed.body)).toMatchObject({ ...plain.json(), sub: base })
    const asInDrafts = await world.app.inject({ url: '/openid/skolan/.well-known/openid-credential-issuer' })
    expect(asInDrafts.json()).toEqual(plain.json())
  })
})

describe('waiting for a second pair of eyes', () => {
  it('gives a number to ask with, then the merit once it is approved', async () => {
    const strict = await world.register(await world.visit('Strict'), 'strikt')
    const asker = await world.visit('Asker', { [strict]: ['representative'] })
    const approver = await world.visit('Approver', { [strict]: ['approver'] })
    const own = await world.publish(asker, strict)
    await asker.call('PATCH', `/api/organisations/${strict}`, { fourEyes: true })
    const made = await asker.call('POST', '/api/credentials', {
      organisationId: strict,
      meritId: own,
      recipient: { name: 'Anna Berg', email: 'anna@people.example' },
      facts,
      key: 'strict',
    })
    const id = z.object({ credentialId: z.string() }).parse(made.json()).credentialId
    const offered = await asker.call('POST', `/api/organisations/${strict}/credentials/${id}/wallet-offers`, {})
    expect(offered.statusCode).toBe(201)
    const taken = await takeIntoPeerWallet(world, offered.json(), 'micro-credential-sd-jwt')
    expect(taken.credentials).toEqual([])
    const ask = () =>
      world.app.inject({
        method: 'POST',
        url: '/openid/strikt/deferred',
        headers: { authorization: `Bearer ${taken.accessToken}` },
        payload: { transaction_id: taken.transactionId },
      })
    const waiting = await ask()
    expect([waiting.statusCode, waiting.json()]).toEqual([
      202,
      { transaction_id: taken.transactionId, interval: expect.any(Number) },
    ])
    const approved = await approver.call('POST', `/api/credentials/${id}/approve`, {})
    expect(approved.statusCode).toBeLessThan(300)
    const ready = await ask()
    expect(ready.statusCode).toBe(200)
    expect((await codesOf(ready.json().credentials[0].credential)).failed).toEqual([])
    expect((await ask()).json().error).toBe('invalid_transaction_id')
  })
})

const payloadOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

/** A wallet that is told what to write: the token endpoint and the credential endpoint in the raw. */
async function grantOf(offered: WalletOfferView): Promise<string> {
  const read = await world.app.inject({ url: new URL(offered.offerUrl).pathname })
  return read.json().grants[preAuthorizedCodeGrantIdentifier]['pre-authorized_code']
}
const askToken = (form: Record<string, string>, url = '/openid/skolan/token') =>
  world.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
async function accessFor(offered: WalletOfferView): Promise<string> {
  const answer = await askToken({
    grant_type: preAuthorizedCodeGrantIdentifier,
    'pre-authorized_code': await grantOf(offered),
    tx_code: offered.txCode ?? '',
  })
  return answer.json().access_token
}
const nonceOf = async () => (await world.app.inject({ method: 'POST', url: '/openid/skolan/nonce' })).json().c_nonce
const askCredential = (accessToken: string | undefined, payload: object, query = '') =>
  world.app.inject({
    method: 'POST',
    url: `/openid/skolan/credential${query}`,
    ...(accessToken !== undefined && { headers: { authorization: `Bearer ${accessToken}` } }),
    payload,
  })
const now = () => Math.floor(world.ground.now().getTime() / 1000)

async function proof(
  changes: { header?: object; payload?: object; key?: PeerKey; without?: readonly string[] } = {},
): Promise<string> {
  const key = changes.key ?? makePeerKey()
  const header = { alg: 'ES256', typ: 'openid4vci-proof+jwt', jwk: key.jwk, ...changes.header }
  const payload: Record<string, unknown> = { aud: base, iat: now(), nonce: await nonceOf(), ...changes.payload }
  for (const name of changes.without ?? []) delete payload[name]
  return signAs(key, header, payload)
}
const wanted = 'micro-credential-sd-jwt'

describe('what the credential endpoint refuses (OpenID4VCI 1.0, 8.3.1.2)', () => {
  const broken: Record<string, [() => Promise<string>, string]> = {
    'a wrong nonce': [() => proof({ payload: { nonce: 'made-up' } }), 'invalid_nonce'],
    'no nonce': [() => proof({ without: ['nonce'] }), 'invalid_proof'],
    'a wrong audience': [() => proof({ payload: { aud: 'https://other.example' } }), 'invalid_proof'],
    'no audience': [() => proof({ without: ['aud'] }), 'invalid_proof'],
    'an old proof': [() => proof({ payload: { iat: now() - 3600 } }), 'invalid_proof'],
    'a proof of the future': [() => proof({ payload: { iat: now() + 3600 } }), 'invalid_proof'],
    'no time': [() => proof({ without: ['iat'] }), 'invalid_proof'],
    'another type of token': [() => proof({ header: { typ: 'JWT' } }), 'invalid_proof'],
    'alg none': [() => proof({ header: { alg: 'none' } }), 'invalid_proof'],
    'a symmetric algorithm': [() => proof({ header: { alg: 'HS256' } }), 'invalid_proof'],
    'another key’s signature': [() => proof({ header: { jwk: makePeerKey().jwk } }), 'invalid_proof'],
    'two keys at once': [() => proof({ header: { kid: 'did:key:z6Mk' } }), 'invalid_proof'],
    'no key': [() => proof({ header: { jwk: undefined } }), 'invalid_proof'],
    'a private key': [() => proof({ header: { jwk: { ...makePeerKey().jwk, d: 'AAAA' } } }), 'invalid_proof'],
    'a kid that would have to be fetched': [
      () => proof({ header: { jwk: undefined, kid: 'did:web:other.example#1' } }),
      'invalid_proof',
    ],
    'no JWT at all': [async () => 'a.b', 'invalid_proof'],
  }
  it.each(Object.entries(broken))('%s', async (_name, [make, error]) => {
    const accessToken = await accessFor(await offer())
    const jwt = await make()
    const answer = await askCredential(accessToken, { credential_configuration_id: wanted, proofs: { jwt: [jwt] } })
    expect([answer.statusCode, answer.json().error]).toEqual([400, error])
  })

  const requests: Record<string, [() => Promise<object>, string]> = {
    'no proof': [async () => ({ credential_configuration_id: wanted }), 'invalid_proof'],
    'no proofs in the list': [
      async () => ({ credential_configuration_id: wanted, proofs: { jwt: [] } }),
      'invalid_proof',
    ],
    'an unknown configuration': [
      async () => ({ credential_configuration_id: 'driving-licence', proofs: { jwt: [await proof()] } }),
      'unknown_credential_configuration',
    ],
    'an identifier that was not given': [
      async () => ({ credential_identifier: 'x', proofs: { jwt: [await proof()] } }),
      'unknown_credential_identifier',
    ],
    'both an identifier and a configuration': [
      async () => ({
        credential_configuration_id: wanted,
        credential_identifier: 'x',
        proofs: { jwt: [await proof()] },
      }),
      'invalid_credential_request',
    ],
    'neither, but a format': [
      async () => ({ format: 'mso_mdoc', doctype: 'x', proofs: { jwt: [await proof()] } }),
      'invalid_credential_request',
    ],
    'encryption that is not offered': [
      async () => ({
        credential_configuration_id: wanted,
        proofs: { jwt: [await proof()] },
        credential_response_encryption: { jwk: {}, enc: 'A128GCM' },
      }),
      'invalid_encryption_parameters',
    ],
    'one key twice in a batch': [
      async () => {
        const key = makePeerKey()
        return { credential_configuration_id: wanted, proofs: { jwt: [await proof({ key }), await proof({ key })] } }
      },
      'invalid_proof',
    ],
    'proofs of no type': [
      async () => ({ credential_configuration_id: wanted, proofs: { proof_type: 'jwt', jwt: [await proof()] } }),
      'invalid_proof',
    ],
    'proofs that are a list': [
      async () => ({ credential_configuration_id: wanted, proofs: [await proof()] }),
      'invalid_proof',
    ],
    'a proof of a draft besides': [
      async () => ({
        credential_configuration_id: wanted,
        proofs: { jwt: [await proof()] },
        proof: { proof_type: 'jwt', jwt: await proof() },
      }),
      'invalid_proof',
    ],
    'a proof of a draft, of another type': [
      async () => ({ credential_configuration_id: wanted, proof: { proof_type: 'ldp_vp', jwt: await proof() } }),
      'invalid_proof',
    ],
    'a proof of a draft with a wrong nonce': [
      async () => ({
        credential_configuration_id: wanted,
        proof: { proof_type: 'jwt', jwt: await proof({ payload: { nonce: 'made-up' } }) },
      }),
      'invalid_nonce',
    ],
    'more at once than is said': [
      async () => ({
        credential_configuration_id: wanted,
        proofs: { jwt: await Promise.all(Array.from({ length: 21 }, () => proof())) },
      }),
      'invalid_credential_request',
    ],
  }
  it.each(Object.entries(requests))('%s', async (_name, [make, error]) => {
    const answer = await askCredential(await accessFor(await offer()), await make())
    expect([answer.statusCode, answer.json().error]).toEqual([400, error])
  })

  it('a proof that was used before', async () => {
    const accessToken = await accessFor(await offer())
    const request = { credential_configuration_id: wanted, proofs: { jwt: [await proof()] } }
    expect((await askCredential(accessToken, request)).statusCode).toBe(200)
    const again = await askCredential(accessToken, request)
    expect([again.statusCode, again.json().error]).toEqual([400, 'invalid_nonce'])
  })

  it('of two that show one proof at the same time, one', async () => {
    const accessToken = await accessFor(await offer())
    const request = { credential_configuration_id: wanted, proofs: { jwt: [await proof()] } }
    const answers = await Promise.all([askCredential(accessToken, request), askCredential(accessToken, request)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400])
  })

  it('an access token in the query, none, a made-up one, another issuer’s, an old one', async () => {
    await world.register(await world.visit('Other'), 'annan')
    const accessToken = await accessFor(await offer())
    const request = { credential_configuration_id: wanted, proofs: { jwt: [await proof()] } }
    const inQuery = await askCredential(undefined, request, `?access_token=${accessToken}`)
    expect([inQuery.statusCode, inQuery.json().error]).toEqual([400, 'invalid_request'])
    for (const token of [undefined, 'made-up']) {
      const answer = await askCredential(token, request)
      expect([answer.statusCode, answer.json().error]).toEqual([401, 'invalid_token'])
      expect(answer.headers['www-authenticate']).toContain('Bearer')
    }
    const elsewhere = await world.app.inject({
      method: 'POST',
      url: '/openid/annan/credential',
      headers: { authorization: `Bearer ${accessToken}` },
      payload: request,
    })
    expect(elsewhere.statusCode).toBe(401)
    const before = world.ground.now()
    world.ground.setNow(new Date(before.getTime() + 20 * 60_000))
    expect((await askCredential(accessToken, request)).statusCode).toBe(401)
    world.ground.setNow(before)
  })

  it('a notification of what was never given, and one of an unknown kind', async () => {
    const accessToken = await accessFor(await offer())
    const tell = (payload: object) =>
      world.app.inject({
        method: 'POST',
        url: '/openid/skolan/notification',
        headers: { authorization: `Bearer ${accessToken}` },
        payload,
      })
    const unknown = await tell({ notification_id: 'x', event: 'credential_accepted' })
    expect([unknown.statusCode, unknown.json().error]).toEqual([400, 'invalid_notification_id'])
    const odd = await tell({ notification_id: 'x', event: 'credential_framed' })
    expect([odd.statusCode, odd.json().error]).toEqual([400, 'invalid_notification_request'])
  })
})

describe('what the token endpoint refuses (RFC 6749, 5.2; OpenID4VCI 1.0, 6.3)', () => {
  const grant = preAuthorizedCodeGrantIdentifier
  it('a wrong transaction code, five times; then also the right one', async () => {
    const offered = await offer()
    const code = await grantOf(offered)
    const wrong = String((Number(offered.txCode) + 1) % 1_000_000).padStart(6, '0')
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await askToken({ grant_type: grant, 'pre-authorized_code': code, tx_code: wrong })
      expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_grant'])
    }
    const right = await askToken({ grant_type: grant, 'pre-authorized_code': code, tx_code: offered.txCode ?? '' })
    expect([right.statusCode, right.json().error]).toEqual([400, 'invalid_grant'])
  })

  it('a code that was used, is too old, unknown or for another issuer', async () => {
    const offered = await offer()
    const form = { grant_type: grant, 'pre-authorized_code': await grantOf(offered), tx_code: offered.txCode ?? '' }
    expect((await askToken(form, '/openid/annan/token')).json().error).toBe('invalid_grant')
    expect((await askToken(form)).statusCode).toBe(200)
    expect((await askToken(form)).json().error).toBe('invalid_grant')
    expect((await askToken({ ...form, 'pre-authorized_code': 'made-up' })).json().error).toBe('invalid_grant')
    const late = await offer()
    const code = await grantOf(late)
    const before = world.ground.now()
    world.ground.setNow(new Date(before.getTime() + 25 * 3_600_000))
    const answer = await askToken({ grant_type: grant, 'pre-authorized_code': code, tx_code: late.txCode ?? '' })
    world.ground.setNow(before)
    expect(answer.json().error).toBe('invalid_grant')
  })

  it.each([
    ['no transaction code', { tx_code: undefined }, 'invalid_request'],
    ['no code', { 'pre-authorized_code': undefined }, 'invalid_request'],
    ['no grant', { grant_type: undefined }, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['a refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'unsupported_grant_type'],
  ] as const)('%s', async (_name, changes, error) => {
    const offered = await offer()
    const form: Record<string, string | undefined> = {
      grant_type: grant,
      'pre-authorized_code': await grantOf(offered),
      tx_code: offered.txCode ?? '',
      ...changes,
    }
    const sent = Object.fromEntries(
      Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    )
    const answer = await askToken(sent)
    expect([answer.statusCode, answer.json().error]).toEqual([400, error])
  })

  it('a parameter that comes twice, and what is no form', async () => {
    const twice = await world.app.inject({
      method: 'POST',
      url: '/openid/skolan/token',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'grant_type=a&grant_type=b',
    })
    expect([twice.statusCode, twice.json().error]).toEqual([400, 'invalid_request'])
    const json = await world.app.inject({ method: 'POST', url: '/openid/skolan/token', payload: { grant_type: grant } })
    expect([json.statusCode, json.json().error]).toEqual([400, 'invalid_request'])
  })
})

describe('a wallet that asks too often', () => {
  it('is told to slow down, in the words that it understands, and when to come again', async () => {
    const ask = () =>
      world.app.inject({
        method: 'POST',
        url: '/openid/skolan/token',
        remoteAddress: '10.0.0.1',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'grant_type=password',
      })
    const answers = []
    for (let turn = 0; turn < 121; turn++) answers.push(await ask())
    expect(answers[119]?.json().error).toBe('unsupported_grant_type')
    const last = answers[120]
    expect([last?.statusCode, last?.json().error]).toEqual([429, 'slow_down'])
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0)
    expect(last?.headers['content-type']).toContain('application/json')
  })
})

describe('with a log-in at the issuer', () => {
  const redirectUri = 'https://wallet.example/back'
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')

  const start = async (changes: Record<string, string | undefined> = {}) => {
    const form: Record<string, string | undefined> = {
      response_type: 'code',
      client_id: 'a-wallet',
      redirect_uri: redirectUri,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state: 's',
      scope: wanted,
      ...changes,
    }
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(form)) if (value !== undefined) query.set(name, value)
    return world.app.inject({ url: `/openid/skolan/authorize?${query}` })
  }
  const agree = async (changes: Record<string, string | undefined> = {}): Promise<URL> => {
    const token = String((await start(changes)).headers.location)
      .split('/')
      .at(-1)
    const decided = await anna.call('POST', `/api/passport/authorizations/${token}`, { credentialId })
    return new URL(decided.json().redirectTo)
  }
  const exchange = (code: string, changes: Record<string, string> = {}) =>
    askToken({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      client_id: 'a-wallet',
      redirect_uri: redirectUri,
      ...changes,
    })

  it('the library’s client gets it by an offer that leads to the log-in, pushed and with PKCE', async () => {
    const wallet = makePeerWallet(world.app)
    const credentialOffer = await wallet.issuance.resolveCredentialOffer((await offer(credentialId, 'log-in')).link)
    const issuerMetadata = await wallet.issuance.resolveIssuerMetadata(credentialOffer.credential_issuer)
    const begun = await wallet.issuance.initiateAuthorization({
      clientId: 'a-wallet',
      credentialOffer,
      issuerMetadata,
      redirectUri,
      scope: wanted,
    })
    if (begun.authorizationFlow !== 'Oauth2Redirect') throw new Error('The wallet was asked for something else.')
    const page = await world.app.inject({ url: begun.authorizationRequestUrl.replace('http://localhost:3000', '') })
    const token = String(page.headers.location).split('/').at(-1)
    const shown = (await anna.call('GET', `/api/passport/authorizations/${token}`)).json()
    expect(shown).toMatchObject({ wallet: 'a-wallet', goesTo: 'wallet.example', merits: [{ id: credentialId }] })
    const decided = await anna.call('POST', `/api/passport/authorizations/${token}`, { credentialId })
    const back = new URL(decided.json().redirectTo)
    expect(back.searchParams.get('iss')).toBe(base)
    const { accessTokenResponse } = await wallet.issuance.retrieveAuthorizationCodeAccessTokenFromOffer({
      issuerMetadata,
      credentialOffer,
      authorizationCode: back.searchParams.get('code') ?? '',
      ...(begun.pkce && { pkceCodeVerifier: begun.pkce.codeVerifier }),
      redirectUri,
      additionalRequestPayload: { client_id: 'a-wallet' },
    })
    const request = { credential_configuration_id: wanted, proofs: { jwt: [await proof()] } }
    const given = await askCredential(accessTokenResponse.access_token, request)
    expect(given.statusCode).toBe(200)
    expect((await codesOf(given.json().credentials[0].credential)).failed).toEqual([])
  })

  it('by name where the wallet asked for details', async () => {
    const details = JSON.stringify([{ type: 'openid_credential', credential_configuration_id: wanted }])
    const back = await agree({ scope: undefined, authorization_details: details })
    const access = (await exchange(back.searchParams.get('code') ?? '')).json()
    const [identifier] = access.authorization_details[0].credential_identifiers
    const request = { credential_identifier: identifier, proofs: { jwt: [await proof()] } }
    expect((await askCredential(access.access_token, request)).statusCode).toBe(200)
  })

  it('refuses another verifier, client or address for the code, and the code a second time with all it gave', async () => {
    const code = async () => (await agree()).searchParams.get('code') ?? ''
    expect((await exchange(await code(), { code_verifier: 'x'.repeat(43) })).json().error).toBe('invalid_grant')
    expect((await exchange(await code(), { client_id: 'another' })).json().error).toBe('invalid_grant')
    expect((await exchange(await code(), { redirect_uri: 'https://thief.example' })).json().error).toBe('invalid_grant')
    const one = await code()
    const { access_token } = (await exchange(one)).json()
    expect((await exchange(one)).json().error).toBe('invalid_grant')
    const after = await askCredential(access_token, {
      credential_configuration_id: wanted,
      proofs: { jwt: [await proof()] },
    })
    expect(after.statusCode).toBe(401)
  })

  it('refuses a code that is too old', async () => {
    const code = (await agree()).searchParams.get('code') ?? ''
    const before = world.ground.now()
    world.ground.setNow(new Date(before.getTime() + 5 * 60_000))
    const answer = await exchange(code)
    world.ground.setNow(before)
    expect(answer.json().error).toBe('invalid_grant')
  })

  it.each([
    ['no PKCE', { code_challenge: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['an unknown scope', { scope: 'driving-licence' }, 'invalid_scope'],
    ['a made-up issuer_state', { issuer_state: 'x' }, 'invalid_request'],
  ] as const)('tells the wallet of %s', async (_name, changes, error) => {
    const answer = await start(changes)
    const back = new URL(String(answer.headers.location))
    expect([back.origin, back.searchParams.get('error'), back.searchParams.get('state')]).toEqual([
      'https://wallet.example',
      error,
      's',
    ])
  })

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['plain http', 'http://wallet.example/'],
    ['nothing', ''],
    ['a fragment', 'https://wallet.example/#x'],
  ])('sends nobody to %s', async (_name, redirect_uri) => {
    const answer = await start({ redirect_uri })
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_request'])
  })

  it('lets nobody give away another’s merit, and tells the wallet of a no', async () => {
    const bo = await world.visit('Bo')
    const token = String((await start()).headers.location)
      .split('/')
      .at(-1)
    const stolen = await bo.call('POST', `/api/passport/authorizations/${token}`, { credentialId })
    expect(stolen.statusCode).toBe(404)
    const declined = await anna.call('POST', `/api/passport/authorizations/${token}`, { credentialId: null })
    expect(new URL(declined.json().redirectTo).searchParams.get('error')).toBe('access_denied')
  })
})
