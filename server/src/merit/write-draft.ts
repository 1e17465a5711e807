import type { MeritDesign } from '@bricka/domain/merit/merit'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayDesign } from '../organisation/permission.ts'

/** Begins a merit. The organisation that creates it owns it: it alone designs it and says who may issue it. */
export async function addMerit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  design: MeritDesign,
): Promise<string> {
  const now = ground.now()
  const id = makeId(now)
  await work
    .insertInto('merit')
    .values({
      id,
      owner_id: permission.organisationId,
      state: 'draft',
      draft: toJson(design),
      draft_saved_at: now,
      created_at: now,
    })
    .execute()
  await record(ground, work, permission, id, 'merit-begun')
  return id
}

/** Saves a draft as it stands, complete or not. On a published merit this begins or continues its next version. */
export async function saveDraft(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
  design: MeritDesign,
) {
  const saved = await work
    .updateTable('merit')
    .set({ draft: toJson(design), draft_saved_at: ground.now() })
    .where('id', '=', meritId)
    .where('owner_id', '=', permission.organisationId)
    .where('state', '!=', 'retired')
    .returning('id')
    .executeTakeFirst()
  if (!saved) throw new Problem('merit-retired', 'A retired merit is not designed further; begin a new one.')
  await record(ground, work, permission, meritId, 'draft-saved')
}

async function record(ground: Ground, work: Work, permission: MayDesign, meritId: string, act: string) {
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act,
    object: { kind: 'merit', id: meritId },
    at: ground.now(),
  })
}
