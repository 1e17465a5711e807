import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { type PersonActor, scopeOf } from '../http/actor.ts'
import { planAsks } from './plan-asks.ts'

/** Whether a person wants to be asked how it went; nobody is asked who has not said yes. */
export const FollowUpConsent = z.object({ asked: z.boolean(), givenAt: z.string().nullable() })
export type FollowUpConsent = z.infer<typeof FollowUpConsent>

export async function readFollowUpConsent(ground: Ground, person: PersonActor): Promise<FollowUpConsent> {
  const row = await ground.database.act(scopeOf(person), (work) =>
    work.selectFrom('follow_up_consent').selectAll().where('holder_id', '=', person.personId).executeTakeFirst(),
  )
  const asked = row !== undefined && row.withdrawn_at === null
  return { asked, givenAt: asked ? row.given_at.toISOString() : null }
}

/**
 * Takes effect at once. Who withdraws is asked nothing more, their links open nothing, and what they have said is in no
 * figure that is made from then on; figures that were made stand.
 */
export async function changeFollowUpConsent(
  { now }: Pick<Ground, 'now'>,
  system: Work,
  person: PersonActor,
  asked: boolean,
): Promise<void> {
  const at = now()
  const row = { given_at: at, withdrawn_at: asked ? null : at }
  await system
    .insertInto('follow_up_consent')
    .values({ holder_id: person.personId, ...row })
    .onConflict((conflict) => conflict.column('holder_id').doUpdateSet(row))
    .execute()
  if (asked) await planAsks(system, at, person.personId)
  else await forgetFollowUp(system, person.personId)
  await writeAudit(system, {
    actor: person,
    holderId: person.personId,
    act: asked ? 'follow-up-allowed' : 'follow-up-withdrawn',
    object: { kind: 'person', id: person.personId },
    at,
  })
}

async function forgetFollowUp(work: Work, holderId: string): Promise<void> {
  for (const table of ['follow_up_link', 'follow_up_employer', 'follow_up_ask'] as const)
    await work.deleteFrom(table).where('holder_id', '=', holderId).execute()
}

/** For who deletes their account: nothing of what they were asked or said is left. */
export async function leaveFollowUp(work: Work, holderId: string): Promise<void> {
  await forgetFollowUp(work, holderId)
  await work.deleteFrom('follow_up_consent').where('holder_id', '=', holderId).execute()
}

/** For the file of everything that is held about a person. */
export async function exportFollowUp(work: Work, holderId: string) {
  const consent = await work
    .selectFrom('follow_up_consent')
    .select(['given_at', 'withdrawn_at'])
    .where('holder_id', '=', holderId)
    .executeTakeFirst()
  const asks = await work
    .selectFrom('follow_up_ask')
    .select(['credential_id', 'round', 'due_on', 'asked_at', 'answer', 'answered_at'])
    .where('holder_id', '=', holderId)
    .execute()
  const employers = await work
    .selectFrom('follow_up_employer')
    .select(['credential_id', 'round', 'email', 'asked_at', 'answered_at'])
    .where('holder_id', '=', holderId)
    .execute()
  return { consent: consent ?? null, asks, employers }
}
