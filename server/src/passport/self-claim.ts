import { SelfClaim } from '@bricka/domain/passport/self-claim'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'

/** A self-declared claim as its learner wrote it, with its address. */
export const SelfClaimView = SelfClaim.safeExtend({ id: z.string(), createdAt: z.string() })
export type SelfClaimView = z.infer<typeof SelfClaimView>

export async function listSelfClaims(work: Work, holderId: string, ids?: readonly string[]): Promise<SelfClaimView[]> {
  if (ids?.length === 0) return []
  const rows = await work
    .selectFrom('self_claim')
    .selectAll()
    .where('holder_id', '=', holderId)
    .$if(ids !== undefined, (query) => query.where('id', 'in', [...(ids ?? [])]))
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map((row) =>
    SelfClaimView.parse({ ...SelfClaim.parse(row.content), id: row.id, createdAt: row.created_at.toISOString() }),
  )
}

export async function addSelfClaim(ground: Ground, work: Work, person: PersonActor, claim: SelfClaim): Promise<string> {
  const now = ground.now()
  const id = makeId(now)
  await work
    .insertInto('self_claim')
    .values({ holder_id: person.personId, id, content: toJson(claim), created_at: now })
    .execute()
  await record(ground, work, person, id, 'self-claim-added')
  return id
}

/** @throws Problem `not-found`, also for someone else's */
export async function changeSelfClaim(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  claim: SelfClaim,
): Promise<void> {
  const changed = await work
    .updateTable('self_claim')
    .set({ content: toJson(claim) })
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw notFound()
  await record(ground, work, person, id, 'self-claim-changed')
}

/** It also leaves every share that it was in. @throws Problem `not-found` */
export async function removeSelfClaim(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const removed = await work
    .deleteFrom('self_claim')
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!removed) throw notFound()
  await record(ground, work, person, id, 'self-claim-removed')
}

const notFound = (): Problem => new Problem('not-found', 'You have written no such claim.')

async function record(ground: Ground, work: Work, person: PersonActor, id: string, act: string): Promise<void> {
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act,
    object: { kind: 'self-claim', id },
    at: ground.now(),
  })
}
