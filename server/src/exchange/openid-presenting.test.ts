import { createHash } from 'node:crypto'
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
    expect(body.shown[0].transparency.holder ?? body.shown[0].transparency).toBeDefined()
  })
})
