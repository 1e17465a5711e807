import { issueTokenStatusList, readStatus } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { findSigner } from './organisation-key.ts'
import { statusSeconds } from './status-list.ts'

const hoursValid = 24
const suffix = '/tokens'
const [revoked, suspended] = [1, 2]

/** Where the same places lie as a Token Status List: for SD-JWT VC, whose readers do not know W3C's list. */
export const tokenListUrl = (listUrl: string): string => `${listUrl}${suffix}`

type Kept = { changedAt: number; token: string; expiresAt: number }
const kept = new Map<string, Kept>()
const mostKept = 200

/**
 * The pair of lists as one signed token, two bits a place (1 revoked, 2 suspended): made of the same bits, so that a
 * merit which is revoked is revoked in every form that it was given in. Undefined where there is no such list.
 */
export async function readTokenStatusList(ground: Ground, work: Work, url: string): Promise<string | undefined> {
  if (!url.endsWith(suffix)) return undefined
  const lists = await work
    .selectFrom('status_list as one')
    .innerJoin('status_list as list', 'list.pair_id', 'one.pair_id')
    .innerJoin('organisation', 'organisation.id', 'list.organisation_id')
    .select(['list.organisation_id', 'list.purpose', 'list.bits', 'list.length', 'list.changed_at'])
    .where('one.url', '=', url.slice(0, -suffix.length))
    .where('moved_to', 'is', null)
    .execute()
  const revocation = lists.find(({ purpose }) => purpose === 'revocation')
  const suspension = lists.find(({ purpose }) => purpose === 'suspension')
  if (!revocation || !suspension) return undefined
  const now = ground.now()
  const changedAt = Math.max(revocation.changed_at.getTime(), suspension.changed_at.getTime())
  const before = kept.get(url)
  if (before?.changedAt === changedAt && before.expiresAt - now.getTime() > (hoursValid / 2) * 3_600_000)
    return before.token
  const entries = new Uint8Array(revocation.length / 4)
  for (let position = 0; position < revocation.length; position++) {
    // Suspended places are set for what is revoked as well; revoked is what counts.
    if (readStatus(revocation.bits, position)) setTwoBits(entries, position, revoked)
    else if (readStatus(suspension.bits, position)) setTwoBits(entries, position, suspended)
  }
  const expiresAt = now.getTime() + hoursValid * 3_600_000
  const { verificationMethod, sign } = await findSigner(ground, work, revocation.organisation_id)
  const token = await issueTokenStatusList(
    {
      url,
      entries,
      bits: 2,
      now: now.toISOString(),
      validUntil: new Date(expiresAt).toISOString(),
      ttlSeconds: statusSeconds,
    },
    { verificationMethod, algorithm: 'EdDSA', sign },
    power,
  )
  if (kept.size >= mostKept) kept.clear()
  kept.set(url, { changedAt, token, expiresAt })
  return token
}

/** Token Status List 4.1: the first entry in the lowest bits. */
function setTwoBits(entries: Uint8Array, position: number, value: number): void {
  const at = position >> 2
  entries[at] = (entries[at] ?? 0) | (value << ((position & 3) * 2))
}
