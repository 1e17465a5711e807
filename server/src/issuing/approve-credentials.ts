import { IssuedFacts } from '@bricka/domain/issuing/part-reference'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayApprove } from '../organisation/permission.ts'
import { countTaken, openStatusPair, takePositions } from '../organisation/status-list.ts'
import { addSupplyDue } from '../planning/supply-due.ts'
import { decideOrThrow, lockCredential } from './change-status.ts'
import { findIssuingGround } from './find-issuing-ground.ts'
import { noticeRow } from './notice.ts'
import { replaceOld } from './replace-credential.ts'
import { signCredentials } from './sign-credentials.ts'

/**
 * The second pair of eyes: signs what someone else asked for. All of them or none, so that nobody wonders which ones
 * went through. The right to issue is asked for again, now. What replaces another annuls it in the same transaction.
 *
 * @throws Problem `own-request`, `credential-state-refused`
 */
export async function approveCredentials(
  ground: Ground,
  work: Work,
  permission: MayApprove,
  ids: readonly string[],
): Promise<void> {
  const rows = await lockAll(work, permission, ids)
  for (const row of rows) decideOrThrow(row, 'approve', undefined, permission)
  for (const group of groupByVersion(rows)) await signGroup(ground, work, permission, group)
  for (const row of rows) await replaceOld(ground, work, permission, row)
}

/**
 * Turns a request down; nothing was signed, what it should replace stays good, and the holder is not told.
 *
 * @throws Problem `reason-missing`, `own-request`
 */
export async function declineCredentials(
  ground: Ground,
  work: Work,
  permission: MayApprove,
  ids: readonly string[],
  reason: string,
): Promise<void> {
  const now = ground.now()
  for (const row of await lockAll(work, permission, ids)) {
    const { to } = decideOrThrow(row, 'decline', reason, permission)
    await work
      .updateTable('credential')
      .set({ state: to, status_reason: reason.trim(), status_changed_at: now, approved_by: actorId(permission) })
      .where('holder_id', '=', row.holder_id)
      .where('id', '=', row.id)
      .execute()
    await record(ground, work, permission, row, 'credential-declined', { reason: reason.trim() })
  }
}

async function lockAll(work: Work, permission: MayApprove, ids: readonly string[]): Promise<Row<'credential'>[]> {
  const rows: Row<'credential'>[] = []
  for (const id of [...new Set(ids)].sort()) rows.push(await lockCredential(work, permission, id))
  return nameAskers(work, rows)
}

/** Behind a token stands whoever made it: by a token of their own, one person would be both pairs of eyes. */
async function nameAskers(work: Work, rows: readonly Row<'credential'>[]): Promise<Row<'credential'>[]> {
  const askers = [...new Set(rows.flatMap(({ requested_by }) => requested_by ?? []))]
  if (askers.length === 0) return [...rows]
  const tokens = await work.selectFrom('api_token').select(['id', 'created_by']).where('id', 'in', askers).execute()
  const makers = new Map(tokens.map(({ id, created_by }) => [id, created_by]))
  return rows.map((row) => ({ ...row, requested_by: makers.get(row.requested_by ?? '') ?? row.requested_by }))
}

function groupByVersion(rows: readonly Row<'credential'>[]): readonly [Row<'credential'>, ...Row<'credential'>[]][] {
  const groups = new Map<string, [Row<'credential'>, ...Row<'credential'>[]]>()
  for (const row of rows) {
    const key = `${row.merit_id}/${row.merit_version}`
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}

async function signGroup(
  ground: Ground,
  work: Work,
  permission: MayApprove,
  rows: readonly [Row<'credential'>, ...Row<'credential'>[]],
): Promise<void> {
  const [{ merit_id: id, merit_version: version }] = rows
  const issuing = await findIssuingGround(ground, work, permission, { id, version })
  const pair = issuing.pair ?? (await openStatusPair(ground, work, permission.organisationId))
  const positions = await takePositions(work, pair, rows.length)
  const signed = await signCredentials(
    ground,
    issuing,
    pair,
    positions,
    rows.map((row) => ({
      credentialId: row.id,
      recipient: { name: row.recipient_name, email: row.recipient_email },
      facts: IssuedFacts.parse(row.facts),
      validUntil: row.valid_until,
    })),
  )
  const now = ground.now()
  for (const [index, row] of rows.entries()) {
    const result = signed[index]
    if (!result?.signed)
      throw new Problem('facts-refused', 'One of the credentials cannot be signed as it stands; decline it.', [
        result?.problem ?? { pointer: '/', code: 'unsigned', detail: row.id },
      ])
    await work
      .updateTable('credential')
      .set({
        state: 'issued',
        document: result.document,
        mandate_id: issuing.mandate?.id ?? null,
        status_position: result.position,
        revocation_list_id: pair.revocation.id,
        suspension_list_id: pair.suspension.id,
        valid_from: now,
        issued_at: now,
        approved_by: actorId(permission),
      })
      .where('holder_id', '=', row.holder_id)
      .where('id', '=', row.id)
      .execute()
    await record(ground, work, permission, row, 'credential-issued', { approved: true })
    await work
      .insertInto('notice')
      .values({ ...noticeRow('issued', { holderId: row.holder_id, credentialId: row.id }, now), details: '{}' })
      .execute()
  }
  await addSupplyDue(
    work,
    rows.map(({ holder_id }) => holder_id),
    now,
  )
  await countTaken(work, pair, rows.length)
  await wakeJobs(work)
}

const actorId = ({ actor }: MayApprove): string => (actor.kind === 'person' ? actor.personId : actor.tokenId)

async function record(
  ground: Ground,
  work: Work,
  permission: MayApprove,
  row: Row<'credential'>,
  act: string,
  details: Record<string, unknown>,
): Promise<void> {
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    holderId: row.holder_id,
    act,
    object: { kind: 'credential', id: row.id },
    details: { meritId: row.merit_id, version: row.merit_version, ...details },
    at: ground.now(),
  })
}
