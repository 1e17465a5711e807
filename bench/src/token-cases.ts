import { createHash, randomBytes, sign, verify } from 'node:crypto'
import { issueSdJwtVc, issueVcJwt, type JsonObject, type TokenSigner, verifyCredential } from '@bricka/credential'
import { power, secrets } from '@bricka/credential/power/node'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { importPKCS8, importSPKI, jwtVerify, SignJWT } from 'jose'
import { listSamples, loadNothing, message, now, readSigned } from './document-cases.ts'
import type { EngineCase } from './engine.ts'
import type { Issuer } from './issuers.ts'
import { takeTurns } from './take-turns.ts'

/** Credentials as JWTs (EdDSA), beside jose; ours reads, checks and reports all that it does for any credential. */
export const jwtCases = {
  async 'jwt-sign'(document, issuer) {
    const samples: readonly JsonObject[] = JSON.parse(JSON.stringify(listSamples(document, issuer.did)))
    const next = takeTurns(samples)
    const nextOfPeer = takeTurns(samples)
    const key = await importPKCS8(String(issuer.privateKey.export({ type: 'pkcs8', format: 'pem' })), 'EdDSA')
    const signer = toTokenSigner(issuer)
    return {
      ours: () => issueVcJwt(next(), signer),
      peer: () =>
        new SignJWT({ ...nextOfPeer(), iss: issuer.did })
          .setProtectedHeader({ alg: 'EdDSA', typ: 'vc+jwt', cty: 'vc', kid: issuer.method })
          .sign(key),
      peerName: 'jose',
      raw: () => sign(null, message, issuer.privateKey),
    }
  },

  async 'jwt-verify'(document, issuer) {
    const samples: readonly JsonObject[] = JSON.parse(JSON.stringify(listSamples(document, issuer.did)))
    const tokens = await Promise.all(samples.map((sample) => issueVcJwt(sample, toTokenSigner(issuer))))
    const key = await importSPKI(String(issuer.publicKey.export({ type: 'spki', format: 'pem' })), 'EdDSA')
    return makeVerifying(tokens, issuer, 'jose', (token) =>
      jwtVerify(token, key, { issuer: issuer.did, typ: 'vc+jwt' }),
    )
  },
} satisfies Readonly<Record<string, EngineCase>>

const claims = {
  given_name: 'Aino',
  family_name: 'Berg',
  birth_date: '1990-04-01',
  merit: 'Fiber repair',
  level: 'EQF 4',
  awarding_body: 'Nordic folk high school',
  assessed_on: '2026-01-10',
  place: 'Kiruna',
  language: 'sv',
  result: 'met',
}
const selective = [
  'given_name',
  'family_name',
  'birth_date',
  'merit',
  'level',
  'awarding_body',
  'assessed_on',
  'place',
  'language',
  'result',
] as const

/** SD-JWT VC with ten claims that the holder may show or not; all are shown. */
export const sdJwtCases = {
  async 'sd-jwt-issue'(_document, issuer) {
    const peer = makeSdJwtPeer(issuer)
    const signer = toTokenSigner(issuer)
    const payload = makePayload(issuer)
    const options = { power, randomBytes: secrets.randomBytes, selective }
    if ((await peer.verify(await issueSdJwtVc(payload, signer, options))) === undefined)
      throw new Error('the peer does not verify what we issue')
    return {
      ours: () => issueSdJwtVc(payload, signer, options),
      peer: () => peer.issue(payload, { _sd: [...selective] }),
      peerName: '@sd-jwt/sd-jwt-vc',
      raw: () => sign(null, message, issuer.privateKey),
    }
  },

  async 'sd-jwt-verify'(_document, issuer) {
    const peer = makeSdJwtPeer(issuer)
    const tokens: string[] = []
    while (tokens.length < 64)
      tokens.push(await peer.issue(makePayload(issuer), { _sd: [...selective] }, { header: { kid: issuer.method } }))
    return makeVerifying(tokens, issuer, '@sd-jwt/sd-jwt-vc', (token) => peer.verify(token))
  },
} satisfies Readonly<Record<string, EngineCase>>

async function makeVerifying(
  tokens: readonly string[],
  issuer: Issuer,
  peerName: string,
  peer: (token: string) => Promise<unknown>,
) {
  const next = takeTurns(tokens)
  const ours = () => verifyCredential(readSigned(next()), { now, power, loadResource: loadNothing })
  const { report } = await ours()
  const bad = report.checks.filter(({ outcome }) => outcome === 'failed')
  if (bad.length > 0) throw new Error(`we do not pass what is right: ${JSON.stringify(bad)}`)
  const nextOfPeer = takeTurns(tokens)
  const signature = sign(null, message, issuer.privateKey)
  return {
    ours,
    peer: () => peer(nextOfPeer()),
    peerName,
    raw: () => verify(null, message, issuer.publicKey, signature),
  }
}

const toTokenSigner = (issuer: Issuer): TokenSigner => ({
  verificationMethod: issuer.method,
  algorithm: 'EdDSA',
  sign: issuer.ours.sign,
})

const makePayload = ({ did }: Issuer) => ({
  iss: did,
  iat: 1_760_000_000,
  vct: 'https://bricka.example/merits/fiber-repair',
  ...claims,
})

/** As its documentation sets it up, with `node:crypto` for the strength, which is what serves it best here. */
function makeSdJwtPeer({ privateKey, publicKey }: Issuer): SDJwtVcInstance {
  return new SDJwtVcInstance({
    signer: async (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
    verifier: async (text: string, signature: string) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url')),
    signAlg: 'EdDSA',
    hasher: (data: string | ArrayBuffer) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    hashAlg: 'sha-256',
    saltGenerator: (length: number) => randomBytes(length).toString('base64url'),
  })
}
