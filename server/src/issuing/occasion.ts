import { MeritDesign } from '@bricka/domain/merit/merit'
import { Occasion } from '@bricka/domain/merit/occasion'
import { OrganisationId } from '@bricka/domain/organisation/organisation'
import { decideIssuingRight } from '@bricka/domain/trust/decide-mandate'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { makeId } from '../make-id.ts'
import { getVersion } from '../merit/find-merit.ts'
import { titleOf } from '../merit/title-of.ts'
import type { MayIssue } from '../organisation/permission.ts'
import { toMandate } from '../trust/find-mandate.ts'

export const OccasionView = z.object({
  id: z.string(),
  merit: z.object({ id: z.string(), title: z.string() }),
  issuer: z.object({ id: z.string(), slug: z.string(), legalName: z.string(), country: z.string() }),
  occasion: Occasion,
  calledOffAt: z.string().nullable(),
})
export type OccasionView = z.infer<typeof OccasionView>

/** Announces when and where the organisation gives a merit. @throws Problem `mandate-…`, `not-found` */
export async function addOccasion(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  meritId: string,
  occasion: Occasion,
): Promise<{ id: string }> {
  const { organisationId } = permission
  const version = await getVersion(work, meritId)
  const mandates = await work
    .selectFrom('mandate')
    .selectAll()
    .where('merit_id', '=', meritId)
    .where('issuer_id', '=', organisationId)
    .execute()
  const right = decideIssuingRight(
    { id: version.meritId, ownerId: version.ownerId },
    OrganisationId.parse(organisationId),
    mandates.map(toMandate),
    ground.now(),
  )
  if (!right.may) throw new Problem(right.code, 'Ask the creator of the merit for a mandate that covers today.')
  const at = ground.now()
  const id = makeId(at)
  await work
    .insertInto('merit_occasion')
    .values({
      id,
      merit_id: meritId,
      issuer_id: organisationId,
      occasion: toJson(occasion),
      starts_on: occasion.startsOn,
      created_at: at,
      called_off_at: null,
    })
    .execute()
  await record(ground, work, permission, 'occasion-added', id, { meritId, startsOn: occasion.startsOn })
  return { id }
}

/** Calls an occasion off: it is shown no more. @throws Problem `not-found` */
export async function callOffOccasion(
  ground: Ground,
  work: Work,
  permission: MayIssue,
  occasionId: string,
): Promise<void> {
  const called = await work
    .updateTable('merit_occasion')
    .set({ called_off_at: ground.now() })
    .where('id', '=', occasionId)
    .where('issuer_id', '=', permission.organisationId)
    .where('called_off_at', 'is', null)
    .returning('merit_id')
    .executeTakeFirst()
  if (!called) throw new Problem('not-found', 'The organisation has no such occasion that stands.')
  await record(ground, work, permission, 'occasion-called-off', occasionId, { meritId: called.merit_id })
}

/** Those of a merit or of an issuer, the next first; `coming` leaves out what has begun and what is called off. */
export async function listOccasions(
  work: Work,
  question: Paging & { meritId?: string | undefined; issuerId?: string | undefined; coming: boolean },
  now: Date,
): Promise<{ items: OccasionView[]; total: number }> {
  const { limit, offset } = windowOf(question)
  const found = work
    .selectFrom('merit_occasion')
    .innerJoin('organisation', 'organisation.id', 'merit_occasion.issuer_id')
    .innerJoin('catalogue_entry', 'catalogue_entry.merit_id', 'merit_occasion.merit_id')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'catalogue_entry.merit_id')
        .onRef('merit_version.number', '=', 'catalogue_entry.number'),
    )
    .$if(question.meritId !== undefined, (query) => query.where('merit_occasion.merit_id', '=', question.meritId ?? ''))
    .$if(question.issuerId !== undefined, (query) =>
      query.where('merit_occasion.issuer_id', '=', question.issuerId ?? ''),
    )
    .$if(question.coming, (query) =>
      query.where('called_off_at', 'is', null).where('starts_on', '>=', now.toISOString().slice(0, 10)),
    )
    .$if(question.search !== '', (query) =>
      query.where((or) =>
        or.or([
          or('catalogue_entry.search', 'ilike', likePattern(question.search)),
          or('organisation.legal_name', 'ilike', likePattern(question.search)),
        ]),
      ),
    )
  const { total } = await found.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .select(['merit_occasion.id', 'merit_occasion.merit_id', 'occasion', 'called_off_at', 'merit_version.design'])
    .select(['organisation.id as issuer_id', 'organisation.slug', 'organisation.legal_name', 'organisation.country'])
    .orderBy('starts_on')
    .orderBy('merit_occasion.id')
    .limit(limit)
    .offset(offset)
    .execute()
  return {
    total: Number(total),
    items: rows.map((row) => ({
      id: row.id,
      merit: { id: row.merit_id, title: titleOf(MeritDesign.parse(row.design)) },
      issuer: { id: row.issuer_id, slug: row.slug, legalName: row.legal_name, country: row.country },
      occasion: Occasion.parse(row.occasion),
      calledOffAt: row.called_off_at?.toISOString() ?? null,
    })),
  }
}

const record = (
  ground: Ground,
  work: Work,
  { actor, organisationId }: MayIssue,
  act: string,
  id: string,
  details: Record<string, unknown>,
): Promise<void> =>
  writeAudit(work, { actor, organisationId, act, object: { kind: 'occasion', id }, details, at: ground.now() })
