import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeBase64, encodeBase64Url } from '../../encode-base.ts'
import { issueVcJwt, signToken } from '../../issue-token.ts'
import type { JsonObject } from '../../json.ts'
import { power } from '../../power/node.ts'
import { power as webPower } from '../../power/web.ts'
import { readCredential } from '../../read-credential.ts'
import { type CertificateParts, makeCertificate, type TestCertificate } from '../../testing/test-certificates.ts'
import { makeBadge, now, serve } from '../../testing/test-world.ts'
import { verifyCredential } from '../../verify-credential.ts'
import { sealCredential } from './seal-credential.ts'

const organisationId = 'NTRSE-2021000000'

describe('a European credential under its seal (JAdES)', () => {
  it('is found sealed by whom it names, when the seal leads to a trusted authority', async () => {
    const { text, root } = await makeSealed({})
    expect(await codesOf(text, [root])).toEqual({
      format: 'format-old',
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
      validity: 'valid-now',
      status: 'status-none',
      mandate: 'mandate-not-declared',
      schema: 'schema-none',
      'related-resources': 'related-none',
    })
  })

  it('is found so in the browser as in Node', async () => {
    const { text, root } = await makeSealed({})
    expect(await codesOf(text, [root], webPower)).toMatchObject({
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
    })
  })

  it('proves nobody’s name where the authority is not trusted, or none is given', async () => {
    const { text } = await makeSealed({})
    const { root: other } = await makeSealed({})
    expect(await codesOf(text, [other])).toMatchObject({
      signature: 'signature-valid',
      issuer: 'certificate-untrusted',
    })
    expect(await codesOf(text, [])).toMatchObject({ issuer: 'certificate-untrusted' })
  })

  it('takes the seal’s own certificate, or the one above it, for an anchor too', async () => {
    const { text, authority, leaf } = await makeSealed({})
    expect(await codesOf(text, [authority])).toMatchObject({ issuer: 'issuer-controls-key' })
    expect(await codesOf(text, [leaf])).toMatchObject({ issuer: 'issuer-controls-key' })
  })

  it('needs every step to its authority', async () => {
    const { text, root } = await makeSealed({ leaveOutAuthority: true })
    expect(await codesOf(text, [root])).toMatchObject({ issuer: 'certificate-untrusted' })
  })

  const flaws: readonly (readonly [string, Flaw, Readonly<Record<string, string>>])[] = [
    [
      'a letter of it was changed',
      { change: (text) => text.replace('Fibersvets', 'Fibersvetz') },
      { signature: 'signature-invalid' },
    ],
    ['its time was changed', { header: { sigT: '2026-11-01T09:00:00Z' } }, { signature: 'signature-invalid' }],
    ['it pins another certificate', { header: { 'x5t#S256': 'AAAA' } }, { signature: 'signature-malformed' }],
    ['its time is none', { header: { sigT: 'soon' } }, { signature: 'signature-malformed' }],
    ['its time is to come', { header: { sigT: '2027-06-01T00:00:00Z' } }, { signature: 'proof-created-later' }],
    ['its algorithm is for another key', { header: { alg: 'RS256' } }, { signature: 'key-type-wrong' }],
    ['it names another organisation', { number: 'NTRSE-5555555555' }, { issuer: 'issuer-key-unproven' }],
    [
      'its certificate had expired',
      { leaf: { until: '2026-10-01T00:00:00Z' } },
      { signature: 'certificate-not-valid-then' },
    ],
    [
      'its certificate was not valid yet',
      { leaf: { from: '2026-12-01T00:00:00Z' } },
      { signature: 'certificate-not-valid-then' },
    ],
    [
      'its authority had expired',
      { authority: { until: '2026-10-01T00:00:00Z' } },
      { signature: 'certificate-invalid' },
    ],
    ['its authority is none', { authority: { authority: false } }, { signature: 'certificate-invalid' }],
    ['its authority may not sign certificates', { authority: { usage: 1 } }, { signature: 'certificate-invalid' }],
    ['its root allows no authority below', { root: { depth: 0 } }, { signature: 'certificate-invalid' }],
    ['its key may not sign', { leaf: { usage: 4 } }, { signature: 'key-purpose-wrong' }],
    ['its certificate was signed by another of that name', { forgeLeaf: true }, { signature: 'certificate-invalid' }],
    ['its certificate is none', { header: { x5c: ['AAAA'] } }, { signature: 'signature-malformed' }],
    [
      'its certificate is none, and it pins nothing',
      { header: { x5c: ['AAAA'], 'x5t#S256': undefined } },
      { signature: 'certificate-invalid' },
    ],
  ]
  for (const [what, flaw, codes] of flaws)
    it(`is not believed when ${what}: ${Object.values(codes)}`, async () => {
      const { text, root } = await makeSealed(flaw)
      expect(await codesOf(text, [root])).toMatchObject(codes)
    })

  it('keeps its force after its certificate has expired, for it was valid then', async () => {
    const { text, root } = await makeSealed({})
    expect(await codesOf(text, [root], power, '2030-01-01T00:00:00Z')).toMatchObject({
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
    })
  })

  it('may be written flattened, or with its content in base64url', async () => {
    const { text, root, sealer } = await makeSealed({})
    const { payload, signatures } = JSON.parse(text)
    expect(await codesOf(JSON.stringify({ payload, ...signatures[0] }), [root])).toMatchObject({
      signature: 'signature-valid',
    })
    const {
      b64: _b64,
      crit: _crit,
      ...header
    } = JSON.parse(Buffer.from(signatures[0].protected, 'base64url').toString())
    const protectedText = encodeBase64Url(Buffer.from(JSON.stringify(header)))
    const encoded = encodeBase64Url(Buffer.from(payload))
    const signature = encodeBase64Url(await sealer.sign(Buffer.from(`${protectedText}.${encoded}`)))
    const other = { payload: encoded, protected: protectedText, signature }
    expect(await codesOf(JSON.stringify(other), [root])).toMatchObject({ signature: 'signature-valid' })
  })

  it('with two seals needs both to hold', async () => {
    const { text, root } = await makeSealed({})
    const { payload, signatures } = JSON.parse(text)
    const [seal] = signatures
    const broken = { ...seal, signature: `${seal.signature.slice(0, -4)}AAAA` }
    expect(await codesOf(JSON.stringify({ payload, signatures: [seal, seal] }), [root])).toMatchObject({
      signature: 'signature-valid',
    })
    expect(await codesOf(JSON.stringify({ payload, signatures: [seal, broken] }), [root])).toMatchObject({
      signature: 'signature-invalid',
      issuer: 'issuer-unchecked',
    })
  })

  const unreadable: readonly (readonly [string, (sealed: SealedFile) => JsonObject])[] = [
    ['nothing in it', ({ signatures }) => ({ payload: '', signatures })],
    ['no seal', ({ payload }) => ({ payload, signatures: [] })],
    ['a demand that is not known', (sealed) => withHeader(sealed, { crit: ['b64', 'sigT', 'sigPId'], sigPId: {} })],
    ['a demand for what is not there', (sealed) => withHeader(sealed, { crit: ['b64', 'sigT', 'adoTst'] })],
    ['an encoding said in passing', (sealed) => withHeader(sealed, { crit: ['sigT'] })],
    ['no certificate', (sealed) => withHeader(sealed, { x5c: [] })],
    ['a shared secret', (sealed) => withHeader(sealed, { alg: 'HS256' })],
    ['no algorithm', (sealed) => withHeader(sealed, { alg: 'none' })],
  ]
  for (const [what, change] of unreadable)
    it(`is not read with ${what}`, async () => {
      const { text } = await makeSealed({})
      expect(readCredential(JSON.stringify(change(JSON.parse(text))))).toMatchObject({
        read: false,
        code: 'jades-malformed',
      })
    })

  it('is not made without certificate, of what is no credential, or at no time', async () => {
    const { sealer } = await makeSealed({})
    const options = { now, power }
    await expect(sealCredential(makeElm(), { ...sealer, certificates: [] }, options)).rejects.toMatchObject({
      code: 'signer-mismatch',
    })
    await expect(sealCredential({}, sealer, options)).rejects.toMatchObject({ code: 'data-model-broken' })
    await expect(sealCredential(makeElm(), sealer, { ...options, now: 'soon' })).rejects.toMatchObject({
      code: 'time-malformed',
    })
  })
})

const others = process.env.BRICKA_OTHERS ?? join(import.meta.dirname, '../../../../../others')
const samples = join(others, 'european-commission-empl/European-Learning-Model/Credentials/JSON-LD Examples (ELM v3)')

describe.skipIf(!existsSync(samples))(
  `the Commission’s own sealed samples (needs european-commission-empl/European-Learning-Model in ../others)`,
  () => {
    for (const name of ['Sample-CertOfPart-signed.jsonld', 'Sample-MC-Annex1-signed.jsonld'])
      it(`hold: ${name}, and not when a letter is changed`, async () => {
        const text = readFileSync(join(samples, name), 'utf8')
        expect(await codesOf(text, [])).toMatchObject({
          signature: 'signature-valid',
          issuer: 'certificate-untrusted',
          validity: 'valid-now',
        })
        const { x5c } = JSON.parse(Buffer.from(JSON.parse(text).signatures[0].protected, 'base64url').toString())
        expect(await codesOf(text, [Buffer.from(x5c[0], 'base64')])).toMatchObject({ issuer: 'issuer-controls-key' })
        expect(await codesOf(text.replace('EuropeanDigitalCredential', 'EuropeanDigitalCredentiaX'), [])).toMatchObject(
          {
            signature: 'signature-invalid',
          },
        )
      })
  },
)

describe('a token whose key lies in a certificate (x5c)', () => {
  it('is its issuer’s when the certificate names the issuer’s address and is trusted', async () => {
    const { certificates, root, sealer } = await makeSealed({})
    const x5c = certificates.map(encodeBase64)
    const signer = { verificationMethod: '', algorithm: 'ES256', sign: sealer.sign } as const
    const sign = (issuer: string) => signToken({ typ: 'vc+jwt', kid: '', x5c }, makeBadge(issuer), signer)
    const own = await sign('https://uppdrag.example')
    expect(await codesOf(own, [root])).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
    expect(await codesOf(own, [])).toMatchObject({ signature: 'signature-valid', issuer: 'certificate-untrusted' })
    expect(await codesOf(await sign('https://other.example'), [root])).toMatchObject({
      signature: 'signature-valid',
      issuer: 'issuer-key-unproven',
    })
    const [header, payload] = own.split('.')
    const other = await issueVcJwt(makeBadge('did:example:a'), { ...signer, verificationMethod: 'did:example:a#b' })
    expect(await codesOf([header, payload, other.split('.')[2]].join('.'), [root])).toMatchObject({
      signature: 'signature-invalid',
    })
  })
})

type SealedFile = { readonly payload: string; readonly signatures: readonly [JsonObject] }

type Flaw = {
  readonly root?: Partial<CertificateParts>
  readonly authority?: Partial<CertificateParts>
  readonly leaf?: Partial<CertificateParts>
  readonly leaveOutAuthority?: boolean
  readonly forgeLeaf?: boolean
  readonly number?: string
  readonly header?: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly change?: (text: string) => string
}

async function makeSealed(flaw: Flaw) {
  const root = await makeCertificate({ name: 'CN=Rot', authority: true, ...flaw.root })
  const authority = await makeCertificate({ name: 'CN=Utfärdare', by: root, authority: true, ...flaw.authority })
  const forger: TestCertificate = await makeCertificate({ name: 'CN=Utfärdare', authority: true })
  const leaf = await makeCertificate({
    name: `CN=Sigill, O=Folkhögskola, 2.5.4.97=${organisationId}`,
    by: flaw.forgeLeaf ? forger : authority,
    addresses: [{ type: 'dns', value: 'uppdrag.example' }],
    ...flaw.leaf,
  })
  const certificates = flaw.leaveOutAuthority ? [leaf.der] : [leaf.der, authority.der]
  const sealer = { algorithm: 'ES256' as const, certificates, sign: leaf.sign }
  const sealed = await sealCredential(makeElm(flaw.number), sealer, { now, power })
  const changed = flaw.change?.(sealed) ?? sealed
  const text = flaw.header ? JSON.stringify(withHeader(JSON.parse(changed), flaw.header)) : changed
  return { text, certificates, sealer, root: root.der, authority: authority.der, leaf: leaf.der }
}

/** The same file with other statements in its seal, whose signature is left as it was. */
function withHeader({ payload, signatures: [seal] }: SealedFile, change: NonNullable<Flaw['header']> | JsonObject) {
  const header = { ...JSON.parse(Buffer.from(String(seal.protected), 'base64url').toString()), ...change }
  const protectedText = encodeBase64Url(Buffer.from(JSON.stringify(header)))
  return { payload, signatures: [{ ...seal, protected: protectedText }] }
}

const makeElm = (notation: string = organisationId): JsonObject => ({
  '@context': ['https://www.w3.org/2018/credentials/v1', 'http://data.europa.eu/snb/model/context/edc-ap'],
  id: 'urn:credential:1',
  type: ['VerifiableCredential', 'EuropeanDigitalCredential'],
  issuanceDate: '2026-11-01T09:00:00Z',
  issuer: { id: 'urn:epass:org:1', type: 'Organisation', eIDASIdentifier: { type: 'LegalIdentifier', notation } },
  credentialSubject: {
    id: 'urn:epass:person:1',
    type: 'Person',
    hasClaim: [{ id: 'urn:epass:claim:1', type: 'LearningAchievement', title: { sv: ['Fibersvetsning'] } }],
  },
})

async function codesOf(
  text: string,
  trustAnchors: readonly Uint8Array[],
  strength = power,
  at: string = now,
): Promise<Record<string, string>> {
  const read = readCredential(text)
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const { report } = await verifyCredential(read.credential, {
    now: at,
    power: strength,
    loadResource: serve({}),
    trustAnchors,
  })
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
