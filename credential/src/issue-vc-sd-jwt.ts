import { checkDataModel } from './check-data-model.ts'
import { issuerOf } from './credential.ts'
import { CredentialProblem } from './credential-problem.ts'
import { encodeBase64Url } from './encode-base.ts'
import { type SdJwtOptions, signToken, type TokenSigner } from './issue-token.ts'
import { idOf, isObject, type Json, type JsonObject, textsOf } from './json.ts'

export type VcSdJwtOptions = Omit<SdJwtOptions, 'selective'> & {
  /** JSON Pointers (RFC 6901) to what the holder may show or leave out. */
  readonly selective: readonly string[]
}

/** What a reader needs to judge the rest by is always shown (VC-JOSE-COSE 3.2.1). */
const alwaysShown = new Set([
  ...['/@context', '/type', '/issuer', '/validFrom', '/validUntil'],
  ...['/credentialStatus', '/credentialSchema', '/relatedResource', '/termsOfUse'],
])

/**
 * Issues a VC 2.0 document as an SD-JWT (VC-JOSE-COSE 3.2, `vc+sd-jwt`): what `selective` points to stands there by its
 * digest only, at any depth.
 *
 * @throws CredentialProblem for what must not be signed or hidden
 */
export async function issueVcSdJwt(
  unsigned: JsonObject,
  signer: TokenSigner,
  options: VcSdJwtOptions,
): Promise<string> {
  requireSigner(unsigned, issuerOf(unsigned), '/issuer', signer)
  const hidden = options.selective.find((pointer) => alwaysShown.has(pointer))
  if (hidden !== undefined) throw new CredentialProblem('pointer-invalid', hidden, 'This is always shown.')
  return signHidden({ typ: 'vc+sd-jwt', cty: 'vc' }, { ...unsigned, iss: issuerOf(unsigned) ?? '' }, signer, options)
}

/** The same for a presentation (`vp+sd-jwt`). @throws CredentialProblem for what must not be signed or hidden */
export async function presentAsSdJwt(
  unsigned: JsonObject,
  signer: TokenSigner,
  options: VcSdJwtOptions,
): Promise<string> {
  if (!textsOf(unsigned.type).includes('VerifiablePresentation'))
    throw new CredentialProblem('data-model-broken', '/type', 'One type is VerifiablePresentation.')
  const holder = idOf(unsigned.holder)
  requireSigner(unsigned, holder, '/holder', signer)
  return signHidden({ typ: 'vp+sd-jwt', cty: 'vp' }, { ...unsigned, iss: holder ?? '' }, signer, options)
}

/**
 * Issues an SD-JWT VC (`dc+sd-jwt`) whose hidden claims may lie at any depth, by JSON Pointers.
 *
 * @throws CredentialProblem where the type or the issuer is missing, or a claim that readers need would be hidden
 */
export async function issueDeepSdJwtVc(
  claims: JsonObject,
  signer: TokenSigner,
  options: VcSdJwtOptions,
): Promise<string> {
  if (typeof claims.vct !== 'string' || typeof claims.iss !== 'string')
    throw new CredentialProblem('data-model-broken', '/vct', 'An SD-JWT VC says its type (vct) and its issuer (iss).')
  if (signer.verificationMethod.split('#')[0] !== claims.iss)
    throw new CredentialProblem(
      'signer-mismatch',
      '/iss',
      `The key ${signer.verificationMethod} is not ${claims.iss}'s.`,
    )
  const hidden = options.selective.find((pointer) => alwaysShown.has(pointer) || neverHidden.test(pointer))
  if (hidden !== undefined) throw new CredentialProblem('pointer-invalid', hidden, 'This is always shown.')
  return signHidden({ typ: 'dc+sd-jwt' }, claims, signer, options)
}

/** SD-JWT VC, 2.2.2.2. */
const neverHidden = /^\/(iss|nbf|exp|cnf|vct|vct#integrity|status)(\/|$)/

/** Nobody else than who is named signs. @throws CredentialProblem */
export function requireSigner(
  unsigned: JsonObject,
  owner: string | undefined,
  pointer: string,
  { verificationMethod }: Pick<TokenSigner, 'verificationMethod'>,
): void {
  const problems = checkDataModel(unsigned)
  const [first] = problems
  if (first) throw new CredentialProblem('data-model-broken', first.pointer, first.detail, problems)
  if (owner === undefined || verificationMethod.split('#')[0] !== owner)
    throw new CredentialProblem('signer-mismatch', pointer, `The key ${verificationMethod} is not ${owner}'s.`)
}

const encoder = new TextEncoder()

async function signHidden(
  header: JsonObject,
  claims: JsonObject,
  signer: TokenSigner,
  { power, randomBytes, selective, holderKey }: VcSdJwtOptions,
): Promise<string> {
  const disclosures: string[] = []
  const open = new Set(selective)
  const disclose = (...parts: readonly Json[]): string => {
    const salted = [encodeBase64Url(randomBytes(16)), ...parts]
    const text = encodeBase64Url(encoder.encode(JSON.stringify(salted)))
    disclosures.push(text)
    return power.sha256Base64Url(text)
  }
  const hidden = hideIn(claims, '', open, disclose)
  const [missing] = open
  if (missing !== undefined) throw new CredentialProblem('pointer-invalid', missing, 'It points to nothing.')
  const payload: JsonObject = {
    ...(isObject(hidden) ? hidden : {}),
    ...(disclosures.length > 0 && { _sd_alg: 'sha-256' }),
    ...(holderKey && { cnf: { jwk: holderKey } }),
  }
  return [await signToken(header, payload, signer), ...disclosures, ''].join('~')
}

/** The value with a digest in place of everything that is pointed to; what was found is taken out of `pointers`. */
function hideIn(value: Json, at: string, pointers: Set<string>, disclose: (...parts: readonly Json[]) => string): Json {
  if (Array.isArray(value))
    return value.map((item: Json, index) => {
      const pointer = `${at}/${index}`
      const inner = hideIn(item, pointer, pointers, disclose)
      return pointers.delete(pointer) ? { '...': disclose(inner) } : inner
    })
  if (!isObject(value)) return value
  const shown: [string, Json][] = []
  const digests: string[] = []
  for (const [key, item] of Object.entries(value)) {
    const pointer = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const inner = hideIn(item, pointer, pointers, disclose)
    if (pointers.delete(pointer)) digests.push(disclose(key, inner))
    else shown.push([key, inner])
  }
  // Sorted, so that the order of the digests tells nothing about the order of what they hide.
  return { ...Object.fromEntries(shown), ...(digests.length > 0 && { _sd: digests.sort() }) }
}
