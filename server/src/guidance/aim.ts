import { Aim, type AimState, type Target, titleOfAim } from '@bricka/domain/guidance/aim'
import { emptyPlan } from '@bricka/domain/guidance/plan'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { getStack } from '../pathway/stack.ts'
import { loadMap } from '../skill/load-map.ts'

export const AimView = z.object({
  ...Aim.shape,
  id: z.string(),
  title: z.string(),
  createdAt: z.string(),
  changedAt: z.string(),
})
export type AimView = z.infer<typeof AimView>

/** More than anybody walks towards at once, and a bound for what one account can fill. */
const mostAims = 50

export async function listAims(
  work: Work,
  person: PersonActor,
  paging: Paging & { state?: AimState | undefined },
): Promise<{ items: AimView[]; total: number }> {
  const { search, state } = paging
  const found = work
    .selectFrom('aim')
    .where('holder_id', '=', person.personId)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'open'))
    .$if(search !== '', (query) => query.where('title', 'ilike', likePattern(search)))
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found.selectAll().orderBy('changed_at', 'desc').orderBy('id').offset(offset).limit(limit).execute()
  return { items: rows.map(viewAim), total: Number(total) }
}

/**
 * Keeps an aim, with an empty plan.
 *
 * @throws Problem `occupation-unknown` where the map does not have it, `not-found` where the stack is not to be seen,
 *   `too-many-aims`
 */
export async function addAim(ground: Ground, work: Work, person: PersonActor, aim: Aim): Promise<string> {
  await requireTarget(ground, work, aim.target)
  const { count } = await work
    .selectFrom('aim')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('holder_id', '=', person.personId)
    .executeTakeFirstOrThrow()
  if (Number(count) >= mostAims) throw new Problem('too-many-aims', `Remove one first: there is room for ${mostAims}.`)
  const now = ground.now()
  const id = makeId(now)
  const own = { holder_id: person.personId, changed_at: now }
  await work
    .insertInto('aim')
    .values({ ...own, id, content: toJson(aim), title: titleOfAim(aim), state: aim.state, created_at: now })
    .execute()
  await work
    .insertInto('aim_plan')
    .values({ ...own, aim_id: id, plan: toJson(emptyPlan) })
    .execute()
  await recordAim(ground, work, person, id, 'aim-stated')
  return id
}

/** @throws Problem `not-found`, also for someone else's; as `addAim` where the target is another than before */
export async function changeAim(ground: Ground, work: Work, person: PersonActor, id: string, aim: Aim): Promise<void> {
  const before = await getAim(work, person.personId, id)
  if (JSON.stringify(before.target) !== JSON.stringify(aim.target)) await requireTarget(ground, work, aim.target)
  await work
    .updateTable('aim')
    .set({ content: toJson(aim), title: titleOfAim(aim), state: aim.state, changed_at: ground.now() })
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .execute()
  await recordAim(ground, work, person, id, 'aim-changed')
}

/** Its plan goes with it, and every consent to read either. @throws Problem `not-found` */
export async function removeAim(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const gone = await work
    .deleteFrom('aim')
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!gone) throw new Problem('not-found', 'You have no such aim.')
  await work
    .updateTable('guidance_consent')
    .set({ withdrawn_at: ground.now() })
    .where('holder_id', '=', person.personId)
    .where('thing_id', '=', id)
    .where('withdrawn_at', 'is', null)
    .execute()
  await recordAim(ground, work, person, id, 'aim-removed')
}

/** In whoever's scope asks: a counsellor finds only what is shown to them. @throws Problem `not-found` */
export async function getAim(work: Work, holderId: string, id: string): Promise<AimView> {
  const row = await work
    .selectFrom('aim')
    .selectAll()
    .where('holder_id', '=', holderId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You have no such aim.')
  return viewAim(row)
}

export const viewAim = (row: Row<'aim'>): AimView => ({
  ...Aim.parse(row.content),
  id: row.id,
  title: row.title,
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
})

/** Someone's aim is nobody's business: the log says that there is one, not which. */
export async function recordAim(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  act: string,
): Promise<void> {
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act,
    object: { kind: 'aim', id },
    at: ground.now(),
  })
}

async function requireTarget(ground: Ground, work: Work, target: Target): Promise<void> {
  if (target.kind === 'qualification') {
    const { state } = await getStack(work, target.stackId)
    if (state === 'draft') throw new Problem('not-found', 'No published stack has this address.')
  }
  if (target.kind === 'occupation') {
    const { uri } = target.occupation
    const { index } = await loadMap(ground, {
      framework: 'ESCO',
      version: undefined,
      language: 'en',
      map: target.mapId,
    })
    if (!index.occupationAt.has(uri))
      throw new Problem('occupation-unknown', `The map has no occupation with the address ${uri}.`)
  }
}
