import { type Check, find } from './check.ts'
import { checkDataModel } from './check-data-model.ts'
import { checkSignature } from './check-signature.ts'
import { type CheckedCredential, markUnverified, type UnverifiedCredential } from './credential.ts'
import { CredentialProblem } from './credential-problem.ts'
import type { Signed } from './formats/format.ts'
import { formats } from './formats/formats.ts'
import { addProof, type SignedCredential } from './issue-credential.ts'
import { idOf, isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import type { Power, Signer } from './power.ts'
import { type CredentialRead, readCredential, readCredentialObject } from './read-credential.ts'
import { makeGround, type VerifyOptions, verifyCredential } from './verify-credential.ts'

export type CheckedPresentation = {
  /** The presentation's own checks: format, signature, holder. */
  readonly checks: readonly Check[]
  readonly credentials: readonly (CheckedCredential | Extract<CredentialRead, { read: false }>)[]
}

const mostCredentials = 50

/**
 * Checks who presents, whether it was made for this request, and every credential in it.
 *
 * @example
 * const { checks, credentials } = await verifyPresentation(document, { now, power, loadResource, asked: { challenge } })
 */
export async function verifyPresentation(document: JsonObject, options: VerifyOptions): Promise<CheckedPresentation> {
  const ground = makeGround(options)
  const presentation = readEnveloped(document) ?? markUnverified(document, { format: 'data-integrity' })
  const stated = presentation.document
  const entries = listOf(stated.verifiableCredential)
  const [problem] = checkDataModel(stated)
  const format =
    problem || !textsOf(stated.type).includes('VerifiablePresentation') || entries.length > mostCredentials
      ? find('format-invalid', problem ? { at: problem.pointer, problem: problem.detail } : { at: '/type' })
      : find('format-current', { format: presentation.envelope.format })
  const unsigned = presentation.envelope.format === 'data-integrity' && stated.proof === undefined
  const signed = unsigned ? undefined : await checkSignature(presentation, 'authentication', ground)
  const credentials =
    format.outcome === 'passed' ? await Promise.all(entries.map((entry) => verifyEntry(entry, options))) : []
  return {
    checks: [
      signed?.format ?? format,
      ...(signed ? [signed.signature] : []),
      signed ? checkHolder(presentation, signed, options.asked) : find('holder-unsigned'),
    ],
    credentials,
  }
}

function readEnveloped(document: JsonObject): UnverifiedCredential | undefined {
  if (!textsOf(document.type).includes('EnvelopedVerifiablePresentation')) return undefined
  const read = formats['vc-jwt'].read(document)
  return read?.read ? read.credential : undefined
}

async function verifyEntry(entry: Json, options: VerifyOptions): Promise<CheckedPresentation['credentials'][number]> {
  const read = isText(entry)
    ? readCredential(entry)
    : isObject(entry)
      ? readCredentialObject(entry)
      : ({ read: false, code: 'not-a-credential', detail: 'A credential is an object or a token.' } as const)
  return read.read ? verifyCredential(read.credential, options) : read
}

function checkHolder(
  { document, envelope }: UnverifiedCredential,
  { signature, keys }: Signed,
  asked: VerifyOptions['asked'],
): Check {
  const [key] = keys
  if (signature.outcome !== 'passed' || !key) return find('holder-unproven', { signature: signature.code })
  const holder = idOf(document.holder)
  if (holder !== undefined && holder !== key.controller)
    return find('holder-invalid', { holder, controller: key.controller })
  if (!asked) return find('holder-unproven', { problem: 'not-asked' })
  const statements = envelope.format === 'vc-jwt' ? [envelope.jws.payload] : listOf(document.proof).filter(isObject)
  const fits = statements.every(
    (one) =>
      (one.challenge ?? one.nonce) === asked.challenge &&
      (asked.domain === undefined || textsOf(one.domain ?? one.aud).includes(asked.domain)),
  )
  return fits ? find('holder-valid', { holder: key.controller }) : find('holder-challenge-wrong')
}

export type PresentOptions = {
  readonly now: string
  readonly power: Power
  readonly challenge?: string
  readonly domain?: string
}

/** Signs a presentation with the holder's key. @throws CredentialProblem for what must not be signed */
export async function presentCredentials(
  unsigned: JsonObject,
  signer: Signer,
  options: PresentOptions,
): Promise<SignedCredential> {
  const problems = checkDataModel(unsigned)
  const [first] = problems
  if (first) throw new CredentialProblem('data-model-broken', first.pointer, first.detail, problems)
  if (!textsOf(unsigned.type).includes('VerifiablePresentation'))
    throw new CredentialProblem('data-model-broken', '/type', 'One type is VerifiablePresentation.')
  return addProof(unsigned, signer, { ...options, purpose: 'authentication' })
}
