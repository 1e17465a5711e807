import { LocalText } from '@bricka/domain/local-text'
import { MatchRelation } from '@bricka/domain/skill/skill'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Work } from '../database/connect.ts'
import { likePattern, type Paging, windowOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'

const Party = z.object({ name: z.string(), slug: z.string() })

/** One merit in its holder's passport. */
export const PassportView = z.object({
  id: z.string(),
  title: z.string(),
  /** The title in every language that the merit has one in. */
  titles: LocalText,
  issuer: Party,
  creator: Party,
  state: z.enum(['awaiting-approval', 'declined', 'issued', 'suspended', 'revoked', 'replaced']),
  reason: z.string().nullable(),
  issuedAt: z.string(),
  validFrom: z.string().nullable(),
  validUntil: z.string().nullable(),
  /** Null while it waits to be claimed. */
  claimedAt: z.string().nullable(),
  meritId: z.string(),
  version: z.number(),
  route: z.enum(['course', 'prior-learning', 'both']).nullable(),
  replacedBy: z.string().nullable(),
  /** `relation`: how the merit's outcome stands to the skill; only exact and close ones are held by it. */
  skills: z.array(z.object({ uri: z.string(), label: z.string(), relation: MatchRelation })),
})
export type PassportView = z.infer<typeof PassportView>

/** Everything that was issued to the holder, newest first. */
export async function listPassport(
  work: Work,
  holderId: string,
  paging: Paging,
): Promise<{ items: PassportView[]; total: number }> {
  const { limit, offset } = windowOf(paging)
  const all = passportQuery(work, holderId).where((where) =>
    where.or([
      where('credential.title', 'ilike', likePattern(paging.search)),
      where('issuer.legal_name', 'ilike', likePattern(paging.search)),
    ]),
  )
  const { total } = await all
    .clearSelect()
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await all.orderBy('credential.issued_at', 'desc').limit(limit).offset(offset).execute()
  return { items: rows.map(toView), total: Number(total) }
}

/** One of the holder's own. @throws Problem `not-found`, also for someone else's */
export async function getPassportItem(
  work: Work,
  holderId: string,
  credentialId: string,
): Promise<{ view: PassportView; document: string }> {
  const row = await passportQuery(work, holderId).where('credential.id', '=', credentialId).executeTakeFirst()
  if (!row?.document) throw new Problem('not-found', 'No such merit is in your passport.')
  return { view: toView(row), document: row.document }
}

function passportQuery(work: Work, holderId: string) {
  return work
    .selectFrom('credential')
    .innerJoin('organisation as issuer', 'issuer.id', 'credential.issuer_id')
    .innerJoin('organisation as creator', 'creator.id', 'credential.creator_id')
    .leftJoin('merit_version', (join) =>
      join
        .onRef('merit_version.merit_id', '=', 'credential.merit_id')
        .onRef('merit_version.number', '=', 'credential.merit_version'),
    )
    .select([
      'credential.id',
      'credential.title',
      'credential.state',
      'credential.document',
      'credential.status_reason',
      'credential.issued_at',
      'credential.valid_from',
      'credential.valid_until',
      'credential.claimed_at',
      'credential.merit_id',
      'credential.merit_version',
      'credential.replaced_by',
      'issuer.legal_name as issuer_name',
      'issuer.slug as issuer_slug',
      'creator.legal_name as creator_name',
      'creator.slug as creator_slug',
      'merit_version.design',
      sql<string | null>`credential.facts ->> 'route'`.as('route'),
    ])
    .where('credential.holder_id', '=', holderId)
    .where('credential.document', 'is not', null)
}

type PassportRow = Awaited<ReturnType<ReturnType<typeof passportQuery>['execute']>>[number]

function toView(row: PassportRow): PassportView {
  const skills = new Map(
    (row.design?.outcomes ?? []).flatMap((outcome) =>
      (outcome.alignments ?? []).map(({ uri, label, relation }) => [uri, { uri, label, relation }] as const),
    ),
  )
  return {
    id: row.id,
    title: row.title,
    titles: row.design?.title ?? {},
    issuer: { name: row.issuer_name, slug: row.issuer_slug },
    creator: { name: row.creator_name, slug: row.creator_slug },
    state: row.state,
    reason: row.status_reason,
    issuedAt: row.issued_at?.toISOString() ?? '',
    validFrom: row.valid_from?.toISOString() ?? null,
    validUntil: row.valid_until?.toISOString() ?? null,
    claimedAt: row.claimed_at?.toISOString() ?? null,
    meritId: row.merit_id,
    version: row.merit_version,
    route: z.enum(['course', 'prior-learning', 'both']).nullable().catch(null).parse(row.route),
    replacedBy: row.replaced_by,
    skills: [...skills.values()],
  }
}
