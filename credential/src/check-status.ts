import { type Check, find } from './check.ts'
import { absoluteStatus, issuerOf } from './credential.ts'
import type { Ground } from './formats/format.ts'
import { isObject, isText, type Json, type JsonObject, listOf, textsOf } from './json.ts'
import { leastEntries, readStatusValue } from './status/bits.ts'
import { checkRevocationList } from './status/check-revocation-list.ts'
import { checkTokenStatus } from './status/check-token-status.ts'
import { findStatusList, type StatusListKind } from './status/load-status-list.ts'

const kinds: Readonly<Record<string, StatusListKind>> = {
  BitstringStatusListEntry: {
    credentialType: 'BitstringStatusListCredential',
    subjectType: 'BitstringStatusList',
    multibase: true,
  },
  StatusList2021Entry: { credentialType: 'StatusList2021Credential', subjectType: 'StatusList2021', multibase: false },
}

const mostEntries = 10

/** Looks up every status that the credential names; the gravest finding is the answer. */
export function checkStatus(document: JsonObject, ground: Ground): Check | Promise<Check> {
  const { credentialStatus: status, [absoluteStatus]: further } = document
  if (status === undefined && further === undefined) return find('status-none')
  return checkEntries([...listOf(status), ...listOf(further)], document, ground)
}

async function checkEntries(entries: readonly Json[], document: JsonObject, ground: Ground): Promise<Check> {
  if (entries.length === 0) return find('status-none')
  if (entries.length > mostEntries) return find('status-malformed', { entries: entries.length })
  const checks = await Promise.all(entries.map((entry) => checkEntry(entry, document, ground)))
  return checks.reduce((gravest, check) => (gravity(check) > gravity(gravest) ? check : gravest))
}

const gravity = ({ code, outcome }: Check): number => {
  if (code === 'status-revoked') return 5
  if (code === 'status-suspended') return 4
  if (outcome === 'failed') return 3
  if (outcome === 'unchecked') return 2
  return code === 'status-message' ? 1 : 0
}

async function checkEntry(entry: Json, document: JsonObject, ground: Ground): Promise<Check> {
  if (!isObject(entry)) return find('status-malformed')
  const types = textsOf(entry.type)
  if (types.includes('1EdTechRevocationList')) return checkRevocationList(entry, document, ground)
  if (types.includes('TokenStatusList')) return checkTokenStatus(entry, document, ground)
  const type = types.find((one) => Object.hasOwn(kinds, one))
  const kind = type === undefined ? undefined : kinds[type]
  // A refresh service in the status' place says nothing about validity.
  if (!kind)
    return types.includes('1EdTechCredentialRefresh')
      ? find('status-good')
      : find('status-type-unknown', { type: types.join(' ') })

  const { statusListCredential: url, statusPurpose: purpose } = entry
  const index = readIndex(entry.statusListIndex)
  const size = entry.statusSize ?? 1
  if (!isText(url) || !isText(purpose) || index === undefined || !isSize(size))
    return find('status-malformed', { list: String(url), index: String(entry.statusListIndex) })
  const found = await findStatusList(url, kind, ground)
  if (!found.found) return found.check
  const { bits, purposes, issuer, ownUrl } = found.list
  const detail = { list: url, purpose, index }
  if (!purposes.includes(purpose))
    return find('status-list-purpose-wrong', { ...detail, listPurpose: purposes.join(' ') })
  if ((index + 1) * size > bits.length * 8)
    return find('status-index-outside', { ...detail, entries: Math.floor((bits.length * 8) / size) })
  const check = judge(readStatusValue(bits, index, size), purpose, entry, detail)
  // A list with a flaw may take a credential down, for the issuer itself points to it; it never says that one is good.
  if (check.outcome !== 'passed') return check
  const entries = Math.floor((bits.length * 8) / size)
  if (entries < leastEntries) return find('status-list-too-short', { ...detail, entries })
  if (issuer !== issuerOf(document)) return find('status-list-other-issuer', { ...detail, listIssuer: issuer })
  return ownUrl ? check : find('status-list-other-address', detail)
}

/** An index is written as text; some write a number. Nothing else is one: "1e3" or "0x10" would be read otherwise elsewhere. */
function readIndex(value: Json | undefined): number | undefined {
  const index = isText(value) && /^(0|[1-9]\d{0,15})$/.test(value) ? Number(value) : value
  return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 ? index : undefined
}

const isSize = (value: Json): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 32

function judge(value: number, purpose: string, entry: JsonObject, detail: Record<string, string | number>): Check {
  if (purpose === 'message') return find('status-message', { ...detail, value, message: findMessage(entry, value) })
  if (value === 0) return find('status-good', detail)
  if (purpose === 'revocation') return find('status-revoked', detail)
  if (purpose === 'suspension') return find('status-suspended', detail)
  // A newer one is to be had; this one is no less good for it.
  if (purpose === 'refresh') return find('status-message', { ...detail, value, message: 'refresh' })
  return find('status-purpose-unknown', { ...detail, value })
}

function findMessage(entry: JsonObject, value: number): string {
  const messages = listOf(entry.statusMessage).filter(isObject)
  const one = messages.find(({ status }) => isText(status) && Number(status) === value)
  return isText(one?.message) ? one.message : ''
}
