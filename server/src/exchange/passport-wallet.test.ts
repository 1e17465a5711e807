import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { Openid4vciIssuer, Openid4vciVersion } from '@openid4vc/openid4vci'
import { Openid4vpVerifier } from '@openid4vc/openid4vp'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { compactDecrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemScope } from '../database/connect.ts'
import { openTestWorld, type TestWorld, type Visitor } from '../testing/open-test-world.ts'
import { algorithmOf, makePeerKey, makePeerWallet, signAs } from '../testing/wallet-peer.ts'

const vct = 'https://other.example/course'
let world: TestWorld
let anna: Visitor
let server: Server
let origin: string
let answer: (request: IncomingMessage, body: string, response: ServerResponse) => unknown = () => undefined

beforeAll(async () => {
  world = await openTestWorld()
  world.ground.setNow(new Date())
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', async () => {
      const given = await answer(request, Buffer.concat(chunks).toString('utf8'), response)
      if (response.writableEnded) return
      if (given === undefined) response.writeHead(404).end()
      else if (typeof given === 'string') response.end(given)
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(given))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  world.ground.fetchGuarded = makeFetchGuarded({ allowedOrigins: [origin] })
  anna = await world.visit('Anna')
})
afterAll(async () => {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  await world.close()
})

/** An issuer out of two libraries that nobody here wrote: one speaks the protocol, the other writes the SD-JWT. */
function openPeerIssuer(changes: { refuseProof?: boolean } = {}) {
  const key = makePeerKey('P-256')
  const did = `did:jwk:${Buffer.from(JSON.stringify(key.jwk)).toString('base64url')}`
  const { callbacks } = makePeerWallet(world.app, [key])
  const issuer = new Openid4vciIssuer({ callbacks })
  const metadata = issuer.createCredentialIssuerMetadata({
    credential_issuer: origin,
    credential_endpoint: `${origin}/credential`,
    nonce_endpoint: `${origin}/nonce`,
    display: [{ name: 'Another school' }],
    credential_configurations_supported: {
      course: {
        format: 'dc+sd-jwt',
        vct,
        cryptographic_binding_methods_supported: ['jwk'],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256'] } },
      },
    },
  })
  const sdJwt = new SDJwtVcInstance({
    hasher: (data, algorithm) =>
      createHash(algorithm.replace('-', ''))
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    hashAlg: 'sha-256',
    saltGenerator: () => randomBytes(16).toString('base64url'),
    signer: (data) => signAs(key, {}, {}).slice(0, 0) + signText(key, data),
    signAlg: 'ES256',
  })
  const asked: { form?: URLSearchParams; authorization?: string | undefined } = {}
  answer = async (request, body) => {
    if (request.url === '/.well-known/openid-credential-issuer') return metadata
    if (request.url === '/.well-known/oauth-authorization-server')
      return { issuer: origin, token_endpoint: `${origin}/token` }
    if (request.url === '/token') {
      asked.form = new URLSearchParams(body)
      return { access_token: 'the-token', token_type: 'Bearer', expires_in: 60 }
    }
    if (request.url === '/nonce') return { c_nonce: 'the-nonce' }
    if (request.url !== '/credential') return undefined
    asked.authorization = request.headers.authorization
    const { proofs } = issuer.parseCredentialRequest({
      issuerMetadata: {
        originalDraftVersion: Openid4vciVersion.V1,
        credentialIssuer: metadata,
        authorizationServers: [],
        knownCredentialConfigurations: issuer.getKnownCredentialConfigurationsSupported(metadata),
      },
      credentialRequest: JSON.parse(body),
    })
    const { signer } = await issuer.verifyCredentialRequestJwtProof({
      issuerMetadata: {
        originalDraftVersion: Openid4vciVersion.V1,
        credentialIssuer: metadata,
        authorizationServers: [],
        knownCredentialConfigurations: {},
      },
      jwt: proofs?.jwt?.[0] ?? '',
      expectedNonce: changes.refuseProof ? 'another' : 'the-nonce',
      now: world.ground.now(),
    })
    const credential = await sdJwt.issue(
      {
        iss: did,
        iat: Math.floor(Date.now() / 1000),
        vct,
        cnf: { jwk: signer.publicJwk },
        given_name: 'Anna',
        course: 'Brandskydd',
        grade: 'A',
      },
      { _sd: ['given_name', 'course', 'grade'] },
      { header: { kid: `${did}#0` } },
    )
    return { credentials: [{ credential }] }
  }
  const offer = {
    credential_issuer: origin,
    credential_configuration_ids: ['course'],
    grants: {
      'urn:ietf:params:oauth:grant-type:pre-authorized_code': {
        'pre-authorized_code': 'the-code',
        tx_code: { input_mode: 'numeric', length: 4 },
      },
    },
  }
  return { link: `openid-credential-offer://?credential_offer=${encodeURIComponent(JSON.stringify(offer))}`, asked }
}

function signText(key: ReturnType<typeof makePeerKey>, data: string): string {
  const [header = '', payload = ''] = data.split('.')
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  return signAs(key, parse(header), parse(payload)).split('.')[2] ?? ''
}

const Offer = z.object({ token: z.string(), way: z.string(), issuerName: z.string() })
const Request = z.object({
  token: z.string(),
  questions: z.array(
    z.object({
      id: z.string(),
      answers: z.array(
        z.object({
          question: z.string(),
          source: z.string(),
          id: z.string(),
          form: z.string(),
          claims: z.array(z.object({ path: z.array(z.unknown()), value: z.unknown() })),
        }),
      ),
    }),
  ),
})

async function takeCourse() {
  const issuer = openPeerIssuer()
  const read = Offer.parse((await anna.call('POST', '/api/passport/offers', { offer: issuer.link })).json())
  const taken = await anna.call('POST', `/api/passport/offers/${read.token}/take`, {
    configuration: 'course',
    txCode: '1234',
  })
  return { issuer, read, taken }
}

/** A request as any verifier could write it, honest or not: each part of it can be wrong by itself. */
async function openOddVerifier(
  changes: {
    payload?: Record<string, unknown>
    header?: Record<string, unknown>
    outer?: Record<string, string>
    signedBy?: ReturnType<typeof makePeerKey>
    unsigned?: boolean
    /** As drafts before 1.0 had it, which the protocol library still reads. */
    older?: boolean
  } = {},
): Promise<string> {
  const key = makePeerKey('P-256')
  const did = `did:jwk:${Buffer.from(JSON.stringify(key.jwk)).toString('base64url')}`
  const now = Math.floor(world.ground.now().getTime() / 1000)
  const of = changes.unsigned ? `${origin}/answer` : did
  const prefix = changes.unsigned ? 'redirect_uri' : 'decentralized_identifier'
  const client_id = changes.older ? of : `${prefix}:${of}`
  const payload = {
    iss: did,
    aud: 'https://self-issued.me/v2',
    iat: now,
    exp: now + 600,
    response_type: 'vp_token',
    response_mode: 'direct_post',
    client_id,
    response_uri: `${origin}/answer`,
    nonce: 'a-nonce',
    state: 'a-state',
    dcql_query: { credentials: [courseQuery] },
    client_metadata: { vp_formats_supported: { 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES256'] } } },
    ...(changes.older && {
      client_id_scheme: changes.unsigned ? 'redirect_uri' : 'did',
      dcql_query: undefined,
      presentation_definition: { id: 'x', input_descriptors: [] },
    }),
    ...changes.payload,
  }
  const jwt = signAs(
    changes.signedBy ?? key,
    { alg: 'ES256', typ: 'oauth-authz-req+jwt', kid: `${did}#0`, ...changes.header },
    payload,
  )
  answer = (request, _body, response) => {
    if (request.url === '/answer') return {}
    if (request.url !== '/request') return undefined
    response.setHeader('content-type', 'application/oauth-authz-req+jwt')
    return jwt
  }
  if (!changes.unsigned)
    return `openid4vp://?${new URLSearchParams({ client_id, request_uri: `${origin}/request`, ...changes.outer })}`
  const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, ...open } = payload
  const written = Object.entries(open).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
  )
  return `openid4vp://?${new URLSearchParams(written)}`
}
const courseQuery = { id: 'course', format: 'dc+sd-jwt', meta: { vct_values: [vct] }, claims: [{ path: ['course'] }] }

describe('what the passport refuses of a verifier (OpenID4VP 1.0, 5.1, 5.4, 5.8, 5.9, 8.2)', () => {
  // So many in a minute are refused from one address (the limit has a test of its own, below).
  let asked = 0
  const nextAddress = () => `10.0.0.${++asked}`
  const ask = async (request: string) => {
    const read = await anna.call('POST', '/api/passport/requests', { request }, nextAddress())
    return { status: read.statusCode, body: read.json() }
  }

  it.each([
    ['signed', {}],
    ['unsigned, where only its address is said', { unsigned: true }],
    ['without a state', { payload: { state: undefined } }],
    ['with an older name for its prefix besides', { unsigned: true, payload: { client_id_scheme: 'redirect_uri' } }],
  ] as const)('takes the honest request: %s', async (_name, changes) => {
    await takeCourse()
    const { status, body } = await ask(await openOddVerifier(changes))
    expect([status, body.answerable]).toEqual([201, true])
  })

  const odd: Record<string, Parameters<typeof openOddVerifier>[0]> = {
    'another key’s signature': { signedBy: makePeerKey('P-256') },
    'alg none': { header: { alg: 'none' } },
    'a symmetric algorithm': { header: { alg: 'HS256' } },
    'a request object of another type': { header: { typ: 'JWT' } },
    'a request object without a type': { header: { typ: undefined } },
    'another client_id outside than inside': { outer: { client_id: 'decentralized_identifier:did:web:thief.example' } },
    'a client_id of an unknown prefix': {
      outer: { client_id: 'verified_by_me:x' },
      payload: { client_id: 'verified_by_me:x' },
    },
    'a signed request of whom only the address is said': {
      outer: { client_id: 'redirect_uri:https://other.example' },
      payload: { client_id: 'redirect_uri:https://other.example' },
    },
    'an unsigned request that claims a DID': {
      unsigned: true,
      payload: { client_id: 'decentralized_identifier:did:web:x' },
    },
    'an answer to go elsewhere than the client_id says': {
      unsigned: true,
      payload: { client_id: 'redirect_uri:https://other.example/answer' },
    },
    'an older name for its prefix that says another': { unsigned: true, payload: { client_id_scheme: 'x509_san_dns' } },
    'no nonce': { payload: { nonce: undefined } },
    'a redirect_uri besides direct_post': { payload: { redirect_uri: 'https://other.example/back' } },
    'no response_uri': { payload: { response_uri: undefined } },
    'a response_uri that is no address': { payload: { response_uri: 'hello' } },
    'another response type': { payload: { response_type: 'code' } },
    'a response mode that goes through the browser': { payload: { response_mode: 'fragment' } },
    'no query': { payload: { dcql_query: undefined } },
    'an empty query': { payload: { dcql_query: { credentials: [] } } },
    'a query that names a question twice': { payload: { dcql_query: { credentials: [courseQuery, courseQuery] } } },
    'transaction data of a type it does not know': {
      payload: {
        transaction_data: [
          Buffer.from(JSON.stringify({ type: 'payment', credential_ids: ['course'] })).toString('base64url'),
        ],
      },
    },
    'a type that only an older draft allowed': {
      header: { typ: 'JWT' },
      payload: { client_id_scheme: 'did', client_metadata: undefined },
    },
    'a request object that is too old': { payload: { iat: 1_700_000_000, exp: 1_700_000_600 } },
    'a wallet_nonce that nobody gave': { payload: { wallet_nonce: 'made-up' } },
  }
  it.each(Object.entries(odd))('%s', async (_name, changes) => {
    const { status, body } = await ask(await openOddVerifier(changes))
    expect([status, body.code]).toEqual([422, 'ask-refused'])
  })

  it.each([
    ['signed', false],
    ['unsigned', true],
  ])('a request, %s, that leads elsewhere for who its sender is: nothing is fetched there', async (_name, unsigned) => {
    const request = await openOddVerifier({
      unsigned,
      older: true,
      payload: { client_metadata: undefined, client_metadata_uri: `${origin}/metadata` },
    })
    const inner = answer
    const fetched: (string | undefined)[] = []
    answer = (incoming, body, response) => {
      fetched.push(incoming.url)
      return incoming.url === '/metadata'
        ? { vp_formats_supported: { 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES256'] } } }
        : inner(incoming, body, response)
    }
    const { status, body } = await ask(request)
    expect([status, body.code]).toEqual([422, 'ask-refused'])
    expect(fetched).not.toContain('/metadata')
  })

  it('more than thirty requests a minute from one address, and says so as a problem', async () => {
    const answers = []
    for (let turn = 0; turn < 31; turn++)
      answers.push(await anna.call('POST', '/api/passport/requests', { request: 'x' }, '10.0.1.1'))
    expect(answers[29]?.statusCode).toBe(422)
    expect([answers[30]?.statusCode, answers[30]?.json().code]).toEqual([429, 'too-many-requests'])
  })

  it.each([
    ['a credential that is not there', { ...courseQuery, meta: { vct_values: ['https://other.example/pid'] } }],
    ['a claim that is not in it', { ...courseQuery, claims: [{ path: ['course'] }, { path: ['age_over_18'] }] }],
  ])('has no answer to %s, and sends none', async (_name, credential) => {
    await takeCourse()
    const { status, body } = await ask(
      await openOddVerifier({ payload: { dcql_query: { credentials: [credential] } } }),
    )
    expect([status, body.answerable, body.questions[0].answers]).toEqual([201, false, []])
  })
})

describe('the passport as a wallet', () => {
  it('takes a credential from an issuer that nobody here wrote, bound to a key of its own', async () => {
    const { issuer, read, taken } = await takeCourse()
    expect(read).toMatchObject({ way: 'code', issuerName: 'Another school' })
    expect([taken.statusCode, taken.json()]).toEqual([
      201,
      { taken: [{ id: expect.any(String), known: false }], waiting: false },
    ])
    expect(issuer.asked.form?.get('tx_code')).toBe('1234')
    expect(issuer.asked.authorization).toBe('Bearer the-token')
    const [{ id }] = taken.json().taken
    const shown = (await anna.call('GET', `/api/passport/imports/${id}`)).json()
    expect(shown).toMatchObject({ source: origin })
    expect(shown.checks.filter(({ outcome }: { outcome: string }) => outcome === 'failed')).toEqual([])
  })

  it('says in the issuer’s own words why it is not given', async () => {
    const { link } = openPeerIssuer()
    const inner = answer
    answer = (request, body, response) => {
      if (request.url !== '/token') return inner(request, body, response)
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: 'invalid_grant', error_description: 'The transaction code is wrong.' }))
      return undefined
    }
    const { token } = Offer.parse((await anna.call('POST', '/api/passport/offers', { offer: link })).json())
    const taken = await anna.call('POST', `/api/passport/offers/${token}/take`, {
      configuration: 'course',
      txCode: '1',
    })
    expect([taken.statusCode, taken.json()]).toMatchObject([
      422,
      { code: 'offer-refused', detail: 'The transaction code is wrong.' },
    ])
  })

  it('answers a verifier that nobody here wrote, with the claims that were agreed to and no other', async () => {
    await takeCourse()
    const asking = await openPeerVerifier()
    const got = await anna.call('POST', '/api/passport/requests', { request: asking.link })
    const read = Request.parse(got.json())
    const [question] = read.questions
    const [choice] = question?.answers ?? []
    expect(choice?.claims).toEqual([{ path: ['course'], value: 'Brandskydd' }])
    const refused = await anna.call('POST', `/api/passport/requests/${read.token}/answer`, {
      answers: [{ ...choice, claims: [] }],
    })
    expect(refused.json().code).toBe('consent-short')
    const answered = await anna.call('POST', `/api/passport/requests/${read.token}/answer`, {
      answers: [{ ...choice, claims: choice?.claims.map(({ path }) => path) }],
    })
    expect([answered.statusCode, answered.json()]).toEqual([201, { redirectTo: null }])
    const { presentations } = await asking.read()
    const [presented = ''] = presentations.course ?? []
    const sdJwt = new SDJwtVcInstance({
      hasher: (data, algorithm) =>
        createHash(algorithm.replace('-', ''))
          .update(typeof data === 'string' ? data : Buffer.from(data))
          .digest(),
    })
    const claims = await sdJwt.getClaims(presented)
    expect(claims).toMatchObject({ vct, course: 'Brandskydd' })
    expect(claims).not.toHaveProperty('given_name')
    expect(claims).not.toHaveProperty('grade')
    const log = (await anna.call('GET', '/api/passport/log')).json()
    expect(log.items.map(({ act }: { act: string }) => act)).toContain('presentation-answered')
  })

  it('refuses a request that somebody has changed, and one that leads into a private network', async () => {
    const asking = await openPeerVerifier()
    const inner = answer
    answer = async (request, body, response) => {
      const given = await inner(request, body, response)
      return request.url === '/request' && typeof given === 'string' ? `${given.slice(0, -4)}AAAA` : given
    }
    const changed = await anna.call('POST', '/api/passport/requests', { request: asking.link })
    expect([changed.statusCode, changed.json().code]).toEqual([422, 'ask-refused'])
    for (const address of ['http://169.254.169.254/latest', 'https://127.0.0.1/x', 'file:///etc/passwd']) {
      const query = new URLSearchParams({ client_id: 'decentralized_identifier:did:jwk:x', request_uri: address })
      const led = await anna.call('POST', '/api/passport/requests', { request: `openid4vp://?${query}` })
      expect(led.statusCode).toBe(422)
      const offered = await anna.call('POST', '/api/passport/offers', {
        offer: `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(address)}`,
      })
      expect(offered.statusCode).toBe(422)
    }
  })

  it('gives its keys to their holder in the export, answers nobody else’s requests, and keeps nothing of who left', async () => {
    await takeCourse()
    const read = await anna.call('POST', '/api/passport/requests', { request: (await openPeerVerifier()).link })
    const bo = await world.visit('Bo')
    const stolen = await bo.call('POST', `/api/passport/requests/${read.json().token}/decline`)
    expect(stolen.json().code).toBe('ask-refused')
    const exported = (await anna.call('GET', '/api/me/export')).json()
    expect(exported.keys[0].public_jwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
    })
    expect((await anna.call('DELETE', '/api/me', { confirm: 'anna@people.example' })).statusCode).toBe(200)
    const left = await world.ground.database.act(systemScope, async (work) => [
      await work.selectFrom('holder_key').select('id').execute(),
      await work.selectFrom('wallet_token').select('kind').where('holder_id', 'is not', null).execute(),
    ])
    expect(left).toEqual([[], []])
  })
})

/** A verifier by the protocol library, which signs with a did:jwk and wants its answer encrypted. */
async function openPeerVerifier() {
  const key = makePeerKey('P-256')
  const did = `did:jwk:${Buffer.from(JSON.stringify(key.jwk)).toString('base64url')}`
  const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: 'enc', use: 'enc', alg: 'ECDH-ES', kty: 'EC' }
  const privateJwk: JWK = await exportJWK(privateKey)
  const { callbacks } = makePeerWallet(world.app, [key])
  const verifier = new Openid4vpVerifier({
    callbacks: {
      ...callbacks,
      signJwt: async (_signer, { header, payload }) => ({
        jwt: signAs(key, { ...header, alg: algorithmOf(key) }, payload),
        signerJwk: key.jwk,
      }),
      decryptJwe: async (jwe) => {
        const { plaintext } = await compactDecrypt(jwe, await importJWK(privateJwk, 'ECDH-ES'))
        return { decrypted: true, decryptionJwk: jwk, payload: new TextDecoder().decode(plaintext) }
      },
    },
  })
  const requested = await verifier.createOpenId4vpAuthorizationRequest({
    authorizationRequestPayload: {
      response_type: 'vp_token',
      response_mode: 'direct_post.jwt',
      client_id: `decentralized_identifier:${did}`,
      response_uri: `${origin}/answer`,
      nonce: 'a-nonce',
      state: 'a-state',
      dcql_query: {
        credentials: [
          { id: 'course', format: 'dc+sd-jwt', meta: { vct_values: [vct] }, claims: [{ path: ['course'] }] },
        ],
      },
      client_metadata: {
        client_name: 'Another employer',
        jwks: { keys: [jwk] },
        vp_formats_supported: { 'dc+sd-jwt': { 'kb-jwt_alg_values': ['ES256'], 'sd-jwt_alg_values': ['ES256'] } },
        encrypted_response_enc_values_supported: ['A128GCM'],
      },
    },
    jar: {
      expiresInSeconds: 600,
      requestUri: `${origin}/request`,
      jwtSigner: { method: 'did', didUrl: `${did}#0`, alg: 'ES256' },
    },
  })
  let answered = ''
  answer = (request, body, response) => {
    if (request.url === '/request') {
      response.setHeader('content-type', 'application/oauth-authz-req+jwt')
      return requested.jar?.authorizationRequestJwt
    }
    if (request.url !== '/answer') return undefined
    answered = new URLSearchParams(body).get('response') ?? ''
    return {}
  }
  return {
    link: requested.authorizationRequest,
    read: async () => {
      const parsed = await verifier.parseOpenid4vpAuthorizationResponse({
        authorizationRequestPayload: requested.authorizationRequestPayload as never,
        authorizationResponse: { response: answered },
        callbacks: {
          ...callbacks,
          decryptJwe: async (jwe) => {
            const { plaintext } = await compactDecrypt(jwe, await importJWK(privateJwk, 'ECDH-ES'))
            return { decrypted: true, decryptionJwk: jwk, payload: new TextDecoder().decode(plaintext) }
          },
        },
      })
      if (parsed.type !== 'dcql') throw new Error('Not an answer to a DCQL query.')
      return z
        .object({ presentations: z.record(z.string(), z.array(z.string())) })
        .parse(JSON.parse(JSON.stringify(parsed.dcql)))
    },
  }
}
