import { type Check, find } from './check.ts'
import { checkDataModel } from './check-data-model.ts'
import { checkIssuer } from './check-issuer.ts'
import { checkMandate } from './check-mandate.ts'
import { checkParts, type PartsFound } from './check-parts.ts'
import { checkRelatedResources } from './check-related-resources.ts'
import { checkSchema } from './check-schema.ts'
import { checkSignature } from './check-signature.ts'
import { checkStatus } from './check-status.ts'
import { checkValidity } from './check-validity.ts'
import {
  type CheckedCredential,
  dataModelOf,
  type FormatId,
  markChecked,
  type UnverifiedCredential,
} from './credential.ts'
import type { Ground, Signed } from './formats/format.ts'
import type { JsonObject } from './json.ts'
import type { Shadow } from './make-shadow.ts'
import type { LoadResource, Power } from './power.ts'
import type { StatusListCache } from './status/status-list-cache.ts'
import { clockSkewMilliseconds, readTime } from './time.ts'

export type VerifyOptions = {
  /** The time to judge by, ISO 8601 with zone. */
  readonly now: string
  readonly power: Power
  readonly loadResource: LoadResource
  /** Contexts beyond those that ship with the library; an unknown one is never fetched. */
  readonly moreContexts?: ReadonlyMap<string, JsonObject>
  /** Lets the reference look over the fast path's shoulder now and then (`makeShadow`). */
  readonly shadow?: Shadow
  /**
   * Certificates (DER) of the authorities whose word on who somebody is you take: for JAdES seals and `x5c` headers.
   * Without them such an issuer is `certificate-untrusted`, which is unchecked.
   */
  readonly trustAnchors?: readonly Uint8Array[]
  /** Keeps status lists from one credential to the next (`createStatusListCache`); yours to hold and share. */
  readonly statusLists?: StatusListCache
  /** What the holder was asked to sign; without it nobody can be shown to hold the key. */
  readonly asked?: { readonly challenge: string; readonly domain?: string }
  /**
   * The e-mail addresses that whoever brings the credential has shown to be theirs: old badges are made out to one.
   * Without them such a credential is `recipient-unproven`, which is unchecked.
   */
  readonly recipients?: readonly string[]
}

/**
 * Checks everything about a credential and says of each thing: passed, failed, or could not be checked.
 *
 * There is no single "verified": read `report.checks`. Never throws for what is in the credential.
 *
 * @example
 * const { credential, report } = await verifyCredential(read.credential, { now, power, loadResource })
 * const bad = report.checks.filter((check) => check.outcome !== 'passed')
 * @throws RangeError when `now` is no time
 */
export async function verifyCredential(
  credential: UnverifiedCredential,
  options: VerifyOptions,
): Promise<CheckedCredential> {
  const ground = makeGround(options)
  const signed = await checkSignature(credential, 'assertionMethod', ground)
  const document = signed.document ?? credential.document
  const started: Started = [
    signed.status ?? checkStatus(document, ground),
    checkMandate(document, ground),
    checkParts(document, ground),
    checkSchema(document, ground),
    checkRelatedResources(document, ground),
  ]
  const [status, mandate, parts, schema, related] = isSettled(started) ? started : await Promise.all(started)
  const checks: readonly Check[] = [
    checkFormat(credential, document, signed),
    signed.signature,
    checkIssuer(document, signed),
    ...(signed.holder ? [signed.holder] : []),
    ...(signed.recipient ? [signed.recipient] : []),
    checkValidity(document, ground),
    status,
    mandate,
    ...(parts ? [parts.check] : []),
    schema,
    related,
  ]
  return markChecked(document, { format: credential.envelope.format, checks, ...(parts && { parts: parts.parts }) })
}

/** Most credentials name nothing that must be waited for. */
type Started = readonly [Soon<Check>, Soon<Check>, Soon<PartsFound | undefined>, Soon<Check>, Soon<Check>]
type Settled = readonly [Check, Check, PartsFound | undefined, Check, Check]
type Soon<Found> = Found | Promise<Found>

const isSettled = (started: Started): started is Settled => !started.some((one) => one instanceof Promise)

export function makeGround({
  now,
  power,
  loadResource,
  moreContexts,
  trustAnchors,
  statusLists,
  shadow,
  asked,
  recipients,
}: VerifyOptions): Ground {
  const time = readTime(now)
  if (time === undefined) throw new RangeError(`"${now}" is no time; give ISO 8601 with a zone.`)
  return {
    now: time,
    clockSkewMilliseconds,
    power,
    loadResource: loadOnce(loadResource),
    moreContexts,
    trustAnchors,
    statusLists,
    shadow,
    asked,
    recipients,
  }
}

/** Within one verification the same address is asked once; a loader that throws is an address that is away. */
function loadOnce(loadResource: LoadResource): LoadResource {
  const asked = new Map<string, ReturnType<LoadResource>>()
  return (url, limits) => {
    const known = asked.get(url)
    if (known) return known
    const answer = Promise.resolve()
      .then(() => loadResource(url, limits))
      .catch(() => ({ found: false, code: 'loader-failed' }) as const)
    asked.set(url, answer)
    return answer
  }
}

/** Formats with a data model of their own, which their rows check. */
const ownModel: ReadonlySet<FormatId> = new Set(['sd-jwt-vc', 'open-badges-2'])

function checkFormat({ envelope }: UnverifiedCredential, document: JsonObject, signed: Signed): Check {
  if (signed.format) return signed.format
  const model = dataModelOf(document) ?? 'none'
  const detail = { format: envelope.format, dataModel: model }
  const [problem] = model === 'none' && ownModel.has(envelope.format) ? [] : checkDataModel(document)
  if (problem) return find('format-invalid', { ...detail, at: problem.pointer, problem: problem.detail })
  const old = signed.old ?? (model === '1.1' ? 'VC 1.1' : undefined)
  return old === undefined ? find('format-current', detail) : find('format-old', { ...detail, old })
}
