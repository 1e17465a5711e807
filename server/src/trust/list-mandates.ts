import { MeritDesign } from '@bricka/domain/merit/merit'
import type { Work } from '../database/connect.ts'
import type { Row } from '../database/tables.ts'
import { titleOf } from '../merit/title-of.ts'
import type { MayRead } from '../organisation/permission.ts'
import { type IssuableView, type MandateView, toMandateLine, toMandateView } from './mandate-views.ts'

/** The mandates of one merit, the newest first: all for its owner, for everyone else those in force. */
export async function listMandates(work: Work, meritId: string, asOwner: boolean, now: Date): Promise<MandateView[]> {
  const mandates = await work
    .selectFrom('mandate')
    .selectAll()
    .where('merit_id', '=', meritId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const issuers = await findOrganisations(
    work,
    mandates.map((row) => row.issuer_id),
  )
  return mandates
    .flatMap((row) => {
      const issuer = issuers.get(row.issuer_id)
      return issuer ? [toMandateView(row, issuer, now, asOwner)] : []
    })
    .filter((view) => asOwner || view.state === 'in-force')
}

/** What an organisation may issue or might have issued: its own published merits, and those it has a mandate for. */
export async function listIssuable(
  work: Work,
  permission: Pick<MayRead, 'organisationId'>,
  now: Date,
): Promise<IssuableView[]> {
  const { organisationId } = permission
  const mandates = await work
    .selectFrom('mandate')
    .selectAll()
    .where('issuer_id', '=', organisationId)
    .orderBy('valid_from')
    .execute()
  const merits = await work
    .selectFrom('merit')
    .innerJoin('merit_version', (join) =>
      join.onRef('merit_version.merit_id', '=', 'merit.id').onRef('merit_version.number', '=', 'merit.current_version'),
    )
    .innerJoin('organisation', 'organisation.id', 'merit.owner_id')
    .select(['merit.id', 'merit.owner_id', 'merit_version.number', 'merit_version.design', 'organisation.legal_name'])
    .where('merit.state', '=', 'published')
    .where((or) =>
      or.or([
        or('merit.owner_id', '=', organisationId),
        or('merit.id', 'in', [...mandates.map((row) => row.merit_id), organisationId]),
      ]),
    )
    .execute()
  return merits
    .map((row): IssuableView => {
      const mandate = row.owner_id === organisationId ? undefined : choose(mandates, row.id, now)
      return {
        merit: {
          id: row.id,
          title: titleOf(MeritDesign.parse(row.design)),
          currentVersion: row.number,
          ownerId: row.owner_id,
          ownerName: row.legal_name,
        },
        mandate: mandate ?? null,
        state: mandate?.state ?? 'in-force',
      }
    })
    .sort((one, other) => one.merit.title.localeCompare(other.merit.title, 'sv'))
}

/** The one in force, else the one that began last. */
function choose(mandates: readonly Row<'mandate'>[], meritId: string, now: Date) {
  const lines = mandates.filter((row) => row.merit_id === meritId).map((row) => toMandateLine(row, now))
  return lines.find(({ state }) => state === 'in-force') ?? lines.at(-1)
}

async function findOrganisations(work: Work, ids: readonly string[]): Promise<Map<string, Row<'organisation'>>> {
  if (ids.length === 0) return new Map()
  const rows = await work
    .selectFrom('organisation')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
