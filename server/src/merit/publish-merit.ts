import { decidePublication } from '@bricka/domain/merit/decide-publication'
import { findProfile } from '@bricka/domain/merit/profile'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { MayDesign } from '../organisation/permission.ts'

/** Freezes the draft as the next version. @throws Problem `merit-incomplete`, with each missing element and where */
export async function publishMerit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
  changes: readonly string[],
): Promise<{ number: number; url: string }> {
  const merit = await work
    .selectFrom('merit')
    .innerJoin('organisation', 'organisation.id', 'merit.owner_id')
    .select(['merit.draft', 'merit.current_version', 'organisation.country', 'organisation.kind'])
    .where('merit.id', '=', meritId)
    .where('owner_id', '=', permission.organisationId)
    .forUpdate('merit')
    .executeTakeFirst()
  if (!merit?.draft) throw new Problem('merit-has-no-draft', 'Begin a draft of the next version first.')
  const profile = findProfile(merit.country)
  const decision = decidePublication(merit.draft, { country: merit.country, kind: merit.kind }, profile)
  if (!decision.publishable)
    throw new Problem(
      'merit-incomplete',
      'A merit is published when every mandatory element of Annex I is there.',
      decision.missing.map(({ code, where, element }) => ({ pointer: where, code, detail: element })),
    )
  const number = (merit.current_version ?? 0) + 1
  const url = `${ground.settings.baseUrl}/merits/${meritId}/${number}`
  const now = ground.now()
  await work
    .insertInto('merit_version')
    .values({
      merit_id: meritId,
      number,
      owner_id: permission.organisationId,
      url,
      design: toJson(merit.draft),
      profile_id: profile.id,
      changes: toJson(changes),
      published_at: now,
      published_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
    })
    .execute()
  await work
    .updateTable('merit')
    .set({ state: 'published', current_version: number, draft: null, draft_saved_at: null })
    .where('id', '=', meritId)
    .execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'merit-published',
    object: { kind: 'merit', id: meritId },
    details: { version: number },
    at: now,
  })
  return { number, url }
}
