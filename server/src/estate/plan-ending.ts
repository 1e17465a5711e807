import { type EndingStep, type EndingWay, nextEndingStep, type Receiver } from '@bricka/domain/organisation/estate'
import type { Role } from '@bricka/domain/organisation/organisation'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { wakeJobs } from '../database/wake-jobs.ts'
import type { Ground } from '../ground.ts'
import { type PersonActor, requirePerson } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { queueMail } from '../mail/waiting-mail.ts'
import { mandateInForce } from '../merit/mandate-in-force.ts'
import type { MayRead, MayRepresent } from '../organisation/permission.ts'
import { listMembers, requireSecond, whenAlone } from '../organisation/second-person.ts'

/** Only who represents an organisation ends it, so only they are told and only they agree. */
const deciders: readonly Role[] = ['representative']

export type Ending = Row<'estate_plan'> & { step: EndingStep }

/** What is planned for an organisation, and what it waits for. */
export async function findEnding(work: Work, organisationId: string, now: Date): Promise<Ending | undefined> {
  const row = await work
    .selectFrom('estate_plan')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst()
  return row && { ...row, step: stepOf(row, now) }
}

export const stepOf = (row: Row<'estate_plan'>, now: Date): EndingStep =>
  nextEndingStep(
    {
      way: row.way,
      takesEffectAt: row.takes_effect_at?.toISOString() ?? null,
      acceptedAt: row.accepted_at?.toISOString() ?? null,
    },
    now.toISOString(),
  )

export type Asked = { way: EndingWay; successorId?: string | undefined; receiver?: Receiver | undefined }

/**
 * Asks that an organisation shall end, which nobody decides alone: another representative agrees, or where there is none
 * it stands still for three days and can be taken back.
 *
 * @throws Problem `organisation-ended`, `ending-planned`, `successor-refused`
 */
export async function planEnding(ground: Ground, work: Work, permission: MayRepresent, asked: Asked): Promise<void> {
  const actor = requirePerson(permission.actor)
  const { organisationId } = permission
  const now = ground.now()
  const organisation = await lockOrganisation(work, organisationId)
  // One that has ended can still be joined to a successor, or move: it was closed and somebody was found.
  if (organisation.moved_to || (organisation.ended_at && (asked.way === 'close' || organisation.successor_id)))
    throw new Problem('organisation-ended', 'What it issued is answered for already.')
  if (asked.way === 'join') await refuseUnfit(work, organisationId, asked.successorId)
  const planned = await work
    .insertInto('estate_plan')
    .values({
      organisation_id: organisationId,
      way: asked.way,
      successor_id: asked.way === 'join' ? (asked.successorId ?? null) : null,
      receiver: asked.way === 'move' && asked.receiver ? toJson(asked.receiver) : null,
      asked_by: actor.personId,
      asked_at: now,
      takes_effect_at: whenAlone(await listMembers(work, organisationId, deciders), actor, now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['takes_effect_at'])
    .executeTakeFirst()
  if (!planned) throw new Problem('ending-planned', 'Agree to it, or take it back and ask anew.')
  await record(work, permission, 'ending-asked', now, {
    way: asked.way,
    ...(asked.successorId && { successorId: asked.successorId }),
    ...(asked.receiver && { to: asked.receiver.house }),
  })
  await tell(ground, work, organisationId, planned.takes_effect_at ? 'estate-waits' : 'estate-asked', {
    organisation,
    by: actor.name,
    at: planned.takes_effect_at ?? now,
  })
}

/** @throws Problem `not-found`, `own-request`, `member-too-new` */
export async function agreeToEnding(ground: Ground, work: Work, permission: MayRepresent): Promise<void> {
  const actor = requirePerson(permission.actor)
  const { organisationId } = permission
  const now = ground.now()
  await lockOrganisation(work, organisationId)
  const plan = await findEnding(work, organisationId, now)
  if (plan?.step !== 'second-person') throw new Problem('not-found', 'There is nothing to agree to.')
  requireSecond(await listMembers(work, organisationId, deciders), actor, plan.asked_by, now)
  await work
    .updateTable('estate_plan')
    .set({ takes_effect_at: now })
    .where('organisation_id', '=', organisationId)
    .execute()
  await record(work, permission, 'ending-agreed', now, {})
}

/** It goes on as before. Not after its estate was packed: then another house may have it. @throws Problem `not-found`, `ending-done` */
export async function withdrawEnding(ground: Ground, work: Work, permission: MayRepresent): Promise<void> {
  const { organisationId } = permission
  await lockOrganisation(work, organisationId)
  const plan = await findEnding(work, organisationId, ground.now())
  if (!plan) throw new Problem('not-found', 'Nobody has asked for it.')
  if (plan.packed_at) throw new Problem('ending-done', 'The other house may have taken it in.')
  await work.deleteFrom('estate_plan').where('organisation_id', '=', organisationId).execute()
  await record(work, permission, 'ending-withdrawn', ground.now(), {})
}

/** Says, for the successor, that it goes on where the other ends. @throws Problem `not-found` */
export async function acceptEstate(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  endingId: string,
): Promise<void> {
  const actor = requirePerson(permission.actor)
  const accepted = await work
    .updateTable('estate_plan')
    .set({ accepted_by: actor.personId, accepted_at: ground.now() })
    .where('organisation_id', '=', endingId)
    .where('successor_id', '=', permission.organisationId)
    .where('accepted_at', 'is', null)
    .returning('organisation_id')
    .executeTakeFirst()
  if (!accepted) throw new Problem('not-found', 'Nobody offers it to your organisation.')
  await record(work, permission, 'estate-accepted', ground.now(), { organisationId: endingId })
}

/** Says no, and the other organisation's plan is gone. @throws Problem `not-found` */
export async function declineEstate(
  ground: Ground,
  work: Work,
  permission: MayRepresent,
  endingId: string,
): Promise<void> {
  const gone = await work
    .deleteFrom('estate_plan')
    .where('organisation_id', '=', endingId)
    .where('successor_id', '=', permission.organisationId)
    .returning('organisation_id')
    .executeTakeFirst()
  if (!gone) throw new Problem('not-found', 'Nobody offers it to your organisation.')
  await record(work, permission, 'estate-declined', ground.now(), { organisationId: endingId })
}

/** What others want to leave to an organisation, and how much that is. */
export async function listOffered(work: Work, now: Date, { organisationId }: MayRead) {
  const rows = await work
    .selectFrom('estate_plan')
    .innerJoin('organisation', 'organisation.id', 'estate_plan.organisation_id')
    .select(['organisation.id', 'slug', 'legal_name', 'asked_at', 'accepted_at'])
    .select((of) => [
      of
        .selectFrom('merit')
        .select((merit) => merit.fn.countAll<string>().as('n'))
        .whereRef('owner_id', '=', 'organisation.id')
        .where('state', '=', 'published')
        .as('merits'),
      of
        .selectFrom('mandate')
        .select((mandate) => mandate.fn.countAll<string>().as('n'))
        .whereRef('creator_id', '=', 'organisation.id')
        .where('issuer_id', '<>', organisationId)
        .where(mandateInForce(now))
        .as('mandates'),
      of
        .selectFrom('credential')
        .select((credential) => credential.fn.countAll<string>().as('n'))
        .whereRef('issuer_id', '=', 'organisation.id')
        .as('credentials'),
    ])
    .where('estate_plan.successor_id', '=', organisationId)
    .orderBy('asked_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    legalName: row.legal_name,
    askedAt: row.asked_at.toISOString(),
    accepted: row.accepted_at !== null,
    merits: Number(row.merits),
    mandates: Number(row.mandates),
    credentials: Number(row.credentials),
  }))
}

/** Nobody follows itself, nor one that has ended. */
async function refuseUnfit(work: Work, organisationId: string, successorId: string | undefined): Promise<void> {
  const successor =
    successorId === undefined || successorId === organisationId
      ? undefined
      : await work.selectFrom('organisation').select('ended_at').where('id', '=', successorId).executeTakeFirst()
  if (!successor || successor.ended_at)
    throw new Problem('successor-refused', 'Choose another organisation of this house that goes on.', [
      { pointer: '/successorId', code: 'successor-refused', detail: successorId ?? '' },
    ])
}

/** Tells who is meant to go on. In the system's scope: their addresses are not the asker's to see. */
export async function tellSuccessor(
  ground: Ground,
  work: Work,
  { organisationId, actor }: MayRepresent,
  successorId: string,
): Promise<void> {
  const organisation = await lockOrganisation(work, organisationId)
  const by = requirePerson(actor).name
  await tell(ground, work, successorId, 'estate-offered', { organisation, by, at: ground.now() })
}

type Named = { slug: string; legal_name: string }

export const lockOrganisation = (work: Work, organisationId: string) =>
  work
    .selectFrom('organisation')
    .select(['id', 'slug', 'legal_name', 'did', 'ended_at', 'successor_id', 'moved_to'])
    .where('id', '=', organisationId)
    .forUpdate()
    .executeTakeFirstOrThrow()

/** Tells those who represent an organisation; the link leads to its own page of endings. */
export async function tell(
  ground: Ground,
  work: Work,
  organisationId: string,
  kind: 'estate-asked' | 'estate-waits' | 'estate-offered' | 'estate-ended',
  about: { organisation: Named; by: string; at: Date },
): Promise<void> {
  const { slug } = await work
    .selectFrom('organisation')
    .select('slug')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  for (const { email, locale } of await listMembers(work, organisationId, deciders))
    await queueMail(ground, work, {
      kind,
      to: email,
      language: locale ?? 'sv',
      facts: {
        organisation: about.organisation.legal_name,
        by: about.by,
        at: `${about.at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
        url: `${ground.settings.baseUrl}/org/${slug}/estate`,
      },
    })
  await wakeJobs(work)
}

export const record = (
  work: Work,
  {
    actor,
    organisationId,
  }: { actor: PersonActor | MayRepresent['actor'] | { kind: 'system' }; organisationId: string },
  act: string,
  at: Date,
  details: Record<string, unknown>,
): Promise<void> =>
  writeAudit(work, { actor, organisationId, act, object: { kind: 'organisation', id: organisationId }, details, at })
