import type { Signer } from '@bricka/credential'
import type { Party } from '@bricka/domain/issuing/compose-credential'
import type { MeritVersion } from '@bricka/domain/merit/merit'
import { OrganisationId } from '@bricka/domain/organisation/organisation'
import { decideIssuingRight } from '@bricka/domain/trust/decide-mandate'
import { sql } from 'kysely'
import { requireUuid, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { type PublishedVersion, toVersion } from '../merit/find-merit.ts'
import { toSigner } from '../organisation/organisation-key.ts'
import type { MayApprove, MayIssue } from '../organisation/permission.ts'
import { drawCandidates, type PairRow, type StatusPair, toPair } from '../organisation/status-list.ts'
import { toParty } from '../organisation/to-party.ts'
import { toMandate } from '../trust/find-mandate.ts'

/** What every credential of one merit version by one issuer stands on: found once, however many are issued. */
export type IssuingGround = {
  permission: MayIssue | MayApprove
  version: MeritVersion & { url: string }
  creator: Party
  issuer: Party & { organisationId: string; fourEyes: boolean }
  /** Undefined when the issuer owns the merit. */
  mandate: { id: string; url: string; digestSri: string } | undefined
  /** What social partners say of the version, as it was signed, where the issuer lets its credentials carry it. */
  endorsements: readonly string[]
  signer: Signer
  /** The status lists with room left; undefined when there are none yet. */
  pair: StatusPair | undefined
  /** Positions of this pair, taken when it was looked for. */
  taken: readonly number[]
}

/** @throws Problem `not-found`, `merit-retired` or `mandate-…` when the organisation may not issue this merit now */
export async function findIssuingGround(
  ground: Ground,
  work: Work,
  permission: MayIssue | MayApprove,
  merit: MeritAsked,
): Promise<IssuingGround> {
  return (await lookForIssuing(ground, work, permission, merit, [])).stand()
}

export type KnownKey = {
  key: string
  holder_id: string
  credential_id: string
  merit_id: string
  recipient_email: string
  state: Row<'credential'>['state']
}

/**
 * What issuing needs to know, in one statement: what was made under these (hashed) keys before, and what new credentials
 * would stand on. `stand` refuses as `findIssuingGround` does: a key that is known is answered whatever has become of
 * the right to issue.
 */
export async function lookForIssuing(
  ground: Ground,
  work: Work,
  permission: MayIssue | MayApprove,
  merit: MeritAsked,
  keys: readonly string[],
): Promise<Look> {
  const { rows } = await sql.raw<Found>(questionOf(permission, merit, keys)).execute(work)
  return readLook(ground, permission, rows)
}

type MeritAsked = { id: string; version?: number | undefined }
export type Look = { known: readonly KnownKey[]; stand(): IssuingGround }

/**
 * What `lookForIssuing` asks. With `positions`, so many places in the status lists are taken on the way, unless one of the
 * keys is known or nothing is signed yet for want of a second pair of eyes.
 */
export function questionOf(
  permission: MayIssue | MayApprove,
  { id, version }: MeritAsked,
  keys: readonly string[],
  positions = 0,
): string {
  if (version !== undefined && !Number.isInteger(version)) throw new Error(`Not a version: ${version}`)
  // Hashes as we make them ourselves, in base64url: nothing in them needs quoting.
  if (!keys.every((key) => /^[\w-]{43}$/.test(key))) throw new Error('Not the hash of a key.')
  return statement
    .replaceAll('$1', `'${requireUuid(permission.organisationId)}'`)
    .replaceAll('$2', `'${requireUuid(id)}'`)
    .replaceAll('$3', `${version ?? null}`)
    .replaceAll('$4', `'{${keys.join(',')}}'`)
    .replaceAll('$5', `'{${drawCandidates(positions).join(',')}}'`)
    .replaceAll('$6', `${positions}`)
}

/** What the rows say that `questionOf` is answered with. */
export function readLook(ground: Ground, permission: MayIssue | MayApprove, [row]: readonly Found[]): Look {
  const issuerId = permission.organisationId
  if (!row) throw new Error('A statement that always answers gave nothing.')
  const stand = (): IssuingGround => {
    if (!isWhole(row)) throw new Problem('not-found', 'No published merit has this address.')
    if (row.state === 'retired') throw new Problem('merit-retired', 'A retired merit is not issued any more.')
    const version = readVersion(row)
    const mandate = requireRight(ground, issuerId, version, row.mandates)
    return {
      permission,
      version,
      creator: toParty(row.creator),
      issuer: { ...toParty(row.issuer), organisationId: issuerId, fourEyes: row.issuer.four_eyes },
      mandate: mandate && { id: mandate.id, url: mandate.url, digestSri: mandate.digest },
      endorsements: row.endorsements,
      signer: toSigner(ground, issuerId, row),
      pair: row.pair ? toPair(row.pair) : undefined,
      taken: row.taken,
    }
  }
  return { known: row.known, stand }
}

type Whole = Row<'merit_version'> & {
  state: Row<'merit'>['state']
  creator: Row<'organisation'>
  issuer: Row<'organisation'>
  verification_method: string | null
  sealed_private_key: Buffer | null
  mandates: readonly MandateRow[]
  endorsements: readonly string[]
  pair: PairRow | null
}
type Always = { known: readonly KnownKey[]; taken: readonly number[] }
export type Found = Always & (Whole | { merit_id: null })

const isWhole = (row: Found): row is Whole & Always => row.merit_id !== null

type Times = 'valid_from' | 'valid_until' | 'withdrawn_at'
type MandateRow = Pick<Row<'mandate'>, 'id' | 'merit_id' | 'creator_id' | 'issuer_id' | 'url' | 'digest'> &
  Record<Times, string | null>

/** Written out, as it is asked for every issuing: see `count-statements.test.ts`. */
const statement = `
with pair as (
  select r.id, r.url, s.id as other_id, s.url as other_url
  from status_list r join status_list s on s.pair_id = r.pair_id and s.purpose = 'suspension'
  where r.organisation_id = $1::uuid and r.purpose = 'revocation' and r.taken < r.length / 2
  order by r.id limit 1
), taken as (
  insert into status_entry (revocation_list_id, position)
  select * from (
    select pair.id, drawn.position from pair, unnest($5::int[]) with ordinality as drawn (position, turn)
    where not exists (select from status_entry e where e.revocation_list_id = pair.id and e.position = drawn.position)
      and not exists (select from issuing_key k where k.issuer_id = $1::uuid and k.key = any ($4::text[]))
      and exists (select from organisation i where i.id = $1::uuid and not i.four_eyes)
    order by drawn.turn limit $6) as free
  order by position
  on conflict do nothing returning position
)
select
  array(select position from taken) as taken,
  coalesce((
    select jsonb_agg(jsonb_build_object('key', k.key, 'holder_id', k.holder_id, 'credential_id', k.credential_id,
      'merit_id', c.merit_id, 'recipient_email', c.recipient_email, 'state', c.state))
    from issuing_key k join credential c on c.holder_id = k.holder_id and c.id = k.credential_id
    where k.issuer_id = $1::uuid and k.key = any ($4::text[])), '[]') as known,
  found.*
from (select 1) as always left join lateral (
  select v.*, m.state, to_jsonb(c) as creator, to_jsonb(i) as issuer, key.verification_method, key.sealed_private_key,
    coalesce((
      select jsonb_agg(jsonb_build_object('id', d.id, 'merit_id', d.merit_id, 'creator_id', d.creator_id,
        'issuer_id', d.issuer_id, 'url', d.url, 'digest', d.digest, 'valid_from', d.valid_from,
        'valid_until', d.valid_until, 'withdrawn_at', d.withdrawn_at))
      from mandate d where d.merit_id = v.merit_id and d.issuer_id = $1::uuid and v.owner_id <> $1::uuid), '[]') as mandates,
    case when i.carries_endorsements then array(
      select e.document from endorsement e
      where e.merit_id = v.merit_id and e.merit_version = v.number and e.withdrawn_at is null
      order by e.created_at desc, e.id desc limit 4) else '{}' end as endorsements,
    (select to_jsonb(pair) from pair) as pair
  from merit_version v
    join merit m on m.id = v.merit_id
    join organisation c on c.id = v.owner_id
    join organisation i on i.id = $1::uuid
    left join lateral (
      select k.verification_method, k.sealed_private_key from organisation_key k
      where k.organisation_id = $1::uuid and k.retired_at is null and k.compromised_at is null
      order by k.valid_from desc limit 1) key on true
  where v.merit_id = $2::uuid and ($3::int is null or v.number = $3::int)
  order by v.number desc limit 1) found on true`

/** A published version never changes, so what was read of one holds. */
const versions = new Map<string, PublishedVersion>()
const mostVersions = 200

function readVersion(row: Row<'merit_version'>): PublishedVersion {
  const known = versions.get(row.url)
  if (known?.meritId === row.merit_id && known.publishedAt === row.published_at.toISOString()) return known
  const version = toVersion(row)
  if (versions.size >= mostVersions) versions.clear()
  versions.set(row.url, version)
  return version
}

/** The mandate that covers issuing now; undefined when the issuer owns the merit. @throws Problem `mandate-…` */
function requireRight(
  ground: Ground,
  issuerId: string,
  { meritId, ownerId }: MeritVersion,
  rows: readonly MandateRow[],
): MandateRow | undefined {
  if (issuerId === ownerId) return undefined
  const mandates = rows.map((row) =>
    toMandate({
      ...row,
      valid_from: new Date(row.valid_from ?? Number.NaN),
      valid_until: row.valid_until === null ? null : new Date(row.valid_until),
      withdrawn_at: row.withdrawn_at === null ? null : new Date(row.withdrawn_at),
    }),
  )
  const issuer = OrganisationId.parse(issuerId)
  const right = decideIssuingRight({ id: meritId, ownerId }, issuer, mandates, ground.now())
  if (!right.may) throw new Problem(right.code, 'Ask the creator of the merit for a mandate that covers today.')
  const { under } = right
  return under === 'ownership' ? undefined : rows.find((row) => row.id === under.id)
}
