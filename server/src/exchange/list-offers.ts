import type { Given, Offer } from '@bricka/domain/exchange/offer'
import type { Party } from '@bricka/domain/issuing/compose-credential'
import { Occasion } from '@bricka/domain/merit/occasion'
import type { Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { toVersion } from '../merit/find-merit.ts'
import { mandateInForce } from '../merit/mandate-in-force.ts'
import { meritUrl } from '../merit/merit-url.ts'
import { toParty } from '../organisation/to-party.ts'

export type OfferPage = { readonly offers: readonly Offer[]; readonly total: number }

/**
 * What the catalogue offers, in a steady order (the merit's id, so that a reader of many pages misses none that stood
 * there when they began), each with who gives it today.
 */
export async function listOffers(
  ground: Ground,
  work: Work,
  which: { meritId?: string; limit: number; offset: number },
): Promise<OfferPage> {
  const entries = work
    .selectFrom('catalogue_entry')
    .$if(which.meritId !== undefined, (query) => query.where('catalogue_entry.merit_id', '=', which.meritId ?? ''))
  const { total } = await entries.select((of) => of.fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await entries
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'catalogue_entry.merit_id')
        .onRef('merit_version.number', '=', 'catalogue_entry.number'),
    )
    .selectAll('merit_version')
    .orderBy('merit_version.merit_id')
    .limit(which.limit)
    .offset(which.offset)
    .execute()
  const creators = await findCreators(
    work,
    rows.map((row) => row.owner_id),
  )
  const issuers = await findIssuers(
    work,
    rows.map((row) => row.merit_id),
    ground.now(),
  )
  const given = await findOccasions(
    work,
    rows.map((row) => row.merit_id),
    ground.now(),
  )
  const offers = rows.flatMap((row): Offer[] => {
    const { url, ...version } = toVersion(row)
    const creator = creators.get(row.owner_id)
    if (!creator) return []
    const giving = issuers.get(row.merit_id) ?? [creator]
    const occasions = given.get(row.merit_id) ?? []
    return [{ version, versionUrl: url, meritUrl: meritUrl(ground, row.merit_id), creator, issuers: giving, occasions }]
  })
  return { offers, total: Number(total) }
}

/** What is given when, by merit: what has not begun and is not called off. */
async function findOccasions(
  work: Work,
  meritIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Given[]>> {
  if (meritIds.length === 0) return new Map()
  const rows = await work
    .selectFrom('merit_occasion')
    .innerJoin('organisation', 'organisation.id', 'merit_occasion.issuer_id')
    .selectAll('organisation')
    .select(['merit_occasion.id as occasion_id', 'merit_id', 'occasion'])
    .where('merit_id', 'in', [...meritIds])
    .where('called_off_at', 'is', null)
    .where('starts_on', '>=', now.toISOString().slice(0, 10))
    .orderBy('starts_on')
    .orderBy('merit_occasion.id')
    .execute()
  const given = Map.groupBy(rows, (row) => row.merit_id)
  const read = (row: (typeof rows)[number]): Given => ({
    id: row.occasion_id,
    by: toParty(row),
    occasion: Occasion.parse(row.occasion),
  })
  return new Map([...given].map(([meritId, some]) => [meritId, some.map(read)]))
}

async function findCreators(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, Party>> {
  if (ids.length === 0) return new Map()
  const rows = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, toParty(row)]))
}

/** Who holds a mandate today, by merit; a merit that nobody holds one for is not among them. */
async function findIssuers(
  work: Work,
  meritIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly Party[]>> {
  if (meritIds.length === 0) return new Map()
  const rows = await work
    .selectFrom('mandate')
    .innerJoin('organisation', 'organisation.id', 'mandate.issuer_id')
    .selectAll('organisation')
    .select('mandate.merit_id')
    .distinct()
    .where('mandate.merit_id', 'in', [...meritIds])
    .where(mandateInForce(now))
    .orderBy('organisation.legal_name')
    .execute()
  const parties = Map.groupBy(rows, (row) => row.merit_id)
  return new Map([...parties].map(([meritId, some]) => [meritId, some.map(toParty)]))
}
