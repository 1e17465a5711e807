import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../encode-base.ts'
import {
  issueSdJwtVc,
  issueTokenStatusList,
  issueVcJwt,
  presentSdJwt,
  signToken,
  type TokenSigner,
} from '../issue-token.ts'
import type { JsonObject } from '../json.ts'
import { power } from '../power/node.ts'
import { readCredential } from '../read-credential.ts'
import { makeBadge, makeSigner, now, serve } from '../testing/test-world.ts'
import { verifyCredential } from '../verify-credential.ts'

const algorithms = { EdDSA: 'Ed25519', ES256: 'P-256', ES384: 'P-384' } as const

describe('a credential as a JWT', () => {
  for (const algorithm of ['EdDSA', 'ES256', 'ES384'] as const)
    it(`holds with ${algorithm}, and not when a letter is changed or another signs`, async () => {
      const signer = makeTokenSigner(algorithm)
      const token = await issueVcJwt(makeBadge(signer.did), signer)
      expect(await codesOf(token)).toMatchObject({
        format: 'format-current',
        signature: 'signature-valid',
        issuer: 'issuer-controls-key',
        validity: 'valid-now',
      })
      const changed = swapPayload(token, (payload) => ({ ...payload, name: 'x' }))
      expect(await codesOf(changed)).toMatchObject({ signature: 'signature-invalid' })
      const forged = await signToken({ typ: 'vc+jwt' }, { ...makeBadge(signer.did) }, makeTokenSigner(algorithm))
      expect(await codesOf(forged)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-not-controller' })
    })

  it('is read from an EnvelopedVerifiableCredential', async () => {
    const signer = makeTokenSigner()
    const token = await issueVcJwt(makeBadge(signer.did), signer)
    const enveloped = {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id: `data:application/vc+jwt,${token}`,
      type: 'EnvelopedVerifiableCredential',
    }
    expect(await codesOf(JSON.stringify(enveloped))).toMatchObject({ signature: 'signature-valid' })
  })

  it('of VC 1.1 is read with its registered claims, and said to be old', async () => {
    const signer = makeTokenSigner()
    const vc = {
      '@context': ['https://www.w3.org/2018/credentials/v1'],
      type: ['VerifiableCredential'],
      credentialSubject: { id: 'did:example:a' },
    }
    const payload = { iss: signer.did, sub: 'did:example:a', nbf: 1_760_000_000, exp: 1_800_000_000, vc }
    expect(await codesOf(await signToken({ typ: 'JWT' }, payload, signer))).toMatchObject({
      format: 'format-old',
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
      validity: 'valid-now',
    })
    expect(await codesOf(await signToken({}, { ...payload, exp: 1_760_000_001 }, signer))).toMatchObject({
      validity: 'expired',
    })
    expect(await codesOf(await signToken({}, { ...payload, sub: 'did:example:b' }, signer))).toMatchObject({
      signature: 'signature-malformed',
    })
    const lying = { ...payload, vc: { ...vc, issuer: 'did:web:other.example' } }
    expect(await codesOf(await signToken({}, lying, signer))).toMatchObject({ signature: 'signature-malformed' })
  })

  it('with a time that no calendar has is judged, and stops nobody from judging it', async () => {
    const signer = makeTokenSigner()
    const { validFrom: _from, ...badge } = makeBadge(signer.did)
    const vc = { ...badge, '@context': ['https://www.w3.org/2018/credentials/v1'] }
    for (const iat of [-1e20, 1e20, 1e300]) {
      const current = await signToken({ typ: 'vc+jwt' }, { ...badge, iat }, signer)
      expect(await codesOf(current)).toMatchObject({ signature: iat < 0 ? 'signature-valid' : 'proof-created-later' })
      const old = await signToken({ typ: 'JWT' }, { iss: signer.did, iat, vc }, signer)
      expect(await codesOf(old)).toMatchObject({ format: 'format-invalid' })
      const claims = { vct: 'https://issuer.example/merit', iss: signer.did, iat }
      const sdJwt = `${await signToken({ typ: 'dc+sd-jwt' }, claims, signer)}~`
      expect(await codesOf(sdJwt)).toMatchObject({ signature: 'signature-valid', validity: 'validity-malformed' })
    }
  })

  it('with its key in its own header is nobody’s in particular', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const signer: TokenSigner = {
      verificationMethod: '',
      algorithm: 'EdDSA',
      sign: (bytes) => sign(null, bytes, privateKey),
    }
    const jwk = publicKey.export({ format: 'jwk' })
    const token = await signToken(
      { kid: 1, jwk: { kty: 'OKP', crv: 'Ed25519', x: jwk.x ?? '' } },
      makeBadge('https://issuer.example'),
      signer,
    )
    expect(await codesOf(token)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-key-unproven' })
  })

  it('is verified by a did:jwk’s own key, and by no other', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const did = `did:jwk:${encodeBase64Url(Buffer.from(JSON.stringify(publicKey.export({ format: 'jwk' }))))}`
    const signer: TokenSigner = {
      verificationMethod: `${did}#0`,
      algorithm: 'ES256',
      sign: (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    }
    expect(await codesOf(await issueVcJwt(makeBadge(did), signer))).toMatchObject({
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
    })
    expect(
      await codesOf(await issueVcJwt(makeBadge(did), { ...makeTokenSigner('ES256'), verificationMethod: `${did}#0` })),
    ).toMatchObject({ signature: 'signature-invalid' })
  })
})

describe('a credential whose holder shows parts (SD-JWT VC)', () => {
  it('says what is shown and nothing of the rest', async () => {
    const { shown } = await makeShown(['given_name'])
    const { credential, checks } = await verify(shown)
    expect(credential.credentialSubject).toEqual({ merit: 'Fibersvetsning', given_name: 'Aino' })
    expect(checks).toMatchObject({
      format: 'format-current',
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
      holder: 'holder-valid',
    })
  })

  it('is not believed for another request, audience, holder or content', async () => {
    const { shown, holder, sdJwt } = await makeShown(['given_name'])
    expect((await verify(shown, { challenge: 'other', domain: 'https://verifier.example' })).checks).toMatchObject({
      holder: 'holder-challenge-wrong',
    })
    expect((await verify(shown, { challenge: 'n-1', domain: 'https://other.example' })).checks).toMatchObject({
      holder: 'holder-challenge-wrong',
    })
    expect((await verify(sdJwt)).checks).toMatchObject({ holder: 'holder-unproven' })
    const thief = await presentSdJwt(sdJwt, ['given_name'], makeTokenSigner('ES256'), binding)
    expect((await verify(thief)).checks).toMatchObject({ holder: 'holder-invalid' })
    const all = await presentSdJwt(sdJwt, ['given_name', 'family_name'], holder, binding)
    const keyBinding = shown.slice(shown.lastIndexOf('~'))
    expect((await verify(all.slice(0, all.lastIndexOf('~')) + keyBinding)).checks).toMatchObject({
      holder: 'holder-invalid',
    })
  })

  it('is refused with a part that the issuer never signed, or the same part twice', async () => {
    const { sdJwt } = await makeShown([])
    const foreign = encodeBase64Url(Buffer.from(JSON.stringify(['salt', 'degree', 'PhD'])))
    expect((await verify(`${sdJwt}${foreign}~`)).checks).toMatchObject({ signature: 'signature-malformed' })
    const part = sdJwt.split('~')[1]
    expect((await verify(`${sdJwt}${part}~`)).checks).toMatchObject({ signature: 'signature-malformed' })
  })

  it('is refused with a changed payload', async () => {
    const { sdJwt } = await makeShown([])
    const [token = '', ...rest] = sdJwt.split('~')
    const changed = [swapPayload(token, (payload) => ({ ...payload, merit: 'x' })), ...rest].join('~')
    expect((await verify(changed)).checks).toMatchObject({ signature: 'signature-invalid' })
  })
})

describe('a token status list', () => {
  const url = 'https://issuer.example/token-status/1'
  const cases: readonly (readonly [
    string,
    {
      value?: number
      idx?: number
      listNow?: string
      until?: string
      byOther?: boolean
      away?: boolean
      typ?: string
      tamper?: boolean
      sub?: string
      size?: number
    },
    string,
  ])[] = [
    ['is clear', {}, 'status-good'],
    ['says invalid', { value: 1 }, 'status-revoked'],
    ['says suspended', { value: 2 }, 'status-suspended'],
    ['says something of its own', { value: 3 }, 'status-purpose-unknown'],
    ['is away', { away: true }, 'status-list-away'],
    ['has expired', { until: '2026-11-01T00:00:00Z' }, 'status-list-expired'],
    ['comes from the future', { listNow: '2026-12-01T00:00:00Z' }, 'status-list-not-yet-valid'],
    ['ends before the index', { idx: 5_000_000 }, 'status-index-outside'],
    ['is signed by someone else', { byOther: true }, 'status-list-other-issuer'],
    ['has been changed after signing', { tamper: true }, 'status-list-tampered'],
    ['says it belongs elsewhere', { sub: 'https://issuer.example/token-status/2' }, 'status-list-type-wrong'],
    ['opens to a bomb', { size: 3_000_000 }, 'status-list-too-large'],
    ['is a token of another type', { typ: 'JWT' }, 'status-list-type-wrong'],
  ]
  for (const [what, flaw, expected] of cases)
    it(`that ${what}: ${expected}`, async () => {
      const signer = makeTokenSigner()
      const listSigner = flaw.byOther ? makeTokenSigner() : signer
      const entries = new Uint8Array(flaw.size ?? 32_768)
      entries[250] = (flaw.value ?? 0) << 6
      const list = flaw.typ
        ? await signToken(
            { typ: flaw.typ },
            { sub: url, iat: 1_760_000_000, status_list: { bits: 2, lst: encodeBase64Url(deflateSync(entries)) } },
            listSigner,
          )
        : await issueTokenStatusList(
            {
              url: flaw.sub ?? url,
              entries,
              bits: 2,
              now: flaw.listNow ?? '2026-11-01T00:00:00Z',
              validUntil: flaw.until ?? '2026-12-30T00:00:00Z',
              ttlSeconds: 300,
            },
            listSigner,
            power,
          )
      const status = { status_list: { idx: flaw.idx ?? 1003, uri: url } }
      const sdJwt = await issueSdJwtVc(
        { vct: 'https://issuer.example/merit', iss: signer.did, iat: 1_760_000_000, status },
        signer,
        { power, randomBytes, selective: [] },
      )
      expect(
        (
          await verify(
            sdJwt,
            undefined,
            flaw.away ? {} : { [url]: flaw.tamper ? swapPayload(list, (payload) => ({ ...payload, ttl: 1 })) : list },
          )
        ).checks,
      ).toMatchObject({
        status: expected,
      })
    })
})

describe('what an SD-JWT shows', () => {
  const show = async (payload: JsonObject, parts: readonly (readonly [string, JsonObject[string]])[]) => {
    const signer = makeTokenSigner()
    const texts = parts.map(([name, value]) =>
      Buffer.from(JSON.stringify(['AAAAAAAAAAAAAAAAAAAAAA', name, value])).toString('base64url'),
    )
    const claims = { vct: 'https://issuer.example/merit', iss: signer.did, iat: 1_760_000_000, ...payload }
    const digests = texts.map((text) => power.sha256Base64Url(text))
    const token = await signToken({ typ: 'dc+sd-jwt' }, { ...claims, _sd: digests }, signer)
    return verify([token, ...texts, ''].join('~'))
  }

  it('stands in its place, whatever letters and names it has', async () => {
    const proto: JsonObject = JSON.parse('{"__proto__": {"role": "admin"}, "constructor": 1}')
    const { credential, checks } = await show({ _sd_alg: 'sha-256', plain: proto }, [
      ['namn', 'Åsa Öberg 🜨'],
      ['__proto__', { role: 'admin' }],
    ])
    expect(checks).toMatchObject({ signature: 'signature-valid', format: 'format-current' })
    const wanted =
      '{"plain":{"__proto__":{"role":"admin"},"constructor":1},"namn":"Åsa Öberg 🜨","__proto__":{"role":"admin"}}'
    expect(JSON.stringify(credential.credentialSubject)).toBe(wanted)
  })

  it('does not come over what stands there already', async () => {
    for (const [name, payload] of [
      ['merit', { merit: 'Fibersvetsning' }],
      ['_sd_alg', { _sd_alg: 'sha-256' }],
      ['iss', {}],
    ] as const)
      expect((await show(payload, [[name, 'other']])).checks).toMatchObject({ signature: 'signature-malformed' })
    const twice = await show({}, [
      ['merit', 'Fibersvetsning'],
      ['merit', 'other'],
    ])
    expect(twice.checks).toMatchObject({ signature: 'signature-malformed' })
  })

  it('says nothing of how it is hashed', async () => {
    const { credential, checks } = await show({}, [['_sd_alg', 'sha-256']])
    expect(checks).toMatchObject({ signature: 'signature-valid' })
    expect(credential.credentialSubject).toEqual({})
  })
})

const binding = { now, challenge: 'n-1', audience: 'https://verifier.example', power }

async function makeShown(names: readonly string[]) {
  const issuer = makeTokenSigner()
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const holder: TokenSigner = {
    verificationMethod: '',
    algorithm: 'ES256',
    sign: (bytes) => sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const claims = {
    vct: 'https://issuer.example/merit',
    iss: issuer.did,
    iat: 1_760_000_000,
    merit: 'Fibersvetsning',
    given_name: 'Aino',
    family_name: 'Berg',
  }
  const sdJwt = await issueSdJwtVc(claims, issuer, {
    power,
    randomBytes,
    selective: ['given_name', 'family_name'],
    holderKey: { kty, crv, x, y },
  })
  return { sdJwt, holder, shown: await presentSdJwt(sdJwt, names, holder, binding) }
}

function makeTokenSigner(algorithm: keyof typeof algorithms = 'EdDSA') {
  const { did, verificationMethod, sign: signBytes } = makeSigner({ type: algorithms[algorithm] })
  return { did, verificationMethod, algorithm, sign: signBytes }
}

function swapPayload(token: string, change: (payload: JsonObject) => JsonObject): string {
  const [header, payload = '', signature] = token.split('.')
  const changed = change(JSON.parse(Buffer.from(payload, 'base64url').toString()))
  return [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.')
}

async function verify(
  text: string,
  asked: { challenge: string; domain: string } | undefined = { challenge: 'n-1', domain: 'https://verifier.example' },
  documents: Record<string, string> = {},
) {
  const read = readCredential(text)
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { credential, report } = await verifyCredential(read.credential, {
    now,
    power,
    loadResource: serve(documents),
    asked,
  })
  return { credential, checks: Object.fromEntries(report.checks.map(({ name, code }) => [name, code])) }
}

const codesOf = async (text: string) => (await verify(text)).checks
