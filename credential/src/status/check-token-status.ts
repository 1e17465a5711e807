import { type Check, type CheckCode, find } from '../check.ts'
import { issuerOf } from '../credential.ts'
import { decodeBase64Url } from '../encode-base.ts'
import type { Ground } from '../formats/format.ts'
import { checkJws } from '../formats/vc-jwt/check-jws.ts'
import { readJws } from '../formats/vc-jwt/read-jws.ts'
import { isObject, isText, type Json, type JsonObject } from '../json.ts'
import { decode } from '../read-json.ts'
import { isTooLarge } from './load-status-list.ts'
import { findList, type ListLoaded } from './status-list-cache.ts'

const maxBytes = 4_000_000
const maxListBytes = 2_097_152

type TokenList = { readonly bytes: Uint8Array; readonly bits: 1 | 2 | 4 | 8; readonly controller: string }

/** IETF Token Status List: a signed token with a packed list; each entry has 1, 2, 4 or 8 bits, lowest first. */
export async function checkTokenStatus(entry: JsonObject, document: JsonObject, ground: Ground): Promise<Check> {
  const { statusListCredential: url, statusListIndex: index } = entry
  if (!isText(url) || typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0)
    return find('status-malformed')
  const issuer = issuerOf(document)
  const found = await findList(
    // A list may leave out who issues it; then it is judged, and kept, for one issuer only.
    `token ${issuer} ${url}`,
    ground,
    (etag) => loadTokenList(url, issuer, ground, etag),
    isTokenList,
  )
  if (!found.found) return found.check
  const { bytes, bits, controller } = found.list
  const detail = { list: url, index }
  const byte = bytes[Math.floor((index * bits) / 8)]
  if (byte === undefined) return find('status-index-outside', { ...detail, entries: (bytes.length * 8) / bits })
  const value = (byte >> ((index * bits) % 8)) & (2 ** bits - 1)
  if (value === 1) return find('status-revoked', detail)
  if (value === 2) return find('status-suspended', detail)
  if (value !== 0) return find('status-purpose-unknown', { ...detail, value })
  return controller === issuer
    ? find('status-good', detail)
    : find('status-list-other-issuer', { ...detail, listIssuer: controller })
}

const isTokenList = (value: unknown): value is TokenList =>
  typeof value === 'object' && value !== null && 'bytes' in value && 'controller' in value

async function loadTokenList(
  url: string,
  issuer: string | undefined,
  ground: Ground,
  etag: string | undefined,
): Promise<ListLoaded<TokenList>> {
  const stop = (code: CheckCode, detail: Record<string, string | number> = {}): ListLoaded<TokenList> => ({
    loaded: false,
    check: find(code, { list: url, ...detail }),
  })
  const loaded = await ground.loadResource(url, {
    accept: 'application/statuslist+jwt',
    maxBytes,
    ...(etag && { etag }),
  })
  if (!loaded.found) {
    if (etag !== undefined && loaded.code === 'not-modified')
      return { loaded: false, unchanged: true, maxAgeSeconds: loaded.maxAgeSeconds }
    return stop('status-list-away', { cause: loaded.code })
  }
  const read = readJws(decode(loaded.bytes)?.trim() ?? '')
  if (!read.read) return stop('status-list-unreadable', { cause: read.code })
  const { header, payload } = read.jws
  const { check, key } = await checkJws(read.jws, isText(payload.iss) ? payload.iss : issuer, 'assertionMethod', ground)
  if (check.outcome === 'failed') return stop('status-list-tampered', { cause: check.code })
  if (check.outcome === 'unchecked' || !key || key.unproven)
    return stop('status-list-unverifiable', { cause: check.code })
  if (header.typ !== 'statuslist+jwt' || payload.sub !== url || !isObject(payload.status_list))
    return stop('status-list-type-wrong')
  const { now, clockSkewMilliseconds: skew } = ground
  const { exp, iat, ttl } = payload
  if (exp !== undefined && typeof exp !== 'number') return stop('status-list-unreadable', { field: 'exp' })
  if (exp !== undefined && exp * 1000 < now - skew) return stop('status-list-expired')
  if (typeof iat !== 'number') return stop('status-list-unreadable', { field: 'iat' })
  if (iat * 1000 > now + skew) return stop('status-list-not-yet-valid')
  const { bits, lst } = payload.status_list
  const bytes = isSize(bits) ? await openList(lst, ground) : 'status-list-unreadable'
  if (!(bytes instanceof Uint8Array) || !isSize(bits)) return stop(isText(bytes) ? bytes : 'status-list-unreadable')
  return {
    loaded: true,
    kept: {
      list: { bytes, bits, controller: key.controller },
      size: bytes.length,
      ttlMilliseconds: typeof ttl === 'number' && ttl >= 0 ? ttl * 1000 : usualTtlMilliseconds,
      validUntil: exp === undefined ? Number.POSITIVE_INFINITY : exp * 1000,
      maxAgeSeconds: loaded.maxAgeSeconds,
      etag: loaded.etag,
    },
  }
}

const usualTtlMilliseconds = 300_000

async function openList(
  packed: Json | undefined,
  { power }: Ground,
): Promise<Uint8Array | 'status-list-unreadable' | 'status-list-too-large'> {
  const bytes = isText(packed) ? decodeBase64Url(packed) : undefined
  if (!bytes) return 'status-list-unreadable'
  try {
    return await power.inflate(bytes, maxListBytes)
  } catch (error) {
    return isTooLarge(error) ? 'status-list-too-large' : 'status-list-unreadable'
  }
}

const isSize = (bits: Json | undefined): bits is 1 | 2 | 4 | 8 => bits === 1 || bits === 2 || bits === 4 || bits === 8
