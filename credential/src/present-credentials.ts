import { checkDataModel } from './check-data-model.ts'
import { contextV2, issuerOf } from './credential.ts'
import { CredentialProblem } from './credential-problem.ts'
import { addProof, type SignedCredential } from './issue-credential.ts'
import { signToken, type TokenSigner } from './issue-token.ts'
import { idOf, isText, type Json, type JsonObject, textsOf } from './json.ts'
import type { Power, Signer } from './power.ts'
import { readTime } from './time.ts'

export type PresentOptions = {
  readonly now: string
  readonly power: Power
  /** What the verifier gave, for this time only. */
  readonly challenge?: string
  /** Who it is for: the verifier's address. */
  readonly domain?: string
}

/**
 * Lays credentials into a presentation, to be signed by `presentCredentials` or `presentAsJwt`: signed objects as they
 * are, tokens in their envelopes (VC 2.0, 4.13). An SD-JWT with its key binding may also be shown by itself.
 */
export function composePresentation({
  holder,
  credentials,
}: {
  readonly holder: string
  readonly credentials: readonly (JsonObject | string)[]
}): JsonObject {
  return {
    '@context': [contextV2],
    type: ['VerifiablePresentation'],
    holder,
    verifiableCredential: credentials.map((one): Json => (isText(one) ? envelop(one) : one)),
  }
}

function envelop(token: string): JsonObject {
  const mediaType = token.includes('~') ? 'application/dc+sd-jwt' : 'application/vc+jwt'
  return { '@context': contextV2, id: `data:${mediaType},${token}`, type: 'EnvelopedVerifiableCredential' }
}

/** Signs a presentation with the holder's key. @throws CredentialProblem for what must not be signed */
export async function presentCredentials(
  unsigned: JsonObject,
  signer: Signer,
  options: PresentOptions,
): Promise<SignedCredential> {
  requirePresentable(unsigned, signer)
  return addProof(unsigned, signer, { ...options, purpose: 'authentication' })
}

/**
 * The same as a JWT (VC-JOSE-COSE, `application/vp+jwt`): the challenge is its `nonce`, the domain its `aud`.
 *
 * @throws CredentialProblem for what must not be signed
 */
export async function presentAsJwt(
  unsigned: JsonObject,
  signer: TokenSigner,
  { now, challenge, domain }: Omit<PresentOptions, 'power'>,
): Promise<string> {
  requirePresentable(unsigned, signer)
  const time = readTime(now)
  if (time === undefined) throw new CredentialProblem('time-malformed', '', `"${now}" is no full time.`)
  const payload: JsonObject = {
    ...unsigned,
    iat: Math.floor(time / 1000),
    ...(challenge !== undefined && { nonce: challenge }),
    ...(domain !== undefined && { aud: domain }),
  }
  return signToken({ typ: 'vp+jwt', cty: 'vp' }, payload, signer)
}

/** What a verifier would refuse is not made: a presentation is signed by the holder that it names. */
function requirePresentable(unsigned: JsonObject, { verificationMethod }: { verificationMethod: string }): void {
  const problems = checkDataModel(unsigned)
  const [first] = problems
  if (first) throw new CredentialProblem('data-model-broken', first.pointer, first.detail, problems)
  if (!textsOf(unsigned.type).includes('VerifiablePresentation') || issuerOf(unsigned) !== undefined)
    throw new CredentialProblem('data-model-broken', '/type', 'One type is VerifiablePresentation.')
  if (unsigned.proof !== undefined)
    throw new CredentialProblem('already-signed', '/proof', 'It carries a proof already.')
  const holder = idOf(unsigned.holder)
  if (holder !== undefined && verificationMethod.split('#')[0] !== holder)
    throw new CredentialProblem('signer-mismatch', '/holder', `The key ${verificationMethod} is not ${holder}'s.`)
}
