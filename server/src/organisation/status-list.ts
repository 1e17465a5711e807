import { randomInt } from 'node:crypto'
import { composeStatusListCredential, createStatusList, issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { sql } from 'kysely'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { makeId } from '../make-id.ts'
import { gzipSegments, type Segments } from './gzip-segments.ts'
import { findSigner } from './organisation-key.ts'

/** The specification's smallest length: enough to hide one holder among many (Bitstring Status List §6.1). */
const length = 131_072
/** A pair of lists is left when half full, so that random positions are found at the first or second try. */
const capacity = length / 2
const hoursValid = 24
/** How long a verifier may keep a list before it asks again: in the list as `ttl`, over HTTP as `max-age`. */
export const statusSeconds = 300

export type StatusPair = {
  pairId: string
  revocation: { id: string; url: string }
  suspension: { id: string; url: string }
}

/** The pair of lists that an organisation takes new positions from; made when there is none with room left. */
export async function openStatusPair(ground: Ground, work: Work, organisationId: string): Promise<StatusPair> {
  const open = await findOpenPair(work, organisationId)
  if (open) return open
  // Of two that find none at the same time, one makes it and the other waits here to find it.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`status-list ${organisationId}`}, 0))`.execute(work)
  return (await findOpenPair(work, organisationId)) ?? addPair(ground, work, organisationId)
}

async function findOpenPair(work: Work, organisationId: string): Promise<StatusPair | undefined> {
  const row = await work
    .selectFrom('status_list as revocation')
    .innerJoin('status_list as suspension', 'suspension.pair_id', 'revocation.pair_id')
    .select(['revocation.id', 'revocation.url', 'suspension.id as other_id', 'suspension.url as other_url'])
    .where('revocation.organisation_id', '=', organisationId)
    .where('revocation.purpose', '=', 'revocation')
    .where('revocation.taken', '<', capacity)
    .where('suspension.purpose', '=', 'suspension')
    .orderBy('revocation.id')
    .limit(1)
    .executeTakeFirst()
  return row && toPair(row)
}

async function addPair(ground: Ground, work: Work, organisationId: string): Promise<StatusPair> {
  const now = ground.now()
  const list = () => {
    const id = makeId(now)
    return { id, url: `${ground.settings.baseUrl}/status/${id}` }
  }
  const [one, other] = [list(), list()]
  const pair = toPair({ ...one, other_id: other.id, other_url: other.url })
  const bits = Buffer.from(createStatusList({ length }))
  await work
    .insertInto('status_list')
    .values(
      (['revocation', 'suspension'] as const).map((purpose) => ({
        ...pair[purpose],
        organisation_id: organisationId,
        purpose,
        pair_id: pair.pairId,
        length,
        bits,
        changed_at: now,
      })),
    )
    .execute()
  return pair
}

export type PairRow = { id: string; url: string; other_id: string; other_url: string }

export const toPair = ({ id, url, other_id, other_url }: PairRow): StatusPair => ({
  pairId: id,
  revocation: { id, url },
  suspension: { id: other_id, url: other_url },
})

/**
 * Takes random free positions, the same in both lists of the pair. None is ever given twice: a position that was taken
 * stays taken, whatever becomes of its credential. Whoever keeps them counts them with `countTaken`.
 */
export async function takePositions(
  work: Work,
  pair: StatusPair,
  count: number,
  before: readonly number[] = [],
): Promise<readonly number[]> {
  const taken = before.slice(0, count)
  // Taken beforehand for what was refused: never given to anything else.
  if (before.length > count) await countTaken(work, pair, before.length - count)
  while (taken.length < count) {
    const rows = await work
      .insertInto('status_entry')
      .values(drawPositions(count - taken.length).map((position) => ({ revocation_list_id: pair.pairId, position })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('position')
      .execute()
    taken.push(...rows.map((row) => row.position))
  }
  // Rows come back sorted: shuffled, so that neighbours in a file do not become neighbours in the list.
  for (let last = taken.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const [here = 0, there = 0] = [taken[last], taken[other]]
    taken[last] = there
    taken[other] = here
  }
  return taken
}

/** So many different positions by chance, in the order in which everyone takes them. */
const drawPositions = (count: number): readonly number[] => [...draw(count)].sort((a, b) => a - b)

/**
 * Positions by chance to take so many from, the first that are free: a list may be half full, and who finds too few free
 * must ask once more.
 */
export const drawCandidates = (count: number): readonly number[] => [...draw(count === 0 ? 0 : 2 * count + 4)]

function draw(count: number): ReadonlySet<number> {
  const drawn = new Set<number>()
  while (drawn.size < count) drawn.add(randomInt(length))
  return drawn
}

/** Counts what was taken, late in the transaction: its lock would make everyone else who issues wait. */
export async function countTaken(work: Work, pair: StatusPair, count: number): Promise<void> {
  await work
    .updateTable('status_list')
    .set((set) => ({ taken: set('taken', '+', count) }))
    .where('id', '=', pair.pairId)
    .execute()
}

/**
 * Sets or clears bits of one list, in one statement. The list is signed anew when it is next looked for, which is seldom
 * (`keep-status-lists.ts`): many changes share one signature. PostgreSQL counts bits from the right of each byte, status lists from the left (§3.2).
 */
export async function changeStatus(
  ground: Ground,
  work: Work,
  listId: string,
  positions: readonly number[],
  set: boolean,
): Promise<void> {
  const bits = positions.reduce(
    (inner, position) => sql`set_bit(${inner}, ${(position & ~7) | (7 - (position & 7))}, ${set ? 1 : 0})`,
    sql`bits`,
  )
  await sql`update status_list set bits = ${bits}, changed_at = ${ground.now()}, document = null where id = ${listId}`.execute(
    work,
  )
}

/**
 * The signed list at its public address; signed when it has changed or will soon be too old. Runs in the system's
 * scope, for anyone may ask and the organisation's key signs.
 */
export async function readStatusList(ground: Ground, work: Work, url: string): Promise<string | undefined> {
  const lists = work.selectFrom('status_list').where('url', '=', url)
  const ready = await lists
    .innerJoin('organisation', 'organisation.id', 'status_list.organisation_id')
    .select(['document', 'expires_at', 'moved_to'])
    .executeTakeFirst()
  // Another house signs it now: `find-moved.ts` says where.
  if (!ready || ready.moved_to) return undefined
  if (ready.document && isFresh(ready.expires_at, ground.now())) return ready.document
  // Of many that ask after a change, the first signs and the others get what it signed.
  const list = await lists.selectAll().forUpdate().executeTakeFirstOrThrow()
  const now = ground.now()
  if (list.document && isFresh(list.expires_at, now)) return list.document
  const organisation = await work
    .selectFrom('organisation')
    .select('did')
    .where('id', '=', list.organisation_id)
    .executeTakeFirstOrThrow()
  const expiresAt = new Date(now.getTime() + hoursValid * 3_600_000)
  const { gzip, segments } = gzipSegments(list.bits, compressed.get(list.id))
  keepCompressed(list.id, segments)
  const unsigned = await composeStatusListCredential({
    id: list.url,
    issuer: organisation.did,
    purpose: list.purpose,
    bits: new Uint8Array(list.bits),
    validFrom: now.toISOString(),
    validUntil: expiresAt.toISOString(),
    ttlMilliseconds: statusSeconds * 1000,
    power: { gzip: () => gzip },
  })
  const signer = await findSigner(ground, work, list.organisation_id)
  const document = JSON.stringify(await issueCredential(unsigned, signer, { now: now.toISOString(), power }))
  await work
    .updateTable('status_list')
    .set({ document, signed_at: now, expires_at: expiresAt })
    .where('id', '=', list.id)
    .execute()
  return document
}

/** What was compressed before is kept for a while: the next signature then compresses only what has changed. */
const compressed = new Map<string, Segments>()
const mostCompressed = 200

function keepCompressed(listId: string, segments: Segments): void {
  compressed.delete(listId)
  compressed.set(listId, segments)
  const oldest = compressed.size > mostCompressed ? compressed.keys().next().value : undefined
  if (oldest !== undefined) compressed.delete(oldest)
}

const isFresh = (expiresAt: Date | null, now: Date): boolean =>
  expiresAt !== null && expiresAt.getTime() - now.getTime() > (hoursValid / 2) * 3_600_000
