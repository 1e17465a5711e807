import { createPrivateKey, randomBytes, sign } from 'node:crypto'
import {
  CredentialProblem,
  findKnownContext,
  issueVcCose,
  issueVcJwt,
  issueVcSdJwt,
  type Json,
  type JsonObject,
  type LoadResource,
  presentAsCose,
  presentAsJwt,
  presentAsSdJwt,
  readCredential,
  type TokenSigner,
  verifyCredential,
  verifyPresentation,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { decideVerdict } from './decide-verdict.ts'

/** What w3c/vc-jose-cose-test-suite asks for, in its own words. */
export const features = [
  ...(['credential_jose', 'credential_sdjwt', 'credential_cose'] as const),
  ...(['presentation_jose', 'presentation_sdjwt', 'presentation_cose'] as const),
]
export type Feature = (typeof features)[number]

/** A verification method of the suite: both halves of a key, and whose it is. */
export type KeyFile = {
  readonly id: string
  readonly controller: string
  readonly publicKeyJwk: JsonObject
  readonly secretKeyJwk: JsonObject
}

const v2 = 'https://www.w3.org/ns/credentials/v2'
const algorithms = new Map<string, { algorithm: TokenSigner['algorithm']; hash: string | null }>([
  ['Ed25519', { algorithm: 'EdDSA', hash: null }],
  ['P-256', { algorithm: 'ES256', hash: 'sha256' }],
  ['P-384', { algorithm: 'ES384', hash: 'sha384' }],
  ['P-521', { algorithm: 'ES512', hash: 'sha512' }],
])

/**
 * Secures a document as the suite asks. The key signs for whoever the document names: the suite gives keys of
 * did:example and https controllers for the same documents. @throws CredentialProblem for what must not be signed
 */
export async function secureToken(
  document: JsonObject,
  key: KeyFile,
  feature: Feature,
  { now, hide }: { now: string; hide: readonly string[] },
): Promise<string> {
  const signer = makeSigner(key, document)
  const selective = hide.map(toPointer)
  const secrets = { power, randomBytes: (length: number) => new Uint8Array(randomBytes(length)), selective }
  if (feature.startsWith('credential')) requireUnderstood(document)
  const deeds = {
    credential_jose: () => issueVcJwt(document, signer),
    credential_sdjwt: () => issueVcSdJwt(document, signer, secrets),
    credential_cose: async () => toBase64(await issueVcCose(document, signer)),
    presentation_jose: () => presentAsJwt(document, signer, { now }),
    presentation_sdjwt: () => presentAsSdJwt(document, signer, secrets),
    presentation_cose: async () => toBase64(await presentAsCose(document, signer)),
  } satisfies Record<Feature, () => Promise<string>>
  return deeds[feature]()
}

/** What speaks against a token, judged with the key that the suite gives for it; `undefined` where it holds. */
export async function findFault(
  text: string,
  key: KeyFile,
  feature: Feature,
  { now }: { now: string },
): Promise<string | undefined> {
  const cose = feature.endsWith('cose')
  const token = cose ? `data:application/vc+cose;base64,${text.trim()}` : text.trim()
  const read = readCredential(token)
  if (!read.read) return read.code
  if (read.credential.envelope.format !== formatOf[feature]) return 'format-other'
  const options = { now: statedTime(read.credential.envelope) ?? now, power, loadResource: serveKey(key) }
  if (feature.startsWith('credential')) {
    const { report } = await verifyCredential(read.credential, options)
    return decideVerdict(report.checks, ['proof'], 'whole').against[0]?.code
  }
  const { checks, credentials } = await verifyPresentation(token, options)
  const [against] = decideVerdict(checks, ['proof'], 'whole').against
  // The suite gives no keys for what is presented, and some of it is broken: it asks only that it be secured.
  const unsecured = credentials.some((one) =>
    'code' in one
      ? one.code === 'not-a-credential'
      : one.report.checks.some(({ code }) => code === 'signature-missing'),
  )
  return against?.code ?? (unsecured ? 'credential-unsecured' : undefined)
}

const formatOf = {
  credential_jose: 'vc-jwt',
  credential_sdjwt: 'sd-jwt-vc',
  credential_cose: 'vc-cose',
  presentation_jose: 'vc-jwt',
  presentation_sdjwt: 'sd-jwt-vc',
  presentation_cose: 'vc-cose',
} as const satisfies Record<Feature, string>

function makeSigner({ id, secretKeyJwk }: KeyFile, document: JsonObject): TokenSigner {
  const row = algorithms.get(String(secretKeyJwk.crv))
  if (!row) throw new RangeError(`No credential is signed with a key of ${String(secretKeyJwk.crv)}.`)
  const privateKey = createPrivateKey({ key: { ...secretKeyJwk }, format: 'jwk' })
  const owner = idOf(document.issuer) ?? idOf(document.holder) ?? ''
  return {
    verificationMethod: `${owner}#${id.split('#')[1]}`,
    algorithm: row.algorithm,
    sign: (bytes) => sign(row.hash, bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
  }
}

/** Whoever is asked says that the suite's key is theirs: it is given as the signer's, whoever the document names. */
const serveKey =
  ({ id, publicKeyJwk }: KeyFile): LoadResource =>
  async (url) => {
    const own = `${url}#${id.split('#')[1]}`
    const method = { id: own, type: 'JsonWebKey', controller: url, publicKeyJwk }
    const document = { id: url, verificationMethod: [method], assertionMethod: [own], authentication: [own] }
    return { found: true, bytes: new TextEncoder().encode(JSON.stringify(document)), mediaType: 'application/json' }
  }

/** The suite's presentations were made to last a day in 2024: they are judged at the time that they state. */
function statedTime(envelope: object): string | undefined {
  const jws = 'jws' in envelope && typeof envelope.jws === 'object' ? envelope.jws : undefined
  const payload = jws && 'payload' in jws && typeof jws.payload === 'object' ? jws.payload : undefined
  const made = payload && 'iat' in payload ? payload.iat : undefined
  return typeof made === 'number' ? new Date(made * 1000).toISOString() : undefined
}

const terms = findKnownContext(v2)?.['@context']

/** Members that only the playground vocabulary of the examples takes are not understood, and so not signed. */
function requireUnderstood(document: JsonObject): void {
  const scoped = isObject(terms) && isObject(terms.VerifiableCredential) ? terms.VerifiableCredential['@context'] : {}
  const known = new Set(['@context', 'type', 'id', ...Object.keys(isObject(scoped) ? scoped : {})])
  const unknown = Object.keys(document).find((name) => !known.has(name))
  if (unknown !== undefined)
    throw new CredentialProblem('term-undefined', `/${unknown}`, 'No vocabulary for credentials defines this.')
}

/** `a.b[0]` as a JSON Pointer. */
const toPointer = (path: string): string => `/${path.replaceAll(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '')

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function idOf(value: Json | undefined): string | undefined {
  const id = isObject(value) ? value.id : value
  return typeof id === 'string' ? id : undefined
}
