import { createHash } from 'node:crypto'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { makeId } from '../make-id.ts'
import type { Verified } from '../verifying/verify-text.ts'

/** Keeps what was verified, in the caller's transaction. The same document twice is the same import. */
export async function keepImport(
  ground: Ground,
  work: Work,
  person: PersonActor,
  verified: Pick<Verified, 'transparency' | 'document' | 'checks'>,
  origin: { source: string | null; archiveId?: string },
): Promise<{ id: string; known: boolean }> {
  const { title, issuer } = verified.transparency
  const digest = digestOf(verified.document)
  const now = ground.now()
  const id = makeId(now)
  const added = await work
    .insertInto('imported_credential')
    .values({
      holder_id: person.personId,
      id,
      digest,
      title: title.stated ? title.text : '',
      issuer_name: issuer.stated ? (issuer.name ?? issuer.id ?? '') : '',
      document: verified.document,
      report: toJson(verified.checks),
      source: origin.source,
      ...(origin.archiveId && { archive_id: origin.archiveId }),
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['holder_id', 'digest']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) {
    const known = await work
      .selectFrom('imported_credential')
      .select('id')
      .where('holder_id', '=', person.personId)
      .where('digest', '=', digest)
      .executeTakeFirstOrThrow()
    return { id: known.id, known: true }
  }
  await recordImport(ground, work, person, id, 'credential-imported')
  return { id, known: false }
}

/** What tells that two documents are the same. */
export const digestOf = (document: string): string => createHash('sha256').update(document).digest('base64url')

/** Writes into the holder's log what became of something brought. */
export async function recordImport(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  act: string,
): Promise<void> {
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act,
    object: { kind: 'import', id },
    at: ground.now(),
  })
}
