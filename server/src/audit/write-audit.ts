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
  const { actor } = entry
  await work
    .insertInto('audit_entry')
    .values({
      id: makeId(entry.at),
      organisation_id: entry.organisationId ?? null,
      holder_id: entry.holderId ?? null,
      actor_kind: actor.kind === 'person' || actor.kind === 'token' ? actor.kind : 'system',
      actor_id: actor.kind === 'person' ? actor.personId : actor.kind === 'token' ? actor.tokenId : null,
      actor_name: actor.kind === 'person' || actor.kind === 'token' ? actor.name : null,
      act: entry.act,
      object_kind: entry.object.kind,
      object_id: entry.object.id,
      details: toJson(entry.details ?? {}),
      at: entry.at,
    })
    .execute()
}
