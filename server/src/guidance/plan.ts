import { changePlan, type PlanChange, type PlanRefusal } from '@bricka/domain/guidance/change-plan'
import { type HeldMerit, measurePlan } from '@bricka/domain/guidance/measure-plan'
import { Plan, PlanStep, type StepContent } from '@bricka/domain/guidance/plan'
import { z } from 'zod'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { recordAim } from './aim.ts'

export const PlanView = z.object({
  steps: z.array(
    z.object({
      ...PlanStep.shape,
      standing: z
        .enum(['planned', 'done', 'paused', 'dropped', 'reached'])
        .describe('reached: its merit lies in the passport and is valid, whatever was marked'),
      credentialId: z.string().optional(),
    }),
  ),
  done: z.int(),
  of: z.int().describe('Steps that are not dropped'),
  next: z.string().nullable().describe('The id of the first step that is still to be taken'),
  mayUndo: z.boolean(),
  changedAt: z.string(),
})
export type PlanView = z.infer<typeof PlanView>

/** How many changes back one can go. */
const mostPast = 50

/** In whoever's scope asks. @throws Problem `not-found` */
export async function getPlan(
  work: Work,
  holderId: string,
  aimId: string,
  held: readonly HeldMerit[],
): Promise<PlanView> {
  const row = await work
    .selectFrom('aim_plan')
    .selectAll()
    .where('holder_id', '=', holderId)
    .where('aim_id', '=', aimId)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You have no such plan.')
  const past = await latestPast(work, holderId, aimId)
  const { steps, done, of, next } = measurePlan(Plan.parse(row.plan), held)
  return {
    steps: steps.map(({ step, ...rest }) => ({ ...step, ...rest })),
    done,
    of,
    next: next?.id ?? null,
    mayUndo: past !== undefined,
    changedAt: row.changed_at.toISOString(),
  }
}

/** @throws Problem `not-found`, or `plan-refused` with the rule's code */
export async function applyChange(
  ground: Ground,
  work: Work,
  person: PersonActor,
  aimId: string,
  change: PlanChange,
): Promise<void> {
  const plan = await lockPlan(work, person.personId, aimId)
  const changed = changePlan(plan, change, () => makeId(ground.now()))
  if (!changed.may) throw refuse(changed.code)
  await keepChanged(ground, work, person, aimId, { before: plan, after: changed.plan })
  await recordAim(ground, work, person, aimId, 'plan-changed')
}

/**
 * Puts what a counsellor proposed at the end of the plan. What stands there already is not put there twice; the whole is
 * undone in one. Says how many steps came.
 */
export async function takeSteps(
  ground: Ground,
  work: Work,
  person: PersonActor,
  aimId: string,
  contents: readonly StepContent[],
): Promise<number> {
  const before = await lockPlan(work, person.personId, aimId)
  const after = contents.reduce((plan, content) => {
    const changed = changePlan(plan, { kind: 'add', steps: [{ content }] }, () => makeId(ground.now()))
    if (changed.may) return changed.plan
    if (changed.code === 'step-repeated') return plan
    throw refuse(changed.code)
  }, before)
  if (after !== before) await keepChanged(ground, work, person, aimId, { before, after })
  return after.steps.length - before.steps.length
}

/** Puts the plan back to how it stood before the last change; again goes further back. @throws Problem `nothing-to-undo` */
export async function undoChange(ground: Ground, work: Work, person: PersonActor, aimId: string): Promise<void> {
  await lockPlan(work, person.personId, aimId)
  const past = await latestPast(work, person.personId, aimId)
  if (!past) throw new Problem('nothing-to-undo', 'The plan has not been changed, or not lately.')
  await work
    .deleteFrom('aim_plan_past')
    .where('holder_id', '=', person.personId)
    .where('aim_id', '=', aimId)
    .where('number', '=', past.number)
    .execute()
  await savePlan(ground, work, person.personId, aimId, Plan.parse(past.plan))
  await recordAim(ground, work, person, aimId, 'plan-undone')
}

const refuse = (code: PlanRefusal): Problem =>
  new Problem('plan-refused', planWords[code], [{ pointer: '/', code, detail: planWords[code] }])

const planWords: Record<PlanRefusal, string> = {
  'step-unknown': 'The plan has no such step any more.',
  'step-repeated': 'It stands in the plan already.',
  'plan-full': 'Remove a step first.',
}

async function lockPlan(work: Work, holderId: string, aimId: string): Promise<Plan> {
  const row = await work
    .selectFrom('aim_plan')
    .select('plan')
    .where('holder_id', '=', holderId)
    .where('aim_id', '=', aimId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You have no such plan.')
  return Plan.parse(row.plan)
}

const latestPast = (work: Work, holderId: string, aimId: string) =>
  work
    .selectFrom('aim_plan_past')
    .select(['number', 'plan'])
    .where('holder_id', '=', holderId)
    .where('aim_id', '=', aimId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

async function keepChanged(
  ground: Ground,
  work: Work,
  { personId: holderId }: PersonActor,
  aimId: string,
  { before, after }: { before: Plan; after: Plan },
): Promise<void> {
  const number = ((await latestPast(work, holderId, aimId))?.number ?? 0) + 1
  await work
    .insertInto('aim_plan_past')
    .values({ holder_id: holderId, aim_id: aimId, number, plan: toJson(before) })
    .execute()
  await work
    .deleteFrom('aim_plan_past')
    .where('holder_id', '=', holderId)
    .where('aim_id', '=', aimId)
    .where('number', '<=', number - mostPast)
    .execute()
  await savePlan(ground, work, holderId, aimId, after)
}

async function savePlan(ground: Ground, work: Work, holderId: string, aimId: string, plan: Plan): Promise<void> {
  await work
    .updateTable('aim_plan')
    .set({ plan: toJson(plan), changed_at: ground.now() })
    .where('holder_id', '=', holderId)
    .where('aim_id', '=', aimId)
    .execute()
}
