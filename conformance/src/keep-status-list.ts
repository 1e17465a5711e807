import {
  composeStatusListCredential,
  createStatusList,
  issueCredential,
  type JsonObject,
  setStatus,
} from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import type { Issuer } from './make-issuers.ts'

const day = 86_400_000

/** The list that the adapter's own credentials point to; every entry is good but the first, which is revoked. */
export function keepStatusList(url: string, issuer: Issuer, clock: () => Date) {
  const bits = setStatus(createStatusList(), 0, true)
  let next = 1
  return {
    url,
    /** An entry for a credential that is about to be issued. */
    take: (): JsonObject => entryOf(url, next++ % (bits.length * 8)),
    revoked: (): JsonObject => entryOf(url, 0),
    async publish(): Promise<JsonObject> {
      const now = clock()
      const list = await composeStatusListCredential({
        id: url,
        issuer: issuer.did,
        purpose: 'revocation',
        bits,
        validFrom: now.toISOString(),
        validUntil: new Date(now.getTime() + day).toISOString(),
        ttlMilliseconds: 60_000,
        power,
      })
      return issueCredential(list, issuer.signer, { now: now.toISOString(), power })
    },
  }
}

export type StatusListKeeper = ReturnType<typeof keepStatusList>

const entryOf = (url: string, index: number): JsonObject => ({
  id: `${url}#${index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: String(index),
  statusListCredential: url,
  statusReference: `${url}/about`,
})
