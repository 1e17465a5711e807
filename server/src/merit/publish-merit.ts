import { decidePublication, type Publication } from '@bricka/domain/merit/decide-publication'
import type { MeritId, MeritVersion } from '@bricka/domain/merit/merit'
import { suggestProfile } from '@bricka/domain/merit/profile'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type FieldProblem, Problem } from '../http/problem.ts'
import type { MayDesign } from '../organisation/permission.ts'
import { putInCatalogue } from './catalogue-entry.ts'
import { checkRequired } from './check-required.ts'
import { findDraft, findVersion } from './find-merit.ts'
import { meritUrl } from './merit-url.ts'

/**
 * Freezes the draft as the next version, which nothing changes any more: the database refuses it too.
 *
 * @throws Problem `merit-incomplete` with each missing element and where; `merit-has-no-draft`, `merit-retired`,
 * `design-unchanged`, `changes-missing`, `profile-unknown`, `prerequisite-refused`
 */
export async function publishMerit(
  ground: Ground,
  work: Work,
  permission: MayDesign,
  meritId: string,
  changes: readonly string[],
): Promise<{ number: number; url: string }> {
  const merit = await work
    .selectFrom('merit')
    .selectAll()
    .where('id', '=', meritId)
    .where('owner_id', '=', permission.organisationId)
    .forUpdate()
    .executeTakeFirst()
  const draft = merit && (await findDraft(work, meritId))
  if (!draft) throw new Problem('merit-has-no-draft', 'Begin a draft of the next version first.')
  const owner = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  await checkRequired(work, meritId, draft.design)
  const now = ground.now()
  const decision = decidePublication(
    {
      meritId: merit.id as MeritId,
      ownerId: permission.organisationId,
      state: merit.state,
      design: draft.design,
      profileId: draft.profile_id ?? suggestProfile(owner.country).id,
      previous: merit.current_version === null ? undefined : await findVersion(work, merit.id),
      changes,
    },
    { legalName: owner.legal_name, country: owner.country, kind: owner.kind },
    now.toISOString(),
  )
  if (decision.decision === 'refused') throw toProblem(decision)
  const { version } = decision
  const url = `${meritUrl(ground, meritId)}/${version.number}`
  await keepVersion(work, permission, version, url, now)
  await putInCatalogue(work, { version, url, owner })
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'merit-published',
    object: { kind: 'merit', id: meritId },
    details: { version: version.number },
    at: now,
  })
  return { number: version.number, url }
}

async function keepVersion(
  work: Work,
  permission: MayDesign,
  version: MeritVersion,
  url: string,
  now: Date,
): Promise<void> {
  await work
    .insertInto('merit_version')
    .values({
      merit_id: version.meritId,
      number: version.number,
      owner_id: version.ownerId,
      url,
      design: toJson(version.design),
      profile_id: version.profileId,
      changes: toJson(version.changes),
      published_at: now,
      published_by: permission.actor.kind === 'person' ? permission.actor.personId : null,
    })
    .execute()
  await work
    .updateTable('merit')
    .set({ state: 'published', current_version: version.number })
    .where('id', '=', version.meritId)
    .execute()
  await work.deleteFrom('merit_draft').where('merit_id', '=', version.meritId).execute()
}

function toProblem(refusal: Extract<Publication, { decision: 'refused' }>): Problem {
  switch (refusal.code) {
    case 'design-incomplete':
      return new Problem('merit-incomplete', 'A merit is published when every mandatory element is there.', [
        ...refusal.completeness.missing.map(
          ({ code, where, element }): FieldProblem => ({ pointer: where, code, detail: element }),
        ),
        ...refusal.completeness.refused.map(
          ({ code, where, source }): FieldProblem => ({ pointer: where, code, detail: source }),
        ),
      ])
    case 'profile-unknown':
      return new Problem('profile-unknown', 'Choose one of the profiles that the API names.')
    case 'merit-retired':
      return new Problem('merit-retired', 'Reinstate the merit, or begin a new one.')
    case 'design-unchanged':
      return new Problem('design-unchanged', 'A new version needs a change; undo the draft instead.')
    case 'changes-missing':
      return new Problem('changes-missing', 'Those who hold or issue earlier versions want to know what is new.', [
        { pointer: '/changes', code: 'changes-missing', detail: 'empty' },
      ])
  }
}
