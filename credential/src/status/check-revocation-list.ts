import { type Check, find } from '../check.ts'
import { issuerOf } from '../credential.ts'
import type { Ground } from '../formats/format.ts'
import { idOf, isObject, isText, type JsonObject, listOf } from '../json.ts'
import { readJson } from '../read-json.ts'

/**
 * Open Badges' own list (1EdTech Revocation List Status Method 1.0): a plain document that names what is revoked. It
 * carries no signature; its address is signed with the credential, and https stands for the rest.
 */
export async function checkRevocationList(entry: JsonObject, document: JsonObject, ground: Ground): Promise<Check> {
  const url = entry.id
  if (!isText(url)) return find('status-malformed')
  const loaded = await ground.loadResource(url, { accept: 'application/json', maxBytes: 4_000_000 })
  if (!loaded.found) return find('status-list-away', { list: url, cause: loaded.code })
  const json = readJson(loaded.bytes, { maxBytes: 4_000_000 })
  if (!json.read || !isObject(json.value)) return find('status-list-unreadable', { list: url })
  const { issuer, revokedCredential } = json.value
  if (revokedCredential === undefined) return find('status-list-type-wrong', { list: url })
  const own = idOf(issuer)
  if (own !== undefined && own !== issuerOf(document))
    return find('status-list-other-issuer', { list: url, issuer: own })
  // A credential without an identifier can stand in no list.
  if (!isText(document.id)) return find('status-malformed', { list: url })
  const named = listOf(revokedCredential).find((revoked) => idOf(revoked) === document.id)
  const others = own !== undefined && own !== issuerOf(document)
  if (named === undefined && others) return find('status-list-other-issuer', { list: url, listIssuer: own })
  if (named === undefined) return find('status-good', { list: url })
  const reason = isObject(named) && isText(named.revocationReason) ? named.revocationReason : ''
  return find('status-revoked', { list: url, reason })
}
