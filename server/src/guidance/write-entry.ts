import { Entry, type Proposal } from '@bricka/domain/guidance/entry'
import { listReadable } from '@bricka/domain/guidance/guidance'
import type { StepContent } from '@bricka/domain/guidance/plan'
import { z } from 'zod'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { type OpenGuidance, openGuided, openOwn, recordGuidance, refuseGuidance, toGuidance } from './open-guidance.ts'
import { takeSteps } from './plan.ts'

export const ProposalAnswer = z.strictObject({ answer: z.enum(['taken', 'declined']) })
export type ProposalAnswer = z.infer<typeof ProposalAnswer>

/** A note or a proposal by the counsellor. @throws Problem `guidance-refused`, `merit-not-published` */
export async function writeAsCounsellor(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  wanted: Entry,
): Promise<{ number: number; holderId: string }> {
  const opened = await openGuided(work, person, id, 'open', true)
  const entry = wanted.kind === 'proposal' ? await completeProposal(work, opened, person, wanted) : wanted
  const number = await insertEntry(ground, work, person, opened, entry)
  const { row, organisationId } = opened
  const act = entry.kind === 'note' ? 'guidance-noted' : 'guidance-proposed'
  await recordGuidance(ground, work, person, { holderId: row.holder_id, id, organisationId }, act)
  return { number, holderId: row.holder_id }
}

/** A note by the learner. @throws Problem `guidance-refused` */
export async function writeAsLearner(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  note: Extract<Entry, { kind: 'note' }>,
): Promise<{ number: number; counsellorId: string | null }> {
  const opened = await openOwn(work, person, id, true)
  if (opened.row.standing === 'ended') throw refuseGuidance('guidance-ended')
  const number = await insertEntry(ground, work, person, opened, note)
  await recordGuidance(ground, work, person, { holderId: person.personId, id }, 'guidance-noted')
  return { number, counsellorId: opened.row.counsellor_id }
}

/**
 * Takes a proposal into the plan, or declines it. Taken, it is a change of the plan like any other, and undone like one.
 *
 * @throws Problem `not-found`, `guidance-refused` where it was answered, `plan-refused` where there is no room
 */
export async function answerProposal(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  number: number,
  { answer }: ProposalAnswer,
): Promise<{ added: number; counsellorId: string | null }> {
  const { row } = await openOwn(work, person, id, true)
  const own = { holder_id: person.personId, guidance_id: id, number }
  const found = await work
    .selectFrom('guidance_entry')
    .select(['content', 'answer'])
    .where((where) => where.and(own))
    .executeTakeFirst()
  const entry = found && Entry.parse(found.content)
  if (entry?.kind !== 'proposal') throw new Problem('not-found', 'There is no such proposal.')
  if (found?.answer) throw refuseGuidance('proposal-answered')
  const added = answer === 'taken' ? await takeSteps(ground, work, person, entry.aimId, entry.steps) : 0
  await work
    .updateTable('guidance_entry')
    .set({ answer, answered_at: ground.now() })
    .where((where) => where.and(own))
    .execute()
  await recordGuidance(ground, work, person, { holderId: person.personId, id }, `guidance-proposal-${answer}`)
  return { added, counsellorId: row.standing === 'open' ? row.counsellor_id : null }
}

/** For an aim that is shown, whole or as its plan; merits by the names that the catalogue gives them. */
async function completeProposal(
  work: Work,
  opened: OpenGuidance,
  person: PersonActor,
  proposal: Proposal,
): Promise<Proposal> {
  const shown = listReadable(toGuidance(opened), person.personId)
  if (!shown.some(({ thing }) => thing.id === proposal.aimId && (thing.kind === 'aim' || thing.kind === 'plan')))
    throw refuseGuidance('aim-not-shown')
  const ids = proposal.steps.flatMap((step) => (step.kind === 'other' ? [] : [step.meritId]))
  const known =
    ids.length === 0
      ? []
      : await work.selectFrom('catalogue_entry').select(['merit_id', 'title']).where('merit_id', 'in', ids).execute()
  const titles = new Map(known.map(({ merit_id, title }) => [merit_id, title]))
  const steps = proposal.steps.map((step): StepContent => {
    if (step.kind === 'other') return step
    const title = titles.get(step.meritId)
    if (title === undefined) throw new Problem('merit-not-published', 'Propose what the catalogue has now.')
    return { ...step, title }
  })
  return { ...proposal, steps }
}

/** The guidance is locked, so that no two get the same number; what is not shown to a new counsellor comes before it. */
async function insertEntry(
  ground: Ground,
  work: Work,
  person: PersonActor,
  { row }: OpenGuidance,
  entry: Entry,
): Promise<number> {
  const { last } = await work
    .selectFrom('guidance_entry')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('holder_id', '=', row.holder_id)
    .where('guidance_id', '=', row.id)
    .executeTakeFirstOrThrow()
  const number = Math.max(last ?? 0, row.entries_from - 1) + 1
  await work
    .insertInto('guidance_entry')
    .values({
      holder_id: row.holder_id,
      guidance_id: row.id,
      number,
      by_person: person.personId,
      by_name: person.name,
      content: toJson(entry),
      created_at: ground.now(),
    })
    .execute()
  return number
}
