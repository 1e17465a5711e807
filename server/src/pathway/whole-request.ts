import { digestSri } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { type PartReference, referToPart } from '@bricka/domain/issuing/part-reference'
import { planValidUntil } from '@bricka/domain/issuing/plan-validity'
import { pickText } from '@bricka/domain/local-text'
import { factsOfParts } from '@bricka/domain/pathway/facts-of-parts'
import { typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { systemScope, toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { issueMerit } from '../issuing/issue-merit.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import type { MayIssue, MayRead } from '../organisation/permission.ts'
import { shareMerits, withdrawShare } from '../passport/share-merits.ts'
import type { HeldPart } from './list-parts.ts'
import { measureStanding } from './own-progress.ts'
import { getStack } from './stack.ts'

export const NewWholeRequest = z.strictObject({ note: typedText().max(1000).optional() })
export const WholeAnswer = z.strictObject({ note: typedText().max(1000).optional() })
export const WholeRefusal = z.strictObject({ reason: typedText().min(1).max(1000) })

export const WholeRequestView = z.object({
  id: z.string(),
  stack: z.object({ id: z.string(), title: z.string() }),
  owner: z.object({ id: z.string(), name: z.string() }),
  applicant: z.string(),
  parts: z.array(z.object({ credentialId: z.string(), title: z.string() })),
  note: z.string().nullable(),
  state: z.enum(['open', 'issued', 'declined', 'withdrawn']),
  reason: z.string().nullable(),
  credentialId: z.string().nullable(),
  shareUrl: z.string().nullable().describe('The parts as they were shared, checked when it is opened'),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
})
export type WholeRequestView = z.infer<typeof WholeRequestView>

const openDays = 180
const seal = 'whole-request-share'
const RequestedPart = z.object({ credentialId: z.string(), title: z.string() })

/**
 * Asks a stack's owner for the whole, and shares just the parts that count.
 *
 * @throws Problem `stack-incomplete`, `stack-without-whole`, `whole-asked`
 */
export async function askForWhole(
  ground: Ground,
  work: Work,
  person: PersonActor,
  stackId: string,
  { note }: z.infer<typeof NewWholeRequest>,
): Promise<{ id: string; ownerId: string; title: string }> {
  const { content, meritId, owner } = await getStack(work, stackId)
  if (!meritId) throw new Problem('stack-without-whole', 'Its owner has named no merit for it.')
  const standing = await measureStanding(ground, work, person.personId, content)
  if (!standing.progress.complete)
    throw new Problem('stack-incomplete', 'Not everything that the stack asks for is in the passport and valid.')
  const held = standing.parts.some((part) => part.meritId === meritId && part.valid)
  const title = pickText(content.title, 'sv')?.text ?? ''
  const asked = await work
    .selectFrom('whole_request')
    .select('id')
    .where('holder_id', '=', person.personId)
    .where('stack_id', '=', stackId)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (held || asked) throw new Problem('whole-asked', held ? 'It is in the passport.' : 'The answer is waited for.')
  const counted = countedParts(standing)
  const share = await shareMerits(ground, work, person, {
    credentialIds: counted.map(({ credentialId }) => credentialId),
    selfClaimIds: [],
    importedIds: [],
    audience: owner.name,
    purpose: title,
    days: openDays,
  })
  const now = ground.now()
  const id = makeId(now)
  await work
    .insertInto('whole_request')
    .values({
      holder_id: person.personId,
      id,
      stack_id: stackId,
      owner_id: owner.id,
      applicant_name: person.name,
      applicant_email: person.email,
      parts: toJson(counted.map((part) => ({ credentialId: part.credentialId, title: part.title }))),
      note: note ?? null,
      share_id: share.id,
      sealed_share: ground.seal.close(seal, Buffer.from(share.url)),
      state: 'open',
      created_at: now,
    })
    .execute()
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'whole-asked',
    object: { kind: 'whole-request', id },
    details: { owner: owner.name, stack: title },
    at: now,
  })
  return { id, ownerId: owner.id, title }
}

const countedParts = ({ parts, progress }: Awaited<ReturnType<typeof measureStanding>>): HeldPart[] => {
  const counted = new Set(progress.groups.flatMap((group) => group.counted))
  return parts.filter(({ credentialId }) => counted.has(credentialId))
}

/** @throws Problem `not-found` */
export async function withdrawWholeRequest(ground: Ground, work: Work, person: PersonActor, id: string): Promise<void> {
  const row = await work
    .updateTable('whole_request')
    .set({ state: 'withdrawn' })
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('share_id')
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You wait for no whole with this id.')
  await withdrawShare(ground, work, person, row.share_id)
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'whole-request-withdrawn',
    object: { kind: 'whole-request', id },
    at: ground.now(),
  })
}

/**
 * Issues the merit that stands for the whole, made of the parts that count today: what has been revoked since it was
 * asked for is not built on.
 *
 * @throws Problem `application-closed`, `stack-incomplete`; all that issuing throws
 */
export async function issueWhole(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  id: string,
  { note }: z.infer<typeof WholeAnswer>,
): Promise<{ credentialId: string; state: 'issued' | 'awaiting-approval' }> {
  const row = await lockOpen(work, permission, id)
  const { content, meritId } = await getStack(work, row.stack_id)
  if (!meritId) throw new Problem('stack-without-whole', 'Name the merit that stands for the whole.')
  // The holder shared the parts for this; whether they still count is the house's to look up, not the owner's.
  const standing = await ground.database.act(systemScope, (system) =>
    measureStanding(ground, system, row.holder_id, content),
  )
  const [first, ...others] = countedParts(standing)
  if (!first || !standing.progress.complete)
    throw new Problem('stack-incomplete', 'Something that counted when it was asked for does not count today.')
  const { design } = await getVersion(work, meritId)
  const facts = factsOfParts([first, ...others])
  const issued = await issueMerit(ground, work, permission, {
    meritId,
    recipient: { name: row.applicant_name, email: row.applicant_email },
    facts: { ...facts, parts: await referToAll([first, ...others]), ...(note && { note }) },
    validUntil: planValidUntil(design, facts.assessedOn),
    key: `whole:${id}`,
  })
  await answer(ground, work, permission, row, { state: 'issued', credential_id: issued.credentialId, reason: null })
  return { credentialId: issued.credentialId, state: issued.state }
}

const referToAll = (parts: readonly HeldPart[]): Promise<PartReference[]> =>
  Promise.all(
    parts.map(async ({ document }) =>
      referToPart(JSON.parse(document), await digestSri(new TextEncoder().encode(document), power)),
    ),
  )

/** @throws Problem `application-closed` */
export async function declineWhole(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  id: string,
  { reason }: z.infer<typeof WholeRefusal>,
): Promise<void> {
  const row = await lockOpen(work, permission, id)
  await answer(ground, work, permission, row, { state: 'declined', credential_id: null, reason })
}

async function lockOpen(work: Work, permission: MayIssue, id: string): Promise<Row<'whole_request'>> {
  const own = work
    .selectFrom('whole_request')
    .selectAll()
    .where('owner_id', '=', permission.organisationId)
    .where('id', '=', id)
  const row = await own.executeTakeFirst()
  if (!row) throw new Problem('not-found', 'Nobody has asked your organisation for a whole with this id.')
  // Only what is open may be changed, so what is answered cannot even be locked.
  const open = row.state === 'open' ? await own.forUpdate().executeTakeFirst() : undefined
  if (!open) throw new Problem('application-closed', `It is ${row.state === 'open' ? 'answered' : row.state}.`)
  return open
}

async function answer(
  ground: Ground,
  work: Work,
  { actor, organisationId }: MayIssue,
  row: Row<'whole_request'>,
  to: { state: 'issued' | 'declined'; credential_id: string | null; reason: string | null },
): Promise<void> {
  const now = ground.now()
  await work
    .updateTable('whole_request')
    .set({ ...to, decided_at: now })
    .where('holder_id', '=', row.holder_id)
    .where('id', '=', row.id)
    .where('state', '=', 'open')
    .execute()
  await writeAudit(work, {
    actor,
    organisationId,
    holderId: row.holder_id,
    act: to.state === 'issued' ? 'whole-issued' : 'whole-declined',
    object: { kind: 'whole-request', id: row.id },
    details: { stackId: row.stack_id, ...(to.reason && { reason: to.reason }) },
    at: now,
  })
}

export async function listWholeRequests(
  ground: Ground,
  work: Work,
  whose: PersonActor | MayRead | MayIssue,
  paging: Paging,
): Promise<{ items: WholeRequestView[]; total: number }> {
  const found = requests(work)
    .where((where) =>
      'personId' in whose
        ? where('whole_request.holder_id', '=', whose.personId)
        : where('whole_request.owner_id', '=', whose.organisationId),
    )
    .$if(paging.search !== '', (query) =>
      query.where((where) =>
        where.or([
          where('stack.title', 'ilike', likePattern(paging.search)),
          where('applicant_name', 'ilike', likePattern(paging.search)),
        ]),
      ),
    )
  const { total } = await found
    .clearSelect()
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow()
  const { offset, limit } = windowOf(paging)
  const rows = await found.orderBy('whole_request.created_at', 'desc').offset(offset).limit(limit).execute()
  return { items: rows.map((row) => toView(ground, row)), total: Number(total) }
}

/** @throws Problem `not-found`, also for someone else's */
export async function getWholeRequest(
  ground: Ground,
  work: Work,
  id: string,
): Promise<{ view: WholeRequestView; holderId: string }> {
  const row = await requests(work).where('whole_request.id', '=', id).executeTakeFirst()
  if (!row) throw new Problem('not-found', 'Nothing of yours has this address.')
  return { view: toView(ground, row), holderId: row.holder_id }
}

const requests = (work: Work) =>
  work
    .selectFrom('whole_request')
    .innerJoin('stack', 'stack.id', 'whole_request.stack_id')
    .innerJoin('organisation', 'organisation.id', 'whole_request.owner_id')
    .selectAll('whole_request')
    .select(['stack.title as stack_title', 'legal_name'])

const toView = (
  ground: Ground,
  row: Row<'whole_request'> & { stack_title: string; legal_name: string },
): WholeRequestView => ({
  id: row.id,
  stack: { id: row.stack_id, title: row.stack_title },
  owner: { id: row.owner_id, name: row.legal_name },
  applicant: row.applicant_name,
  parts: z.array(RequestedPart).parse(row.parts),
  note: row.note,
  state: row.state,
  reason: row.reason,
  credentialId: row.credential_id,
  shareUrl: row.state === 'open' ? ground.seal.open(seal, row.sealed_share).toString() : null,
  createdAt: row.created_at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
})
