import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import { DataIntegrityProof as ConsortiumProof } from '@digitalcredentials/data-integrity'
import { cryptosuite as consortiumSuite } from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite'
import * as consortium from '@digitalcredentials/vc'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { encodeMultikey } from './did/multikey.ts'
import { issueCredential } from './issue-credential.ts'
import { issueSdJwtVc, presentSdJwt, type TokenSigner } from './issue-token.ts'
import { power } from './power/node.ts'
import { readCredential } from './read-credential.ts'
import { createStatusList, setStatus } from './status/bits.ts'
import { composeStatusEntry } from './status/compose-status-entry.ts'
import { composeStatusListCredential } from './status/compose-status-list-credential.ts'
import { makePeerLoader } from './testing/peer-loader.ts'
import { makeBadge, makeSigner, now, serve } from './testing/test-world.ts'
import { verifyCredential } from './verify-credential.ts'

describe('others as judges: the Digital Credentials Consortium', () => {
  it('verifies what we issue, and refuses it when a letter is changed', async () => {
    const signer = makeSigner()
    const signed = await issueCredential(makeBadge(signer.did), signer, { now, power })
    const suite = new ConsortiumProof({ cryptosuite: consortiumSuite })
    const judge = (credential: object) =>
      consortium.verifyCredential({ credential: structuredClone(credential), suite, documentLoader: makePeerLoader() })
    expect(await judge(signed)).toMatchObject({ verified: true })
    expect(await judge({ ...signed, name: 'x' })).toMatchObject({ verified: false })
  })
})

describe('others as judges: Digital Bazaar’s status lists', () => {
  const list = 'https://issuer.example/status/1'

  for (const revoked of [false, true])
    it(`read in ours that a credential is ${revoked ? 'revoked' : 'good'}, and refuse a changed list`, async () => {
      const signer = makeSigner()
      const bits = createStatusList()
      if (revoked) setStatus(bits, 94_567, true)
      const parts = { id: list, issuer: signer.did, purpose: 'revocation', bits, ttlMilliseconds: 300_000 } as const
      // The judge looks at the real clock.
      const times = { validFrom: '2026-01-01T00:00:00Z', validUntil: '2100-01-01T00:00:00Z' }
      const unsigned = await composeStatusListCredential({ ...parts, ...times, power })
      const statusList = await issueCredential(unsigned, signer, { now, power })
      const credentialStatus = composeStatusEntry({ list, index: 94_567, purpose: 'revocation' })
      const credential = await issueCredential(makeBadge(signer.did, { credentialStatus }), signer, { now, power })
      const judge = (served: object) =>
        checkStatus({
          credential,
          suite: new DataIntegrityProof({ cryptosuite }),
          documentLoader: makePeerLoader({ [list]: served }),
        })
      expect(await judge(statusList)).toMatchObject({ verified: true, results: [{ status: revoked }] })
      expect(await judge({ ...statusList, validUntil: '2101-01-01T00:00:00Z' })).toMatchObject({ verified: false })
    })
})

describe('others as judges: @sd-jwt, from the OpenWallet Foundation', () => {
  const kbPayload = { iat: Math.floor(Date.parse(now) / 1000), aud: 'https://verifier.example', nonce: 'n-1' }

  it('verifies what we issue and present, and refuses a changed letter and another request', async () => {
    const issuer = makeTokenSigner()
    const holder = makeTokenSigner()
    const sdJwt = await issueSdJwtVc({ ...claims, iss: issuer.did }, issuer, {
      power,
      randomBytes,
      selective: ['given_name', 'family_name'],
      holderKey: holder.jwk,
    })
    const shown = await presentSdJwt(sdJwt, ['given_name'], holder, {
      now,
      challenge: kbPayload.nonce,
      audience: kbPayload.aud,
      power,
    })
    const judge = makeJudge(issuer, holder)
    const { payload } = await judge.verify(shown, { keyBindingNonce: 'n-1' })
    expect(payload).toMatchObject({ merit: 'Fibersvetsning', given_name: 'Aino' })
    expect(payload).not.toHaveProperty('family_name')
    await expect(judge.verify(shown, { keyBindingNonce: 'n-2' })).rejects.toThrow()
    const [token = '', ...rest] = shown.split('~')
    const [header, body, signature] = token.split('.')
    const other = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(body ?? '', 'base64url').toString()), merit: 'x' }),
    )
    const changed = [[header, other.toString('base64url'), signature].join('.'), ...rest].join('~')
    await expect(judge.verify(changed, { keyBindingNonce: 'n-1' })).rejects.toThrow()
  })

  it('issues and presents what we verify, and we refuse another request', async () => {
    const issuer = makeTokenSigner()
    const holder = makeTokenSigner()
    const judge = makeJudge(issuer, holder)
    const payload = { ...claims, iss: issuer.did, cnf: { jwk: holder.jwk } }
    const disclosureFrame = { _sd: ['given_name', 'family_name'] as ('given_name' | 'family_name')[] }
    const sdJwt = await judge.issue(payload, disclosureFrame, { header: { kid: issuer.verificationMethod } })
    const shown = await judge.present(sdJwt, { given_name: true }, { kb: { payload: kbPayload } })
    expect(await codesOf(shown, { challenge: 'n-1', domain: kbPayload.aud })).toMatchObject({
      signature: 'signature-valid',
      issuer: 'issuer-controls-key',
      holder: 'holder-valid',
    })
    expect(await codesOf(shown, { challenge: 'n-2', domain: kbPayload.aud })).toMatchObject({
      holder: 'holder-challenge-wrong',
    })
  })
})

describe('others as judges: jose', () => {
  it('signs tokens that we verify, and we refuse them when a letter is changed', async () => {
    const issuer = makeTokenSigner()
    const badge = makeBadge(issuer.did)
    const header = { alg: 'EdDSA', typ: 'vc+jwt', cty: 'vc', kid: issuer.verificationMethod }
    const token = await new SignJWT({ ...badge }).setProtectedHeader(header).sign(issuer.privateKey)
    expect(await codesOf(token)).toMatchObject({ signature: 'signature-valid', issuer: 'issuer-controls-key' })
    const [head, , signature] = token.split('.')
    const other = Buffer.from(JSON.stringify({ ...badge, name: 'x' })).toString('base64url')
    expect(await codesOf([head, other, signature].join('.'))).toMatchObject({ signature: 'signature-invalid' })
  })
})

const claims = {
  vct: 'https://issuer.example/merit',
  iat: 1_760_000_000,
  merit: 'Fibersvetsning',
  given_name: 'Aino',
  family_name: 'Berg',
}

function makeTokenSigner() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const did = `did:key:${encodeMultikey('Ed25519', Buffer.from(x, 'base64url'))}`
  const signer: TokenSigner = {
    verificationMethod: `${did}#${did.slice('did:key:'.length)}`,
    algorithm: 'EdDSA',
    sign: (bytes) => sign(null, bytes, privateKey),
  }
  return { ...signer, did, publicKey, privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', x } }
}

function makeJudge(issuer: ReturnType<typeof makeTokenSigner>, holder: ReturnType<typeof makeTokenSigner>) {
  const signWith = (key: typeof issuer) => (data: string) =>
    sign(null, Buffer.from(data), key.privateKey).toString('base64url')
  const verifyWith = (key: typeof issuer) => (data: string, signature: string) =>
    verify(null, Buffer.from(data), key.publicKey, Buffer.from(signature, 'base64url'))
  return new SDJwtVcInstance({
    hashAlg: 'sha-256',
    hasher: (data) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
    signAlg: 'EdDSA',
    signer: signWith(issuer),
    verifier: verifyWith(issuer),
    kbSignAlg: 'EdDSA',
    kbSigner: signWith(holder),
    kbVerifier: verifyWith(holder),
  })
}

async function codesOf(text: string, asked?: { challenge: string; domain: string }): Promise<Record<string, string>> {
  const read = readCredential(text)
  if (!read.read) throw new Error(`${read.code}: ${read.detail}`)
  const options = { now, power, loadResource: serve({}), ...(asked && { asked }) }
  const { report } = await verifyCredential(read.credential, options)
  return Object.fromEntries(report.checks.map(({ name, code }) => [name, code]))
}
