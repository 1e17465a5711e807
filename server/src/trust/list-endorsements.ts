import { power } from '@bricka/credential/power/node'
import { LocalText } from '@bricka/domain/local-text'
import { PartySide } from '@bricka/domain/trust/endorsement'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Scope, Work } from '../database/connect.ts'
import type { Ground } from '../ground.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { checkEndorsement, EndorsementFinding } from '../verifying/check-endorsements.ts'
import { makeLoadResource } from '../verifying/load-resource.ts'

export const EndorsementView = z.object({
  id: z.string(),
  url: z.string().describe('The signed endorsement, an Open Badges 3.0 EndorsementCredential'),
  merit: z.object({ id: z.string(), title: LocalText, version: z.number(), current: z.number() }),
  by: z.object({ slug: z.string(), legalName: z.string(), country: z.string() }),
  side: PartySide,
  reason: z.string(),
  at: z.string(),
  withdrawnAt: z.string().nullable(),
  withdrawalReason: z.string().nullable(),
  checked: EndorsementFinding.pick({ standing: true, code: true })
    .optional()
    .describe('Whether what was signed holds at this moment; where a merit’s endorsements are listed'),
})
export type EndorsementView = z.infer<typeof EndorsementView>

const endorsements = (work: Work) =>
  work
    .selectFrom('endorsement')
    .innerJoin('organisation', 'organisation.id', 'endorsement.organisation_id')
    .innerJoin('merit', 'merit.id', 'endorsement.merit_id')
    .innerJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'endorsement.merit_id')
        .onRef('merit_version.number', '=', 'endorsement.merit_version'),
    )
    .selectAll('endorsement')
    .select(['slug', 'legal_name', 'country', 'merit.current_version'])
    .select(sql<LocalText>`merit_version.design -> 'title'`.as('title'))

type Line = Awaited<ReturnType<ReturnType<typeof endorsements>['execute']>>[number]

const view = (row: Line, baseUrl: string): EndorsementView => ({
  id: row.id,
  url: `${baseUrl}/endorsements/${row.id}`,
  merit: {
    id: row.merit_id,
    title: row.title,
    version: row.merit_version,
    current: row.current_version ?? row.merit_version,
  },
  by: { slug: row.slug, legalName: row.legal_name, country: row.country },
  side: row.side,
  reason: row.reason,
  at: row.created_at.toISOString(),
  withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  withdrawalReason: row.withdrawal_reason,
})

/**
 * Who stands behind a merit, the newest first: of each version, also of earlier ones, which is said with them; each checked
 * as anybody else would check it. A key that was lost takes back what it signed.
 */
export async function listMeritEndorsements(ground: Ground, scope: Scope, meritId: string): Promise<EndorsementView[]> {
  const rows = await ground.database.act(scope, (work) => standing(work, meritId))
  const { statusLists } = ground
  const options = { now: ground.now().toISOString(), power, loadResource: makeLoadResource(ground), statusLists }
  return Promise.all(
    rows.map(async (row) => {
      const given = { about: 'achievement', of: [row.version_url], given: row.document } as const
      const { standing, code } = await checkEndorsement(given, options)
      return { ...view(row, ground.settings.baseUrl), checked: { standing, code } }
    }),
  )
}

const standing = (work: Work, meritId: string) =>
  endorsements(work)
    .select('merit_version.url as version_url')
    .where('endorsement.merit_id', '=', meritId)
    .where('endorsement.withdrawn_at', 'is', null)
    .orderBy('endorsement.created_at', 'desc')
    .orderBy('endorsement.id', 'desc')
    .execute()

/** What a social partner has endorsed, also what it has taken back. */
export async function listOwnEndorsements(
  work: Work,
  organisationId: string,
  baseUrl: string,
  paging: Paging,
): Promise<{ items: EndorsementView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const matching = endorsements(work)
    .where('endorsement.organisation_id', '=', organisationId)
    .where(sql<boolean>`(merit_version.design ->> 'title') ilike ${likePattern(paging.search)}`)
  const rows = await matching
    .orderBy('endorsement.created_at', 'desc')
    .orderBy('endorsement.id', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  const { count } = await matching
    .clearSelect()
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return { items: rows.map((row) => view(row, baseUrl)), total: Number(count) }
}
