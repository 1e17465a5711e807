import { LocalText } from '@bricka/domain/local-text'
import { MeritDesign } from '@bricka/domain/merit/merit'
import { typedLine } from '@bricka/domain/typed-text'
import { z } from 'zod'
import { writeAudit } from '../audit/write-audit.ts'
import { toJson, type Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { findIssuingGround } from '../issuing/find-issuing-ground.ts'
import { titleOf } from '../merit/title-of.ts'
import type { MayCoordinate, MayIssue } from '../organisation/permission.ts'

/** How a provider validates against one merit, and what it tells whoever thinks of it before they say yes. */
export const OfferSettings = z.strictObject({
  /** Years in the trade that an assessor must have. */
  experienceYears: z.number().min(0).max(40).default(0),
  /** Days after a decision within which it can be appealed against. */
  appealDays: z.number().int().min(14).max(365).default(21),
  /** What it is, that it is voluntary, how long it takes, what it costs, and where to complain. */
  information: LocalText.refine((text) => Object.keys(text).length > 0, 'information-missing'),
  /** Changed with each change of the information, so that a case says which one its candidate read. */
  informationVersion: typedLine().min(1).max(60),
  contact: typedLine().max(200).optional(),
})
export type OfferSettings = z.infer<typeof OfferSettings>

export const OfferView = z.object({
  provider: z.object({ id: z.string(), slug: z.string(), name: z.string(), country: z.string() }),
  merit: z.object({ id: z.string(), title: z.string(), version: z.number(), replaces: z.enum(['wholly', 'partly']) }),
  settings: OfferSettings,
})
export type OfferView = z.infer<typeof OfferView>

/**
 * Offers validation against a merit that the provider may issue, or changes the offer.
 *
 * @throws Problem `validation-not-offered` where the merit’s creator does not let prior learning replace the course
 */
export async function offerValidation(
  ground: Ground,
  work: Work,
  permission: MayCoordinate,
  mayIssue: MayIssue,
  meritId: string,
  settings: OfferSettings,
): Promise<void> {
  const { version } = await findIssuingGround(ground, work, mayIssue, { id: meritId })
  const replaces = version.design.priorLearning?.replaces
  if (replaces !== 'wholly' && replaces !== 'partly')
    throw new Problem('validation-not-offered', 'The merit’s design does not say that prior learning can replace it.')
  const now = ground.now()
  const content = toJson(settings)
  await work
    .insertInto('validation_offer')
    .values({ provider_id: permission.organisationId, merit_id: meritId, settings: content, created_at: now })
    .onConflict((conflict) =>
      conflict.columns(['provider_id', 'merit_id']).doUpdateSet({ settings: content, closed_at: null }),
    )
    .execute()
  await record(ground, work, permission, meritId, 'validation-offered')
}

/** No new cases; those that are open go on. @throws Problem `not-found` */
export async function closeOffer(
  ground: Ground,
  work: Work,
  permission: MayCoordinate,
  meritId: string,
): Promise<void> {
  const closed = await work
    .updateTable('validation_offer')
    .set({ closed_at: ground.now() })
    .where('provider_id', '=', permission.organisationId)
    .where('merit_id', '=', meritId)
    .where('closed_at', 'is', null)
    .returning('merit_id')
    .executeTakeFirst()
  if (!closed) throw new Problem('not-found', 'The organisation has no open offer for this merit.')
  await record(ground, work, permission, meritId, 'validation-closed')
}

export async function getOffer(work: Work, providerId: string, meritId: string): Promise<OfferView> {
  const row = await offers(work)
    .where('validation_offer.provider_id', '=', providerId)
    .where('validation_offer.merit_id', '=', meritId)
    .executeTakeFirst()
  const offer = row && toOffer(row)
  if (!offer) throw new Problem('not-found', 'Nobody offers validation of this merit at this address.')
  return offer
}

/** Also of an offer that has closed: cases go on under what was said when they began. */
export async function findOfferSettings(work: Work, providerId: string, meritId: string) {
  const row = await work
    .selectFrom('validation_offer')
    .select('settings')
    .where('provider_id', '=', providerId)
    .where('merit_id', '=', meritId)
    .executeTakeFirst()
  return row && OfferSettings.parse(row.settings)
}

/** Open offers, by merit and provider; all, one provider's, or one merit's. */
export async function listOffers(
  work: Work,
  paging: Paging & { providerId?: string | undefined; meritId?: string | undefined },
): Promise<{ items: OfferView[]; total: number }> {
  const { providerId, meritId, search } = paging
  const found = (
    await offers(work)
      .$if(providerId !== undefined, (query) => query.where('validation_offer.provider_id', '=', providerId ?? ''))
      .$if(meritId !== undefined, (query) => query.where('validation_offer.merit_id', '=', meritId ?? ''))
      .$if(search !== '', (query) =>
        query.where((or) =>
          or.or([
            or('catalogue_entry.search', 'ilike', likePattern(search)),
            or('organisation.legal_name', 'ilike', likePattern(search)),
          ]),
        ),
      )
      .orderBy('catalogue_entry.title')
      .orderBy('organisation.legal_name')
      .execute()
  ).flatMap((row) => toOffer(row) ?? [])
  const { offset, limit } = windowOf(paging)
  return { items: found.slice(offset, offset + limit), total: found.length }
}

const offers = (work: Work) =>
  work
    .selectFrom('validation_offer')
    .innerJoin('organisation', 'organisation.id', 'validation_offer.provider_id')
    .innerJoin('catalogue_entry', 'catalogue_entry.merit_id', 'validation_offer.merit_id')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'catalogue_entry.merit_id')
        .onRef('merit_version.number', '=', 'catalogue_entry.number'),
    )
    .select([
      'organisation.id',
      'organisation.slug',
      'organisation.legal_name',
      'organisation.country',
      'merit_version.merit_id',
      'merit_version.number',
      'merit_version.design',
      'validation_offer.settings',
    ])
    .where('closed_at', 'is', null)

type OfferRow = Awaited<ReturnType<ReturnType<typeof offers>['execute']>>[number]

function toOffer(row: OfferRow): OfferView | undefined {
  const design = MeritDesign.parse(row.design)
  const replaces = design.priorLearning?.replaces
  if (replaces !== 'wholly' && replaces !== 'partly') return undefined
  return {
    provider: { id: row.id, slug: row.slug, name: row.legal_name, country: row.country },
    merit: { id: row.merit_id, title: titleOf(design), version: row.number, replaces },
    settings: OfferSettings.parse(row.settings),
  }
}

async function record(
  ground: Ground,
  work: Work,
  permission: MayCoordinate,
  meritId: string,
  act: string,
): Promise<void> {
  await writeAudit(work, {
    actor: permission.actor,
    organisationId: permission.organisationId,
    act,
    object: { kind: 'merit', id: meritId },
    at: ground.now(),
  })
}
