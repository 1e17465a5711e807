import { decideGuidance, type Guidance, type GuidanceAct, type GuidanceRefusal } from '@bricka/domain/guidance/guidance'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'

export type OpenGuidance = { readonly row: Row<'guidance'>; readonly consents: readonly Row<'guidance_consent'>[] }

/** The learner's own. @throws Problem `not-found` */
export const openOwn = (
  work: Work,
  { personId }: Pick<PersonActor, 'personId'>,
  id: string,
  lock = false,
): Promise<OpenGuidance> => open(work, { id, holderId: personId }, lock)

/** One that somebody guides, or whose organisation was asked; row-level security says the same. @throws Problem `not-found` */
export async function openGuided(
  work: Work,
  person: PersonActor,
  id: string,
  standing: 'asked' | 'open',
  lock = false,
): Promise<OpenGuidance & { organisationId: string }> {
  const opened = await open(work, { id }, lock)
  const { organisation_id: organisationId, counsellor_id, standing: stands } = opened.row
  const theirs = standing === 'asked' || counsellor_id === person.personId
  if (organisationId === null || stands !== standing || !theirs) throw notFound()
  return { ...opened, organisationId }
}

async function open(
  work: Work,
  { id, holderId }: { id: string; holderId?: string },
  lock: boolean,
): Promise<OpenGuidance> {
  const row = await work
    .selectFrom('guidance')
    .selectAll()
    .where('id', '=', id)
    .$if(holderId !== undefined, (query) => query.where('holder_id', '=', holderId ?? ''))
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw notFound()
  const consents = await work
    .selectFrom('guidance_consent')
    .selectAll()
    .where('holder_id', '=', row.holder_id)
    .where('guidance_id', '=', row.id)
    .orderBy('given_at')
    .orderBy('id')
    .execute()
  return { row, consents }
}

const notFound = (): Problem => new Problem('not-found', 'There is no such guidance for you.')

export const toGuidance = ({ row, consents }: OpenGuidance): Guidance => ({
  standing: row.standing,
  organisationId: row.organisation_id ?? undefined,
  counsellorId: row.counsellor_id ?? undefined,
  handoverTo: row.handover_to ?? undefined,
  entriesFrom: row.entries_from,
  consents: consents.map(({ id, thing_kind, thing_id, purpose, withdrawn_at }) => ({
    id,
    thing: { kind: thing_kind, id: thing_id },
    purpose,
    withdrawn: withdrawn_at !== null,
  })),
})

/** Lets the rule decide. @throws Problem `guidance-refused` with the rule's code */
export function decide(opened: OpenGuidance, act: GuidanceAct): Guidance {
  const decided = decideGuidance(toGuidance(opened), act)
  if (decided.may) return decided.guidance
  throw refuseGuidance(decided.code)
}

export const refuseGuidance = (code: keyof typeof refusalWords): Problem =>
  new Problem('guidance-refused', refusalWords[code], [{ pointer: '/', code, detail: refusalWords[code] }])

const refusalWords = {
  'guidance-ended': 'The guidance has ended.',
  'guidance-taken': 'Somebody has taken it already.',
  'guidance-not-open': 'Nobody has taken it yet.',
  'guidance-not-yours': 'It was not asked of you.',
  'consent-given': 'That is shared for this purpose already.',
  'consent-unknown': 'That is not shared, or not any more.',
  'handover-asked': 'The learner has not answered yet.',
  'handover-to-oneself': 'Choose somebody else.',
  'handover-not-asked': 'Nobody has asked to hand over.',
  'already-asked': 'They are asked already, or guide you now.',
  'no-counsellor': 'Nobody there is a counsellor.',
  'guides-oneself': 'Nobody guides themselves.',
  'aim-not-shown': 'The learner does not share that aim with you.',
  'proposal-answered': 'It has been answered.',
} as const satisfies Record<GuidanceRefusal, string> & Record<string, string>

/** Writes what the rule made of the row and of the consents that it ended. */
export async function saveGuidance(
  ground: Ground,
  work: Work,
  { row, consents }: OpenGuidance,
  guidance: Guidance,
  changes: Partial<Pick<Row<'guidance'>, 'counsellor_name' | 'handover_name' | 'handover_why' | 'ended_by'>> = {},
): Promise<void> {
  const now = ground.now()
  await work
    .updateTable('guidance')
    .set({
      standing: guidance.standing,
      organisation_id: guidance.organisationId ?? null,
      counsellor_id: guidance.counsellorId ?? null,
      handover_to: guidance.handoverTo ?? null,
      entries_from: guidance.entriesFrom,
      changed_at: now,
      ...changes,
    })
    .where('holder_id', '=', row.holder_id)
    .where('id', '=', row.id)
    .execute()
  const ended = guidance.consents.filter(
    ({ id, withdrawn }) => withdrawn && consents.some((one) => one.id === id && one.withdrawn_at === null),
  )
  if (ended.length > 0)
    await work
      .updateTable('guidance_consent')
      .set({ withdrawn_at: now })
      .where('holder_id', '=', row.holder_id)
      .where('guidance_id', '=', row.id)
      .where(
        'id',
        'in',
        ended.map(({ id }) => id),
      )
      .execute()
}

/** One entry for each deed, in the learner's log; in the organisation's too where it was done for it. Never what it was about. */
export async function recordGuidance(
  ground: Ground,
  work: Work,
  actor: PersonActor,
  of: { holderId: string; id: string; organisationId?: string },
  act: string,
): Promise<void> {
  await writeAudit(work, {
    actor,
    holderId: of.holderId,
    ...(of.organisationId !== undefined && { organisationId: of.organisationId }),
    act,
    object: { kind: 'guidance', id: of.id },
    at: ground.now(),
  })
}
