import { allSigns, judgePrinciples, type MeritStanding, principles } from '@bricka/domain/landscape/judge-principles'
import { LocalText } from '@bricka/domain/local-text'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { toVersion } from '../merit/find-merit.ts'
import { mandateInForce } from '../merit/mandate-in-force.ts'

export const JudgedView = z.object({
  principle: z.enum(principles),
  signs: z.array(z.object({ sign: z.enum(allSigns), shown: z.boolean() })),
})

export const JudgedMerit = z.object({
  meritId: z.string(),
  title: LocalText,
  principles: z.array(JudgedView),
})
export type JudgedMerit = z.infer<typeof JudgedMerit>

/**
 * Published merits beside the ten principles: one, or all of an owner, a page of them. Runs in the system's scope, for
 * whether an issuer has a seal is its own to see; here it is said for the merit alone.
 */
export async function judgeMerits(
  work: Work,
  which: { meritId?: string; ownerId?: string; limit: number; offset: number },
  now: Date,
): Promise<{ items: JudgedMerit[]; total: number }> {
  const today = now.toISOString().slice(0, 10)
  const entries = work
    .selectFrom('catalogue_entry')
    .$if(which.meritId !== undefined, (query) => query.where('catalogue_entry.merit_id', '=', which.meritId ?? ''))
    .$if(which.ownerId !== undefined, (query) => query.where('catalogue_entry.owner_id', '=', which.ownerId ?? ''))
  const { total } = await entries.select(({ fn }) => fn.countAll<string>().as('total')).executeTakeFirstOrThrow()
  const rows = await entries
    .innerJoin('merit_version as version', (join) =>
      join
        .onRef('version.merit_id', '=', 'catalogue_entry.merit_id')
        .onRef('version.number', '=', 'catalogue_entry.number'),
    )
    .selectAll('version')
    .select([
      sql<boolean>`not exists (select from merit_version v
        where v.merit_id = version.merit_id and v.number > 1 and v.changes = '[]'::jsonb)`.as('changes_told'),
      sql<string>`(select count(*) from precedent p where p.merit_ids @> array[version.merit_id])`.as('precedents'),
      sql<boolean>`exists (select from organisation_seal s where s.not_after > ${now} and (s.organisation_id = version.owner_id
        or exists (select from mandate where mandate.merit_id = version.merit_id
          and mandate.issuer_id = s.organisation_id and ${mandateInForce(now)})))`.as('sealed'),
      sql<boolean>`exists (select from merit_occasion o where o.merit_id = version.merit_id
        and o.called_off_at is null and o.starts_on >= ${today})`.as('occasions'),
    ])
    .orderBy('catalogue_entry.title')
    .orderBy('version.merit_id')
    .limit(which.limit)
    .offset(which.offset)
    .execute()
  return { total: Number(total), items: rows.map((row) => judge(row, today)) }
}

type Standing = Parameters<typeof toVersion>[0] & {
  changes_told: boolean
  precedents: string
  sealed: boolean
  occasions: boolean
}

function judge(row: Standing, today: string): JudgedMerit {
  const { design, number } = toVersion(row)
  const standing: MeritStanding = {
    design,
    number,
    changesTold: row.changes_told,
    precedents: Number(row.precedents),
    sealed: row.sealed,
    occasions: row.occasions,
    today,
  }
  return {
    meritId: row.merit_id,
    title: design.title,
    principles: judgePrinciples(standing).map(({ principle, signs }) => ({ principle, signs: [...signs] })),
  }
}
