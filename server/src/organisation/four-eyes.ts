import type { Role } from '@bricka/domain/organisation/organisation'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, type Work } from '../database/connect.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { Problem } from '../http/problem.ts'
import type { Mail } from '../mail/send-mail.ts'
import { queueMail } from '../mail/waiting-mail.ts'
import type { MayApprove, MayRead, MayRepresent } from './permission.ts'
import { listMembers, requireSecond, whenAlone } from './second-person.ts'

const watchers: readonly Role[] = ['representative', 'approver']

export type Release = { askedBy: string; askedById: string; askedAt: Date; takesEffectAt: Date | null }

export async function showFourEyes(work: Work, permission: MayRead): Promise<{ on: boolean; release: Release | null }> {
  const { on } = await work
    .selectFrom('organisation')
    .select('four_eyes as on')
    .where('id', '=', permission.organisationId)
    .executeTakeFirstOrThrow()
  const row = await work
    .selectFrom('four_eyes_release')
    .innerJoin('person', 'person.id', 'asked_by')
    .select(['name', 'asked_by', 'asked_at', 'takes_effect_at'])
    .where('organisation_id', '=', permission.organisationId)
    .executeTakeFirst()
  if (!row) return { on, release: null }
  const { name, asked_by, asked_at, takes_effect_at } = row
  return {
    on,
    release: { askedBy: name ?? '', askedById: asked_by, askedAt: asked_at, takesEffectAt: takes_effect_at },
  }
}

/**
 * Asks for an end of four eyes, which nobody can end alone: someone else agrees, or where there is nobody else it waits,
 * and everybody who watches is told.
 *
 * @throws Problem `four-eyes-off`, `release-asked`
 */
export async function askRelease(ground: Ground, work: Work, permission: MayRepresent): Promise<Date | null> {
  const { actor, organisationId } = permission
  if (actor.kind !== 'person') throw new Problem('login-required', 'Only a person asks for this.')
  const organisation = await lock(work, organisationId)
  if (!organisation.four_eyes) throw new Problem('four-eyes-off', 'There is nothing to switch off.')
  const now = ground.now()
  const takesEffectAt = whenAlone(await listMembers(work, organisationId, watchers), actor, now)
  const asked = await work
    .insertInto('four_eyes_release')
    .values({
      organisation_id: organisationId,
      asked_by: actor.personId,
      asked_at: now,
      takes_effect_at: takesEffectAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('organisation_id')
    .executeTakeFirst()
  if (!asked) throw new Problem('release-asked', 'Agree to it, or withdraw it and ask anew.')
  await record(work, permission, 'four-eyes-release-asked', now, {
    takesEffectAt: takesEffectAt?.toISOString() ?? null,
  })
  await tellWatchers(ground, work, organisationId, takesEffectAt ? 'four-eyes-waits' : 'four-eyes-asked', {
    organisation: organisation.legal_name,
    slug: organisation.slug,
    by: actor.name,
    at: takesEffectAt ?? now,
  })
  return takesEffectAt
}

/**
 * Agrees to what another asked for: from now on one person issues alone.
 *
 * @throws Problem `own-request`, `member-too-new`, `not-found`
 */
export async function agreeToRelease(ground: Ground, work: Work, permission: MayRepresent | MayApprove): Promise<void> {
  const { actor, organisationId } = permission
  if (actor.kind !== 'person') throw new Problem('login-required', 'Only a person agrees to this.')
  const organisation = await lock(work, organisationId)
  const release = await work
    .selectFrom('four_eyes_release')
    .select('asked_by')
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  if (!release) throw new Problem('not-found', 'Nobody has asked for it.')
  const now = ground.now()
  requireSecond(await listMembers(work, organisationId, watchers), actor, release.asked_by, now)
  await end(work, organisationId)
  await record(work, permission, 'four-eyes-released', now, {})
  await tellWatchers(ground, work, organisationId, 'four-eyes-ended', {
    organisation: organisation.legal_name,
    slug: organisation.slug,
    by: actor.name,
    at: now,
  })
}

/** Four eyes stay. Any representative or approver may say so. @throws Problem `not-found` */
export async function withdrawRelease(
  ground: Ground,
  work: Work,
  permission: MayRepresent | MayApprove,
): Promise<void> {
  const gone = await work
    .deleteFrom('four_eyes_release')
    .where('organisation_id', '=', permission.organisationId)
    .returning('asked_by')
    .executeTakeFirst()
  if (!gone) throw new Problem('not-found', 'Nobody has asked for it.')
  await record(work, permission, 'four-eyes-release-withdrawn', ground.now(), {})
}

/** Ends four eyes where the time of waiting is over. Several servers may do it at once. */
export async function endWaitingReleases(ground: Ground): Promise<number> {
  return ground.database.act(systemScope, async (work) => {
    const now = ground.now()
    const due = await work
      .selectFrom('four_eyes_release')
      .innerJoin('organisation', 'organisation.id', 'organisation_id')
      .innerJoin('person', 'person.id', 'asked_by')
      .select(['organisation_id', 'legal_name', 'slug', 'person.name'])
      .where('takes_effect_at', '<=', now)
      .forUpdate('four_eyes_release')
      .skipLocked()
      .execute()
    for (const { organisation_id, legal_name, slug, name } of due) {
      await end(work, organisation_id)
      await writeAudit(work, {
        actor: { kind: 'system' },
        organisationId: organisation_id,
        act: 'four-eyes-released',
        object: { kind: 'organisation', id: organisation_id },
        at: now,
      })
      await tellWatchers(ground, work, organisation_id, 'four-eyes-ended', {
        organisation: legal_name,
        slug,
        by: name ?? '',
        at: now,
      })
    }
    return due.length
  })
}

const lock = (work: Work, organisationId: string) =>
  work
    .selectFrom('organisation')
    .select(['slug', 'legal_name', 'four_eyes'])
    .where('id', '=', organisationId)
    .forUpdate()
    .executeTakeFirstOrThrow()

async function end(work: Work, organisationId: string): Promise<void> {
  await work.updateTable('organisation').set({ four_eyes: false }).where('id', '=', organisationId).execute()
  await work.deleteFrom('four_eyes_release').where('organisation_id', '=', organisationId).execute()
}

async function tellWatchers(
  ground: Ground,
  work: Work,
  organisationId: string,
  kind: Extract<Mail, { kind: `four-eyes-${string}` }>['kind'],
  about: { organisation: string; slug: string; by: string; at: Date },
): Promise<void> {
  for (const { email, locale } of await listMembers(work, organisationId, watchers))
    await queueMail(ground, work, {
      kind,
      to: email,
      language: locale ?? 'sv',
      facts: {
        organisation: about.organisation,
        by: about.by,
        at: `${about.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        url: `${ground.settings.baseUrl}/org/${about.slug}/four-eyes`,
      },
    })
  await wakeJobs(work)
}

const record = (
  work: Work,
  { actor, organisationId }: MayRepresent | MayApprove,
  act: string,
  at: Date,
  details: Record<string, unknown>,
): Promise<void> =>
  writeAudit(work, { actor, organisationId, act, object: { kind: 'organisation', id: organisationId }, details, at })
