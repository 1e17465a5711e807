import { Basis, CreditDecision, FormalTarget } from '@bricka/domain/recognition/credit-decision'
import { typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import type { MayCoordinate, MayRead } from '../organisation/permission.ts'
import { shareMerits, withdrawShare } from '../passport/share-merits.ts'
import { Appeal, appealBefore, EarlierDecision } from './decide-credit.ts'

export const NewApplication = z.strictObject({
  deciderId: z.uuid(),
  target: FormalTarget,
  credentialIds: z.array(z.uuid()).min(1).max(30),
  note: typedText().max(2000).optional(),
})
export type NewApplication = z.infer<typeof NewApplication>

export const ApplicationView = z.object({
  id: z.string(),
  decider: z.object({ id: z.string(), name: z.string() }),
  applicant: z.string(),
  target: FormalTarget,
  basis: z.array(Basis),
  note: z.string().nullable(),
  state: z.enum(['open', 'decided', 'appealed', 'withdrawn']),
  /** What the applicant shared, checked when it is opened; gone when they withdraw it. */
  shareUrl: z.string().nullable(),
  decision: CreditDecision.nullable(),
  appealBefore: z.string().nullable().describe('Until when the decision can be appealed, where it says that it can'),
  appeal: Appeal.nullable().describe('What the applicant holds against the decision, while it is looked at again'),
  earlier: z.array(EarlierDecision).describe('What was decided before, and what was held against it'),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
})
export type ApplicationView = z.infer<typeof ApplicationView>

const openDays = 180

/**
 * Asks a formal education whether merits count towards something of theirs, and shares just these merits with it.
 *
 * @throws Problem `not-found` where a merit is not the applicant's own or the organisation is no formal education
 */
export async function applyForCredit(
  ground: Ground,
  work: Work,
  person: PersonActor,
  wish: NewApplication,
): Promise<{ id: string; deciderId: string }> {
  const decider = await work
    .selectFrom('organisation')
    .select(['id', 'legal_name'])
    .where('id', '=', wish.deciderId)
    .where('kind', '=', 'formal-education')
    .executeTakeFirst()
  if (!decider) throw new Problem('not-found', 'No formal education has this id.')
  const held = await work
    .selectFrom('credential')
    .select(['id', 'merit_id', 'merit_version'])
    .where('holder_id', '=', person.personId)
    .where('id', 'in', wish.credentialIds)
    .where('document', 'is not', null)
    .execute()
  const share = await shareMerits(ground, work, person, {
    credentialIds: wish.credentialIds,
    selfClaimIds: [],
    importedIds: [],
    audience: decider.legal_name,
    purpose: wish.target.title,
    days: openDays,
  })
  const now = ground.now()
  const id = makeId(now)
  const basis = held.map((row) => Basis.parse({ meritId: row.merit_id, version: row.merit_version }))
  await work
    .insertInto('credit_application')
    .values({
      holder_id: person.personId,
      id,
      decider_id: decider.id,
      target: toJson(wish.target),
      basis: toJson(basis),
      note: wish.note ?? null,
      applicant_name: person.name,
      share_id: share.id,
      sealed_share: ground.seal.close('application-share', Buffer.from(share.url)),
      state: 'open',
      created_at: now,
    })
    .execute()
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'credit-applied-for',
    object: { kind: 'credit-application', id },
    details: { decider: decider.legal_name, target: wish.target.title },
    at: now,
  })
  return { id, deciderId: decider.id }
}

/** Ends an application that is not decided, and closes what was shared for it. @throws Problem `not-found` */
export async function withdrawApplication(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const row = await work
    .updateTable('credit_application')
    .set({ state: 'withdrawn' })
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('share_id')
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You have no open application with this id.')
  await withdrawShare(ground, work, person, row.share_id)
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'credit-application-withdrawn',
    object: { kind: 'credit-application', id },
    at: ground.now(),
  })
}

export async function listApplications(
  ground: Ground,
  work: Work,
  whose: PersonActor | MayRead | MayCoordinate,
  paging: Paging,
): Promise<{ items: ApplicationView[]; total: number }> {
  const found = work
    .selectFrom('credit_application')
    .innerJoin('organisation', 'organisation.id', 'credit_application.decider_id')
    .where((where) =>
      'personId' in whose ? where('holder_id', '=', whose.personId) : where('decider_id', '=', whose.organisationId),
    )
    .$if(paging.search !== '', (query) =>
      query.where((or) =>
        or.or([
          or(or.cast<string>('target', 'text'), 'ilike', likePattern(paging.search)),
          or('applicant_name', 'ilike', likePattern(paging.search)),
        ]),
      ),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found
    .selectAll('credit_application')
    .select('legal_name')
    .orderBy('credit_application.created_at', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  return { items: rows.map((row) => toView(ground, row)), total: Number(total) }
}

/** @throws Problem `not-found`, also for someone else's */
export async function getApplication(
  ground: Ground,
  work: Work,
  id: string,
): Promise<{ view: ApplicationView; document: string | null; holderId: string }> {
  const row = await work
    .selectFrom('credit_application')
    .innerJoin('organisation', 'organisation.id', 'credit_application.decider_id')
    .selectAll('credit_application')
    .select('legal_name')
    .where('credit_application.id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'No application of yours has this address.')
  return { view: toView(ground, row), document: row.document, holderId: row.holder_id }
}

const toView = (ground: Ground, row: Row<'credit_application'> & { legal_name: string }): ApplicationView => ({
  id: row.id,
  decider: { id: row.decider_id, name: row.legal_name },
  applicant: row.applicant_name,
  target: FormalTarget.parse(row.target),
  basis: z.array(Basis).parse(row.basis),
  note: row.note,
  state: row.state,
  shareUrl: row.state === 'withdrawn' ? null : ground.seal.open('application-share', row.sealed_share).toString(),
  decision: row.decision ? CreditDecision.parse(row.decision) : null,
  appealBefore: appealBefore(row)?.toISOString() ?? null,
  appeal: row.appeal ? Appeal.parse(row.appeal) : null,
  earlier: z.array(EarlierDecision).parse(row.earlier),
  createdAt: row.created_at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
})
