import type { MeritDesign } from '@bricka/domain/merit/merit'
import { findProfile } from '@bricka/domain/merit/profile'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { checkNeeds } from './check-needs.ts'
import { checkRequired } from './check-required.ts'
import { findDraft } from './find-merit.ts'

/** Begins a merit. The organisation that creates it owns it: it alone designs it and says who may issue it. */
export async function addMerit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  design: MeritDesign,
  profileId?: string,
): Promise<string> {
  const now = ground.now()
  const id = makeId(now)
  await checkRequired(work, id, design)
  await checkNeeds(work, design)
  await work
    .insertInto('merit')
    .values({ id, owner_id: permission.organisationId, state: 'draft', created_at: now })
    .execute()
  await keepDraft(work, permission, id, {
    design: toJson(design),
    profile_id: requireProfile(profileId),
    saved_at: now,
  })
  await record(ground, work, permission, id, 'merit-begun')
  return id
}

export type Saving = {
  design: MeritDesign
  profileId?: string | undefined
  /** When the draft that was worked on had been saved; left out, whatever lies there is overwritten. */
  savedAt?: Date | undefined
}

/**
 * Saves a draft as it stands, complete or not. On a published merit this begins or continues its next version.
 *
 * @throws Problem `draft-changed` when someone else saved meanwhile; `merit-retired`; `profile-unknown`;
 * `prerequisite-refused`; `need-not-published`
 */
export async function saveDraft(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
  { design, profileId, savedAt }: Saving,
): Promise<Date> {
  const merit = await lockMerit(work, permission, meritId)
  if (merit.state === 'retired') throw new Problem('merit-retired', 'Reinstate the merit to design it further.')
  const draft = await findDraft(work, meritId)
  if (savedAt && draft && draft.saved_at.getTime() !== savedAt.getTime())
    throw new Problem('draft-changed', 'Load the draft again and put your changes into it.', [
      { pointer: '/savedAt', code: 'draft-changed', detail: draft.saved_at.toISOString() },
    ])
  const now = ground.now()
  await checkRequired(work, meritId, design)
  await checkNeeds(work, design)
  const profile = requireProfile(profileId) ?? draft?.profile_id ?? null
  await keepDraft(work, permission, meritId, { design: toJson(design), profile_id: profile, saved_at: now })
  await record(ground, work, permission, meritId, 'draft-saved')
  return now
}

/** Takes the draft away: a published merit is again as published, one that never was published is gone. */
export async function undoDraft(ground: Ground, work: Work, permission: MayDesign, meritId: string): Promise<void> {
  const merit = await lockMerit(work, permission, meritId)
  if (!(await findDraft(work, meritId))) throw new Problem('merit-has-no-draft', 'There is nothing to undo.')
  if (merit.current_version === null) await work.deleteFrom('merit').where('id', '=', meritId).execute()
  else await work.deleteFrom('merit_draft').where('merit_id', '=', meritId).execute()
  await record(ground, work, permission, meritId, merit.current_version === null ? 'merit-deleted' : 'draft-undone')
}

async function lockMerit(work: Work, permission: MayDesign, meritId: string) {
  const merit = await work
    .selectFrom('merit')
    .selectAll()
    .where('id', '=', meritId)
    .where('owner_id', '=', permission.organisationId)
    .forUpdate()
    .executeTakeFirst()
  if (!merit) throw new Problem('not-found', 'No merit has this address.')
  return merit
}

async function keepDraft(
  work: Work,
  permission: MayDesign,
  meritId: string,
  draft: { design: string; profile_id: string | null; saved_at: Date },
): Promise<void> {
  await work
    .insertInto('merit_draft')
    .values({ merit_id: meritId, owner_id: permission.organisationId, ...draft })
    .onConflict((conflict) => conflict.column('merit_id').doUpdateSet(draft))
    .execute()
}

function requireProfile(profileId: string | undefined): string | null {
  if (profileId === undefined) return null
  if (!findProfile(profileId)) throw new Problem('profile-unknown', 'Choose one of the profiles that the API names.')
  return profileId
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
