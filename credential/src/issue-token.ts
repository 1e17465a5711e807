import { checkDataModel } from './check-data-model.ts'
import { issuerOf } from './credential.ts'
import { CredentialProblem } from './credential-problem.ts'
import { encodeBase64Url, encodeBase64UrlText, encodeBase64UrlTexts } from './encode-base.ts'
import type { Json, JsonObject } from './json.ts'
import type { Power } from './power.ts'

/** Signs tokens (JWS): the algorithm is the key's. ECDSA gives r‖s. */
export type TokenSigner = {
  readonly verificationMethod: string
  readonly algorithm: 'EdDSA' | 'ES256' | 'ES384' | 'ES512'
  sign(bytes: Uint8Array): Uint8Array | Promise<Uint8Array>
}

const encoder = new TextEncoder()
const encodePart = (part: JsonObject): string => encodeBase64UrlText(JSON.stringify(part))

export async function signToken(header: JsonObject, payload: JsonObject, signer: TokenSigner): Promise<string> {
  const { algorithm: alg, verificationMethod: kid } = signer
  const signed = `${encodePart({ alg, kid, ...header })}.${encodePart(payload)}`
  return `${signed}.${encodeBase64Url(await signer.sign(encoder.encode(signed)))}`
}

/** Issues a credential as a JWT (VC-JOSE-COSE, `application/vc+jwt`). @throws CredentialProblem for what must not be signed */
export async function issueVcJwt(unsigned: JsonObject, signer: TokenSigner): Promise<string> {
  const problems = checkDataModel(unsigned)
  const [first] = problems
  if (first) throw new CredentialProblem('data-model-broken', first.pointer, first.detail, problems)
  const issuer = issuerOf(unsigned)
  if (issuer === undefined || signer.verificationMethod.split('#')[0] !== issuer)
    throw new CredentialProblem(
      'signer-mismatch',
      '/issuer',
      `The key ${signer.verificationMethod} is not ${issuer}'s.`,
    )
  return signToken({ typ: 'vc+jwt', cty: 'vc' }, { ...unsigned, iss: issuer }, signer)
}

export type SdJwtOptions = {
  readonly power: Pick<Power, 'sha256Base64Url'>
  /** Asked once, for the salts of all hidden claims. */
  randomBytes(length: number): Uint8Array
  /** The claims that the holder may show or leave out. */
  readonly selective: readonly string[]
  /** The holder's public key (JWK), when the credential shall be bound to it. */
  readonly holderKey?: JsonObject
}

/** 144 bits, of the 128 that RFC 9901 asks for, for they make 24 letters with nothing left over. */
const saltLength = 18
const saltLetters = 24
const neverSelective = new Set(['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status'])

/** Issues an SD-JWT VC: `vct`, `iss` and times in the open, the claims named in `selective` each by its digest. */
export async function issueSdJwtVc(claims: JsonObject, signer: TokenSigner, options: SdJwtOptions): Promise<string> {
  const { power, randomBytes, selective, holderKey } = options
  if (typeof claims.vct !== 'string' || typeof claims.iss !== 'string')
    throw new CredentialProblem('data-model-broken', '/vct', 'An SD-JWT VC says its type (vct) and its issuer (iss).')
  if (signer.verificationMethod.split('#')[0] !== claims.iss)
    throw new CredentialProblem(
      'signer-mismatch',
      '/iss',
      `The key ${signer.verificationMethod} is not ${claims.iss}'s.`,
    )
  const open: [string, Json][] = []
  const hidden: [string, Json][] = []
  for (const claim of Object.entries(claims)) (selective.includes(claim[0]) ? hidden : open).push(claim)
  for (const [name] of hidden)
    if (neverSelective.has(name))
      throw new CredentialProblem('data-model-broken', `/${name}`, 'This claim is always shown.')
  const disclosures = composeDisclosures(hidden, randomBytes)
  // Sorted, so that the order of the digests tells nothing about the order of the claims.
  const digests = disclosures.map((text) => power.sha256Base64Url(text)).sort()
  const payload: JsonObject = {
    ...Object.fromEntries(open),
    ...(digests.length > 0 && { _sd: digests, _sd_alg: 'sha-256' }),
    ...(holderKey && { cnf: { jwk: holderKey } }),
  }
  const token = await signToken({ typ: 'dc+sd-jwt' }, payload, signer)
  return [token, ...disclosures, ''].join('~')
}

/** The hidden claims, each with its salt; RFC 9901 4.2.1 lets JSON be written as one likes, so it comes out even. */
function composeDisclosures(hidden: readonly [string, Json][], randomBytes: SdJwtOptions['randomBytes']): string[] {
  if (hidden.length === 0) return []
  const drawn = randomBytes(saltLength * hidden.length)
  if (drawn.length < saltLength * hidden.length) throw new RangeError('randomBytes gave fewer bytes than asked for.')
  const salts = encodeBase64Url(drawn)
  const texts = hidden.map(([name, value], index) => {
    const salt = salts.slice(saltLetters * index, saltLetters * (index + 1))
    return [`["${salt}",`, `${JSON.stringify(name)},${JSON.stringify(value)}]`] as const
  })
  return encodeBase64UrlTexts(texts)
}

export type KeyBinding = {
  readonly now: string
  readonly challenge: string
  readonly audience: string
  readonly power: Pick<Power, 'sha256Base64Url'>
}

/** Shows chosen parts of an SD-JWT and signs, with the holder's key, that they are shown to this audience now. */
export async function presentSdJwt(
  sdJwt: string,
  shown: readonly string[],
  signer: Omit<TokenSigner, 'verificationMethod'>,
  { now, challenge, audience, power }: KeyBinding,
): Promise<string> {
  const [token = '', ...disclosures] = sdJwt.split('~').filter((part) => part !== '')
  const chosen = disclosures.filter((text) => shown.includes(nameOf(text)))
  const presented = [token, ...chosen, ''].join('~')
  const header = { alg: signer.algorithm, typ: 'kb+jwt' }
  const payload = {
    iat: Math.floor(Date.parse(now) / 1000),
    aud: audience,
    nonce: challenge,
    sd_hash: power.sha256Base64Url(presented),
  }
  const signed = `${encodePart(header)}.${encodePart(payload)}`
  return `${presented}${signed}.${encodeBase64Url(await signer.sign(encoder.encode(signed)))}`
}

function nameOf(disclosure: string): string {
  const parts: unknown = JSON.parse(
    new TextDecoder().decode(
      Uint8Array.from(atob(disclosure.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0)),
    ),
  )
  return Array.isArray(parts) && parts.length === 3 ? String(parts[1]) : ''
}

/** A Token Status List as a token, to be served as `application/statuslist+jwt`. */
export async function issueTokenStatusList(
  {
    url,
    entries,
    bits,
    now,
    validUntil,
    ttlSeconds,
  }: {
    url: string
    /** The packed entries, lowest bits first. */
    entries: Uint8Array
    bits: 1 | 2 | 4 | 8
    now: string
    validUntil: string
    ttlSeconds: number
  },
  signer: TokenSigner,
  power: Pick<Power, 'deflate'>,
): Promise<string> {
  const payload = {
    sub: url,
    iat: Math.floor(Date.parse(now) / 1000),
    exp: Math.floor(Date.parse(validUntil) / 1000),
    ttl: ttlSeconds,
    status_list: { bits, lst: encodeBase64Url(await power.deflate(entries)) },
  }
  return signToken({ typ: 'statuslist+jwt' }, payload, signer)
}
