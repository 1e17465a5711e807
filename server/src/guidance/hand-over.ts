import { typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { systemScope, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import type { MayCounsel } from '../organisation/permission.ts'
import { decide, openGuided, openOwn, recordGuidance, saveGuidance } from './open-guidance.ts'

export const HandoverWish = z.strictObject({ to: z.uuid(), why: typedText().min(1).max(1000) })
export type HandoverWish = z.infer<typeof HandoverWish>

export const HandoverAnswer = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('agree'),
    keep: z.array(z.uuid()).max(200).default([]).describe('The consents that go along; the others are withdrawn'),
    entries: z.boolean().default(false).describe('Whether what has been written so far goes along'),
  }),
  z.strictObject({ answer: z.literal('refuse') }),
])
export type HandoverAnswer = z.infer<typeof HandoverAnswer>

export const Colleague = z.object({ personId: z.string(), name: z.string() })
export type Colleague = z.infer<typeof Colleague>

/** The others who counsel for the organisation, by name. */
export async function listColleagues(ground: Ground, { actor, organisationId }: MayCounsel): Promise<Colleague[]> {
  return ground.database.act(systemScope, async (work) => {
    const rows = await work
      .selectFrom('membership')
      .innerJoin('person', 'person.id', 'membership.person_id')
      .select(['membership.person_id', 'person.name', 'roles'])
      .where('organisation_id', '=', organisationId)
      .orderBy('person.name')
      .execute()
    return rows
      .filter(
        ({ roles, person_id }) =>
          roles.includes('counsellor') && !(actor.kind === 'person' && actor.personId === person_id),
      )
      .map(({ person_id, name }) => ({ personId: person_id, name: name ?? '' }))
  })
}

/** Asks the learner whether a colleague may take over. Nothing changes until they answer. @throws Problem `guidance-refused` */
export async function askHandover(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  wish: HandoverWish,
  colleagues: readonly Colleague[],
): Promise<{ holderId: string }> {
  const opened = await openGuided(work, person, id, 'open', true)
  const guidance = decide(opened, { kind: 'ask-handover', by: person.personId, to: wish.to })
  const colleague = colleagues.find(({ personId }) => personId === wish.to)
  if (!colleague) throw new Problem('not-found', 'No counsellor of the organisation has this id.')
  const words = { handover_name: colleague.name, handover_why: wish.why }
  await saveGuidance(ground, work, opened, guidance, words)
  const { row, organisationId } = opened
  await recordGuidance(ground, work, person, { holderId: row.holder_id, id, organisationId }, 'guidance-handover-asked')
  return { holderId: row.holder_id }
}

/** @throws Problem `guidance-refused` */
export async function answerHandover(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  answer: HandoverAnswer,
): Promise<{ before: string | null; now: string | null }> {
  const opened = await openOwn(work, person, id, true)
  const { row } = opened
  if (answer.answer === 'refuse') {
    const guidance = decide(opened, { kind: 'refuse-handover' })
    await saveGuidance(ground, work, opened, guidance, { handover_name: null, handover_why: null })
    await recordGuidance(ground, work, person, { holderId: person.personId, id }, 'guidance-handover-refused')
    return { before: row.counsellor_id, now: row.counsellor_id }
  }
  const upTo = await countEntries(work, person.personId, id)
  const { keep, entries } = answer
  const guidance = decide(opened, { kind: 'agree-handover', keep, entries, upTo })
  const changes = { counsellor_name: row.handover_name, handover_name: null, handover_why: null }
  await saveGuidance(ground, work, opened, guidance, changes)
  await recordGuidance(ground, work, person, { holderId: person.personId, id }, 'guidance-handed-over')
  return { before: row.counsellor_id, now: guidance.counsellorId ?? null }
}

async function countEntries(work: Work, holderId: string, id: string): Promise<number> {
  const { last } = await work
    .selectFrom('guidance_entry')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('holder_id', '=', holderId)
    .where('guidance_id', '=', id)
    .executeTakeFirstOrThrow()
  return last ?? 0
}
