import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import type { MayCounsel } from '../organisation/permission.ts'
import { hashToken } from '../seal.ts'
import {
  decide,
  type OpenGuidance,
  openGuided,
  openOwn,
  recordGuidance,
  refuseGuidance,
  saveGuidance,
} from './open-guidance.ts'

export const InvitationView = z.object({
  learnerName: z.string(),
  message: z.string().nullable(),
  expiresAt: z.string(),
})
export type InvitationView = z.infer<typeof InvitationView>

/** One whom the organisation was asked to guide. @throws Problem `not-found`, `guidance-refused` */
export async function takeAsked(
  ground: Ground,
  work: Work,
  person: PersonActor,
  permission: MayCounsel,
  id: string,
): Promise<{ holderId: string }> {
  const opened = await openGuided(work, person, id, 'asked', true)
  await take(ground, work, person, permission, opened)
  return { holderId: opened.row.holder_id }
}

/** What a link leads to, for whoever has it and is logged in: who asks, not what they share. @throws Problem `invitation-closed` */
export async function viewInvitation(ground: Ground, token: string): Promise<InvitationView> {
  return ground.database.act(systemScope, async (work) => {
    const { row, expiresAt } = await findByLink(ground, work, token)
    return { learnerName: row.learner_name, message: row.message, expiresAt: expiresAt.toISOString() }
  })
}

/** Takes by link, for an organisation that one counsels for; the link then opens nothing more. @throws Problem `invitation-closed` */
export async function takeByLink(
  ground: Ground,
  person: PersonActor,
  permission: MayCounsel,
  token: string,
): Promise<{ id: string; holderId: string }> {
  return ground.database.act(systemScope, async (work) => {
    const opened = await findByLink(ground, work, token)
    await take(ground, work, person, permission, opened)
    const { id, holder_id: holderId } = opened.row
    await work.deleteFrom('guidance_address').where('holder_id', '=', holderId).where('guidance_id', '=', id).execute()
    await work
      .updateTable('guidance')
      .set({ sealed_link: null })
      .where('holder_id', '=', holderId)
      .where('id', '=', id)
      .execute()
    return { id, holderId }
  })
}

async function take(
  ground: Ground,
  work: Work,
  person: PersonActor,
  { organisationId }: MayCounsel,
  opened: OpenGuidance,
): Promise<void> {
  const { holder_id: holderId, id } = opened.row
  if (holderId === person.personId) throw refuseGuidance('guides-oneself')
  const guidance = decide(opened, { kind: 'take', by: person.personId, organisationId })
  await saveGuidance(ground, work, opened, guidance, { counsellor_name: person.name })
  await recordGuidance(ground, work, person, { holderId, id, organisationId }, 'guidance-taken')
}

async function findByLink(ground: Ground, work: Work, token: string): Promise<OpenGuidance & { expiresAt: Date }> {
  const address = await work
    .selectFrom('guidance_address')
    .select(['holder_id', 'guidance_id'])
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  const closed = new Problem('invitation-closed', 'Ask the learner for a new link.')
  if (!address) throw closed
  const row = await work
    .selectFrom('guidance')
    .selectAll()
    .where('holder_id', '=', address.holder_id)
    .where('id', '=', address.guidance_id)
    .forUpdate()
    .executeTakeFirst()
  if (row?.standing !== 'offered' || row.expires_at === null || row.expires_at <= ground.now()) throw closed
  return { row, consents: [], expiresAt: row.expires_at }
}

/** The counsellor steps back: it ends, and everything that was shared with it. @throws Problem `not-found` */
export async function leaveGuidance(ground: Ground, person: PersonActor, id: string): Promise<{ holderId: string }> {
  // In the system's scope, for the counsellor may not see what is left when it has ended.
  return ground.database.act(systemScope, async (work) => {
    const { row, organisationId } = await openGuided(work, person, id, 'open')
    const opened = await openOwn(work, { personId: row.holder_id }, id, true)
    await saveGuidance(ground, work, opened, decide(opened, { kind: 'end' }), { ended_by: 'counsellor' })
    await recordGuidance(ground, work, person, { holderId: row.holder_id, id, organisationId }, 'guidance-ended')
    return { holderId: row.holder_id }
  })
}
