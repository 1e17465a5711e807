import { type Check, type CheckCode, find } from '../check.ts'
import { issuerOf } from '../credential.ts'
import { decodeBase64Url } from '../encode-base.ts'
import type { Ground } from '../formats/format.ts'
import { checkJws } from '../formats/vc-jwt/check-jws.ts'
import { readJws } from '../formats/vc-jwt/read-jws.ts'
import { isObject, isText, type Json, type JsonObject } from '../json.ts'
import { decode } from '../read-json.ts'

const maxBytes = 4_000_000
const maxListBytes = 2_097_152

/** IETF Token Status List: a signed token with a packed list; each entry has 1, 2, 4 or 8 bits, lowest first. */
export async function checkTokenStatus(entry: JsonObject, document: JsonObject, ground: Ground): Promise<Check> {
  const { statusListCredential: url, statusListIndex: index } = entry
  if (!isText(url) || typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0)
    return find('status-malformed')
  const stop = (code: CheckCode, detail: Record<string, string | number> = {}) =>
    find(code, { list: url, index, ...detail })
  const loaded = await ground.loadResource(url, { accept: 'application/statuslist+jwt', maxBytes })
  if (!loaded.found) return stop('status-list-away', { cause: loaded.code })
  const read = readJws(decode(loaded.bytes)?.trim() ?? '')
  if (!read.read) return stop('status-list-unreadable', { cause: read.code })
  const { header, payload } = read.jws
  const issuer = issuerOf(document)
  const { check, key } = await checkJws(read.jws, isText(payload.iss) ? payload.iss : issuer, 'assertionMethod', ground)
  if (check.outcome === 'failed') return stop('status-list-tampered', { cause: check.code })
  if (check.outcome === 'unchecked' || !key || key.unproven)
    return stop('status-list-unverifiable', { cause: check.code })
  if (header.typ !== 'statuslist+jwt' || payload.sub !== url || !isObject(payload.status_list))
    return stop('status-list-type-wrong')
  const { now, clockSkewMilliseconds: skew } = ground
  if (typeof payload.exp === 'number' && payload.exp * 1000 < now - skew) return stop('status-list-expired')
  if (typeof payload.iat !== 'number') return stop('status-list-unreadable', { field: 'iat' })
  if (payload.iat * 1000 > now + skew) return stop('status-list-not-yet-valid')

  const value = await readEntry(payload.status_list, index, ground)
  if (typeof value === 'string') return stop(value)
  if (value === 1) return stop('status-revoked')
  if (value === 2) return stop('status-suspended')
  if (value !== 0) return stop('status-purpose-unknown', { value })
  return key.controller === issuer
    ? stop('status-good')
    : stop('status-list-other-issuer', { listIssuer: key.controller })
}

async function readEntry(
  { bits, lst }: JsonObject,
  index: number,
  { power }: Ground,
): Promise<number | 'status-list-unreadable' | 'status-index-outside'> {
  const packed = isText(lst) ? decodeBase64Url(lst) : undefined
  if (!packed || !isSize(bits)) return 'status-list-unreadable'
  try {
    const list = await power.inflate(packed, maxListBytes)
    const at = Math.floor((index * bits) / 8)
    const byte = list[at]
    if (byte === undefined) return 'status-index-outside'
    return (byte >> ((index * bits) % 8)) & (2 ** bits - 1)
  } catch {
    return 'status-list-unreadable'
  }
}

const isSize = (bits: Json | undefined): bits is 1 | 2 | 4 | 8 => bits === 1 || bits === 2 || bits === 4 || bits === 8
