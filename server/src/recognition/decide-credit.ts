import { issueCredential } from '@bricka/credential'
import { power } from '@bricka/credential/power/node'
import { CreditDecision, toPrecedent, Verdict } from '@bricka/domain/recognition/credit-decision'
import { typedText } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import type { Ground } from '../ground.ts'
import type { PersonActor } from '../http/actor.ts'
import { Problem } from '../http/problem.ts'
import { findSigner } from '../organisation/organisation-key.ts'
import type { MayCoordinate } from '../organisation/permission.ts'
import { composeDecision } from './compose-decision.ts'

/** The applicant is not part of what is decided; whether it becomes a precedent is the decider's to say. */
export const NewDecision = Verdict.extend({ publish: z.boolean().default(true) })
export type NewDecision = z.infer<typeof NewDecision>

export const NewAppeal = z.strictObject({ grounds: typedText().min(1).max(4000) })
export const Appeal = NewAppeal.extend({ at: z.iso.datetime() })
export const EarlierDecision = z.object({ decision: CreditDecision, appeal: Appeal })

/** How long after a decision its applicant may ask for it to be looked at again. */
export const appealDays = 60

/**
 * Decides an application: signed by the organisation for its applicant, and, with the person taken out, a precedent for
 * the next. A decision that was appealed is decided anew, by someone else; the earlier one stays with it, and what it was
 * a precedent for is the new one's.
 *
 * @throws Problem `application-closed`, `own-decision`; `names-applicant` where a text that would be published holds
 *   their name
 */
export async function decideApplication(
  ground: Ground,
  work: Work,
  permission: MayCoordinate,
  id: string,
  { publish, ...wanted }: NewDecision,
): Promise<void> {
  const row = await work
    .selectFrom('credit_application')
    .selectAll()
    .where('decider_id', '=', permission.organisationId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'The organisation has no such application.')
  if (row.state !== 'open' && row.state !== 'appealed') throw new Problem('application-closed', `It is ${row.state}.`)
  const decider = permission.actor.kind === 'person' ? permission.actor.personId : null
  if (row.state === 'appealed' && (decider === null || decider === row.decided_by))
    throw new Problem('own-decision', 'Whoever decided before does not decide on the appeal.')
  const now = ground.now()
  const decision = readDecision(row, permission, wanted, now)
  if (publish) refuseNaming(row, decision)
  const document = await sign(ground, work, permission, row, decision, now)
  const decided = await work
    .updateTable('credit_application')
    .set({
      state: 'decided',
      decision: toJson(decision),
      document,
      decided_at: now,
      decided_by: decider,
      ...(row.state === 'appealed' && {
        appeal: null,
        earlier: toJson([...z.array(z.unknown()).parse(row.earlier), { decision: row.decision, appeal: row.appeal }]),
      }),
    })
    .where('holder_id', '=', row.holder_id)
    .where('id', '=', id)
    .where('state', '=', row.state)
    .returning('id')
    .executeTakeFirst()
  if (!decided) throw new Problem('application-closed', 'Someone else decided it, or it was withdrawn, just now.')
  await work.deleteFrom('precedent').where('id', '=', id).execute()
  if (publish)
    await work
      .insertInto('precedent')
      .values({
        id,
        decider_id: permission.organisationId,
        content: toJson(toPrecedent(decision)),
        title: decision.target.title,
        merit_ids: decision.basis.map(({ meritId }) => meritId),
        extent: decision.extent,
        created_at: now,
      })
      .execute()
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    holderId: row.holder_id,
    act: row.state === 'appealed' ? 'credit-decided-anew' : 'credit-decided',
    object: { kind: 'credit-application', id },
    details: { extent: decision.extent, published: publish },
    at: now,
  })
}

function readDecision(
  row: Row<'credit_application'>,
  { organisationId }: MayCoordinate,
  wanted: Omit<NewDecision, 'publish'>,
  now: Date,
): CreditDecision {
  const parsed = CreditDecision.safeParse({
    ...wanted,
    id: row.id,
    decidedBy: organisationId,
    decidedOn: now.toISOString().slice(0, 10),
    target: row.target,
    basis: row.basis,
  })
  if (parsed.success) return parsed.data
  throw new Problem(
    'request-invalid',
    'One or more values are missing or not allowed.',
    parsed.error.issues.map(({ path, message }) => ({
      pointer: `/${path.map(String).join('/')}`,
      code: message,
      detail: message,
    })),
  )
}

async function sign(
  ground: Ground,
  work: Work,
  { organisationId }: MayCoordinate,
  row: Row<'credit_application'>,
  decision: CreditDecision,
  now: Date,
): Promise<string> {
  const decider = await work
    .selectFrom('organisation')
    .select(['did', 'legal_name'])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  const unsigned = composeDecision(ground, decision, {
    decider: { id: decider.did, name: decider.legal_name },
    applicant: row.applicant_name,
    at: now.toISOString(),
  })
  const signer = await findSigner(ground, work, organisationId)
  return JSON.stringify(await issueCredential(unsigned, signer, { now: now.toISOString(), power }))
}

function refuseNaming(row: Row<'credit_application'>, decision: CreditDecision): void {
  const names = row.applicant_name.split(/\s+/).filter((name) => name.length > 1)
  for (const [field, text] of [
    ['why', decision.why],
    ['remaining', decision.remaining ?? {}],
    ['appeal', decision.appeal ?? {}],
  ] as const)
    for (const written of Object.values(text))
      if (names.some((name) => new RegExp(`(^|\\P{L})${plain(name)}(\\P{L}|$)`, 'iu').test(written)))
        throw new Problem('names-applicant', 'Write it so that it speaks of the merits, not of the person.', [
          { pointer: `/${field}`, code: 'names-applicant', detail: 'names the applicant' },
        ])
}

const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Asks for a decision to be looked at again, by someone else at the same organisation. Once a decision, within its time,
 * and only where the decision itself says that it can be appealed.
 *
 * @throws Problem `not-found`, `appeal-not-open`
 */
export async function appealDecision(
  ground: Ground,
  work: Work,
  person: PersonActor,
  id: string,
  { grounds }: z.infer<typeof NewAppeal>,
): Promise<{ deciderId: string; title: string }> {
  const row = await work
    .selectFrom('credit_application')
    .selectAll()
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', 'You have no application with this id.')
  const now = ground.now()
  if (!mayAppeal(row, now)) throw new Problem('appeal-not-open', 'The decision says how it can be appealed, and when.')
  await work
    .updateTable('credit_application')
    .set({ state: 'appealed', appeal: toJson({ grounds, at: now.toISOString() }) })
    .where('holder_id', '=', person.personId)
    .where('id', '=', id)
    .where('state', '=', 'decided')
    .execute()
  await writeAudit(work, {
    actor: person,
    holderId: person.personId,
    act: 'credit-appealed',
    object: { kind: 'credit-application', id },
    at: now,
  })
  return { deciderId: row.decider_id, title: CreditDecision.parse(row.decision).target.title }
}

/** Until when an appeal can be made; `null` where the decision says nothing of one. */
export function appealBefore(row: Pick<Row<'credit_application'>, 'state' | 'decision' | 'decided_at'>): Date | null {
  if (row.state !== 'decided' || !row.decided_at) return null
  const { appeal } = CreditDecision.parse(row.decision)
  if (!appeal || Object.keys(appeal).length === 0) return null
  return new Date(row.decided_at.getTime() + appealDays * 86_400_000)
}

const mayAppeal = (row: Row<'credit_application'>, now: Date): boolean => {
  const before = appealBefore(row)
  return before !== null && now < before
}
