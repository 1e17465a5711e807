import { type Check, find } from './check.ts'
import { checkDataModel } from './check-data-model.ts'
import { checkSignature } from './check-signature.ts'
import { type CheckedCredential, markChecked, markUnverified, type UnverifiedCredential } from './credential.ts'
import type { Signed } from './formats/format.ts'
import type { Envelope } from './formats/formats.ts'
import { disclose, type SdJwt } from './formats/sd-jwt-vc/read-sd-jwt.ts'
import { idOf, isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
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
 * A presentation is a JSON object with a proof, the text of a JWT (`vp+jwt`, or a VC 1.1 `vp`), an
 * EnvelopedVerifiablePresentation, or the text of an SD-JWT with its key binding, which presents itself. That somebody
 * presents a credential about somebody else is said of that credential: `holder-unproven`.
 *
 * @example
 * const { checks, credentials } = await verifyPresentation(document, { now, power, loadResource, asked: { challenge } })
 */
export async function verifyPresentation(
  input: JsonObject | string,
  options: VerifyOptions,
): Promise<CheckedPresentation> {
  const read = readPresentation(input)
  if (!read.read)
    return { checks: [find('format-invalid', { problem: read.code, detail: read.detail })], credentials: [] }
  const { credential } = read
  return credential.envelope.format === 'sd-jwt-vc' && !isPresentation(disclosedOf(credential.envelope.sdJwt, options))
    ? verifySelfPresenting(credential, options)
    : verifyWhole(credential, options)
}

const isPresentation = (document: JsonObject): boolean => textsOf(document.type).includes('VerifiablePresentation')

/** What an SD-JWT is may itself be among what was hidden. */
function disclosedOf(sdJwt: SdJwt, { power }: VerifyOptions): JsonObject {
  const disclosed = disclose(sdJwt, power)
  return disclosed.disclosed ? disclosed.claims : {}
}

function readPresentation(input: JsonObject | string): CredentialRead {
  if (isText(input)) return readCredential(input)
  const enveloped = textsOf(input.type).includes('EnvelopedVerifiablePresentation')
  return enveloped
    ? readCredentialObject(input)
    : { read: true, credential: markUnverified(input, { format: 'data-integrity' }) }
}

/** An SD-JWT carries its holder's word itself: the same checks stand for the whole and for the credential. */
async function verifySelfPresenting(
  credential: UnverifiedCredential,
  options: VerifyOptions,
): Promise<CheckedPresentation> {
  const checked = await verifyCredential(credential, options)
  const own = checked.report.checks.filter(({ name }) => name === 'format' || name === 'signature' || name === 'holder')
  return { checks: own, credentials: [checked] }
}

async function verifyWhole(presentation: UnverifiedCredential, options: VerifyOptions): Promise<CheckedPresentation> {
  const ground = makeGround(options)
  const unsigned = presentation.envelope.format === 'data-integrity' && presentation.document.proof === undefined
  const signed = unsigned ? undefined : await checkSignature(presentation, 'authentication', ground)
  const stated = signed?.document ?? presentation.document
  const entries = listOf(stated.verifiableCredential)
  const [problem] = checkDataModel(stated)
  const format =
    problem || !isPresentation(stated) || entries.length > mostCredentials
      ? find('format-invalid', problem ? { at: problem.pointer, problem: problem.detail } : { at: '/type' })
      : find('format-current', { format: presentation.envelope.format })
  const holder = signed ? checkHolder(stated, presentation.envelope, signed, options.asked) : find('holder-unsigned')
  const presenter = holder.code === 'holder-valid' ? signed?.keys[0]?.controller : undefined
  const credentials =
    format.outcome === 'passed' ? await Promise.all(entries.map((entry) => verifyEntry(entry, presenter, options))) : []
  return { checks: [signed?.format ?? format, ...(signed ? [signed.signature] : []), holder], credentials }
}

async function verifyEntry(
  entry: Json,
  presenter: string | undefined,
  options: VerifyOptions,
): Promise<CheckedPresentation['credentials'][number]> {
  const read = isText(entry)
    ? readCredential(entry)
    : isObject(entry)
      ? readCredentialObject(entry)
      : ({ read: false, code: 'not-a-credential', detail: 'A credential is an object or a token.' } as const)
  if (!read.read) return read
  const { credential, report } = await verifyCredential(read.credential, options)
  const bound = report.checks.some(({ name }) => name === 'holder')
  const holder = bound ? undefined : checkSubject(credential, presenter)
  return holder
    ? markChecked(credential, { ...report, checks: insertHolder(report.checks, holder) })
    : markChecked(credential, report)
}

/** Is it about the one who presents it? A subject without an identifier is bound to nobody. */
function checkSubject(document: JsonObject, presenter: string | undefined): Check {
  const subjects = listOf(document.credentialSubject).flatMap((subject) => idOf(subject) ?? [])
  const [subject] = subjects
  if (subject === undefined) return find('holder-not-bound')
  if (presenter === undefined) return find('holder-unproven', { subject, problem: 'not-shown' })
  return subjects.includes(presenter)
    ? find('holder-valid', { holder: presenter })
    : find('holder-unproven', { subject, holder: presenter, problem: 'other-subject' })
}

function insertHolder(checks: readonly Check[], holder: Check): readonly Check[] {
  const at = checks.findIndex(({ name }) => name === 'validity')
  return [...checks.slice(0, at), holder, ...checks.slice(at)]
}

function checkHolder(
  document: JsonObject,
  envelope: Envelope,
  { signature, keys }: Signed,
  asked: VerifyOptions['asked'],
): Check {
  const [key] = keys
  if (signature.outcome !== 'passed' || !key) return find('holder-unproven', { signature: signature.code })
  const stated = envelope.format === 'vc-jwt' ? envelope.jws.payload.iss : undefined
  const holder = idOf(document.holder) ?? (isText(stated) ? stated : undefined)
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
