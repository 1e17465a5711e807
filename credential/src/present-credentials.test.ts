import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { deriveCredential } from './formats/data-integrity/selective/derive-credential.ts'
import { issueCredential } from './issue-credential.ts'
import { issueSdJwtVc, issueVcJwt, presentSdJwt, signToken } from './issue-token.ts'
import type { JsonObject } from './json.ts'
import { power, secrets } from './power/node.ts'
import { composePresentation, presentAsJwt, presentCredentials } from './present-credentials.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyPresentation } from './verify-presentation.ts'

const asked = { challenge: 'c-1', domain: 'https://verifier.example' }

describe('a presentation as a JWT', () => {
  it('shows who presents, and every credential in it whatever its format', async () => {
    const holder = makeHolder()
    const token = await presentAsJwt(await composeAll(holder.did), holder, { now, ...asked })
    const { checks, credentials } = await verifyPresentation(token, options)
    expect(checks.map(({ code }) => code)).toEqual(['format-current', 'signature-valid', 'holder-valid'])
    expect(credentials.map(summarise)).toEqual([
      'data-integrity: signature-valid, issuer-controls-key, holder-valid',
      'data-integrity: signature-valid, issuer-controls-key, holder-valid',
      'vc-jwt: signature-valid, issuer-controls-key, holder-valid',
    ])
  })

  it('is read from an EnvelopedVerifiablePresentation', async () => {
    const holder = makeHolder()
    const token = await presentAsJwt(await composeAll(holder.did), holder, { now, ...asked })
    const enveloped = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: `data:application/vp+jwt,${token}`,
      type: 'EnvelopedVerifiablePresentation',
    }
    expect(await codesOf(enveloped)).toEqual(['format-current', 'signature-valid', 'holder-valid'])
  })

  const twins: readonly (readonly [string, Partial<Twin>, string])[] = [
    ['another challenge', { asked: { ...asked, challenge: 'c-2' } }, 'holder-challenge-wrong'],
    ['another domain', { asked: { ...asked, domain: 'https://other.example' } }, 'holder-challenge-wrong'],
    ['no challenge at all', { payload: { nonce: '' } }, 'holder-challenge-wrong'],
    ['a holder who does not sign', { payload: { holder: 'did:web:other.example' } }, 'holder-invalid'],
    ['a time that has passed', { payload: { exp: 1_760_000_000 } }, 'proof-expired'],
    ['a time to come', { payload: { iat: 1_900_000_000 } }, 'proof-created-later'],
    ['a time that is none', { payload: { exp: 'never' } }, 'signature-malformed'],
    ['one letter changed', { tamper: true }, 'signature-invalid'],
  ]
  for (const [what, twin, code] of twins)
    it(`is not believed with ${what}: ${code}`, async () => {
      expect(await codesOfTwin({})).not.toContain(code)
      expect(await codesOfTwin(twin)).toContain(code)
    })

  it('is signed by the holder that it names, and only once', async () => {
    const holder = makeHolder()
    const presentation = await composeAll(makeHolder().did)
    await expect(presentAsJwt(presentation, holder, { now, ...asked })).rejects.toMatchObject({
      code: 'signer-mismatch',
    })
    await expect(presentAsJwt({ ...presentation, proof: [] }, holder, { now })).rejects.toMatchObject({
      code: 'already-signed',
    })
    await expect(presentAsJwt({ ...presentation, type: ['Other'] }, holder, { now })).rejects.toMatchObject({
      code: 'data-model-broken',
    })
  })

  it('of VC 1.1, with its credentials as tokens, is read too', async () => {
    const holder = makeHolder()
    const issuer = makeTokenSigner()
    const vc = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiableCredential'],
      credentialSubject: { id: holder.did },
    }
    const credential = await signToken(
      { typ: 'JWT' },
      { iss: issuer.did, sub: holder.did, nbf: 1_760_000_000, vc },
      issuer,
    )
    const vp = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiablePresentation'],
      verifiableCredential: [credential],
    }
    const old = { iss: holder.did, nonce: asked.challenge, aud: asked.domain, vp }
    const { checks, credentials } = await verifyPresentation(await signToken({ typ: 'JWT' }, old, holder), options)
    expect(checks.map(({ code }) => code)).toEqual(['format-current', 'signature-valid', 'holder-valid'])
    expect(credentials.map(summarise)).toEqual(['vc-jwt: signature-valid, issuer-controls-key, holder-valid'])
    const other = await signToken({ typ: 'JWT' }, { ...old, iss: issuer.did }, holder)
    expect(await codesOf(other)).toContain('holder-invalid')
  })
})

describe('a presentation with a proof', () => {
  it('holds tokens and objects alike', async () => {
    const signer = makeSigner()
    const signed = await presentCredentials(await composeAll(signer.did), signer, { now, power, ...asked })
    const { checks, credentials } = await verifyPresentation(signed, options)
    expect(checks.map(({ code }) => code)).toEqual(['format-current', 'signature-valid', 'holder-valid'])
    expect(credentials.map(summarise)).toHaveLength(3)
  })

  it('says of a credential when it is about somebody else, or about nobody who can be named', async () => {
    const signer = makeSigner()
    const other = await composeAll(makeSigner().did)
    const signed = await presentCredentials({ ...other, holder: signer.did }, signer, { now, power, ...asked })
    expect((await verifyPresentation(signed, options)).credentials.map(summarise)).toEqual([
      'data-integrity: signature-valid, issuer-controls-key, holder-unproven',
      'data-integrity: signature-valid, issuer-controls-key, holder-unproven',
      'vc-jwt: signature-valid, issuer-controls-key, holder-unproven',
    ])
    const issuer = makeSigner()
    const nobodys = await issueCredential(makeBadge(issuer.did), issuer, { now, power })
    const shown = composePresentation({ holder: signer.did, credentials: [nobodys] })
    const presented = await presentCredentials(shown, signer, { now, power, ...asked })
    expect((await verifyPresentation(presented, options)).credentials.map(summarise)).toEqual([
      'data-integrity: signature-valid, issuer-controls-key, holder-not-bound',
    ])
  })

  it('proves nothing about the holder when nobody signed it', async () => {
    const { checks, credentials } = await verifyPresentation(await composeAll(makeSigner().did), options)
    expect(checks.map(({ code }) => code)).toEqual(['format-current', 'holder-unsigned'])
    expect(credentials.map(summarise)).toContain('vc-jwt: signature-valid, issuer-controls-key, holder-unproven')
  })
})

describe('an SD-JWT that its holder shows', () => {
  it('presents itself', async () => {
    expect(await codesOf(await makeSdJwt(asked.challenge))).toEqual([
      'format-current',
      'signature-valid',
      'holder-valid',
    ])
    expect(await codesOf(await makeSdJwt('c-2'))).toContain('holder-challenge-wrong')
  })
})

describe('what is no presentation', () => {
  for (const [what, input] of [
    ['an empty text', ''],
    ['a text', 'hello'],
    ['an empty object', {}],
    ['a credential', makeBadge('did:web:issuer.example')],
    ['an envelope with nothing in it', { type: 'EnvelopedVerifiablePresentation', id: 'data:application/vp+jwt,' }],
  ] as const)
    it(`is refused: ${what}`, async () => {
      expect(await codesOf(input)).toContain('format-invalid')
    })
})

const options = { now, power, loadResource: serve({}), asked }

type Twin = { asked: typeof asked; payload: JsonObject; tamper: boolean }

async function codesOfTwin({ asked: request = asked, payload = {}, tamper = false }: Partial<Twin>) {
  const holder = makeHolder()
  const presentation = await composeAll(holder.did)
  const claims = { ...presentation, nonce: asked.challenge, aud: asked.domain, ...payload }
  const token = await signToken({ typ: 'vp+jwt' }, claims, holder)
  const [header, body = '', signature] = token.split('.')
  const other = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), id: 'urn:x:y' }))
  const text = tamper ? [header, other.toString('base64url'), signature].join('.') : token
  return (await verifyPresentation(text, { ...options, asked: request })).checks.map(({ code }) => code)
}

async function composeAll(holder: string): Promise<JsonObject> {
  const makeAbout = (did: string): JsonObject => {
    const badge = makeBadge(did)
    return { ...badge, credentialSubject: { ...(badge.credentialSubject as JsonObject), id: holder } }
  }
  const whole = makeSigner()
  const parts = makeSigner({ type: 'P-256', cryptosuite: 'ecdsa-sd-2023' })
  const token = makeTokenSigner()
  const base = await issueCredential(makeAbout(parts.did), parts, {
    now,
    power,
    selective: { mandatoryPointers: ['/issuer', '/validFrom', '/credentialSubject/id'], secrets },
  })
  return composePresentation({
    holder,
    credentials: [
      await issueCredential(makeAbout(whole.did), whole, { now, power }),
      await deriveCredential(base, { selectivePointers: ['/name'], power }),
      await issueVcJwt(makeAbout(token.did), token),
    ],
  })
}

async function makeSdJwt(challenge: string): Promise<string> {
  const issuer = makeTokenSigner()
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const sdJwt = await issueSdJwtVc({ vct: 'https://issuer.example/merit', iss: issuer.did, merit: 'Svets' }, issuer, {
    power,
    randomBytes,
    selective: ['merit'],
    holderKey: { kty, crv, x, y },
  })
  const holder = {
    algorithm: 'ES256',
    sign: (bytes: Uint8Array) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  } as const
  return presentSdJwt(sdJwt, ['merit'], holder, { now, challenge, audience: asked.domain, power })
}

function makeTokenSigner() {
  const { did, verificationMethod, sign: signBytes } = makeSigner()
  return { did, verificationMethod, algorithm: 'EdDSA' as const, sign: signBytes }
}

const makeHolder = makeTokenSigner

const codesOf = async (input: JsonObject | string) =>
  (await verifyPresentation(input, options)).checks.map(({ code }) => code)

function summarise(one: Awaited<ReturnType<typeof verifyPresentation>>['credentials'][number]): string {
  if (!('report' in one)) return one.code
  const { format, checks } = one.report
  const shown = checks.filter(({ name }) => name === 'signature' || name === 'issuer' || name === 'holder')
  return `${format}: ${shown.map(({ code }) => code).join(', ')}`
}
