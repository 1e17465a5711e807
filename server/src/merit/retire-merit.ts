import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { putInCatalogue, takeFromCatalogue } from './catalogue-entry.ts'
import { getVersion } from './find-merit.ts'

/**
 * Takes a merit out of use: nobody issues it any more, the catalogue leaves it out, what was issued stays good.
 *
 * @throws Problem `merit-not-published`, also when it is retired already; `not-found` for an unknown successor
 */
export async function retireMerit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
  { reason, replacedBy }: { reason: string; replacedBy?: string | undefined },
): Promise<void> {
  if (replacedBy) await getVersion(work, replacedBy)
  const retired = await work
    .updateTable('merit')
    .set({
      state: 'retired',
      retired_at: ground.now(),
      retired_reason: reason,
      replaced_by: replacedBy ?? null,
    })
    .where('id', '=', meritId)
    .where('owner_id', '=', permission.organisationId)
    .where('state', '=', 'published')
    .returning('id')
    .executeTakeFirst()
  if (!retired) throw new Problem('merit-not-published', 'Only a merit that is in use can be retired.')
  await takeFromCatalogue(work, meritId)
  await record(ground, work, permission, meritId, 'merit-retired', { reason, ...(replacedBy && { replacedBy }) })
}

/** Puts a retired merit into use again. @throws Problem `merit-not-published` when it is not retired */
export async function reinstateMerit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
): Promise<void> {
  const reinstated = await work
    .updateTable('merit')
    .set({ state: 'published', retired_at: null, retired_reason: null, replaced_by: null })
    .where('id', '=', meritId)
    .where('owner_id', '=', permission.organisationId)
    .where('state', '=', 'retired')
    .returning('id')
    .executeTakeFirst()
  if (!reinstated) throw new Problem('merit-not-published', 'Only a retired merit can be reinstated.')
  const { url, ...version } = await getVersion(work, meritId)
  const owner = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  await putInCatalogue(work, { version, url, owner })
  await record(ground, work, permission, meritId, 'merit-reinstated', {})
}

async function record(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
  act: string,
  details: Record<string, unknown>,
): Promise<void> {
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act,
    object: { kind: 'merit', id: meritId },
    details,
    at: ground.now(),
  })
}
