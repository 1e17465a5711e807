import type { Work } from '../database/connect.ts'
import { toJson } from '../database/connect.ts'
import type { Actor } from '../http/actor.ts'
import { makeId } from '../make-id.ts'

export type AuditEntry = {
  actor: Actor | { kind: 'system' }
  organisationId?: string
  holderId?: string
  act: string
  object: { kind: string; id: string }
  details?: Record<string, unknown>
  at: Date
}

/** Records who did what, in the same transaction as the deed: neither exists without the other. */
export async function writeAudit(work: Work, entry: AuditEntry): Promise<void> {
  const row = auditRow(entry)
  await work
    .insertInto('audit_entry')
    .values({ ...row, details: toJson(row.details) })
    .execute()
}

/** The entry as it is stored, for those who write many in one statement. */
export function auditRow({ actor, organisationId, holderId, act, object, details, at }: AuditEntry) {
  return {
    id: makeId(at),
    organisation_id: organisationId ?? null,
    holder_id: holderId ?? null,
    actor_kind: actor.kind === 'person' || actor.kind === 'token' ? actor.kind : ('system' as const),
    actor_id: actor.kind === 'person' ? actor.personId : actor.kind === 'token' ? actor.tokenId : null,
    actor_name: actor.kind === 'person' || actor.kind === 'token' ? actor.name : null,
    act,
    object_kind: object.kind,
    object_id: object.id,
    details: details ?? {},
    at,
  }
}
