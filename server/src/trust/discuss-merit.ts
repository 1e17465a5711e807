import type { Ability } from '@bricka/domain/organisation/permission'
import type { Stand } from '@bricka/domain/trust/endorsement'
import { Stand as StandSchema } from '@bricka/domain/trust/endorsement'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import { mandateInForce } from '../merit/mandate-in-force.ts'
import type { Granted } from '../organisation/permission.ts'

/** For which organisation, and by whom. */
type Taking = Pick<Granted<Ability>, 'actor' | 'organisationId'>

export const RemarkView = z.object({
  id: z.string(),
  organisation: z.string(),
  owner: z.boolean().describe('Said by who owns the merit'),
  person: z.string().nullable(),
  stand: StandSchema,
  words: z.string(),
  at: z.string(),
})
export type RemarkView = z.infer<typeof RemarkView>

/**
 * Those who discuss a merit: who owns it, who issues it under a mandate in force, and any social partner.
 *
 * @throws Problem `permission-missing`
 */
async function requirePart(
  work: Work,
  { organisationId }: Taking,
  meritId: string,
  now: Date,
): Promise<{ owner: string }> {
  const { ownerId } = await getVersion(work, meritId)
  const organisation = await work
    .selectFrom('organisation')
    .select('kind')
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  if (ownerId === organisationId || organisation.kind === 'social-partner') return { owner: ownerId }
  const mandate = await work
    .selectFrom('mandate')
    .select('id')
    .where('merit_id', '=', meritId)
    .where('issuer_id', '=', organisationId)
    .where(mandateInForce(now))
    .executeTakeFirst()
  if (!mandate)
    throw new Problem(
      'permission-missing',
      'Its owner, its issuers and social partners discuss a merit with each other.',
    )
  return { owner: ownerId }
}

/** Says something of what the merit is worth; it stays as it was said. @throws Problem `permission-missing` */
export async function addRemark(
  ground: Ground,
  system: Work,
  permission: Taking,
  meritId: string,
  { stand, words }: { stand: Stand; words: string },
): Promise<{ id: string }> {
  const now = ground.now()
  const { owner } = await requirePart(system, permission, meritId, now)
  if (stand === 'answer' && owner !== permission.organisationId)
    throw new Problem('permission-missing', 'Only who owns the merit answers for it.')
  const id = makeId(now)
  await system
    .insertInto('merit_remark')
    .values({
      id,
      merit_id: meritId,
      organisation_id: permission.organisationId,
      person_id: permission.actor.kind === 'person' ? permission.actor.personId : null,
      stand,
      words,
      created_at: now,
    })
    .execute()
  await writeAudit(system, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act: 'merit-discussed',
    object: { kind: 'merit', id: meritId },
    details: { stand },
    at: now,
  })
  return { id }
}

/** What has been said, the newest first. @throws Problem `permission-missing` */
export async function listRemarks(
  ground: Ground,
  system: Work,
  permission: Taking,
  meritId: string,
  paging: Paging,
): Promise<{ items: RemarkView[]; total: number }> {
  const { owner } = await requirePart(system, permission, meritId, ground.now())
  const { limit, offset } = windowOf(paging)
  const matching = system
    .selectFrom('merit_remark')
    .innerJoin('organisation', 'organisation.id', 'merit_remark.organisation_id')
    .leftJoin('person', 'person.id', 'merit_remark.person_id')
    .where('merit_id', '=', meritId)
    .where((or) =>
      or.or([or('words', 'ilike', likePattern(paging.search)), or('legal_name', 'ilike', likePattern(paging.search))]),
    )
  const rows = await matching
    .select([
      'merit_remark.id',
      'organisation_id',
      'legal_name',
      'person.name',
      'stand',
      'words',
      'merit_remark.created_at',
    ])
    .orderBy('merit_remark.created_at', 'desc')
    .orderBy('merit_remark.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { count } = await matching.select(({ fn }) => fn.countAll<string>().as('count')).executeTakeFirstOrThrow()
  return {
    items: rows.map((row) => ({
      id: row.id,
      organisation: row.legal_name,
      owner: row.organisation_id === owner,
      person: row.name,
      stand: row.stand,
      words: row.words,
      at: row.created_at.toISOString(),
    })),
    total: Number(count),
  }
}
