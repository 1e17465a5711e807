import { type Check, find } from './check.ts'
import { issuerOf } from './credential.ts'
import type { Signed } from './formats/format.ts'
import type { JsonObject } from './json.ts'

/** Does the key that signed belong to the issuer that is named? Nothing switches this off. */
export function checkIssuer(document: JsonObject, { signature, keys, unproven, issuer: certified }: Signed): Check {
  const issuer = issuerOf(document)
  // Where the issuer is named in another document, and that is away, it is not missing: it is not known yet.
  if (certified?.code === 'issuer-away' || certified?.code === 'issuer-unchecked') return certified
  if (issuer === undefined) return find('issuer-missing')
  if (certified) return certified
  const [key] = keys
  if (!key) return find('issuer-unchecked', { issuer, signature: signature.code })
  const own = keys.find((one) => one.controller === issuer && !one.unproven)
  if (own) return find('issuer-controls-key', { issuer, method: own.id })
  if (unproven || key.unproven) return find('issuer-key-unproven', { issuer, method: key.id })
  return find('issuer-not-controller', { issuer, controller: key.controller })
}
