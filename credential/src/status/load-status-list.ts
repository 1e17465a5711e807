import { type CheckCode, find } from '../check.ts'
import { checkDataModel } from '../check-data-model.ts'
import { checkIssuer } from '../check-issuer.ts'
import { checkSignature } from '../check-signature.ts'
import { checkValidity } from '../check-validity.ts'
import { endOf, issuerOf } from '../credential.ts'
import { decodeBase64Url } from '../encode-base.ts'
import type { Ground } from '../formats/format.ts'
import { isObject, isText, type JsonObject, listOf, textsOf } from '../json.ts'
import { readCredential } from '../read-credential.ts'
import { readTime } from '../time.ts'
import { findList, type ListFound, type ListLoaded } from './status-list-cache.ts'

export type StatusListKind = {
  readonly credentialType: 'BitstringStatusListCredential' | 'StatusList2021Credential'
  readonly subjectType: 'BitstringStatusList' | 'StatusList2021'
  /** Bitstring lists are multibase; StatusList2021 had bare base64url. */
  readonly multibase: boolean
}

export type StatusList = {
  readonly bits: Uint8Array
  readonly purposes: readonly string[]
  readonly issuer: string
  readonly ownUrl: boolean
}
/** How long a list may be kept when it says nothing of it (Bitstring Status List 1.0, 2.2). */
const usualTtlMilliseconds = 300_000

const maxDocumentBytes = 4_000_000
/** Sixteen million entries: more is a bomb, not a list. */
const maxListBytes = 2_097_152

/**
 * Fetches a status list and trusts it only when its own signature, issuer, type and time hold. Whatever is wrong with
 * the list has its own code: a list that cannot be believed never says that a credential is good.
 */
export function findStatusList(url: string, kind: StatusListKind, ground: Ground): Promise<ListFound<StatusList>> {
  const load = (etag: string | undefined) => loadStatusList(url, kind, ground, etag)
  return findList(`${kind.subjectType} ${url}`, ground, load, isStatusList)
}

const isStatusList = (value: unknown): value is StatusList =>
  typeof value === 'object' && value !== null && 'bits' in value && 'purposes' in value

async function loadStatusList(
  url: string,
  kind: StatusListKind,
  ground: Ground,
  etag: string | undefined,
): Promise<ListLoaded<StatusList>> {
  const stop = (code: CheckCode, detail: Record<string, string | number> = {}): ListLoaded<StatusList> => ({
    loaded: false,
    check: find(code, { list: url, ...detail }),
  })
  const accept = 'application/vc, application/vc+jwt, application/ld+json, application/json'
  const loaded = await ground.loadResource(url, { accept, maxBytes: maxDocumentBytes, ...(etag && { etag }) })
  if (!loaded.found) {
    if (etag !== undefined && loaded.code === 'not-modified')
      return { loaded: false, unchanged: true, maxAgeSeconds: loaded.maxAgeSeconds }
    return stop('status-list-away', { cause: loaded.code })
  }
  const read = readCredential(loaded.bytes)
  if (!read.read) return stop('status-list-unreadable', { cause: read.code })
  const { credential } = read
  const { document } = credential

  const signed = await checkSignature(credential, 'assertionMethod', ground)
  if (signed.format) return stop('status-list-unreadable', { cause: signed.format.code })
  if (signed.signature.outcome === 'failed') return stop('status-list-tampered', { cause: signed.signature.code })
  if (signed.signature.outcome === 'unchecked')
    return stop('status-list-unverifiable', { cause: signed.signature.code })
  const issuer = issuerOf(document)
  const own = checkIssuer(document, signed)
  if (own.outcome === 'unchecked') return stop('status-list-unverifiable', { cause: own.code })
  if (own.outcome === 'failed' || issuer === undefined) return stop('status-list-forged', { cause: own.code })
  const [problem] = checkDataModel(document)
  if (problem) return stop('status-list-unreadable', { at: problem.pointer })

  const subject = listOf(document.credentialSubject).filter(isObject)[0] ?? {}
  if (!textsOf(document.type).includes(kind.credentialType) || !textsOf(subject.type).includes(kind.subjectType))
    return stop('status-list-type-wrong', { type: textsOf(document.type).join(' ') })
  const validity = checkValidity(document, ground)
  if (validity.code === 'expired') return stop('status-list-expired', validity.detail)
  if (validity.code === 'not-yet-valid') return stop('status-list-not-yet-valid', validity.detail)
  if (validity.outcome !== 'passed') return stop('status-list-unreadable', { cause: validity.code })

  const bits = await openBits(subject, kind, ground)
  if (!(bits instanceof Uint8Array)) return stop(bits, { field: 'encodedList' })
  const ownUrl = document.id === undefined || document.id === url
  const { ttl } = subject
  return {
    loaded: true,
    kept: {
      list: { bits, purposes: textsOf(subject.statusPurpose), issuer, ownUrl },
      size: bits.length,
      ttlMilliseconds: typeof ttl === 'number' && ttl >= 0 ? ttl : usualTtlMilliseconds,
      validUntil: readTime(endOf(document)) ?? Number.POSITIVE_INFINITY,
      maxAgeSeconds: loaded.maxAgeSeconds,
      etag: loaded.etag,
    },
  }
}

async function openBits(
  { encodedList }: JsonObject,
  { multibase }: StatusListKind,
  { power }: Ground,
): Promise<Uint8Array | 'status-list-unreadable' | 'status-list-too-large'> {
  const encoded = isText(encodedList)
    ? multibase
      ? cut(encodedList)
      : encodedList.replace(/^u(?=H4sI)/, '')
    : undefined
  const packed = encoded === undefined ? undefined : decodeBase64Url(encoded.replace(/=+$/, ''))
  if (!packed) return 'status-list-unreadable'
  try {
    return await power.gunzip(packed, maxListBytes)
  } catch (error) {
    return isTooLarge(error) ? 'status-list-too-large' : 'status-list-unreadable'
  }
}

/** Whether unpacking stopped because more came out than was allowed. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof Error && /larger|ERR_BUFFER_TOO_LARGE/.test(error.message))

const cut = (text: string): string | undefined => (text.startsWith('u') ? text.slice(1) : undefined)
