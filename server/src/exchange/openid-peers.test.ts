import { makeFetchGuarded } from '@bricka/credential/power/fetch-guarded'
import { generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { judgeAsOthers } from '../testing/judge-as-others.ts'
import { openOauthWallet } from '../testing/oauth-wallet.ts'
import { openIssuerPeer, peerConfigurations, peerType } from '../testing/open-issuer-peer.ts'
import { openOutsideWorld } from '../testing/open-outside-world.ts'
import { facts, type Visitor } from '../testing/open-test-world.ts'
import { openVerifierPeer } from '../testing/open-verifier-peer.ts'
import { presentByOthers } from '../testing/present-by-others.ts'
import { takeWithSphereon } from '../testing/sphereon-wallet.ts'
import { makePeerKey } from '../testing/wallet-peer.ts'
import { verifyText } from '../verifying/verify-text.ts'
import type { WalletOfferView } from './make-wallet-offer.ts'
import { configurationIds } from './openid-configurations.ts'

let world: Awaited<ReturnType<typeof openOutsideWorld>>
let anna: Visitor
let credentialId: string
let company: string
let employer: Visitor

beforeAll(async () => {
  world = await openOutsideWorld()
  const founder = await world.visit('Founder')
  const school = await world.register(founder, 'skolan')
  const teacher = await world.visit('Teacher', { [school]: ['representative'] })
  const merit = await world.publish(teacher, school)
  anna = await world.visit('Anna')
  const made = await teacher.call('POST', '/api/credentials', {
    organisationId: school,
    meritId: merit,
    recipient: { name: 'Anna Berg', email: 'anna@people.example' },
    facts,
    key: 'one',
  })
  credentialId = z.object({ credentialId: z.string() }).parse(made.json()).credentialId
  company = await world.register(founder, 'firman', { kind: 'employer' })
  employer = await world.visit('Employer', { [company]: ['reader'] })
})
afterAll(() => world.close())

async function offer(way = 'code'): Promise<WalletOfferView> {
  const made = await anna.call('POST', `/api/passport/credentials/${credentialId}/wallet-offers`, { way })
  if (made.statusCode !== 201) throw new Error(made.body)
  return made.json()
}

/** The holder at the issuer's page: one of their merits, or none; and where the wallet is sent with that. */
const agree = (decision: string | null) => async (page: URL) => {
  const asked = await world.app.inject({ url: `${page.pathname}${page.search}` })
  const token = String(asked.headers.location).split('/').at(-1)
  const decided = await anna.call('POST', `/api/passport/authorizations/${token}`, { credentialId: decision })
  return new URL(decided.json().redirectTo)
}

const failedOf = async (credential: unknown) => {
  const text = typeof credential === 'string' ? credential : JSON.stringify(credential)
  const { checks } = await verifyText(world.ground, text)
  expect(checks.map(({ code }) => code)).toEqual(expect.arrayContaining(['signature-valid', 'status-good']))
  return checks.filter(({ outcome }) => outcome === 'failed').map(({ code }) => code)
}

const Checks = z.array(z.looseObject({ code: z.string(), outcome: z.string() }))
const Understood = z.looseObject({
  token: z.string(),
  proof: z.string(),
  questions: z.array(
    z.looseObject({
      answers: z.array(z.looseObject({ claims: z.array(z.looseObject({ path: z.array(z.unknown()) })) })),
    }),
  ),
})
const Made = z.object({ id: z.string(), secret: z.string(), link: z.string() })
const Seen = z.looseObject({
  state: z.string(),
  shown: z.array(z.looseObject({ checks: Checks, unasked: z.array(z.unknown()) })),
})
const Details = z.array(z.looseObject({ credential_identifiers: z.array(z.string()).min(1) }))

describe('a wallet out of a certified OAuth client', () => {
  it.each(configurationIds)('takes %s with a code that was told apart from the offer', async (id) => {
    const { link, txCode } = await offer()
    const wallet = await openOauthWallet(link)
    const access = await wallet.redeem(txCode ?? '')
    const { credential, told } = await wallet.ask(access, { credential_configuration_id: id })
    expect(told).toBe(204)
    expect(await failedOf(credential)).toEqual([])
    await judgeAsOthers(credential)
  })

  it('finds that others refuse what was changed on the way', async () => {
    for (const id of configurationIds) {
      const { link, txCode } = await offer()
      const wallet = await openOauthWallet(link)
      const { credential } = await wallet.ask(await wallet.redeem(txCode ?? ''), { credential_configuration_id: id })
      const changed = typeof credential === 'string' ? credential.replace('.ey', '.eX') : { ...credential, name: 'x' }
      await expect(judgeAsOthers(changed)).rejects.toThrow()
    }
  })

  it('is refused with another code', async () => {
    const { link, txCode } = await offer()
    const wallet = await openOauthWallet(link)
    const wrong = String((Number(txCode) + 1) % 1_000_000).padStart(6, '0')
    await expect(wallet.redeem(wrong)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 })
  })

  it.each(configurationIds)('takes %s with a log-in, asked for by its scope', async (id) => {
    const wallet = await openOauthWallet((await offer('log-in')).link)
    const access = await wallet.logIn(
      { scope: wallet.metadata.credential_configurations_supported[id]?.scope ?? '' },
      agree(credentialId),
    )
    const { credential } = await wallet.ask(access.access_token, { credential_configuration_id: id })
    expect(await failedOf(credential)).toEqual([])
  })

  it('takes it by the identifier that it was given, where it asked for details', async () => {
    const wallet = await openOauthWallet((await offer('log-in')).link)
    const details = [{ type: 'openid_credential', credential_configuration_id: 'open-badge-ldp' }]
    const access = await wallet.logIn({ authorization_details: JSON.stringify(details) }, agree(credentialId))
    const [given] = Details.parse(access.authorization_details)
    const { credential } = await wallet.ask(access.access_token, {
      credential_identifier: given?.credential_identifiers[0],
    })
    expect(await failedOf(credential)).toEqual([])
  })

  it('understands a no, and that an answer is from another issuer than was asked', async () => {
    const wallet = await openOauthWallet((await offer('log-in')).link)
    const scope = 'open-badge-jwt'
    await expect(wallet.logIn({ scope }, agree(null))).rejects.toMatchObject({ error: 'access_denied' })
    const mixed = async (page: URL) => {
      const back = await agree(credentialId)(page)
      back.searchParams.set('iss', `${world.origin}/openid/annan`)
      return back
    }
    await expect(wallet.logIn({ scope }, mixed)).rejects.toMatchObject({
      cause: { message: 'unexpected "iss" (issuer) response parameter value' },
    })
  })
})

describe('Sphereon’s wallet client', () => {
  it.each(configurationIds)('takes %s with a code that was told apart from the offer', async (id) => {
    const { link, txCode } = await offer()
    const { credential, metadata } = await takeWithSphereon(link, id, { txCode: txCode ?? '' })
    expect(metadata.authorizationServerMetadata?.issuer).toBe(`${world.origin}/openid/skolan`)
    expect(await failedOf(credential)).toEqual([])
    await judgeAsOthers(credential)
  })

  it.each(configurationIds)('takes %s with a log-in', async (id) => {
    const { link } = await offer('log-in')
    const { credential } = await takeWithSphereon(link, id, { decide: agree(credentialId) })
    expect(await failedOf(credential)).toEqual([])
  })

  it('is given nothing with another code, or by another key than its proof names', async () => {
    const wrong = await offer()
    const txCode = String((Number(wrong.txCode) + 1) % 1_000_000).padStart(6, '0')
    await expect(takeWithSphereon(wrong.link, 'open-badge-jwt', { txCode })).rejects.toThrow(/status: 400/)
    const right = await offer()
    const mixed = { jwk: makePeerKey().jwk, privateKey: makePeerKey().privateKey }
    await expect(takeWithSphereon(right.link, 'open-badge-jwt', { txCode: right.txCode ?? '' }, mixed)).rejects.toThrow(
      /credential .* failed with status: 400/,
    )
  })
})

describe('an issuer on a certified authorisation server, with the passport as the wallet', () => {
  let issuer: Awaited<ReturnType<typeof openIssuerPeer>>
  beforeAll(async () => {
    issuer = await openIssuerPeer(world.origin)
    world.ground.fetchGuarded = makeFetchGuarded({ allowedOrigins: [issuer.origin] })
  })
  afterAll(() => issuer.close())

  const take = async (link: string, configuration: string, txCode: string) => {
    const read = await anna.call('POST', '/api/passport/offers', { offer: link })
    expect(read.json()).toMatchObject({ issuerName: 'Another school', way: 'code', codeLength: 4 })
    return anna.call('POST', `/api/passport/offers/${read.json().token}/take`, { configuration, txCode })
  }

  it.each(peerConfigurations)('gives %s, which lies in the passport and is good in every check', async (form) => {
    const { link, txCode } = issuer.offer(form)
    const taken = await take(link, form, txCode)
    expect([taken.statusCode, taken.json()]).toMatchObject([201, { taken: [{ known: false }], waiting: false }])
    const shown = (await anna.call('GET', `/api/passport/imports/${taken.json().taken[0].id}`)).json()
    expect(shown.source).toBe(issuer.origin)
    const checks = Checks.parse(shown.checks)
    expect(checks.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(checks.map(({ code }) => code)).toContain('signature-valid')
  })

  it('is not asked twice with one code, and its no is told', async () => {
    const { link, txCode } = issuer.offer('badge-jwt')
    expect((await take(link, 'badge-jwt', txCode)).statusCode).toBe(201)
    const again = await take(link, 'badge-jwt', txCode)
    expect([again.statusCode, again.json().code]).toEqual([422, 'offer-refused'])
  })

  const begin = async (form: (typeof peerConfigurations)[number]) => {
    const read = await anna.call('POST', '/api/passport/offers', { offer: issuer.offerLogIn(form) })
    expect(read.json()).toMatchObject({ issuerName: 'Another school', way: 'log-in' })
    const begun = await anna.call('POST', `/api/passport/offers/${read.json().token}/log-in`, { configuration: form })
    const back = await issuer.logIn(z.object({ redirectTo: z.string() }).parse(begun.json()).redirectTo)
    expect(`${back.origin}${back.pathname}`).toBe(`${world.origin}/passport/wallet/back`)
    return back.searchParams
  }
  const finish = async (query: URLSearchParams, as = anna) => {
    const taken = await as.call('POST', '/api/passport/offers/logged-in', { query: query.toString() })
    return { status: taken.statusCode, body: taken.json() }
  }

  it.each(peerConfigurations)('gives %s to whoever logs in there, with PKCE', async (form) => {
    const { status, body } = await finish(await begin(form))
    expect([status, body]).toMatchObject([201, { taken: [{ known: false }] }])
    const shown = (await anna.call('GET', `/api/passport/imports/${body.taken[0].id}`)).json()
    expect(Checks.parse(shown.checks).filter(({ outcome }) => outcome === 'failed')).toEqual([])
  })

  it.each(['code', 'log-in'])('gives no more than our own issuer does, by %s', async (way) => {
    world.ground.fetchGuarded = makeFetchGuarded({ allowedOrigins: [world.origin] })
    const { link, txCode } = await offer(way)
    const { token } = (await anna.call('POST', '/api/passport/offers', { offer: link })).json()
    const configuration = 'micro-credential-sd-jwt'
    const path = `/api/passport/offers/${token}`
    const chosen = { configuration, ...(txCode !== null && { txCode }) }
    const begun = () => anna.call('POST', `${path}/log-in`, { configuration })
    const taken =
      way === 'code'
        ? await anna.call('POST', `${path}/take`, chosen)
        : await anna.call('POST', '/api/passport/offers/logged-in', {
            query: (await agree(credentialId)(new URL((await begun()).json().redirectTo))).search.slice(1),
          })
    world.ground.fetchGuarded = makeFetchGuarded({ allowedOrigins: [issuer.origin] })
    expect([taken.statusCode, taken.json()]).toMatchObject([201, { waiting: false }])
  })

  it('is believed once, by whoever began, and in its own name', async () => {
    const refused = { status: 422, body: { code: 'offer-refused' } }
    const bo = await world.visit('Bo')
    const query = await begin('badge-jwt')
    expect(await finish(query, bo)).toMatchObject(refused)
    expect((await finish(query)).status).toBe(201)
    expect(await finish(query)).toMatchObject(refused)
    for (const change of [['iss', 'https://thief.example'], ['iss'], ['code', 'made-up'], ['code'], ['state']]) {
      const [name = '', value] = change
      const odd = await begin('badge-jwt')
      if (value === undefined) odd.delete(name)
      else odd.set(name, value)
      expect(await finish(odd), change.join()).toMatchObject(refused)
    }
    issuer.refuseLogIns(true)
    expect(await finish(await begin('badge-jwt'))).toMatchObject(refused)
    issuer.refuseLogIns(false)
  })

  it('lets a verifier by Digital Bazaar’s library see what the holder agrees to, bound and encrypted, and nothing else', async () => {
    const verifier = await openVerifierPeer()
    world.ground.fetchGuarded = makeFetchGuarded({ allowedOrigins: [issuer.origin, verifier.origin] })
    const { link, txCode } = issuer.offer('course-sd-jwt')
    expect((await take(link, 'course-sd-jwt', txCode)).statusCode).toBe(201)
    const request = await verifier.ask({ type: peerType, course: '' })
    const understood = await anna.call('POST', '/api/passport/requests', { request })
    expect(understood.json()).toMatchObject({ answerable: true })
    const { token, proof, questions } = Understood.parse(understood.json())
    expect(proof).toBe('address')
    const [answer] = questions[0]?.answers ?? []
    const answered = await anna.call('POST', `/api/passport/requests/${token}/answer`, {
      answers: [{ ...answer, claims: answer?.claims.map(({ path }) => path) }],
    })
    expect(answered.statusCode).toBe(201)
    const [course, ...more] = await verifier.read()
    expect(more).toEqual([])
    expect(course).toMatchObject({ vct: peerType, course: 'Brandskydd' })
    expect(course).not.toHaveProperty('given_name')
    expect(course).not.toHaveProperty('grade')
    await expect(verifier.read('another nonce')).rejects.toThrow(/nonce/i)
    await verifier.close()
  })
})

describe('a wallet of others’ libraries that is asked by an employer', () => {
  const hold = async (ids: readonly string[]) => {
    const held = []
    for (const id of ids) {
      const { link, txCode } = await offer()
      const wallet = await openOauthWallet(link)
      const what = { credential_configuration_id: id }
      const { credential, privateKey } = await wallet.ask(await wallet.redeem(txCode ?? ''), what)
      held.push({ sdJwt: String(credential), privateKey })
    }
    return held
  }
  const ask = async () => {
    const made = await employer.call('POST', '/api/presentation-requests', {
      organisationId: company,
      verifier: 'Firman',
      purpose: 'Anställning',
      claims: ['holder', 'title'],
    })
    return Made.parse(made.json())
  }
  const see = async ({ id, secret }: z.infer<typeof Made>) => {
    const url = `/api/presentation-requests/${id}`
    return Seen.parse((await world.app.inject({ url, headers: { 'x-request-secret': secret } })).json())
  }

  it.each([
    ['the one form', ['learning-credential-sd-jwt']],
    ['the other', ['micro-credential-sd-jwt']],
    ['one of both', ['learning-credential-sd-jwt', 'micro-credential-sd-jwt']],
  ])('shows %s, bound and encrypted, with the claims that were asked for and no other', async (_name, ids) => {
    const asked = await ask()
    const answered = await presentByOthers(asked.link, await hold(ids))
    expect(answered.status).toBe(200)
    const { state, shown } = await see(asked)
    expect([state, shown.length, shown[0]?.unasked]).toEqual(['answered', 1, []])
    expect(shown[0]?.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(shown[0]?.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['signature-valid', 'holder-valid']),
    )
  })

  it('is refused where it binds with another key', async () => {
    const [held] = await hold(['micro-credential-sd-jwt'])
    const { privateKey } = await generateKeyPair('ES256')
    const asked = await ask()
    const answered = await presentByOthers(asked.link, [{ sdJwt: held?.sdJwt ?? '', privateKey }])
    expect(answered.status).toBe(400)
    expect(await see(asked)).toMatchObject({ state: 'open', shown: [] })
  })
})
